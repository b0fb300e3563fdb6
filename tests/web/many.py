"""Two texts with a change in each of ten thousand paragraphs."""

from __future__ import annotations

CHANGES = 10_000


def ten_thousand_changes() -> tuple[str, str]:
    """Ten thousand short paragraphs, and the same with another number in each."""
    lines = [f"Boat number {n + 1} left the quay with {{:,}} crates." for n in range(CHANGES)]
    a, b = (
        "\n\n".join(line.format(n + more) for n, line in enumerate(lines))
        for more in (20_000, 50_000)
    )
    return a, b
