"""What holds for every request and every answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app.main import create_app
from app.services.listing import list_articles
from app.settings import Settings
from app.web.headers import HEADERS

from .reading import EARLIER, LATER, by_id, read, words

FORM = {"a_text": EARLIER, "b_text": LATER}


def test_every_answer_has_the_headers(client: TestClient, comparison: str) -> None:
    asset = read(client.get("/")).xpath("//link[@rel='stylesheet']/@href")[0]
    for path in ("/", comparison, "/nowhere", asset, "/robots.txt", "/api/nowhere"):
        headers = client.get(path).headers
        assert {name: headers.get(name) for name in HEADERS} == HEADERS, path


def test_the_policy_lets_in_nothing_inline_and_nothing_from_elsewhere(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"].split("; ")

    assert policy[0] == "default-src 'none'"
    assert all(part.split()[1:] in (["'self'"], ["'none'"]) for part in policy)


def test_no_page_has_anything_that_the_policy_would_stop(
    client: TestClient, comparison: str
) -> None:
    pages = ["/", "/articles", comparison, f"{comparison}?open=all", "/how-it-works", "/nowhere"]
    share = by_id(read(client.post(f"{comparison}/shares")), "share-link").value
    for path in [*pages, share.removeprefix("http://testserver")]:
        page = read(client.get(path))
        assert not page.xpath("//*[@style] | //style | //script[not(@src)]"), path
        assert not page.xpath("//@*[starts-with(name(), 'on')]"), path
        for address in page.xpath(
            "//@src | //link/@href | //form/@action | //@hx-get | //@hx-post"
        ):
            assert address.startswith("/"), (path, address)
            assert not address.startswith("//"), (path, address)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://attacker.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.attacker.example"},
        {"Origin": "http://testserver:81"},
    ],
    ids=str,
)
def test_another_site_cannot_make_a_visitor_store_or_share(
    client: TestClient, session: Session, comparison: str, headers: dict[str, str]
) -> None:
    for path in ("/articles", f"{comparison}/shares", "/preview?side=a"):
        response = client.post(path, data=FORM, headers=headers)
        assert response.status_code == 403
        assert "another site" in words(read(response))
    assert list_articles(session).total == 1


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}],
    ids=str,
)
def test_the_site_itself_and_programs_may(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/articles", data=FORM, headers=headers).status_code == 303


def test_the_public_address_is_the_site_itself(settings: Settings) -> None:
    public = settings.model_copy(update={"public_url": "https://recension.example"})
    with TestClient(create_app(public), follow_redirects=False) as client:
        response = client.post(
            "/articles", data=FORM, headers={"Origin": "https://recension.example"}
        )

    assert response.status_code == 303


def test_pages_may_be_linked_from_anywhere(client: TestClient) -> None:
    assert client.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("host", ["", "a b", "x/../y", "<script>", "a@b", "x:y", "[::1"])
def test_a_host_that_cannot_exist_is_refused(client: TestClient, host: str) -> None:
    response = client.get("/", headers={"Host": host})

    assert response.status_code == 422


def test_no_redirect_takes_its_host_from_the_request(settings: Settings) -> None:
    anywhere = settings.model_copy(update={"host": "0.0.0.0", "allowed_hosts": "*"})
    with TestClient(create_app(anywhere), follow_redirects=False) as client:
        invited = client.get("/articles/", headers={"Host": "attacker.example"})
    assert invited.headers["location"] == "/articles"


@pytest.fixture
def narrow(settings: Settings) -> Iterator[TestClient]:
    """A visitor of a site that takes requests of up to 4 KB."""
    small = settings.model_copy(update={"max_request_bytes": 4096})
    with TestClient(create_app(small), follow_redirects=False) as client:
        yield client


def streamed(size: int) -> Iterator[bytes]:
    """A body that does not say beforehand how long it is."""

    yield b"a_text=Words&b_text="
    for _ in range(size // 512):
        yield b"word+" * 102


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "streamed"])
@pytest.mark.parametrize("path", ["/articles", "/api/compare"])
def test_a_request_past_the_limit_is_answered_with_the_limit(
    narrow: TestClient, session: Session, declared: bool, path: str
) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    if path.startswith("/api/"):
        kind = {"Content-Type": "application/json"}
    body = b"".join(streamed(10_000)) if declared else streamed(10_000)

    response = narrow.post(path, content=body, headers=kind)

    assert response.status_code == 413
    assert "up to 4 KB are taken" in response.text
    assert list_articles(session).total == 0


def test_a_request_far_past_the_limit_is_cut_off(narrow: TestClient) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}

    assert narrow.post("/articles", content=streamed(1_000_000), headers=kind).status_code == 413


def test_the_limit_is_told_to_htmx_in_a_line(narrow: TestClient) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
    response = narrow.post("/preview?side=a", content=streamed(10_000), headers=headers)

    assert response.status_code == 413
    assert response.headers["hx-retarget"] == "#notice"


def test_a_pasted_text_of_more_than_a_megabyte_is_no_problem(client: TestClient) -> None:
    text = "A sentence of moderate length stands here. " * 30_000
    response = client.post(
        "/articles", files={"a_text": (None, text), "b_text": (None, f"{text} And an end.")}
    )

    assert response.status_code == 303
