"""How a program is told that something was not done: one form for every error."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class Told(BaseModel):
    """What is wrong, and what to do about it."""

    sentence: str = Field(description="What is wrong.")
    advice: str = Field(description="What to do about it; may be empty.")
    field: str = Field(description='What of that which was sent is at fault, or "".')


class Refusal(BaseModel):
    """The answer to what could not be done."""

    error: Told


_MEANINGS = {
    400: "The request is malformed.",
    401: "The key opens no workspace.",
    404: "There is no such article or version.",
    410: "What was here was deleted.",
    413: "Past a limit.",
    422: "What was sent cannot be used.",
    429: "Tried too often.",
    500: "The fault is here.",
    503: "It cannot be done now, and may be later.",
}

REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Refusal, "description": meaning} for status, meaning in _MEANINGS.items()
}
"""For the description of every operation: the statuses of what is not done."""
