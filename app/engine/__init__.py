"""The comparison engine: text in, values out.

Pure: no files, no database, no web, no clock. Three ways in, one result:
``compare_texts`` for two strings, ``compare`` for two parsed documents and
``compare_sentences`` for two lists of sentences that are not to be cut again.
"""

from app.engine.blocks import parse_text
from app.engine.collation import (
    Collation,
    CollationCell,
    CollationRow,
    collate,
    collate_documents,
    collation_pairs,
    contested,
    variants,
)
from app.engine.document import Block, BlockKind, Document, Metadata, TextLink
from app.engine.kept import kept_facts
from app.engine.model import (
    Change,
    Comparison,
    Edit,
    KeptRun,
    Kind,
    Link,
    Measures,
    Op,
    Options,
    Passage,
    Place,
    PlacedLink,
    Relation,
    Sentence,
    Side,
    Span,
)
from app.engine.pipeline import compare, compare_sentences, compare_texts
from app.engine.rebuild import apply_to, rebuild
from app.engine.record import Fact, Fate
from app.engine.serialise import FORMAT, from_json, to_json

__all__ = [
    "FORMAT",
    "Block",
    "BlockKind",
    "Change",
    "Collation",
    "CollationCell",
    "CollationRow",
    "Comparison",
    "Document",
    "Edit",
    "Fact",
    "Fate",
    "KeptRun",
    "Kind",
    "Link",
    "Measures",
    "Metadata",
    "Op",
    "Options",
    "Passage",
    "Place",
    "PlacedLink",
    "Relation",
    "Sentence",
    "Side",
    "Span",
    "TextLink",
    "apply_to",
    "collate",
    "collate_documents",
    "collation_pairs",
    "compare",
    "compare_sentences",
    "compare_texts",
    "contested",
    "from_json",
    "kept_facts",
    "parse_text",
    "rebuild",
    "to_json",
    "variants",
]
