"""Made-up prose of any length, and what an editor might make of it. The same seed, the same text.

The words are made of syllables and are drawn as words are in real texts (Zipf): a few of
them all the time, most of them hardly ever. Sentences, numbers, names, quotations and
paragraphs have the lengths and the shares that news articles have.
"""

from __future__ import annotations

import random
import re
from bisect import bisect
from itertools import accumulate

Paragraphs = list[list[str]]
"""The sentences of each paragraph."""

_ONSETS = "b br c ch d dr f fl g gr h j k l m n p pr qu r s sh st t tr v w".split()
_VOWELS = "a e i o u ai ea ou".split()
_CODAS = ["", "", "", "l", "n", "r", "s", "st", "nd", "m", "ck"]
_WORD = re.compile(r"(?<= )[a-z]{4,}(?= )")
_SHORT = (
    "the of and to in a is that for it was on with as be by at from this has are not but had an "
    "or were they which their one would there been when who will more no if out so up said what"
).split()


class Writer:
    """Writes sentences out of one vocabulary. Two writers with other seeds share the short words.

    ``vocabulary`` counts the words; about as many as a text of a few megabytes has.
    """

    def __init__(self, seed: int, vocabulary: int = 20_000) -> None:
        self.random = random.Random(seed)
        words = dict.fromkeys(_SHORT)
        while len(words) < vocabulary:
            words[self._made_up(len(words))] = None
        self._words = list(words)
        self._odds = list(accumulate(1 / (rank + 2.7) for rank in range(1, vocabulary + 1)))

    def _made_up(self, rank: int) -> str:
        count = self.random.choice((1, 2, 2) if rank < 2_000 else (2, 3, 3, 4))
        syllables = (
            self.random.choice(_ONSETS) + self.random.choice(_VOWELS) for _ in range(count)
        )
        return "".join(syllables) + self.random.choice(_CODAS)

    def word(self) -> str:
        """A word, the common ones more often."""
        return self._words[bisect(self._odds, self.random.random() * self._odds[-1])]

    def _phrase_word(self) -> str:
        chance = self.random.random()
        if chance < 0.02:
            return f"{self.random.randint(2, 9_999):,}"
        return self.word().capitalize() if chance < 0.05 else self.word()

    def sentence(self) -> str:
        """A sentence of 4 to 40 words; one in twelve is a quotation."""
        length = min(max(int(self.random.lognormvariate(2.85, 0.45)), 4), 40)
        words = [self._phrase_word() for _ in range(length)]
        for place in range(6, length - 3, 9):
            words[place] += ","
        text = " ".join(words)
        text = text[0].upper() + text[1:]
        if self.random.random() < 1 / 12:
            return f"“{text},” said {self.word().capitalize()}."
        return text + "."

    def paragraphs(self, size: int) -> Paragraphs:
        """Paragraphs of 1 to 5 sentences, ``size`` characters or a little more in all."""
        written: Paragraphs = []
        length = 0
        while length < size:
            written.append([self.sentence() for _ in range(self.random.randint(1, 5))])
            length += sum(len(sentence) + 1 for sentence in written[-1]) + 1
        return written

    def revised(self, original: Paragraphs, share: float = 0.1) -> Paragraphs:
        """``share`` of the sentences changed: half edited, a quarter moved, a quarter gone."""
        paragraphs = [list(sentences) for sentences in original]
        places = [(p, s) for p, sentences in enumerate(paragraphs) for s in range(len(sentences))]
        chosen = sorted(self.random.sample(places, int(len(places) * share)), reverse=True)
        moved: list[str] = []
        for p, s in chosen:
            fate = self.random.random()
            if fate < 0.5:
                paragraphs[p][s] = self.edited(paragraphs[p][s])
            elif fate < 0.75:
                moved.append(paragraphs[p].pop(s))
            else:
                del paragraphs[p][s]
        for sentence in moved:
            paragraph = self.random.choice(paragraphs)
            paragraph.insert(self.random.randint(0, len(paragraph)), sentence)
        return [sentences for sentences in paragraphs if sentences]

    def edited(self, sentence: str) -> str:
        """One to three words replaced, dropped or put in, none of them the first or the last."""
        words = sentence.split(" ")
        for _ in range(self.random.randint(1, 3)):
            place = self.random.randint(1, max(len(words) - 2, 1))
            match self.random.choice(("replace", "insert", "drop")):
                case "replace":
                    words[place] = self.word()
                case "insert":
                    words.insert(place, self.word())
                case _ if len(words) > 3:
                    del words[place]
        return " ".join(words)


def text_of(paragraphs: Paragraphs) -> str:
    """The paragraphs as one text, an empty line between two."""
    return "\n\n".join(" ".join(sentences) for sentences in paragraphs)


def with_one_word_changed(text: str) -> str:
    """The same text with another word at its middle."""
    start, end = next(_WORD.finditer(text, len(text) // 2)).span()
    return f"{text[:start]}changed{text[end:]}"
