"""A ticket is solved with one of three lessons, and what was learnt is found by the next client, in the first one's words."""

from collections.abc import Callable

import pytest

from portal.articles.article import Article, Revision
from portal.articles.kinds import ArticleAudience
from portal.ground.db import db
from portal.ground.following import catch_up
from portal.ground.now import now
from portal.people.person import Person
from portal.search.following import FOLLOWER
from portal.tickets.conversation import Event
from portal.tickets.events import EventKind
from portal.tickets.filing import TrailKind
from portal.tickets.opening import TrailItem
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.desk.filings import DESCRIPTION, ODD_WORDS, opened, published

SOLUTION = "Open the UDP ports 10000 to 20000 in the firewall."


def published_article() -> Revision:
    db.session.rollback()
    revision = db.session.scalars(db.select(Article)).one().published
    assert revision is not None
    return revision


def linked(ticket: Ticket) -> list[int]:
    query = db.select(Event.subject_id).where(
        Event.ticket_id == ticket.id, Event.kind == EventKind.ARTICLE_LINKED
    )
    return list(db.session.scalars(query))


def solve(vera: Browser, ticket: Ticket, lesson: str) -> Browser:
    """Fill the page up to the lesson."""
    vera.visit(f"/desk/{ticket.ref}").follow("Resolve").fill("Solution", SOLUTION)
    return vera.fill("Cause", "The firewall closed the ports.").choose(lesson)


def written_up(
    vera: Browser, ticket: Ticket, title: str = "Calls that end by themselves"
) -> Browser:
    """Solved, and on the page of its article, with a title of the agent's."""
    solve(vera, ticket, "I’ll write or update an article").press("Mark as solved")
    return vera.fill("Title", title)


def test_nothing_to_learn_needs_its_reason(ticket: Ticket, vera: Browser, alice: Browser) -> None:
    solve(vera, ticket, "Nothing to learn").attach("Evidence", ("ports.log", b"10000 open\n"))
    vera.press("Mark as solved", status=422)
    vera.sees("Say why there is nothing to learn.", "Already here, and sent with this form:")
    assert vera.value("Solution") == SOLUTION
    vera.fill("Why is there nothing to learn?", "A cable came loose.").press("Mark as solved")
    vera.sees(
        "We’ve asked the client to confirm.", "Nothing to learn, because", "A cable came loose."
    )
    vera.sees("ports.log")
    alice.visit(f"/tickets/{ticket.ref}").sees(SOLUTION)
    alice.does_not_see("A cable came loose.", "The firewall closed the ports.")


def test_an_article_that_is_right_is_linked_by_its_address(
    characters: dict[str, Person], ticket: Ticket, vera: Browser, alice: Browser
) -> None:
    article = published("Ports to open", "## Which\n\nThese.", characters["vera"])
    solve(vera, ticket, "An article is right").fill(
        "Address of another article", "/en/articles/no-such"
    )
    vera.press("Mark as solved", status=422).sees("No published article has that address.")
    vera.fill("Address of another article", f"http://localhost/en/articles/{article.slug}")
    vera.press("Mark as solved").sees("Ports to open")
    assert linked(ticket) == [article.id]
    alice.visit(f"/tickets/{ticket.ref}").follow("Ports to open").sees("These.")


def test_an_article_like_the_ticket_is_offered_to_be_linked(
    characters: dict[str, Person], ticket: Ticket, vera: Browser
) -> None:
    article = published(
        "Calls drop after seconds", "## Why\n\nPorts. Calls drop.", characters["vera"]
    )
    catch_up(FOLLOWER)
    solve(vera, ticket, "An article is right").choose("Calls drop after seconds").press(
        "Mark as solved"
    )
    assert linked(ticket) == [article.id]


def test_the_draft_holds_what_was_written_for_clients_and_the_rest_stands_beside_it(
    ticket: Ticket, vera: Browser
) -> None:
    solve(vera, ticket, "I’ll write or update an article").fill("Workaround", "Use a mobile phone.")
    vera.press("Mark as solved")
    assert vera.value("Title") == ticket.title
    assert vera.value("Text") == f"## Solution\n\n{SOLUTION}"
    assert vera.value("Summary") == ""
    assert vera.value("Words by which clients ask for this") == ""
    vera.sees("Desk only", "The firewall closed the ports.", "Use a mobile phone.")
    vera.sees("What the client wrote", DESCRIPTION, "SIP 503", "Call any number")
    article = vera.press("Publish").sees("Published.") and published_article()
    assert article.audience == ArticleAudience.CLIENTS
    for words in ("closed the ports", "mobile phone", "hangs up", ODD_WORDS):
        assert words not in f"{article.title}{article.html}{article.source.decode()}"


def test_the_clients_words_are_offered_and_only_what_is_ticked_is_searched_by(
    characters: dict[str, Person], vera: Browser
) -> None:
    at = now()
    noise = ["asdfghjkl qwerty", "0x80070005", "CSP", "131047", "exportar -excel"]
    trail = [TrailItem(TrailKind.SEARCHED, at, words=each) for each in [ODD_WORDS, *noise]]
    solve(vera, opened(characters["alice"], trail=trail), "I’ll write or update an article")
    vera.press("Mark as solved").fill("Title", "Calls that end by themselves")
    vera.sees("How this client put it", ODD_WORDS)
    vera.does_not_see(*noise)
    vera.choose(ODD_WORDS).press("Publish")
    assert published_article().asked_as == [ODD_WORDS]


def test_a_spanish_ticket_becomes_a_spanish_article(
    characters: dict[str, Person], vera: Browser
) -> None:
    ticket = opened(characters["ana"], language="es", title="Se cortan las llamadas")
    solve(vera, ticket, "I’ll write or update an article").press("Mark as solved").press("Publish")
    article = db.session.scalars(db.select(Article)).one()
    assert article.language == "es"
    assert article.slug == "se-cortan-las-llamadas"


def test_published_it_is_found_by_the_clients_words_and_the_client_confirms(
    ticket: Ticket,
    vera: Browser,
    alice: Browser,
    characters: dict[str, Person],
    browser: Callable[..., Browser],
) -> None:
    bob = browser("bob")
    bob.visit("/search?q=" + ODD_WORDS.replace(" ", "+")).does_not_see(
        "Calls that end by themselves"
    )
    written_up(vera, ticket).press("Preview")
    assert vera.page.select_one("section[aria-labelledby=laid-out] h2[id]") is not None
    vera.choose(ODD_WORDS).press("Publish").sees("Published. Clients can find it now.")
    article = db.session.scalars(db.select(Article)).one()
    assert linked(ticket) == [article.id]
    catch_up(FOLLOWER)
    bob.visit("/search?q=" + ODD_WORDS.replace(" ", "+")).follow(
        "Calls that end by themselves"
    ).sees(SOLUTION)
    bob.does_not_see(ODD_WORDS)
    alice.visit(f"/tickets/{ticket.ref}").sees("Calls that end by themselves").press("Yes, solved")
    vera.visit(f"/desk/{ticket.ref}").sees("Alice Rojas confirmed the solution")


def test_an_article_for_the_desk_alone_is_not_shown_to_the_client(
    ticket: Ticket, vera: Browser, alice: Browser
) -> None:
    written_up(vera, ticket).choose("Only the desk").press("Publish").sees(
        "Calls that end by themselves"
    )
    alice.visit(f"/tickets/{ticket.ref}").does_not_see("Calls that end by themselves")


def test_a_draft_is_kept_and_gone_on_with(ticket: Ticket, vera: Browser) -> None:
    written_up(vera, ticket, "A first try").press("Keep the draft").sees("Draft saved.")
    assert linked(ticket) == []
    vera.visit(f"/desk/{ticket.ref}").follow("Write the article")
    assert vera.value("Title") == "A first try"
    vera.fill("Title", "A second try").press("Keep the draft")
    assert [each.title for each in db.session.scalars(db.select(Article)).one().revisions] == [
        "A second try"
    ]


def test_sent_for_review_and_approved_by_another_it_is_linked(
    ticket: Ticket, vera: Browser, characters: dict[str, Person], browser: Callable[..., Browser]
) -> None:
    written_up(vera, ticket).press("Send for review").sees("Sent for review.")
    assert linked(ticket) == []
    leo = browser("leo")
    leo.visit("/desk/articles").follow("In review").follow("Calls that end by themselves")
    leo.sees("Author Vera Soto", "Approved by Nobody yet").press("Approve and publish")
    leo.sees("Approved by Leo Díaz")
    assert len(linked(ticket)) == 1


def test_an_article_that_is_there_already_is_mended(
    characters: dict[str, Person], ticket: Ticket, vera: Browser, alice: Browser
) -> None:
    article = published(
        "Ports to open", "## Which\n\nThese.", characters["leo"], asked_as=("firewall",)
    )
    solve(vera, ticket, "I’ll write or update an article").press("Mark as solved")
    vera.fill("Address of another article", article.slug).press("Update")
    assert vera.value("Title") == "Ports to open"
    assert vera.value("Words by which clients ask for this") == "firewall"
    vera.fill("Text", "## Which\n\nThese, and 20000.").press("Publish")
    assert linked(ticket) == [article.id]
    alice.visit("/en/articles/ports-to-open").sees("These, and 20000.")


def test_words_that_cannot_be_published_are_shown_again(ticket: Ticket, vera: Browser) -> None:
    written_up(vera, ticket, "").fill("Text", "My words.").press("Publish", status=422)
    vera.sees("Give the article a title, as a client would say it.")
    assert vera.value("Text") == "My words."
    vera.fill("Title", "For some").choose("Clients on certain plans").press("Publish", status=422)
    vera.sees("Choose the plans whose clients may read it.")
    vera.choose("Premium").press("Publish").sees("For some")
    revision = db.session.scalars(db.select(Article)).one().published
    assert (revision.audience, revision.plans) == (ArticleAudience.PLANS, ["premium"])


def test_who_saves_over_newer_words_is_told_once(
    ticket: Ticket, vera: Browser, browser: Callable[..., Browser]
) -> None:
    written_up(vera, ticket).press("Keep the draft")
    leo = browser("leo").visit(f"/desk/{ticket.ref}/article")
    vera.fill("Text", "Vera’s words.").press("Keep the draft")
    leo.fill("Text", "Leo’s words.").press("Keep the draft", status=422)
    leo.sees("Someone saved another version of this article while you were writing.")
    assert leo.value("Text") == "Leo’s words."
    leo.press("Keep the draft").sees("Draft saved.")


@pytest.mark.parametrize("times", [2])
def test_the_same_new_text_sent_twice_is_one_article(vera: Browser, times: int) -> None:
    for _time in range(times):
        vera.visit("/desk/articles/new?written_in=en").fill("Title", "Holidays").fill(
            "Text", "We are closed."
        )
        vera.press("Keep the draft")
    assert db.session.scalars(db.select(Article.slug)).all() == ["holidays"]


def test_an_article_is_made_of_a_resolution_first(ticket: Ticket, vera: Browser) -> None:
    vera.visit(f"/desk/{ticket.ref}/article").sees("First say how it was solved")
    assert vera.url == f"/desk/{ticket.ref}/resolution"


def test_a_solved_ticket_cannot_be_solved_again_before_it_is_opened(
    ticket: Ticket, vera: Browser
) -> None:
    solve(vera, ticket, "Nothing to learn").fill("Why is there nothing to learn?", "Loose.").press(
        "Mark as solved"
    )
    vera.visit(f"/desk/{ticket.ref}/resolution", status=403).sees("Open it again to solve it anew.")
