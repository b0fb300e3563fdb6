"""The pairs of versions next to the one that is compared."""

from __future__ import annotations

from collections.abc import Sequence

from app.presentation.look import Look
from app.web import urls
from app.web.views import Step


def neighbours(slug: str, numbers: Sequence[int], a: int, b: int, look: Look) -> tuple[Step, ...]:
    """Links to the pair before, the pair after and the first with the last, in the same look."""
    if not numbers:
        return ()
    pairs: dict[tuple[int, int], str] = {}
    low, high = numbers.index(min(a, b)), numbers.index(max(a, b))
    if low > 0:
        before = (numbers[low - 1], numbers[low])
        pairs[before] = f"‹ {before[0]} → {before[1]}"
    if high + 1 < len(numbers):
        after = (numbers[high], numbers[high + 1])
        pairs[after] = f"{after[0]} → {after[1]} ›"
    if len(numbers) > 2:
        whole = (numbers[0], numbers[-1])
        pairs.setdefault(whole, f"{whole[0]} → {whole[1]}")
    pairs.pop((a, b), None)
    return tuple(
        Step(second, urls.looked(urls.comparison(slug, first, second), look), words)
        for (first, second), words in pairs.items()
    )
