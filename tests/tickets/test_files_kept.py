"""Files chosen for a form that was refused are still there when it comes back: nobody chooses them twice."""

from collections.abc import Callable
from typing import Any

from portal.files.holding import HELD_FOR
from portal.files.sweeping import sweep
from portal.ground.now import now
from portal.people.person import Person
from portal.tickets import steps
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.tickets.conftest import resolve

Act = Callable[..., Any]
Enter = Callable[..., Browser]
LOG = ("calls.log", b"10:00 dropped\n")
TRACE = ("trace.txt", b"INVITE sip:200\n")
PROGRAM = ("fix.exe", b"MZ" + bytes(200))
FILES = "Screenshots and files"
HERE = "Already here, and sent with this form:"


def timeline(browser: Browser) -> str:
    return browser.page.select(".timeline")[0].get_text()


def key_of(browser: Browser) -> Any:
    """What makes the reply count once."""
    return browser.field("Your reply").find_parent("form").find(attrs={"name": "key"})


def test_files_without_words_wait_for_the_words(ticket: Ticket, browser: Enter) -> None:
    alice = browser("alice").visit(f"/tickets/{ticket.ref}")
    alice.attach(FILES, LOG).press("Send", status=422).sees("Enter your reply.", HERE)
    alice.attach(FILES, TRACE).press("Send", status=422).sees("calls.log", "trace.txt")
    alice.fill("Your reply", "Here they are.").press("Send").does_not_see(HERE)
    assert timeline(alice).count("calls.log") == 1
    assert timeline(alice).count("trace.txt") == 1


def test_the_good_ones_stay_where_one_is_not_taken(ticket: Ticket, browser: Enter) -> None:
    alice = browser("alice").visit(f"/tickets/{ticket.ref}").fill("Your reply", "Look at these.")
    alice.attach(FILES, LOG, PROGRAM).press("Send", status=422)
    alice.sees("“fix.exe” is a program", HERE, "calls.log")
    alice.press("Send")
    assert "calls.log" in timeline(alice)
    assert "fix.exe" not in timeline(alice)


def test_what_is_unticked_is_not_sent(ticket: Ticket, browser: Enter) -> None:
    alice = browser("alice").visit(f"/tickets/{ticket.ref}")
    alice.attach(FILES, LOG).press("Send", status=422)
    del alice.field("calls.log")["checked"]
    alice.fill("Your reply", "No log after all.").press("Send")
    assert "calls.log" not in timeline(alice)


def test_they_go_along_into_the_form_that_takes_the_words_now(
    ticket: Ticket, characters: dict[str, Person], browser: Enter
) -> None:
    alice = browser("alice").visit(f"/tickets/{ticket.ref}")
    resolve(ticket, characters["vera"], now())
    alice.fill("Your reply", "Still silent.").attach(FILES, LOG).press("Send", status=403)
    alice.sees(HERE).press("Open the ticket again")
    assert "calls.log" in timeline(alice)


def test_a_form_of_somebody_else_cannot_take_them(
    ticket: Ticket, act: Act, characters: dict[str, Person], browser: Enter
) -> None:
    act(steps.add_colleague, ticket, "alice", characters["ana"], at=now())
    alice = browser("alice").visit(f"/tickets/{ticket.ref}")
    alice.attach(FILES, LOG).press("Send", status=422)
    ana = browser("ana", language="en").visit(f"/tickets/{ticket.ref}")
    stolen = ana.page.new_tag("input", type="hidden", value=alice.field("calls.log")["value"])
    stolen["name"] = "held"
    form = ana.field("Your reply").find_parent("form")
    assert form is not None
    form.append(stolen)
    ana.fill("Your reply", "Mine?").press("Send", status=422).does_not_see(HERE)
    ana.sees("“calls.log” is no longer held for this form. Please choose it again.").press("Send")
    assert "Mine?" in timeline(ana)
    assert "calls.log" not in timeline(ana)


def test_a_form_sent_twice_leaves_no_file_behind(ticket: Ticket, browser: Enter) -> None:
    first, second = (browser("alice").visit(f"/tickets/{ticket.ref}") for _ in range(2))
    key_of(second)["value"] = key_of(first)["value"]
    for each in (first, second):
        each.fill("Your reply", "Here it is.").attach(FILES, LOG).press("Send")
    assert timeline(second).count("calls.log") == 1
    assert sweep(now() + HELD_FOR) == 1


def test_a_file_that_waited_too_long_is_told_and_the_words_stay(
    ticket: Ticket, browser: Enter
) -> None:
    alice = browser("alice").visit(f"/tickets/{ticket.ref}")
    alice.attach(FILES, LOG).press("Send", status=422)
    sweep(now() + HELD_FOR)
    alice.fill("Your reply", "As the log shows.").press("Send", status=422)
    alice.sees("“calls.log” is no longer held for this form. Please choose it again.")
    alice.does_not_see(HERE).attach(FILES, LOG).press("Send")
    assert "As the log shows." in timeline(alice)
    assert timeline(alice).count("calls.log") == 1
