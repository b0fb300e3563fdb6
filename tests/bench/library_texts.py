"""Articles of invented words in five scripts, as many as one likes, the same ones every time.

Words come as often as words do (by Zipf's law); some twenty articles share a topic and its words. A
copy of a text has a share of its words exchanged, each for one drawn in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random

import numpy as np

VOCABULARY = 40_000
TOPIC_WORDS, TOPIC_SHARE, ARTICLES_IN_A_TOPIC = 40, 0.15, 20
SENTENCES, SENTENCE_WORDS, SENTENCES_IN_A_PARAGRAPH = 18, (8, 24), 3
NEW_PER_VERSION = 0.04
"""The share of its words in which a version differs from the one before."""


@dataclass(frozen=True, slots=True)
class Script:
    """How words are made in a script, and how they are put together."""

    name: str
    onsets: str
    nuclei: str
    syllables: tuple[int, int]
    space: str = " "
    stop: str = ". "
    share: float = 0.1


SCRIPTS = (
    Script(
        "Latin", "b c d f g h l m n p r s t v w br st tr", "a e i o u ou ea é", (1, 4), share=0.5
    ),
    Script("Cyrillic", "б в г д ж з к л м н п р с т ф х ш", "а е и о у ы я ё", (1, 4), share=0.15),
    Script("Arabic", "ب ت ث ج ح خ د ر ز س ش ص ض ط ع غ ف ق ك ل م ن ه", "ا و ي", (1, 3), share=0.15),
    Script("Chinese", "", "", (1, 2), "", "。"),
    Script("Japanese", "", "", (1, 3), "", "。"),
)


@dataclass(frozen=True)
class Text:
    """A text as the numbers of its words, sentence by sentence."""

    script: Script
    sentences: tuple[tuple[int, ...], ...]

    @property
    def title(self) -> str:
        """Its first words."""
        return self._joined(self.sentences[0][:7])

    def __str__(self) -> str:
        sentences = [self._joined(words) + self.script.stop for words in self.sentences]
        step = SENTENCES_IN_A_PARAGRAPH
        paragraphs = (sentences[at : at + step] for at in range(0, len(sentences), step))
        return "\n\n".join("".join(paragraph).strip() for paragraph in paragraphs)

    def _joined(self, numbers: Sequence[int]) -> str:
        words = vocabulary(self.script.name)
        return self.script.space.join(words[number] for number in numbers).capitalize()


def article(number: int, seed: int = 1) -> list[Text]:
    """The three versions of the article of that number, from 0."""
    random = Random(f"{seed}/{number}")
    first = text(random, script_of(random), topic=f"{seed}/{number // ARTICLES_IN_A_TOPIC}")
    second = edited(first, random, NEW_PER_VERSION)
    third = edited(second, random, NEW_PER_VERSION)
    more = tuple(_sentence(random, third.script, ()) for _ in range(2))
    return [first, second, replace(third, sentences=third.sentences + more)]


def script_of(random: Random) -> Script:
    """A script, each as often as its share says."""
    return random.choices(SCRIPTS, [script.share for script in SCRIPTS])[0]


def text(random: Random, script: Script, topic: str = "") -> Text:
    """A new text; with a topic, words of that topic are in it."""
    about = _drawn(Random(f"topic {topic}"), TOPIC_WORDS, rare=True) if topic else ()
    return Text(script, tuple(_sentence(random, script, about) for _ in range(SENTENCES)))


def edited(of: Text, random: Random, share: float) -> Text:
    """The same text with a share of its words exchanged."""

    def exchanged(words: tuple[int, ...]) -> tuple[int, ...]:
        fresh = _drawn(random, len(words))
        return tuple(
            new if random.random() < share else old for old, new in zip(words, fresh, strict=True)
        )

    return replace(of, sentences=tuple(exchanged(words) for words in of.sentences))


def _sentence(random: Random, script: Script, about: Sequence[int]) -> tuple[int, ...]:
    words = _drawn(random, random.randint(*SENTENCE_WORDS))
    if not about:
        return words
    return tuple(random.choice(about) if random.random() < TOPIC_SHARE else w for w in words)


def _drawn(random: Random, count: int, *, rare: bool = False) -> tuple[int, ...]:
    """Numbers of words, low ones more often; ``rare`` ones are none of the commonest thousand."""
    places = [random.random() for _ in range(count)]
    if rare:
        floor = float(_shares()[1_000])
        places = [floor + (1 - floor) * place for place in places]
    return tuple(np.searchsorted(_shares(), places).tolist())


@cache
def _shares() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    frequencies = 1 / (np.arange(VOCABULARY) + 2.7)
    return np.cumsum(frequencies / frequencies.sum())


@cache
def vocabulary(name: str) -> list[str]:
    """All words of a script, the commonest and shortest first."""
    script = next(script for script in SCRIPTS if script.name == name)
    random = Random(name)
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        fewest, most = script.syllables
        size = fewest + int((most - fewest + 1) * (len(words) / VOCABULARY) ** 0.2)
        words.setdefault(_word(random, script, min(size, most)))
    return list(words)


def _word(random: Random, script: Script, size: int) -> str:
    if script.name == "Chinese":
        return "".join(_ideograph(random) for _ in range(max(size, 1)))
    if script.name == "Japanese":
        kana = [chr(random.randint(0x3042, 0x3093)) for _ in range(size)]
        return _ideograph(random) * (random.random() < 0.7) + "".join(kana[: max(1, size - 1)])
    onsets, nuclei = script.onsets.split(), script.nuclei.split()
    word = "".join(random.choice(onsets) + random.choice(nuclei) for _ in range(size))
    return word + random.choice(["", random.choice(onsets)])


def _ideograph(random: Random) -> str:
    """One of the 3,000 that are common, the commonest most often."""
    return chr(0x4E00 + int(3_000 * random.random() ** 2))
