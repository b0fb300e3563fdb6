"""The program's errors, each with the sentence that a person reads.

RecensionError
├── BadInput            what was given cannot be used (422)
│   ├── EmptyText       no text in it
│   ├── UnknownType     not a kind of file that is read
│   ├── UnreadableText  bytes that are no text
│   └── Unreachable     an address that gives no page
├── TooLarge            past a limit (413)
│   └── Full            past what a workspace may hold (413)
├── Unauthorised        a key that opens nothing (401)
├── NotFound            no such article, version, comparison or share (404)
│   └── Gone            what was here was deleted (410)
│       └── Ended       a link that shows nothing any more (410)
├── Forbidden           not from here, or not by this visitor (403)
├── TooSlow             what was sent came too slowly (408)
├── TooOften            tried more often than is let (429)
├── Damaged             what is stored is not what it was (500)
└── Busy                cannot be done now (503)
    └── NoSpace         no space is left to store it in (507)
"""

from __future__ import annotations


class RecensionError(Exception):
    """An error a person can do something about.

    ``sentence`` says what is wrong, ``advice`` what to do; neither holds any text of an
    article. ``field`` names the form field at fault, where there is one.
    """

    status = 500
    title = "Something went wrong"

    def __init__(self, sentence: str, advice: str = "", *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice
        self.field = field


class BadInput(RecensionError):
    """What was given cannot be used."""

    status = 422
    title = "That cannot be compared"


class EmptyText(BadInput):
    """There is no text in what was given."""


class UnknownType(BadInput):
    """Not a kind of file that is read."""

    status = 415


class UnreadableText(BadInput):
    """The bytes are no text in any encoding that is read."""


class Unreachable(BadInput):
    """There is no page at the address, or none that is given to us."""


class TooLarge(RecensionError):
    """What was given is past a limit."""

    status = 413
    title = "That is too large"


class Full(TooLarge):
    """A workspace holds all that it may."""

    title = "There is no room for that"


class Unauthorised(RecensionError):
    """The key that was sent opens nothing."""

    status = 401
    title = "That key does not fit"


class NotFound(RecensionError):
    """Nothing is here, or nothing that this visitor may see."""

    status = 404
    title = "Nothing is here"


class NoVersion(NotFound):
    """The article is there, and has no such version."""


class Gone(NotFound):
    """What was here was deleted."""

    status = 410
    title = "That was deleted"


class Ended(Gone):
    """What a link showed is not shown any more."""

    title = "This link has ended"


class Forbidden(RecensionError):
    """The request did not come from this site's own pages, or the visitor may not do that."""

    status = 403
    title = "That was not done"


class TooOften(RecensionError):
    """Tried more often than is let; ``seconds`` later it may be tried again."""

    status = 429
    title = "That was tried too often"

    def __init__(self, sentence: str, advice: str = "", *, seconds: int) -> None:
        super().__init__(sentence, advice)
        self.seconds = seconds


class TooSlow(RecensionError):
    """What was sent came too slowly to be waited for."""

    status = 408
    title = "That took too long"


class Busy(RecensionError):
    """It cannot be done now, and may be later: programs are told to come back in ``seconds``."""

    status = 503
    title = "Not just now"
    seconds = 30


class NoSpace(Busy):
    """There is no space left to store it in."""

    status = 507
    title = "There is no space left"


class Damaged(RecensionError):
    """What is stored is not what it was when it was stored."""

    title = "What is stored here is damaged"
