"""How good the links and the edits are, on labelled data: ``python -m tests.bench.quality FOLDER``.

One method, one setting, for every set. Next to it stand the simple methods of ``floors``, each at
the threshold that suits the set best.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.engine import Kind, compare
from app.ingest import read
from tests.bench import spans
from tests.bench.aims import Aim, told
from tests.bench.errors import edit_errors, link_errors
from tests.bench.floors import at_its_best, exact_lcs, monotone_dp, mutual_best
from tests.bench.gold import BadGold, EditedPair, Gold, Pair, read_gold
from tests.bench.harder import harder
from tests.bench.readers import agreement, reader_of
from tests.bench.scoring import Score, ours, score_set
from tests.bench.tables import Row, percent, table
from tests.bench.unrelated import FalseLinks, false_links, strangers


@dataclass(frozen=True, slots=True)
class Aims:
    """What is aimed at on one set, in percent."""

    every: Aim | None = None
    edited: Aim | None = None
    moved: Aim | None = None


AIMS = {
    "argrewrite": Aims(Aim(97.5), Aim(94)),
    "bible_perturbed": Aims(Aim(99.4), moved=Aim(99)),
    "deplain_open": Aims(Aim(89)),
    "hsplit": Aims(Aim(99.6)),
    "wikisplit": Aims(Aim(99.7)),
}
EDIT_HEAD = (
    "edits",
    "pairs",
    "edits",
    "exact",
    "aim",
    "P",
    "R",
    "core",
    "chars",
    "aim",
    "difflib over words",
    "over chunks",
)
FALSE_LINKS = Aim(1, at_most=True)
IN_ORDER = ("argrewrite",)
"""Sets whose labels have no link out of order by the way they were made."""

LEGEND = """\
F1 in percent, over all links of a set together; non-id.: links between sentences that differ.
moved: the share of the links labelled moved that were found; told: F1 of what is called moved.
Simple methods: F1 all / non-id. / moved, at the threshold t that is best for the set.
† scored on links in order: what a method calls moved counts neither way."""
HARDER_LEGEND = """\
The same documents with a share of the words exchanged and foreign sentences put in: F1 in percent
over all links, with the share of the moved ones that were found; the simple methods at the
threshold t that is best for the set; the aim is the better of the two."""
EDIT_LEGEND = """\
F1 in percent. exact: edits with the same op and spans. core: the same, brought down to the words
that differ. chars: characters in any edit. difflib: exact / core / chars, over words with marks by
themselves, and over what stands between white space; the aim is the better of the two."""

HEAD = (
    "set",
    "pairs",
    "links",
    "all",
    "aim",
    "P",
    "R",
    "non-id.",
    "aim",
    "P",
    "R",
    "moved",
    "aim",
    "told",
    "exact LCS",
    "TF-IDF mutual best",
    "TF-IDF monotone DP",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables that were asked for."""
    given = _parser().parse_args(arguments)
    if given.gold is None and given.pair is None:
        _parser().error("nothing to measure: name a folder of labelled data, or a --pair")
    try:
        if given.gold is not None:
            gold = read_gold(given.gold)
            if given.errors:
                print(_errors(gold, given.errors, given.examples))
            else:
                print(_tables(gold, markdown=given.markdown))
        if given.pair:
            print(_pair(*given.pair))
    except (BadGold, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.quality", description=__doc__)
    parser.add_argument("gold", type=Path, nargs="?", help="a folder of labelled sets (*.jsonl)")
    parser.add_argument("--errors", metavar="SET", help="instead: what is wrong on this set")
    parser.add_argument("--examples", type=int, default=3, help="how many of each class of errors")
    parser.add_argument("--pair", type=Path, nargs=2, metavar=("A", "B"), help="two texts")
    parser.add_argument("--markdown", action="store_true", help="print tables in Markdown")
    return parser


def _tables(gold: Gold, *, markdown: bool) -> str:
    rows = [_link_row(name, pairs) for name, pairs in gold.links.items()]
    parts: list[str] = []
    if rows:
        parts += [table(HEAD, rows, markdown=markdown), LEGEND]
        parts += [
            _harder(gold, markdown=markdown),
            HARDER_LEGEND,
            _unrelated(gold, markdown=markdown),
        ]
    if gold.edits:
        rows = [_edit_row(name, pairs) for name, pairs in gold.edits.items()]
        parts += [table(EDIT_HEAD, rows, markdown=markdown), EDIT_LEGEND]
    return "\n\n".join(parts)


def in_order(name: str) -> bool:
    """Whether a set's labels have no link out of order by the way they were made."""
    return name.startswith(IN_ORDER)


def _aims(name: str) -> Aims:
    """A further half of a known set, NAME_something, has the aims of the set."""
    return next((aims for known, aims in AIMS.items() if name.startswith(known)), Aims())


def _scores(
    name: str, pairs: Sequence[Pair]
) -> tuple[Score, tuple[Score, float], tuple[Score, float]]:
    """Ours, and the simple methods with the threshold that is best for each."""
    ordered = in_order(name)
    return (
        score_set(pairs, [ours(pair.a, pair.b) for pair in pairs], in_order=ordered),
        at_its_best(mutual_best, pairs, in_order=ordered),
        at_its_best(monotone_dp, pairs, in_order=ordered),
    )


def _link_row(name: str, pairs: Sequence[Pair]) -> Row:
    ordered = in_order(name)
    score, (best, at_best), (chain, at_chain) = _scores(name, pairs)
    lcs = score_set(pairs, [exact_lcs(pair) for pair in pairs], in_order=ordered)
    aims, labelled = _aims(name), bool(score.moved.wanted)
    return (
        f"{name}{'†' if ordered else ''}",
        str(len(pairs)),
        str(score.every.wanted),
        percent(score.every.f1),
        told(aims.every, 100 * score.every.f1),
        percent(score.every.precision),
        percent(score.every.recall),
        percent(score.edited.f1),
        told(aims.edited, 100 * score.edited.f1),
        percent(score.edited.precision),
        percent(score.edited.recall),
        percent(score.moved.recall if labelled else None),
        told(aims.moved, 100 * score.moved.recall) if labelled else "",
        percent(score.told.f1 if labelled else None),
        _floor(lcs),
        f"{_floor(best)} t={at_best:.2f}",
        f"{_floor(chain)} t={at_chain:.2f}",
    )


def _harder(gold: Gold, *, markdown: bool) -> str:
    """How the links hold where more is rewritten and more has no counterpart."""
    rows: list[Row] = []
    for name, pairs in gold.links.items():
        score, (best, at_best), (chain, at_chain) = _scores(name, harder(pairs))
        aim = Aim(round(100 * max(best.every.f1, chain.every.f1), 1))
        rows.append(
            (
                f"{name}{'†' if in_order(name) else ''}",
                percent(score.every.f1),
                told(aim, 100 * score.every.f1),
                percent(score.every.precision),
                percent(score.every.recall),
                percent(score.moved.recall if score.moved.wanted else None),
                f"{percent(best.every.f1)} t={at_best:.2f}",
                f"{percent(chain.every.f1)} t={at_chain:.2f}",
            )
        )
    head = ("made harder", "all", "aim", "P", "R", "moved", "mutual best", "monotone DP")
    return table(head, rows, markdown=markdown)


def _floor(score: Score) -> str:
    moved = percent(score.moved.recall if score.moved.wanted else None)
    return f"{percent(score.every.f1)} / {percent(score.edited.f1)} / {moved}"


def _unrelated(gold: Gold, *, markdown: bool) -> str:
    by_set = {name: false_links(strangers(pairs)) for name, pairs in gold.links.items()}
    total = sum(by_set.values(), FalseLinks(0, Counter()))
    rows = [
        (
            name,
            f"{found.sentences:.0f}",
            str(found.by_relation.total()),
            f"{found.per_hundred:.2f}",
            told(FALSE_LINKS, found.per_hundred),
            ", ".join(
                f"{relation} {percent(count / found.by_relation.total())} %"
                for relation, count in found.by_relation.most_common()
            ),
        )
        for name, found in [*by_set.items(), ("all together", total)]
    ]
    head = ("unrelated documents", "sentences", "false links", "per 100", "aim", "told as")
    return table(head, rows, markdown=markdown)


def _edit_row(name: str, pairs: Sequence[EditedPair]) -> Row:
    score = spans.score_edits(pairs, spans.ours)
    words = spans.score_edits(pairs, spans.difflib_words)
    chunks = spans.score_edits(pairs, spans.difflib_chunks)
    exact = Aim(round(100 * max(words.exact.f1, chunks.exact.f1), 1))
    characters = Aim(round(100 * max(words.characters.f1, chunks.characters.f1), 1))
    return (
        name,
        str(len(pairs)),
        str(score.exact.wanted),
        percent(score.exact.f1),
        told(exact, 100 * score.exact.f1),
        percent(score.exact.precision),
        percent(score.exact.recall),
        percent(score.core.f1),
        percent(score.characters.f1),
        told(characters, 100 * score.characters.f1),
        *(
            " / ".join(percent(count.f1) for count in (other.exact, other.core, other.characters))
            for other in (words, chunks)
        ),
    )


def _errors(gold: Gold, name: str, examples: int) -> str:
    if name in gold.edits:
        return edit_errors(gold.edits[name], examples=examples)
    if name not in gold.links:
        raise BadGold(f"no such set: {name} (there are {', '.join([*gold.links, *gold.edits])})")
    pairs = gold.links[name]
    found = [ours(pair.a, pair.b) for pair in pairs]
    return link_errors(pairs, found, in_order=in_order(name), examples=examples)


def _pair(path_a: Path, path_b: Path) -> str:
    data_a, data_b = path_a.read_bytes(), path_b.read_bytes()
    comparison = compare(read(data_a, path_a.name), read(data_b, path_b.name))
    relations: Counter[str] = Counter()
    pairs = 0
    for link in comparison.links:
        if link.a and link.b:
            relations[f"{'moved ' if link.moved else ''}{link.relation}"] += 1
            pairs += len(link.a) * len(link.b)
    told_as = ", ".join(f"{count} {relation}" for relation, count in relations.most_common())
    reader = reader_of(data_a, data_b)
    agreed = f" {agreement(reader, comparison)}" if reader else ""
    names = f"{path_a.name} and {path_b.name}"
    claims = "; ".join(
        f"“{fact.a}” became “{fact.b}”" for fact in comparison.facts if fact.kind is Kind.CLAIM
    )
    furniture = " and ".join(
        str(sum(block.is_furniture for block in side.document.blocks))
        for side in (comparison.a, comparison.b)
    )
    return (
        f"{names}: {pairs} pairs of sentences are linked ({told_as}).{agreed}"
        f" Claims: {claims or 'none changed'}. Blocks of furniture: {furniture}."
    )


if __name__ == "__main__":
    sys.exit(main())
