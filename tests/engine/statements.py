"""A series of statements of an invented central bank, in our own words, every origin by hand.

The shape is that of such series everywhere: each meeting takes the last statement and changes as
little as it can. Before each sentence stands the version that brought it in, and after a colon
those that altered its words, as a person reads the series from top to bottom.
"""

from __future__ import annotations

from typing import NamedTuple


class Told(NamedTuple):
    """A sentence, and what a person says of it."""

    text: str
    origin: int
    altered: tuple[int, ...]


_SERIES = """
# 1: the first
1 The Monetary Board of Harland decided today to keep its lending rate at 3 per cent.

1 Spending by households has grown at a moderate pace since the spring.
1 Builders report fewer orders, and the market for houses remains weak.
1 Consumer prices rose by 2.4 per cent over the year, a little above the aim of the Board.

1 The Board expects prices to settle by autumn.
1 It is ready to act should the outlook change.

1 Voting for the decision were Ida Marsh, chair, Tomas Ek and Lena Holt.

# 2: a rise; one sentence of its own
1:2 The Monetary Board of Harland decided today to raise its lending rate to 3.25 per cent.

1 Spending by households has grown at a moderate pace since the spring.
1 Builders report fewer orders, and the market for houses remains weak.
1:2 Consumer prices rose by 2.9 per cent over the year, well above the aim of the Board.
2 Dearer fuel accounts for about half of that.

1 The Board expects prices to settle by autumn.
1 It is ready to act should the outlook change.

1 Voting for the decision were Ida Marsh, chair, Tomas Ek and Lena Holt.

# 3: builders dropped; a vote against
1:2,3 The Monetary Board of Harland decided today to raise its lending rate to 3.5 per cent.

1:3 Spending by households has slowed since the spring.
1:2,3 Consumer prices rose by 3.1 per cent over the year, well above the aim of the Board.
2 Dearer fuel accounts for about half of that.

1 The Board expects prices to settle by autumn.
1 It is ready to act should the outlook change.

1:3 Voting for the decision were Ida Marsh, chair, and Tomas Ek.
3 Lena Holt voted against it and would have kept the rate as it was.

# 4: typography alone, and a paragraph of guidance before the votes
1:2,3 The Monetary Board of Harland decided today to raise its lending rate to 3.5 per cent.

1:3 Spending by households has slowed since the spring.
1:2,3 Consumer prices rose by 3.1 per cent over the year — well above the aim of the Board.
2 Dearer fuel accounts for about half of that.

1 The Board expects prices to settle by autumn.
1 It is ready to act should the outlook change.

4 When it weighs further steps, the Board will look at wages, at credit and at the harvest.

1:3 Voting for the decision were Ida Marsh, chair, and Tomas Ek.
3 Lena Holt voted against it and would have kept the rate as it was.

# 5: the builders are back, word for word; one sentence becomes two
1:2,3,5 The Monetary Board of Harland decided today to keep its lending rate at 3.5 per cent.

1:3 Spending by households has slowed since the spring.
1 Builders report fewer orders, and the market for houses remains weak.
1:2,3,5 Consumer prices rose by 2.8 per cent over the year — still above the aim of the Board.
2:5 Dearer fuel accounts for about a third of that.

1 The Board expects prices to settle by autumn.
1 It is ready to act should the outlook change.

4:5 When it weighs further steps, the Board will look at wages and at credit.
4:5 It will also look at the harvest.

1:3,5 Voting for the decision were Ida Marsh, chair, Tomas Ek and Lena Holt.

# 6: the guidance goes to the front, as it is; fuel is dropped
4:5 When it weighs further steps, the Board will look at wages and at credit.
4:5 It will also look at the harvest.

1:2,3,5 The Monetary Board of Harland decided today to keep its lending rate at 3.5 per cent.

1:3 Spending by households has slowed since the spring.
1 Builders report fewer orders, and the market for houses remains weak.
1:2,3,5,6 Consumer prices rose by 2.5 per cent over the year — still above the aim of the Board.

1 The Board expects prices to settle by autumn.
1 It is ready to act should the outlook change.

1:3,5 Voting for the decision were Ida Marsh, chair, Tomas Ek and Lena Holt.

# 7: two sentences become one, a storm
4:5 When it weighs further steps, the Board will look at wages and at credit.
4:5 It will also look at the harvest.

1:2,3,5,7 The Monetary Board of Harland decided today to lower its lending rate to 3.25 per cent.

7 The storm of last month closed the port of Sill for nine days and halved exports.

1:3 Spending by households has slowed since the spring.
1 Builders report fewer orders, and the market for houses remains weak.
1:2,3,5,6,7 Consumer prices rose by 2.2 per cent over the year — close to the aim of the Board.

1:7 The Board expects prices to settle by autumn, and it is ready to act should the outlook change.

1:3,5 Voting for the decision were Ida Marsh, chair, Tomas Ek and Lena Holt.

# 8: the storm is over; a new chair
4:5 When it weighs further steps, the Board will look at wages and at credit.
4:5 It will also look at the harvest.

1:2,3,5,7,8 The Monetary Board of Harland decided today to keep its lending rate at 3.25 per cent.

1:3,8 Spending by households has picked up since the spring.
1 Builders report fewer orders, and the market for houses remains weak.
1:2,3,5,6,7 Consumer prices rose by 2.2 per cent over the year — close to the aim of the Board.

1:7 The Board expects prices to settle by autumn, and it is ready to act should the outlook change.

1:3,5,8 Voting for the decision were Tomas Ek, chair, Lena Holt and Per Aune.

# 9: bread
4:5 When it weighs further steps, the Board will look at wages and at credit.
4:5 It will also look at the harvest.

1:2,3,5,7,8 The Monetary Board of Harland decided today to keep its lending rate at 3.25 per cent.

1:3,8 Spending by households has picked up since the spring.
1 Builders report fewer orders, and the market for houses remains weak.
1:2,3,5,6,7,9 Consumer prices rose by 2.6 per cent over the year — above the aim of the Board.
9 The price of bread rose most.

1:7 The Board expects prices to settle by autumn, and it is ready to act should the outlook change.

1:3,5,8 Voting for the decision were Tomas Ek, chair, Lena Holt and Per Aune.
"""


def _read(text: str) -> list[list[list[Told]]]:
    versions: list[list[list[Told]]] = []
    for line in text.splitlines():
        if line.startswith("# "):
            versions.append([[]])
        elif not line and versions and versions[-1][-1]:
            versions[-1].append([])
        elif line:
            told, _, sentence = line.partition(" ")
            origin, _, altered = told.partition(":")
            versions[-1][-1].append(
                Told(sentence, int(origin), tuple(int(n) for n in altered.split(",") if n))
            )
    return [[paragraph for paragraph in version if paragraph] for version in versions]


STATEMENTS = _read(_SERIES)
"""For each version its paragraphs, for each of these its sentences."""


def text_of(version: list[list[Told]]) -> str:
    """A version as plain text."""
    return "\n\n".join(" ".join(told.text for told in paragraph) for paragraph in version)


TEXTS = [text_of(version) for version in STATEMENTS]
