"""The ledger: what became of quotations, numbers, names, claims and addresses."""

from __future__ import annotations

from app.engine import compare_texts
from app.presentation.categories import Category
from app.presentation.ledger import FIRST, Entry, LedgerPart, ledger
from app.presentation.page import Mark

A = """Ferry news

“The boats may sail on Friday,” said Marta Lind. Some 1,200 people wait.

“Nobody asked us,” said Per Olsen of the union.

Fuel costs 40 crowns, the harbour office said."""
B = """Ferry news

“The boats will sail on Friday,” said Marta Lind. Some 2,000 people wait.

“Nobody asked us,” said Per Olsen of the union.

Fuel costs 40 crowns, the harbour office said. It rained on 4 May."""


def _part(parts: tuple[LedgerPart, ...], category: Category) -> LedgerPart:
    (found,) = (part for part in parts if part.category is category)
    return found


def _shown(entry: Entry) -> str:
    signs = {Mark.PLAIN: "{}", Mark.DELETED: "[-{}-]", Mark.INSERTED: "{{+{}+}}"}
    return "".join(signs[run.mark].format(run.text) for run in entry.runs)


def test_each_part_counts_what_befell_its_facts() -> None:
    parts = ledger(compare_texts(A, B))
    assert [part.title for part in parts][:3] == ["Quotations", "Numbers and dates", "Names"]
    assert _part(parts, Category.QUOTATIONS).counts == (("altered", 1),)
    assert _part(parts, Category.NUMBERS).counts == (("altered", 1), ("added", 1))
    assert _part(parts, Category.NAMES).counts == ()
    assert not [part for part in parts if part.category is Category.LINKS]


def test_a_quotation_is_told_word_by_word_and_leads_to_its_change() -> None:
    (entry,) = _part(ledger(compare_texts(A, B)), Category.QUOTATIONS).entries
    assert _shown(entry) == "“The boats [-may-] {+will+} sail on Friday”"
    assert (entry.fate, entry.change, entry.paragraph_a, entry.paragraph_b) == ("altered", 1, 2, 2)


def test_a_number_is_told_as_what_it_was_and_is() -> None:
    altered, added = _part(ledger(compare_texts(A, B)), Category.NUMBERS).entries
    assert _shown(altered) == "[-Some 1,200-] {+Some 2,000+}"
    assert _shown(added) == "{+4 May+}"
    assert added.paragraph_a == 0


def test_what_was_kept_is_told_only_when_asked_for_and_leads_to_its_paragraph() -> None:
    part = _part(ledger(compare_texts(A, B), Category.QUOTATIONS), Category.QUOTATIONS)
    assert part.counts == (("altered", 1), ("kept", 1))
    kept = part.entries[-1]
    assert _shown(kept) == "“Nobody asked us”"
    assert (kept.fate, kept.change, kept.paragraph_a, kept.paragraph_b) == ("kept", 0, 3, 3)


def test_a_quotation_given_to_another_says_to_whom() -> None:
    a = "“We shall not move from this place,” said Marta Lind of the union."
    comparison = compare_texts(a, a.replace("Marta Lind", "Per Olsen"))
    (entry,) = _part(ledger(comparison), Category.QUOTATIONS).entries
    assert entry.fate == "given to another speaker"
    assert entry.note == "Marta Lind → Per Olsen"


def test_a_long_list_is_cut_until_it_is_asked_for() -> None:
    lines = [f"The {n}th boat carried {{}} crates of fish to town." for n in range(3, 80)]
    a, b = (
        "\n\n".join(line.format(n * by + 1000) for n, line in enumerate(lines)) for by in (3, 7)
    )
    comparison = compare_texts(a, b)
    part = _part(ledger(comparison), Category.NUMBERS)
    assert len(part.entries) == FIRST < part.total
    whole = _part(ledger(comparison, Category.NUMBERS), Category.NUMBERS)
    assert len(whole.entries) == whole.total > part.total


def test_a_part_asked_for_is_there_though_nothing_is_in_it() -> None:
    parts = ledger(compare_texts(A, B), Category.LINKS)
    assert _part(parts, Category.LINKS).total == 0
    assert _part(ledger(compare_texts(A, B), Category.CLAIMS), Category.CLAIMS).whole
