"""Of what a text is a version, asked before it is stored."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.services.articles import create_article
from app.services.incoming import Incoming
from app.services.lookup import LEAST, Resembling, resembling
from app.services.workspaces import new_key
from app.storage.database import Database, writing
from app.storage.schema import Article, Content, Version
from app.storage.search import RARE, same_text
from app.storage.viewing import STRANGER, Viewer, see_as
from tests.conftest import CountQueries

Paste = Callable[..., Incoming]

HARBOUR = (
    "The harbour board closed the old lighthouse on Tuesday.\n\n"
    "Engineers found cracks in its northern wall, and visitors were sent home. "
    "A smaller lamp will guide ships until the tower is mended, which may take until spring.\n\n"
    "Keeper Ilse Brandt has tended the light for thirty-one years."
)
EDITED = HARBOUR.replace("Tuesday", "Wednesday").replace("northern wall", "outer wall")
CHINESE = (
    "港务局周二关闭了旧灯塔。工程师在北墙上发现了裂缝，游客被送回家。"
    "小灯将为船只引航，直到修好为止。"
)
UNRELATED = (
    "Bakers in the valley sold more rye bread last month than in any month before. "
    "Nobody knows why, but the mill at Oster works at night."
)


def found(session: Session, incoming: Incoming) -> list[tuple[str, int, bool]]:
    return [
        (each.article.slug, each.version.number, each.is_same)
        for each in resembling(session, incoming.document)
    ]


def only(session: Session, incoming: Incoming) -> Resembling:
    (each,) = resembling(session, incoming.document)
    return each


def test_a_text_resembles_the_version_it_came_from(
    session: Session, paste: Paste, ferry: Article
) -> None:
    create_article(session, [paste(HARBOUR)], slug="lighthouse")
    create_article(session, [paste(UNRELATED)], slug="bakers")
    match = only(session, paste(EDITED))
    assert (match.article.slug, match.version.number, match.is_same) == ("lighthouse", 1, False)
    assert 0.8 < match.share < 1


@pytest.mark.parametrize("text", [UNRELATED, "Ferry.", "!", "the of and to in a"])
def test_an_unrelated_text_resembles_nothing(session: Session, paste: Paste, text: str) -> None:
    create_article(session, [paste(HARBOUR)], slug="lighthouse")
    assert found(session, paste(text)) == []


def test_scripts_without_spaces_are_looked_up_as_well(session: Session, paste: Paste) -> None:
    create_article(session, [paste(CHINESE)], slug="dengta")
    match = only(session, paste(CHINESE.replace("北墙", "外墙").replace("周二", "周三")))
    assert match.article.slug == "dengta"
    assert match.share > 0.8


def test_of_several_versions_it_is_the_one_it_resembles_most(
    session: Session, paste: Paste
) -> None:
    longer = EDITED + "\n\nSchool classes had booked visits for the whole of June."
    create_article(session, [paste(HARBOUR), paste(EDITED), paste(longer)], slug="lighthouse")
    assert found(session, paste(EDITED.replace("smaller", "weaker"))) == [("lighthouse", 2, False)]
    assert found(session, paste(longer.replace("June", "July"))) == [("lighthouse", 3, False)]


def test_the_same_text_is_told_whatever_its_title_and_the_latest_of_two(
    session: Session, paste: Paste
) -> None:
    versions = [paste(HARBOUR), paste(EDITED), paste(HARBOUR)]
    create_article(session, versions, slug="lighthouse")
    match = only(session, paste(HARBOUR, title="Another title"))
    assert (match.version.number, match.share, match.is_same) == (3, 1.0, True)
    match = only(session, paste(HARBOUR.upper()))
    assert (match.share, match.is_same) == (1.0, False)


def test_a_short_text_that_is_stored_is_known_again(session: Session, paste: Paste) -> None:
    create_article(session, [paste("Ferry.")], slug="ferry")
    assert found(session, paste("Ferry.")) == [("ferry", 1, True)]


def test_several_articles_come_likeliest_first(session: Session, paste: Paste) -> None:
    other = HARBOUR.replace("thirty-one years", "far longer than anybody else on this coast")
    create_article(session, [paste(other)], slug="other")
    create_article(session, [paste(HARBOUR)], slug="nearest")
    shares = [each.share for each in resembling(session, paste(EDITED).document)]
    assert [slug for slug, _, _ in found(session, paste(EDITED))] == ["nearest", "other"]
    assert shares == sorted(shares, reverse=True)
    assert min(shares) >= LEAST


def test_what_others_have_is_never_told(session: Session, paste: Paste) -> None:
    see_as(session, STRANGER)
    own = create_article(session, [paste(HARBOUR)], slug="own", founding_key="k" * 22)
    assert found(session, paste(HARBOUR)) == [("own", 1, True)]
    for stranger in (STRANGER, Viewer(own.workspace_id + 1)):
        see_as(session, stranger)
        assert found(session, paste(HARBOUR)) == found(session, paste(EDITED)) == []


def test_a_text_that_is_damaged_resembles_nothing(session: Session, paste: Paste) -> None:
    create_article(session, [paste(HARBOUR)], slug="lighthouse")
    with writing(session):
        session.execute(update(Content).values(data=b"damaged"))
    assert found(session, paste(EDITED)) == []


def test_of_a_text_that_many_versions_have_the_newest_are_told(
    session: Session, paste: Paste
) -> None:
    theirs = [paste(HARBOUR)] * (RARE + 2)
    see_as(session, STRANGER)
    create_article(session, theirs, slug="theirs", founding_key=new_key())
    same = same_text(session, theirs[0].document)
    numbers = {
        session.scalars(select(Version.number).where(Version.id == match.version_id)).one()
        for match in same
    }
    assert numbers == set(range(3, RARE + 3))
    see_as(session, STRANGER)
    create_article(session, theirs[:1], slug="mine", founding_key=new_key())
    assert found(session, theirs[0]) == [("mine", 1, True)]


def test_a_look_up_costs_a_bounded_number_of_queries(
    database: Database, session: Session, paste: Paste, count_queries: CountQueries
) -> None:
    for number in range(8):
        text = HARBOUR.replace("thirty-one", f"{number} or so")
        create_article(session, [paste(text), paste(text + " More.")], slug=f"lighthouse-{number}")
    with count_queries(database) as queries:
        assert 1 <= len(found(session, paste(EDITED))) <= 3
    assert len(queries) <= 16
