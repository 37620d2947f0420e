"""A reviewer says why an article comes back, its author reads it; a retired article says so, and what replaces it."""

from collections.abc import Callable

from portal.articles.kinds import ArticleAudience
from portal.people.person import Person
from tests.browser import Browser
from tests.desk.filings import published

Browsers = Callable[..., Browser]


def test_the_author_reads_why_it_came_back_until_it_is_sent_again(
    vera: Browser, browser: Browsers
) -> None:
    vera.visit("/desk/articles/new?written_in=en").fill("Title", "Holidays").fill("Text", "Closed.")
    vera.press("Send for review")
    leo = browser("leo").visit("/desk/articles/en/holidays")
    leo.fill("What should change?", "Say which days.").press("Send back to the author")
    leo.sees("Sent back to its author as a draft.")
    vera.visit("/desk/articles?state=draft").sees("Leo Díaz sent this back", "Say which days.")
    vera.visit("/desk/articles/en/holidays/text").sees("Leo Díaz sent this back", "Say which days.")
    vera.fill("Text", "Closed on Sundays.").press("Send for review").does_not_see("Say which days.")


def test_sent_back_without_a_reason_says_by_whom(vera: Browser, browser: Browsers) -> None:
    vera.visit("/desk/articles/new?written_in=en").fill("Title", "Holidays").fill("Text", "Closed.")
    vera.press("Send for review")
    browser("leo").visit("/desk/articles/en/holidays").press("Send back to the author")
    vera.visit("/desk/articles/en/holidays/text").sees("Leo Díaz sent this back", "No reason")


def test_a_retired_article_says_so_and_leads_on(
    characters: dict[str, Person], vera: Browser, alice: Browser
) -> None:
    published("Old ports", "Open these.", characters["leo"])
    better = published("New ports", "Open those.", characters["leo"])
    vera.visit("/desk/articles/en/old-ports").fill("Address of the article that replaces it", "no")
    vera.press("Retire this article").sees("No other published article has that address.")
    vera.fill("Address of the article that replaces it", f"/en/articles/{better.slug}")
    vera.press("Retire this article").sees("Retired. Clients can no longer find this article")
    alice.visit("/en/articles/old-ports", status=410).sees("This article was retired", "Old ports")
    alice.does_not_see("sign in").follow("New ports").sees("Open those.")
    vera.visit("/desk/articles/en/old-ports").press("Restore")
    alice.visit("/en/articles/old-ports").sees("Open these.")


def test_who_could_never_read_it_is_told_nothing(
    characters: dict[str, Person], vera: Browser, browser: Browsers
) -> None:
    published("Inside", "Secret.", characters["leo"], audience=ArticleAudience.AGENTS)
    vera.visit("/desk/articles/en/inside").press("Retire this article")
    browser().visit("/en/articles/inside", status=404).does_not_see("Inside", "retired")


def test_nothing_at_an_address_asks_only_strangers_to_sign_in(
    alice: Browser, browser: Browsers
) -> None:
    browser().visit("/en/articles/none", status=404).sees("sign in and check")
    alice.visit("/en/articles/none", status=404).does_not_see("sign in and check")
