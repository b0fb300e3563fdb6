"""What can go wrong when a file is made."""

from __future__ import annotations


class Unset(Exception):
    """The text could not be set in type; the message is for a log."""
