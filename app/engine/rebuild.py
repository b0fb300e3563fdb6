"""The proof that nothing was lost: a text, and the comparison, give the other text."""

from __future__ import annotations

from collections.abc import Iterator

from app.engine.model import Comparison, KeptRun, PlacedLink, Side


def rebuild(side: Side) -> str:
    """Put a side together again from its sentences and what lies between them."""
    text, at = [], 0
    for sentence in side.sentences:
        text.append(side.document.text[at : sentence.start])
        text.append(sentence.text)
        at = sentence.end
    text.append(side.document.text[at:])
    return "".join(text)


def apply_to(text_a: str, comparison: Comparison) -> str:
    """Make b out of a's text: what was kept is copied from a, what is new comes from the edits.

    White space and furniture are layout and are b's own. Raises ValueError when ``text_a`` is
    not the text that was compared, or a link does not lead from a to b.
    """
    if text_a != comparison.a.document.text:
        raise ValueError("this is not the text that was compared")
    made: dict[int, str] = dict(_pieces(comparison))
    b = comparison.b
    text, at = [], 0
    for start in sorted(made):
        text.append(b.document.text[at:start])
        text.append(made[start])
        at = start + len(made[start])
    text.append(b.document.text[at:])
    return "".join(text)


def _pieces(comparison: Comparison) -> Iterator[tuple[int, str]]:
    """Where in b each sentence (or kept block) stands, and its text made from a."""
    a, b = comparison.a, comparison.b
    for run in comparison.reading:
        if isinstance(run, KeptRun):
            for step in range(run.count):
                yield b.document.blocks[run.b + step].start, a.block_text(run.a + step)
    for link in comparison.placed:
        if not link.b:
            continue
        made = _edited(a.joined(link.a), b.joined(link.b), link)
        for place in link.b:
            sentence = b.at(place)
            yield sentence.start, made[: len(sentence.text)]
            made = made[len(sentence.text) + 1 :]


def _edited(a: str, b: str, link: PlacedLink) -> str:
    """The joined text of b: stretches of a with b's white space, and what the edits bring in."""
    if not link.a:
        return b
    made: list[str] = []
    at_a = at_b = 0
    for edit in link.edits:
        made.append(_spaced(a[at_a : edit.a[0]], b[at_b : edit.b[0]]))
        made.append(b[edit.b[0] : edit.b[1]])
        at_a, at_b = edit.a[1], edit.b[1]
    made.append(_spaced(a[at_a:], b[at_b:]))
    return "".join(made)


def _spaced(kept: str, layout: str) -> str:
    letters = iter("".join(kept.split()))
    made = [char if char.isspace() else next(letters, "") for char in layout]
    if next(letters, None) is not None:
        raise ValueError("an edit is missing: a stretch of a has no place in b")
    return "".join(made)
