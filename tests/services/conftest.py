"""Short texts of our own, and a quick way to have them come in."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from sqlalchemy.orm import Session

from app.services.articles import create_article
from app.services.incoming import Incoming, from_paste
from app.settings import Settings
from app.storage.schema import Article

Paste = Callable[..., Incoming]


class Texts(NamedTuple):
    """Three versions of one article, each from the one before."""

    earlier: str
    later: str
    latest: str


_EARLIER = """Ferry may resume, union says

Ferry crews may return to work this week, their union said on Monday. Some 1,200 travellers waited.

The harbour board offered to raise wages by 4 per cent."""

_LATER = """Ferry to resume after strike

Ferry crews will return to work this week, their union said on Monday. Some 1,400 travellers waited.

The harbour board promised to raise wages by 6 per cent."""

_LATEST = _LATER + "\n\nThe first boat leaves Port Ellery at noon."


@pytest.fixture
def texts() -> Texts:
    """The texts."""
    return Texts(_EARLIER, _LATER, _LATEST)


@pytest.fixture
def paste(settings: Settings) -> Paste:
    """``paste(text, title=…)``: the text as a form would bring it in."""

    def incoming(text: str, **more: str) -> Incoming:
        return from_paste(text, settings=settings, **more)

    return incoming


@pytest.fixture
def ferry(session: Session, paste: Paste, texts: Texts) -> Article:
    """A stored article with two versions."""
    return create_article(session, [paste(texts.earlier), paste(texts.later)])
