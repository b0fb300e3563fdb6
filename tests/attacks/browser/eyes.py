"""What is looked for on a page: words that are there as words, and nothing that acts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

HERE = Path(__file__).parent

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\u00ad\ufeff]")

PLANT = (HERE / "plant.js").read_text(encoding="utf-8")
"""Run before anything else on every page, frames too."""

OWN = (HERE / "own.js").read_text(encoding="utf-8")
"""What of a page is none of the site's own."""


ONLY_STYLED = """() => [...document.querySelectorAll("*")].filter((each) =>
  ["script", "iframe", "object", "embed", "img", "form", "link", "base"].includes(each.localName)
  || [...each.attributes].some(({ name }) => /^(on|hx-|style$|src)/.test(name))
  || !/^(#|$)/.test(each.getAttribute("href") ?? "")
  || (each.localName === "style" && each.parentElement !== document.head)
).map((each) => each.outerHTML.slice(0, 120))"""
"""What a page that is opened from a file has besides words and its one style sheet."""


@dataclass
class Trouble:
    """What ran, or was stopped by the policy, in any page since the last look."""

    ran: list[str] = field(default_factory=list)


def said(text: str) -> str:
    """Words as a page shows them: white space single, nothing that is not seen."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def words_of(page: Page, within: str = "body") -> str:
    """What stands on a page, as words, and in its fields."""
    script = """(root) => [root.textContent,
      ...[...root.querySelectorAll("input, textarea")].map((field) => field.value)].join("\\n")"""
    return said(page.locator(within).evaluate(script))


def look(page: Page, trouble: Trouble, host: str) -> None:
    """Nothing runs on the page, and nothing on it is from elsewhere."""
    assert not (foreign := page.evaluate(OWN, host)), (page.url, foreign[:5])
    assert not trouble.ran, (page.url, trouble.ran[:5])
