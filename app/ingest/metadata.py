"""What a web page says of its article: who wrote it, when, where it stands, in which language.

JSON-LD comes first, since it speaks of the article alone; then the ``<meta>`` elements, then what
is marked in the text. Nothing is guessed: a date that is no date is passed over.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from app.engine import Metadata
from app.ingest.lines import names_in
from app.ingest.linked_data import LinkedData, Node
from app.ingest.markup import Markup
from app.ingest.titles import one_line

_AUTHORS = (
    "author",
    "article:author",
    "og:article:author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "citation_author",
)
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publish-date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
)
_MODIFIED = (
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "dc.date.modified",
    "dcterms.modified",
    "last-modified",
)
_LANGUAGES = ("og:locale", "content-language", "dc.language", "dcterms.language", "language")
_PUBLISHED_NAMES = re.compile(r"datePublished|\b(?:dt-)?published\b|pubdate|entry-date", re.I)
_MODIFIED_NAMES = re.compile(r"dateModified|\b(?:dt-)?(?:modified|updated)\b", re.I)
_TAG = re.compile(
    r"(?P<language>[a-zA-Z]{2,3})(?:[-_](?P<more>[A-Za-z0-9]{2,8}(?:[-_][^\W_]{2,8})*))?"
)
_MOST_NAMES = 20
_LONGEST_NAME = 120
_LONGEST_ADDRESS = 2_000
_LINES_BEFORE = 8
"""So many texts before the article's first its author may be named."""


def metadata_of(page: Markup, article: Sequence[int], fetched_from: str = "") -> Metadata:
    """What the page says of the article with these blocks.

    ``fetched_from`` is where the page was found, if that is known.
    """
    data = LinkedData(page.linked_data)
    articles = data.articles()
    return Metadata(
        byline=_byline(page, data, articles, article),
        published=_first_date(
            (*_values(articles, "datePublished"), *_meta(page, _PUBLISHED)),
            _marked(page, _PUBLISHED_NAMES),
            _only_time(page),
        ),
        modified=_first_date(
            (*_values(articles, "dateModified"), *_meta(page, _MODIFIED)),
            _marked(page, _MODIFIED_NAMES),
        ),
        address=_address(page, articles, fetched_from),
        language=_language(page, articles),
    )


def whole_address(address: str, base: str) -> str:
    """An address as it is from anywhere, or "" when it leads to no page."""
    try:
        whole = urljoin(base, address.strip())
        parts = urlsplit(whole)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # such as an address of a machine in brackets that do not close
        return ""
    clean = usable and len(whole) <= _LONGEST_ADDRESS and whole.isprintable()
    return whole if clean else ""


def _byline(
    page: Markup, data: LinkedData, articles: Iterable[Node], article: Sequence[int]
) -> str:
    """The authors' names, parted by commas; as the page shows them when it says them nowhere."""
    for node in articles:
        if names := _unique(_names(data, node.get("author"))):
            return ", ".join(names)
    for name in _AUTHORS:
        value = one_line(page.properties.get(name, ""))
        if value and "://" not in value:
            return names_in(value)[:_LONGEST_NAME]
    near = range(max(article[0] - _LINES_BEFORE, 0), article[-1] + 1) if article else range(0)
    shown = (names_in(one_line(text)) for place, text in page.authors if place in near)
    return next((name for name in shown if 1 < len(name) <= _LONGEST_NAME), "")


def _names(data: LinkedData, value: Any) -> Iterator[str]:
    value = data.whole(value)
    if isinstance(value, list):
        for one in value[:_MOST_NAMES]:
            if not isinstance(one, list):
                yield from _names(data, one)
    elif isinstance(value, dict):
        name = value.get("name")
        yield from _names(data, name if isinstance(name, (str, list)) else "")
    elif isinstance(value, str) and "://" not in value:
        yield names_in(one_line(html.unescape(value)))[:_LONGEST_NAME]


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, names)))[:_MOST_NAMES]


def _values(articles: Iterable[Node], name: str) -> Iterator[str]:
    for article in articles:
        value = article.get(name)
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, str):
            yield value


def _meta(page: Markup, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if value := page.properties.get(name):
            yield value


def _marked(page: Markup, names: re.Pattern[str]) -> Iterator[str]:
    """The values of elements marked as a date of the article."""
    return (said.value for said in page.said if names.search(said.name))


def _only_time(page: Markup) -> Iterator[str]:
    """The value of the page's ``<time>``, when it has only one."""
    times = {said.value for said in page.said if said.tag == "time"}
    return iter(times if len(times) == 1 else ())


def _first_date(*sources: Iterable[str]) -> str:
    return next((found for source in sources for value in source if (found := _date(value))), "")


def _date(value: str) -> str:
    """A date, or a date with its time, as ISO 8601; "" for what is neither."""
    value = value.strip()[:64]
    try:
        return date.fromisoformat(value.replace("/", "-")).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(value).isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _address(page: Markup, articles: Iterable[Node], fetched_from: str) -> str:
    """Where the page says that it stands."""
    said = (
        page.canonical,
        page.properties.get("og:url", ""),
        *(found for article in articles for found in _places(article)),
    )
    whole = (whole_address(address, fetched_from) for address in said if address.strip())
    return next(filter(None, whole), "")


def _places(article: Node) -> Iterator[str]:
    entity = article.get("mainEntityOfPage")
    for value in (entity.get("@id") if isinstance(entity, dict) else entity, article.get("url")):
        if isinstance(value, str):
            yield value


def _language(page: Markup, articles: Iterable[Node]) -> str:
    said = (*_values(articles, "inLanguage"), page.language, *_meta(page, _LANGUAGES))
    for value in said:
        if found := _TAG.fullmatch(value.strip()):
            more = [_subtag(part) for part in re.split("[-_]", found["more"] or "") if part]
            return "-".join([found["language"].lower(), *more])
    return ""


def _subtag(part: str) -> str:
    """A region in capitals, a script with one, everything else small."""
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()
