"""Where on the page of a comparison a thing is to be found, and the address that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from app.presentation.find import Found
from app.presentation.look import Look, View
from app.presentation.map import Band
from app.presentation.page import Fold
from app.presentation.portions import Portion, Portions
from app.web import urls


class Places:
    """Places in one comparison, looked at in one way, below its bare address ``base``.

    ``portion`` is what is drawn of it; ``finding`` is what is being looked for: it stays in the
    address.
    """

    def __init__(
        self,
        base: str,
        look: Look,
        folds: Sequence[Fold],
        cut: Portions,
        portion: Portion,
        finding: str = "",
    ) -> None:
        self._base, self._look, self._finding = base, look, finding
        self._cut, self._portion = cut, portion
        closed = [fold for fold in folds if not fold.open]
        self._changes = {n: fold.number for fold in closed for n in fold.changes}
        self._paragraphs = {n: fold.number for fold in closed for n in fold.holds}

    def of_band(self, band: Band) -> str:
        """Where a band of the map leads; "" for what has no address."""
        if not band.anchor:
            return ""
        return self._address(band.anchor, self._fold(band.change, band.paragraph), self._look)

    def of_found(self, found: Found) -> str:
        """Where something that was found stands, in this view or in one that shows it."""
        look, side = self._look, found.side or "b"
        if look.view.clean and look.view.value != side:
            look = look.having(view=View(side))
        anchor = f"{side}-{found.paragraph}"
        if look.view is View.SINGLE and side == "a" and found.facing:
            anchor = f"b-{found.facing}"
        fold = self._fold(found.change, found.facing or found.paragraph)
        return self._address(anchor, fold, look)

    def _fold(self, change: int, paragraph: int) -> int:
        """The closed fold that these are in; 0 for none."""
        if self._look.view.clean:
            return 0
        return self._changes.get(change) or (0 if change else self._paragraphs.get(paragraph, 0))

    def _address(self, anchor: str, fold: int, look: Look) -> str:
        is_drawn = self._cut.holding(anchor) in (None, self._portion)
        if is_drawn and not fold and look is self._look:
            return f"#{anchor}"
        if fold and look.open is not None:
            look = look.having(open=look.open | {fold})
        part = f"of-{anchor}" if len(self._cut) > 1 or look is not self._look else ""
        return f"{found_address(self._base, look, self._finding, part)}#{anchor}"


def found_address(base: str, look: Look, finding: str, part: str = "") -> str:
    """The address of a comparison in which something is being looked for."""
    address = urls.looked(base, look, part=part)
    if not finding:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'find': finding})}"
