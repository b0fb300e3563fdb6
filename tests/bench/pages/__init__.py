"""Web pages made for the bench: invented articles in eight languages, put into sites' shapes.

``articles/`` has one article a language, and what stands around it on a page. ``shapes/`` has the
sites, as Jinja templates: what a template takes from the article is the truth of the page, so
that nobody has to copy it out, and what it takes from elsewhere is not.

What counts as the article: its headline and standfirst, its paragraphs, headings, quotations,
lists, tables and captions, a wiki's box of facts and its notes, and of a forum's thread the first
post. What does not: who wrote it and when (that is metadata), everything the site put around or
into it, and what others wrote below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.bench.pages.texts import Taking, Text, parse_text

__all__ = ["BenchPage", "Text", "page_of", "pages", "texts"]

HERE = Path(__file__).parent

# Each shape with the languages that its pages are in. Reading is tuned on the first half only.
SHAPES = {
    "news-semantic": "en de ar",
    "news-soup": "fr ru zh",
    "news-paywall": "es ja en",
    "blog-classic": "en fr ja",
    "blog-plain": "de es zh",
    "wiki-encyclopedia": "en ru ar",
    "forum-cards": "en de ja",
    "government-press": "fr es zh",
    "news-tables": "ru de ja",
    "blog-blocks": "ar es zh",
    "wiki-pages": "en de zh",
}
HELD_OUT = {
    "news-liveblog": "en de zh",
    "news-portal": "ru es ja",
    "news-app": "en fr ar",
    "blog-platform": "de ja en",
    "blog-magazine": "es ru zh",
    "wiki-handbook": "fr de zh",
    "forum-table": "en ru es",
    "government-notice": "en fr ar",
}


@dataclass(frozen=True)
class BenchPage:
    """A page with the texts of its article, in order."""

    shape: str
    language: str
    html: str
    truth: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What kind of site it is of: news, blog, wiki, forum, government."""
        return self.shape.partition("-")[0]

    @property
    def held_out(self) -> bool:
        """Whether it is of the half that reading is not tuned on."""
        return self.shape in HELD_OUT


def pages() -> Iterator[BenchPage]:
    """All pages, the same ones on every run."""
    articles = texts()
    for shape, languages in (SHAPES | HELD_OUT).items():
        for language in languages.split():
            yield page_of(shape, articles[language])


def texts() -> dict[str, Text]:
    """The articles by their language."""
    return {path.stem: parse_text(path) for path in sorted((HERE / "articles").glob("*.txt"))}


def page_of(shape: str, text: Text) -> BenchPage:
    """The text's article in the shape of a site."""
    taking = Taking(text)
    template = _ENVIRONMENT.get_template(f"{shape}.html")
    html = template.render(a=text, n=text.around, t=taking.line, body=taking.body)
    return BenchPage(shape, text.language, html, tuple(taking.taken))


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(HERE / "shapes"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
