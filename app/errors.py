"""The program's errors, each with the sentence that a person reads.

RecensionError
├── BadInput            what was given cannot be used (422)
│   ├── EmptyText       no text in it
│   ├── UnknownType     not a kind of file that is read
│   ├── UnreadableText  bytes that are no text
│   └── Unreachable     an address that gives no page
├── TooLarge            past a limit (413)
├── NotFound            no such article, version, comparison or share (404)
├── Forbidden           not from here (403)
└── Busy                cannot be done now (503)
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


class NotFound(RecensionError):
    """Nothing is here, or nothing that this visitor may see."""

    status = 404
    title = "Nothing is here"


class Forbidden(RecensionError):
    """The request did not come from this site's own pages."""

    status = 403
    title = "That was not done"


class Busy(RecensionError):
    """It cannot be done now, and may be later."""

    status = 503
    title = "Not just now"
