"""How much of a comparison somebody may see, whatever they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from app.presentation.look import MOST_CONTEXT, Look, View


@dataclass(frozen=True, slots=True)
class Sight:
    """Both texts whole, or what changed with at most ``context`` unchanged rows beside it."""

    whole_texts: bool = True
    context: int = MOST_CONTEXT

    @classmethod
    def around_changes(cls, chosen: Look) -> Self:
        """Only what changed, with as much around it as this look has, and one row at the least."""
        return cls(whole_texts=False, context=max(1, chosen.rows_around))

    def narrowed(self, look: Look) -> Look:
        """The nearest to this look that shows no more than may be seen.

        Nothing is unfolded, no text stands alone, and of what was kept nothing is told.
        """
        if self.whole_texts:
            return look
        view = View.SIDE if look.view.clean else look.view
        context = min(look.having(view=view).rows_around, self.context)
        return look.having(view=view, context=context, open=frozenset(), ledger=None)


EVERYTHING = Sight()
