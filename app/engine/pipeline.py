"""The whole comparison: segment → anchor → align → edit → read through."""

from __future__ import annotations

from collections.abc import Sequence

from app.engine.blocks import parse_text
from app.engine.document import Block, BlockKind, Document
from app.engine.facts import find_facts, ledger
from app.engine.kinds import with_kinds
from app.engine.linking import link, mirrored
from app.engine.measures import measure
from app.engine.model import Comparison, Options, PlacedLink, Side
from app.engine.reading import Reading, number_changes, read_through
from app.engine.record import Fact

ENGINE_VERSION = "7"
"""Goes up whenever the same texts may give another comparison; part of every cache key."""

_DEFAULT = Options()


def compare_texts(a: str, b: str, options: Options = _DEFAULT) -> Comparison:
    """Compare two plain texts; their blocks and furniture are found first (``parse_text``)."""
    return compare(parse_text(a), parse_text(b), options)


def compare(a: Document, b: Document, options: Options = _DEFAULT) -> Comparison:
    """Compare two documents, a the earlier and b the later. Furniture takes part in nothing."""
    return _compare(Side(a), Side(b), options)


def compare_sentences(
    a: Sequence[str], b: Sequence[str], options: Options = _DEFAULT
) -> Comparison:
    """Compare two lists of sentences as given: neither cut again nor searched for furniture."""
    return _compare(_as_given(a), _as_given(b), options)


def _as_given(sentences: Sequence[str]) -> Side:
    blocks: list[Block] = []
    place = 0
    for sentence in sentences:
        blocks.append(Block(BlockKind.PARAGRAPH, place, place + len(sentence)))
        place += len(sentence) + 1
    return Side(Document("\n".join(sentences), tuple(blocks)), whole_blocks=True)


def _compare(a: Side, b: Side, options: Options) -> Comparison:
    """Link in an order that does not depend on which text came first.

    So swapping a and b gives the very same links, told the other way round.
    """
    in_order = _is_in_order(a.document, b.document)
    linked = link(a, b, options) if in_order else mirrored(link(b, a, options))
    reading, placed = read_through(a, b, linked.kept, linked.placed)
    facts = find_facts(a, b, placed)
    placed = with_kinds(a, b, placed, facts)
    return _told(a, b, reading, placed, facts, options, linked.degraded)


def _is_in_order(a: Document, b: Document) -> bool:
    """Whether a comes first by its text, or else by its blocks."""
    if a.text != b.text:
        return a.text < b.text
    blocks_a, blocks_b = (
        [(block.kind.value, block.start, block.end) for block in side.blocks] for side in (a, b)
    )
    return blocks_a <= blocks_b


def _told(
    a: Side,
    b: Side,
    reading: Reading,
    placed: tuple[PlacedLink, ...],
    facts: Sequence[Fact],
    options: Options,
    degraded: tuple[str, ...],
) -> Comparison:
    """Number the changes, measure, and keep the ledger."""
    changes = number_changes(reading, placed, facts)
    measures = measure(a, b, reading, placed)
    return Comparison(a, b, reading, placed, changes, ledger(facts), measures, options, degraded)
