"""The lines that the figures aim at, and whether a figure is past its line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aim:
    """A figure is to be at least, or at most, so much."""

    line: float
    at_most: bool = False

    def met(self, figure: float) -> bool:
        """Whether the figure, unrounded, is past the line or on it."""
        return figure <= self.line if self.at_most else figure >= self.line

    def told(self, figure: float) -> str:
        """The line and whether it is met: ≥ 97.5 met."""
        line = f"{'≤' if self.at_most else '≥'} {self.line:g}"
        return f"{line} {'met' if self.met(figure) else 'NOT MET'}"


def told(aim: Aim | None, figure: float) -> str:
    """The same where there may be no aim."""
    return aim.told(figure) if aim else ""
