"""The pairs of texts that speed is measured on. All but the first are made up (``prose``)."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from app.ingest import read
from tests.bench.prose import Writer, text_of, with_one_word_changed

STORIES = Path(__file__).parents[2] / "seeds"
STORY = STORIES / "kerrin-glacier-lake"
"""The sample story whose versions stand in where no pair is named."""
SEED = 7

PAIR = "the pair"
ONE_WORD = "250 KB, one word changed"
EDITED = "200 KB, 10 % edited"
EDITED_LONG = "2 MB, 10 % edited"


@dataclass(frozen=True, slots=True)
class Case:
    """Two texts to compare. ``hostile``: wild enough for bounds on work to be met."""

    name: str
    a: str
    b: str
    hostile: bool = False

    @property
    def size(self) -> str:
        """The length of both texts together, in thousands of characters."""
        return f"{(len(self.a) + len(self.b)) / 1000:,.0f}"


def read_pair(path_a: Path, path_b: Path) -> Case:
    """Two versions from files, of any type that can be read, as plain texts."""
    a, b = (read(path.read_bytes(), path.name).text for path in (path_a, path_b))
    return Case(PAIR, a, b)


def story() -> Case:
    """The first two versions of the sample story."""
    first, second = sorted(STORY.iterdir())[:2]
    return read_pair(first, second)


def other_stories(case: Case) -> list[Case]:
    """The first two versions of each sample story, but for the one that is in the case itself."""
    folders = sorted(path for path in STORIES.iterdir() if path.is_dir())
    pairs = (read_pair(*sorted(folder.iterdir())[:2]) for folder in folders)
    return [pair for pair in pairs if {pair.a, pair.b}.isdisjoint((case.a, case.b))]


def one_word_changed() -> Case:
    """A long text with another word in its middle."""
    text = text_of(Writer(SEED).paragraphs(250_000))
    return Case(ONE_WORD, text, with_one_word_changed(text))


def edited(size: int, name: str) -> Case:
    """Prose with a tenth of its sentences edited, moved or gone."""
    writer = Writer(SEED)
    paragraphs = writer.paragraphs(size)
    return Case(name, text_of(paragraphs), text_of(writer.revised(paragraphs)))


def hostile() -> list[Case]:
    """Texts that nobody edited into each other, or that are hardly texts."""
    a, b = (text_of(Writer(SEED + k).paragraphs(100_000)) for k in (1, 2))
    sentence = "The same sentence stands here once more. "
    dice = random.Random(SEED)
    line = "".join(dice.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=1_000_000))
    words = [f"word{number}" for number in range(20_000)]
    shuffled = dice.sample(words, len(words))
    return [
        Case("unrelated, 100 KB each", a, b, hostile=True),
        Case(
            "one sentence repeated, 100 KB",
            sentence * (100_000 // len(sentence)),
            sentence * (100_000 // len(sentence) - 7) + "And this is the end.",
            hostile=True,
        ),
        Case(
            "a line of 1 MB without a space",
            line,
            "".join("_" if place % 20_000 == 0 else letter for place, letter in enumerate(line)),
            hostile=True,
        ),
        Case(
            "20,000 one-word paragraphs, shuffled",
            "\n\n".join(words),
            "\n\n".join(shuffled),
            hostile=True,
        ),
    ]
