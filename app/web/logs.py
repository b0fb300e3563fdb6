"""What is written about requests, with nothing in it that opens anything."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"(/|%2f)([ws])(/|%2f)[^\s/?#%&]+", re.IGNORECASE)
"""Also in an address that stands, quoted, in the query of another."""
_LOGGERS = ("uvicorn.access", "uvicorn.asgi")


def without_secrets(text: str) -> str:
    """The text with every key of a workspace and every token of a share cut out of addresses."""
    return _SECRET.sub(r"\1\2\3…", text)


class _CutSecrets(logging.Filter):
    """Cuts them out of whatever a server says of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record, and let it through."""
        record.msg = without_secrets(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(
                without_secrets(arg) if isinstance(arg, str) else arg for arg in record.args
            )
        return True


_cut = _CutSecrets()


def keep_secrets_out() -> None:
    """See to it that the server's log of requests holds no key and no token."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_cut)  # the same one is added once
