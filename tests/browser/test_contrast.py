"""More contrast where it is asked for, and colours that the system chooses: nothing is lost."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewContext

FERRY = "/articles/island-ferry-strike/compare/1..3"
MOVED = "/articles/kerrin-glacier-lake/compare/1..2"
VIEWS = ("side", "single", "changes", "b")
AAA = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}
AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def style(element: Locator, name: str) -> str:
    """The value of a property as it is drawn."""
    return str(element.evaluate("(e, name) => getComputedStyle(e).getPropertyValue(name)", name))


def is_clean(page: Page, options: dict[str, object]) -> None:
    """Axe finds nothing."""
    found = Axe().run(page, options=options)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_with_more_contrast_all_text_has_seven_to_one(
    new_context: NewContext, view: str, scheme: str
) -> None:
    page = new_context(color_scheme=scheme, contrast="more").new_page()
    page.goto(f"{MOVED}?view={view}&open=all&find=lake")
    expect(page.locator("#found li").first).to_be_visible()
    is_clean(page, AAA)
    page.keyboard.press("Escape")
    page.locator("#find-summary").click()
    page.locator("#text-summary").click()
    is_clean(page, AAA)
    is_clean(page, AA)


def test_with_more_contrast_lines_are_thicker_and_notes_have_borders(
    new_context: NewContext,
) -> None:
    def seen(contrast: str) -> tuple[float, str]:
        page = new_context(contrast=contrast).new_page()
        page.goto(MOVED)
        thickness = style(page.locator(".row.changed del").first, "text-decoration-thickness")
        return float(thickness.removesuffix("px")), style(
            page.locator(".note").first, "border-top-style"
        )

    (usual, without), (more, border) = seen("no-preference"), seen("more")
    assert more > usual
    assert (without, border) == ("none", "solid")


@pytest.mark.parametrize("view", VIEWS)
def test_with_the_systems_colours_nothing_stands_in_anybodys_way(
    new_context: NewContext, view: str
) -> None:
    page = new_context(forced_colors="active").new_page()
    page.goto(f"{FERRY}?view={view}")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    is_clean(page, AA)


@pytest.mark.parametrize("view", ["side", "single"])
def test_with_the_systems_colours_removed_and_added_are_told_apart(
    new_context: NewContext, view: str
) -> None:
    page = new_context(forced_colors="active").new_page()
    page.goto(f"{FERRY}?view={view}")
    for mark, line in (("del", "line-through"), ("ins", "underline")):
        element = page.locator(f".row.changed {mark}:not(.phrase)").first
        assert style(element, "text-decoration-line") == line
        assert style(element, "text-decoration-style") == "solid"
    cells = {"side": (".cell.a", ".cell.b"), "single": (".cell.flow", ".cell.flow")}[view]
    for kind, cell, border in zip(("only-a", "only-b"), cells, ("dashed", "solid"), strict=True):
        passage = page.locator(f".row.{kind} {cell}:not(:has(.note.move))").first
        assert style(passage, "border-left-style") == border
        assert style(passage, "border-left-width") == "4px"


def test_with_the_systems_colours_what_is_chosen_is_seen(new_context: NewContext) -> None:
    page = new_context(forced_colors="active").new_page()
    page.goto(FERRY)
    chosen, other = page.locator("#view-side"), page.locator("#view-single")
    assert style(chosen, "background-color") != style(other, "background-color")
    page.keyboard.press("n")
    number = page.locator(".mid a[aria-current]")
    assert style(number, "background-color") != style(
        page.locator(".mid a:not([aria-current])").first, "background-color"
    )


@pytest.mark.parametrize("options", [{"forced_colors": "active"}, {"contrast": "more"}], ids=str)
def test_the_focus_is_seen(new_context: NewContext, options: dict[str, str]) -> None:
    page = new_context(**options).new_page()
    page.goto(MOVED)
    for name in ("#view-single", "#find-summary", ".mid a", ".fold-bar a"):
        element = page.locator(name).first
        # Only what the keyboard gives the focus to has the ring.
        element.evaluate("e => e.focus({ focusVisible: true })")
        assert style(element, "outline-style") == "solid", name
        assert float(style(element, "outline-width").removesuffix("px")) >= 3, name
        ground = style(page.locator("body"), "background-color")
        assert style(element, "outline-color") != ground
