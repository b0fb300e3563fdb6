"""What the page of a comparison shows around its rows, and where its links lead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.engine import Comparison
from app.presentation.categories import HIDEABLE, TITLES, Category
from app.presentation.find import Findings, find
from app.presentation.ledger import Entry, LedgerPart
from app.presentation.look import NO_SUCH_FOLD, Look, View
from app.presentation.map import Band, bands
from app.presentation.measures import MeasuresView, measures_view
from app.presentation.page import Fold, Page, Row
from app.presentation.portions import Portion, Portions, pointing
from app.presentation.sides import Sides, language_shown
from app.presentation.sight import EVERYTHING, Sight
from app.services.comparisons import Compared
from app.storage.schema import Version
from app.web.files import File, files_at
from app.web.neighbours import neighbours
from app.web.places import Places, found_address
from app.web.views import Step, VersionView

WHOLE = "all"
"""The part that is all of them."""

_HIDDEN = {
    Category.SPELLING: ("change of spelling", "changes of spelling"),
    Category.TYPOGRAPHY: ("typographic change", "typographic changes"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to look: a link to it, or a box in a form."""

    name: str
    words: str
    chosen: bool
    href: str = ""
    count: int = 0


@dataclass(frozen=True)
class ReadingView:
    """Two versions and all that leads around in their comparison; ``base`` is its bare address.

    ``cut`` is the page in portions, ``portion`` the one that is drawn.
    ``numbers`` are those of the article's versions, none where others are not to be seen.
    ``notices`` say what of the address was not understood, ``finding`` is what is looked for.
    ``whole`` is set where all portions are drawn at once, to be printed.
    """

    comparison: Comparison
    title: str
    slug: str
    a: VersionView
    b: VersionView
    base: str
    look: Look
    page: Page
    measures: MeasuresView
    cut: Portions
    portion: Portion
    numbers: tuple[int, ...] = ()
    ledger: tuple[LedgerPart, ...] = ()
    notices: tuple[str, ...] = ()
    finding: str = ""
    whole: bool = False
    sight: Sight = EVERYTHING

    @property
    def files(self) -> tuple[File, ...]:
        """What the comparison can be had as, for who sees its article."""
        return files_at(self.base) if self.numbers else ()

    @cached_property
    def bands(self) -> tuple[Band, ...]:
        """The map of the whole text, for who may see all of it."""
        if not self.sight.whole_texts:
            return ()
        return bands(self.comparison, self.page.sorted, self.look.view)

    @cached_property
    def findings(self) -> Findings:
        """Where what is looked for stands."""
        return find(self.comparison, self.finding)

    @cached_property
    def places(self) -> Places:
        """Where the links of the map, and to what was found, lead."""
        return Places(self.base, self.look, self.folds, self.cut, self.portion, self.finding)

    @property
    def kept_by_finding(self) -> tuple[tuple[str, str], ...]:
        """The look, for the form that asks what to find."""
        return _fields(self.look)

    @cached_property
    def sides(self) -> Sides:
        """The names of the columns, and the languages of what stands in them."""
        a, b = self.comparison.a.document, self.comparison.b.document
        return Sides(self.a.name, self.b.name, language_shown(a), language_shown(b))

    @property
    def heading(self) -> str:
        """What the view shows, for who listens."""
        return {
            View.SIDE: "The two versions side by side",
            View.SINGLE: "The two versions in one column",
            View.CHANGES: "What changed between the two versions",
            View.A: f"The text of {self.a.name.lower()}",
            View.B: f"The text of {self.b.name.lower()}",
        }[self.look.view]

    @cached_property
    def folds(self) -> tuple[Fold, ...]:
        """All folds, open or not."""
        return tuple(item for item in self.page.items if isinstance(item, Fold))

    @property
    def closed(self) -> bool:
        """Whether something is still folded away."""
        return any(not fold.open for fold in self.folds)

    @property
    def any_open(self) -> bool:
        """Whether something can be folded away."""
        return any(fold.open for fold in self.folds)

    def toggled(self, fold: Fold) -> str:
        """The address of the same comparison with this fold open, or closed when it is open."""
        look = self.look.toggled(fold.number, [fold.number for fold in self.folds])
        return self._address(look, part=self._part_of(f"fold-{fold.number}"))

    def at(self, anchor: str) -> str:
        """Where an element of the text is: an address on this page where it has been drawn."""
        if self.cut.holding(anchor) in (None, self.portion):
            return f"#{anchor}"
        return self._address(self.look, anchor, f"of-{anchor}")

    def part(self, portion: Portion) -> str:
        """The address of a portion."""
        return self._address(self.look, part=str(portion.number))

    @property
    def at_once(self) -> str:
        """The address that has all portions on one page; "" where one page has all as it is."""
        if len(self.cut) == 1:
            return ""
        return found_address(self.base, self.look, self.finding, WHOLE)

    @property
    def in_parts(self) -> str:
        """The address of the same that is read part by part."""
        return found_address(self.base, self.look, self.finding)

    def _address(self, look: Look, anchor: str = "", part: str = "") -> str:
        """An address of this comparison in which the same is looked for, whole where this is."""
        part = part or (WHOLE if self.whole else "")
        address = found_address(self.base, look, self.finding, part)
        return f"{address}#{anchor}" if anchor else address

    def _part_of(self, anchor: str) -> str:
        """What an address says to have this drawn; nothing where all fits on one page."""
        return f"of-{anchor}" if len(self.cut) > 1 else ""

    @property
    def items(self) -> tuple[Row | Fold, ...]:
        """The rows and folds that are drawn; what they point at may be in other portions."""
        return tuple(pointing(item, self.at) for item in self.portion.items)

    @property
    def all_open(self) -> str:
        """The address with nothing folded away."""
        return self._address(self.look.having(open=None), "sides")

    @property
    def none_open(self) -> str:
        """The address with all folded away that can be."""
        return self._address(self.look.having(open=frozenset()), "sides")

    @property
    def views(self) -> tuple[Choice, ...]:
        """The ways to lay out the two texts."""
        words = {
            View.SIDE: "Side by side",
            View.SINGLE: "One column",
            View.CHANGES: "Changes only",
            View.A: self.a.name,
            View.B: self.b.name,
        }
        return tuple(
            Choice(
                view.value,
                words[view],
                view is self.look.view,
                self._address(self.look.having(view=view)),
            )
            for view in View
            if self.sight.whole_texts or not view.clean
        )

    @property
    def kinds(self) -> tuple[Choice, ...]:
        """The kinds of changes that can be shown alone: those that there are, or are asked for."""
        counts, only = self.page.sorted.counts, self.look.only
        return tuple(
            Choice(category, words, category in only, count=counts.get(category, 0))
            for category, words in TITLES.items()
            if counts.get(category) or category in only
        )

    @property
    def hideable(self) -> tuple[Choice, ...]:
        """The kinds of changes that can be hidden: those that there are, or that are hidden."""
        counts, hide = self.page.sorted.counts, self.look.hide
        return tuple(
            Choice(category, TITLES[category], category in hide, count=counts.get(category, 0))
            for category in HIDEABLE
            if counts.get(category) or category in hide
        )

    @property
    def contexts(self) -> range:
        """How many unchanged rows may stay around a change."""
        return range(self.sight.context + 1)

    @property
    def filtered(self) -> bool:
        """Whether something is left out."""
        return bool(self.look.only or self.look.hide)

    @property
    def unfiltered(self) -> str:
        """The address with nothing left out."""
        return self._address(self.look.having(only=frozenset(), hide=frozenset()))

    @property
    def shown(self) -> int:
        """How many changes are of the kinds asked for, and not hidden."""
        return len(self.page.sorted.wanted)

    @property
    def first(self) -> int:
        """The number of the first of them; 0 for none."""
        return min(self.page.sorted.wanted, default=0)

    @property
    def told(self) -> tuple[str, ...]:
        """What the filter leaves out, in words."""
        return tuple(self._told())

    def _told(self) -> Iterator[str]:
        if self.look.only and not self.shown:
            kinds = "this kind" if len(self.look.only) == 1 else "these kinds"
            yield f"No change is of {kinds}"
        elif self.look.only:
            of = f"{self.page.changes:,} change{'' if self.page.changes == 1 else 's'}"
            yield f"{self.shown:,} of {of} shown"
        for category, (one, many) in _HIDDEN.items():
            count = self.page.sorted.hidden.get(category, 0)
            if count:
                yield f"{count:,} {one if count == 1 else many} hidden"

    @property
    def steps(self) -> tuple[Step, ...]:
        """The comparisons just before and just after this one, and of the first with the last."""
        return neighbours(self.slug, self.numbers, self.a.number, self.b.number, self._elsewhere)

    @property
    def kept_elsewhere(self) -> tuple[tuple[str, str], ...]:
        """What of the look goes along to another comparison, as fields of a form."""
        return _fields(self._elsewhere)

    @property
    def kept_by_filters(self) -> tuple[tuple[str, str], ...]:
        """What of the look the form of the filters does not ask about."""
        look = self.look
        opened = None if look.open is None else frozenset[int]()
        kept = _fields(Look(view=look.view, ledger=look.ledger, open=opened))
        return (*kept, ("find", self.finding)) if self.finding else kept

    @property
    def _elsewhere(self) -> Look:
        """What means something for other texts too."""
        look = self.look
        return Look(view=look.view, context=look.context, only=look.only, hide=look.hide)

    def whole_ledger(self, part: LedgerPart) -> str:
        """The address at which a part of the ledger is told in full; "" where it is not."""
        if not self.sight.whole_texts:
            return ""
        look = self.look.having(ledger=part.category)
        return self._address(look, f"ledger-{part.category}")

    def place(self, entry: Entry) -> str:
        """Where an entry of the ledger stands: an address on this page where it is in sight."""
        if self.look.view.clean:
            return self._clean_place(entry)
        if entry.change:
            anchor, fold = f"change-{entry.change}", self._folded_changes.get(entry.change)
        else:
            anchor, fold = f"b-{entry.paragraph_b}", self._folded_paragraphs.get(entry.paragraph_b)
        if fold is None:
            return self.at(anchor)
        if not self.sight.whole_texts:
            return self._address(self.look.having(only=frozenset(), hide=frozenset()), anchor)
        look = self.look.having(open=(self.look.open or frozenset()) | {fold})
        return self._address(look, anchor, self._part_of(anchor))

    def _clean_place(self, entry: Entry) -> str:
        number = entry.paragraph_a if self.look.view is View.A else entry.paragraph_b
        if number:
            return f"#{self.look.view}-{number}"
        other = View.B if self.look.view is View.A else View.A
        look, number = self.look.having(view=other), entry.paragraph_a or entry.paragraph_b
        return self._address(look, f"{other}-{number}")

    @cached_property
    def _folded_changes(self) -> dict[int, int]:
        """Which closed fold a change is in; one that moved is where it went."""
        return {n: fold.number for fold in self.folds if not fold.open for n in fold.changes}

    @cached_property
    def _folded_paragraphs(self) -> dict[int, int]:
        return {n: fold.number for fold in self.folds if not fold.open for n in fold.holds}


def reading_view(
    compared: Compared,
    page: Page,
    base: str,
    look: Look,
    *,
    cut: Portions,
    part: str = "",
    ledger: tuple[LedgerPart, ...] = (),
    notices: Sequence[str] = (),
    finding: str = "",
    alone: bool = False,
    sight: Sight = EVERYTHING,
) -> ReadingView:
    """A comparison as its page draws it, below the address ``base``.

    ``cut`` is the page in portions, ``part`` which one is asked for. ``alone`` is for who sees this
    comparison and no other, ``sight`` how much of it they may see.
    """
    whole = part == WHOLE and len(cut) > 1
    if part == WHOLE:
        cut, unmet = cut.together()
        portion = cut.all[0]
    else:
        portion, unmet = cut.asked(part)
    if unmet:
        notices = (*notices, unmet)
    a, b = (_version(v) for v in (compared.version_a, compared.version_b))
    folds = frozenset(item.number for item in page.items if isinstance(item, Fold))
    if look.open and not look.view.clean and not look.open <= folds:
        look = look.having(open=look.open & folds)
        notices = tuple(dict.fromkeys((*notices, NO_SUCH_FOLD)))
    return ReadingView(
        comparison=compared.comparison,
        title=compared.article.title,
        slug=compared.article.slug,
        a=a,
        b=b,
        base=base,
        look=look,
        page=page,
        measures=measures_view(page.measures, b.name.lower()),
        cut=cut,
        portion=portion,
        numbers=() if alone else tuple(v.number for v in compared.article.versions),
        ledger=ledger,
        notices=tuple(notices),
        finding=finding,
        whole=whole,
        sight=sight,
    )


def _version(version: Version) -> VersionView:
    name = f"Version {version.number}"
    return VersionView(version.number, name, version.label, version.captured_at, version.published)


def _fields(look: Look) -> tuple[tuple[str, str], ...]:
    """A look as the fields of a form."""
    pairs = (pair.partition("=") for pair in look.query.split("&") if pair)
    return tuple((name, value) for name, _, value in pairs)
