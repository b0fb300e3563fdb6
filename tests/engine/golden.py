"""Golden cases: read what an editor expects, render what the engine says, in one notation."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

import regex

from app.engine import Comparison, Fact, Fate, KeptRun, PlacedLink, Relation, compare_texts
from app.presentation.runs import marked_spans

CASES = Path(__file__).parents[1] / "cases"
BORDER = "¦"
_COLUMN = 15


@dataclass(frozen=True)
class Case:
    """A folder of tests/cases."""

    name: str
    a: str
    b: str
    links: list[str]
    facts: list[str] | None


def read_cases() -> list[Case]:
    """All golden cases by name."""
    return [_read(folder) for folder in sorted(CASES.iterdir()) if folder.is_dir()]


def _read(folder: Path) -> Case:
    links, marker, facts = (folder / "expected.txt").read_text("utf-8").partition("facts:")
    return Case(
        folder.name,
        (folder / "a.txt").read_text("utf-8"),
        (folder / "b.txt").read_text("utf-8"),
        [_normal(line) for line in links.splitlines() if line.strip()],
        sorted(" ".join(line.split()) for line in facts.splitlines() if line.strip())
        if marker
        else None,
    )


def render(case: Case) -> list[str]:
    """The engine's account of a case, line by line."""
    comparison = compare_texts(case.a, case.b)
    shown: list[str] = []
    for part in comparison.reading:
        if isinstance(part, KeptRun):
            for step in range(part.count):
                shown.extend(_line("same", s.text) for s in comparison.a.cut(part.a + step))
            continue
        here_b = set(part.b)
        for number in part.links:
            link = comparison.placed[number]
            if not link.moved or link.b[0][0] in here_b:
                shown.append(_rendered(comparison, link))
    return [_normal(line) for line in shown]


def render_facts(case: Case) -> list[str]:
    """The facts that the engine tells of a case, in the notation of the cases, sorted."""
    return sorted(" ".join(fact_line(fact).split()) for fact in compare_texts(case.a, case.b).facts)


_NEGATIONS = {Fate.NEGATED: "negation added", Fate.AFFIRMED: "negation removed"}


def fact_line(fact: Fact) -> str:
    """One fact: its kind, its fate, and what happened."""
    what = _NEGATIONS.get(fact.fate, f"{fact.kind.value} {fact.fate.value}")
    if fact.fate is Fate.REMOVED:
        return f"{what} {fact.a}"
    if fact.fate is Fate.ADDED:
        return f"{what} {fact.b}"
    if fact.fate is Fate.MOVED:
        return f"{what} {fact.a} from {fact.speaker_a} to {fact.speaker_b}"
    return f"{what} {fact.a or '–'} → {fact.b or '–'}"


def _rendered(comparison: Comparison, link: PlacedLink) -> str:
    a, b = comparison.a.joined(link.a), comparison.b.joined(link.b)
    relation = ("moved " if link.moved else "") + link.relation.value
    if link.relation in (Relation.REMOVED, Relation.ADDED, Relation.SAME):
        return _line(relation, b or a)
    return _line(relation, inline(a, b, link))


def inline(a: str, b: str, link: PlacedLink) -> str:
    """Both texts in one, with what is gone and what is new in brackets."""
    marked_a, marked_b = marked_spans(a, b, link.edits)
    gone, new = [span[:2] for span in marked_a], [span[:2] for span in marked_b]
    text: list[str] = []
    at_a = at_b = 0
    while at_a < len(a) or at_b < len(b):
        if gone and gone[0][0] <= at_a:
            start, end = gone.pop(0)
            text.append(f"[-{a[start:end]}-]")
            at_a = end
        elif new and new[0][0] <= at_b:
            start, end = new.pop(0)
            text.append(f"{{+{b[start:end]}+}}")
            at_b = end
        elif at_a < len(a) and a[at_a].isspace():
            if text and text[-1] != " ":
                text.append(" ")
            at_a += 1
        elif at_b < len(b) and b[at_b].isspace():
            if text and text[-1] != " ":
                text.append(" ")
            at_b += 1
        else:
            if at_b < len(b):
                text.append(b[at_b])
            at_a, at_b = at_a + 1, at_b + 1
    return "".join(text)


def _line(relation: str, text: str) -> str:
    return f"{relation:<{_COLUMN}}{text}"


_SPACES = regex.compile(r"\s+")


def _normal(line: str) -> str:
    """What the notation leaves open made equal: composed letters, where a space stands, borders."""
    relation, text = line[:_COLUMN].strip(), line[_COLUMN:]
    text = unicodedata.normalize("NFC", text).replace(BORDER, " ")
    text = _SPACES.sub(" ", text)
    text = regex.sub(r" ?(\[-|\{\+) ?", r" \1", text)
    text = regex.sub(r" ?(-\]|\+\}) ?", r"\1 ", text)
    text = text.replace("-] {+", "-]{+")
    text = regex.sub(r" +([.,;:!?…”’»)])", r"\1", text)
    text = regex.sub(r"([“‘«(]) +", r"\1", text)
    return f"{relation:<{_COLUMN}}{text.strip()}"
