"""What happens next, in words a client understands; and time left for the desk."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from portal.ground.language import reader
from portal.people.person import Person
from portal.policy.loading import load, path_of
from portal.tickets import steps
from portal.tickets.due_times import policy_for
from portal.tickets.goals import Class
from portal.tickets.handover import Destination
from portal.tickets.promise_words import promise_lines
from portal.tickets.promises import Promise, promise
from portal.tickets.steps.handing import Outside
from portal.tickets.ticket import Ticket
from portal.tickets.time_left import Due, due
from portal.tickets.timeline import timeline
from tests.characters import START
from tests.tickets.conftest import DAY, MIN, H, opened, resolve, words

Act = Callable[..., Any]


@pytest.fixture(autouse=True)
def english(app: Flask) -> Any:
    """A reader of English, in the site's time zone (Santiago, UTC−3 in March)."""
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        yield


def plain(words: str) -> str:
    """The words with plain spaces: numbers hold fast to their units."""
    return words.replace("\N{NO-BREAK SPACE}", " ")


def told_of(ticket: Ticket, at: Any) -> Promise:
    told = promise(ticket, at)
    return Promise(plain(told.title), [plain(line) for line in told.lines], told.tone)


def owed(ticket: Ticket, at: Any) -> Due:
    found = due(ticket, at)
    found.words, found.note = plain(found.words), plain(found.note)
    return found


def said(ticket: Ticket, at: Any) -> str:
    told = told_of(ticket, at)
    return " ".join([told.title, *told.lines])


def test_a_new_ticket_says_by_when_we_reply(ticket: Ticket) -> None:
    told = told_of(ticket, START + 30 * MIN)
    assert told.title == "We’ll reply by 11:00 today, in 1 h 30 min"
    assert told.tone == "info"
    assert "We aim to solve it by 17:00 today, within 8 h." in told.lines
    assert "Time counts round the clock, every day." in told.lines


def test_begun_and_passed_on_it_is_with_the_next_person(ticket: Ticket, act: Act) -> None:
    act(steps.reply, ticket, "vera", words("Hello."), at=START + H)
    tiers = policy_for(ticket).tiers
    act(steps.escalate, ticket, "vera", tiers[1].key, words("Deeper."), at=START + H)
    assert ticket.assignee is None
    told = told_of(ticket, START + H + MIN)
    assert told.title == "The next person in our team takes it over"
    assert any(line.startswith("It is with our team:") for line in told.lines)


def test_a_broken_promise_is_owned(ticket: Ticket) -> None:
    told = told_of(ticket, START + 3 * H)
    assert (told.title, told.tone) == ("Our reply is overdue", "bad")
    assert "We promised it by 11:00 today. We are sorry." in told.lines


def test_who_has_it_and_when_news_comes(ticket: Ticket, act: Act) -> None:
    act(steps.reply, ticket, "vera", words("Hello."), at=START + H)
    told = said(ticket, START + 2 * H)
    assert "Vera Soto is working on it" in told
    assert "You’ll hear from us by 14:00 today, in 3 h." in told


def test_a_late_solution_is_owned(ticket: Ticket, act: Act) -> None:
    act(steps.reply, ticket, "vera", words("Hello."), at=START + H)
    told = told_of(ticket, START + 9 * H)
    assert (told.title, told.tone) == ("Resolving this is taking longer than we promised", "bad")
    assert "We have owed you an update since 14:00 today." in told.lines


def test_a_late_update_is_owned(ticket: Ticket, act: Act) -> None:
    act(steps.reply, ticket, "vera", words("Hello."), at=START + H)
    told = told_of(ticket, START + 6 * H)
    assert (told.title, told.tone) == ("Our update is overdue", "bad")
    assert "We have owed you an update since 14:00 today." in told.lines


def test_where_all_is_late_all_is_owned(ticket: Ticket) -> None:
    told = told_of(ticket, START + 9 * H)
    assert told.title == "Our reply is overdue"
    assert "We meant to solve it by 17:00 today." in told.lines


def test_why_the_clock_stands_still_and_what_would_start_it(ticket: Ticket, act: Act) -> None:
    act(steps.ask_client, ticket, "vera", words("Which browser?"), at=START + H)
    told = told_of(ticket, START + 2 * H)
    assert (told.title, told.tone) == ("We need your answer to continue", "warn")
    assert "We’ll continue as soon as you answer." in told.lines
    assert "The clock has been paused since 10:00 today" in " ".join(told.lines)


def test_a_provider_is_named_as_the_policy_names_it(ticket: Ticket, act: Act) -> None:
    act(steps.wait_for, ticket, "vera", "provider", words("The carrier."), at=START + H)
    told = said(ticket, START + 2 * H)
    assert "We are waiting for a provider" in told
    assert "You’ll still hear from us by 14:00 today, in 3 h." in told


def test_escalated_it_is_with_a_team_by_name(ticket: Ticket, act: Act) -> None:
    act(steps.escalate, ticket, "vera", "level-2", words("Deeper."), at=START + MIN)
    assert "It is with our team: Level 2." in said(ticket, START + 2 * MIN)


def test_low_severity_says_when_in_words(characters: dict[str, Person], act: Act) -> None:
    ticket = opened(characters["alice"], severity="low", kind="technical-question")
    assert "You’ll hear from us whenever there is significant progress." in said(ticket, START)


def test_resolved_and_closed(ticket: Ticket, act: Act, characters: dict[str, Person]) -> None:
    resolve(ticket, characters["vera"], START)
    assert "the ticket closes on Sat 7 Mar at 9:00." in said(ticket, START + H)
    act(steps.confirm, ticket, "alice", at=START + H)
    assert told_of(ticket, START + DAY).title == "Closed yesterday at 10:00"


def test_held(characters: dict[str, Person]) -> None:
    assert told_of(opened(None, held=True), START).title == "A person looks at your request first"


@pytest.mark.parametrize(
    ("minutes", "words_", "tone", "share"),
    [
        (0, "Reply in 2 h", "neutral", 0.0),
        (90, "Reply in 30 min", "warn", 0.75),
        (125, "Reply overdue by 5 min", "bad", 125 / 120),
    ],
)
def test_time_left_for_the_desk(
    ticket: Ticket, minutes: int, words_: str, tone: str, share: float
) -> None:
    told = owed(ticket, START + minutes * MIN)
    assert (told.words, told.tone) == (words_, tone)
    assert told.share == pytest.approx(share)


def test_the_desk_sees_which_goal_is_next(
    ticket: Ticket, act: Act, characters: dict[str, Person]
) -> None:
    act(steps.reply, ticket, "vera", words("Hello."), at=START + H)
    assert owed(ticket, START + H).words == "Update in 4 h"
    act(steps.reply, ticket, "vera", words("Still on it."), at=START + 5 * H)
    assert owed(ticket, START + 6 * H).words == "Solve in 2 h"
    act(steps.ask_client, ticket, "vera", words("Try this?"), at=START + 6 * H)
    paused = owed(ticket, START + 20 * H)
    assert (paused.words, paused.share) == ("Waiting for the client", 0.75)
    resolve(ticket, characters["vera"], START + 21 * H)
    assert owed(ticket, START + 22 * H).words == "Solved in time"


Use = Callable[[str], None]
FRIDAY = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
"""17:00 in Santiago, where it closes at 18:00 and opens on Monday at 9:00."""


def friday(people: dict[str, Person], **changes: Any) -> Ticket:
    given = {"severity": "critical", "kind": "problem", "plan": "basic"} | changes
    return opened(people["alice"], FRIDAY, **given)


def test_over_a_weekend_it_says_when_the_clock_goes_on(
    characters: dict[str, Person], use_policy: Use
) -> None:
    use_policy("planes")
    ticket = friday(characters)
    open_, closed = said(ticket, FRIDAY), said(ticket, FRIDAY + 3 * H)
    assert "We’ll reply by Mon 23 Nov, 10:00, in 3 days" in open_
    assert "Promised: a first response within 2 business hours." in open_
    assert "Business hours: Monday to Friday, 9:00 to 18:00." in open_
    assert "closed now" not in open_
    assert "We’re closed now. Time starts counting again on Mon 23 Nov at 9:00." in closed
    late_in_the_evening = opened(
        characters["alice"],
        FRIDAY + 3 * H,
        "key-2",
        severity="critical",
        kind="problem",
        plan="basic",
    )
    starts = said(late_in_the_evening, FRIDAY + 3 * H)
    assert "We’re closed now. Time starts counting on Mon 23 Nov at 9:00." in starts


def test_a_reader_elsewhere_is_told_whose_clock_it_is(
    characters: dict[str, Person], use_policy: Use
) -> None:
    use_policy("planes")
    ticket = friday(characters)
    reader("en", "Europe/Madrid")
    told = said(ticket, FRIDAY)
    assert "We’ll reply by Mon 23 Nov, 14:00 (Madrid)" in told
    assert "9:00 to 18:00 (Santiago time)." in told


def test_time_left_over_a_weekend_is_working_time(
    characters: dict[str, Person], act: Act, use_policy: Use
) -> None:
    use_policy("planes")
    ticket = friday(characters)
    told = owed(ticket, FRIDAY + 30 * MIN)
    assert (told.words, told.note) == ("Reply by Mon 10:00", "1 h 30 min left in business hours")
    assert told.share == pytest.approx(0.25)
    assert owed(ticket, FRIDAY + 2 * DAY + 16 * H + 30 * MIN).words == "Reply in 30 min"
    late = owed(ticket, FRIDAY + 3 * DAY + 16 * H)
    assert (late.words, late.tone) == ("Reply overdue by 8 h", "bad")


def test_a_range_is_told_as_a_range(characters: dict[str, Person], use_policy: Use) -> None:
    use_policy("poliza")
    ticket = opened(characters["alice"], severity="severe", kind="equipment")
    told = said(ticket, START)
    assert "Promised: a first response within 5 to 15 min." in told
    assert "We aim to solve it by 9:00 tomorrow, within 1 to 24 h." in told
    assert "You’ll hear from us regularly." in told


def test_words_alone_are_told_and_nothing_is_due(
    characters: dict[str, Person], use_policy: Use
) -> None:
    use_policy("politica-base")
    ticket = opened(characters["alice"], severity="critical", kind="failure")
    assert "We’ll reply as a priority." in said(ticket, START)
    assert owed(ticket, START).words == "Reply: as a priority"


def test_no_clock_is_said_to_stand_still_where_none_ever_ran(
    characters: dict[str, Person], use_policy: Use, act: Act
) -> None:
    use_policy("politica-base")
    ticket = opened(characters["alice"], severity="critical", kind="failure")
    act(steps.ask_client, ticket, "vera", words("Which page?"), at=START + H)
    assert "clock" not in said(ticket, START + 2 * H)
    act(steps.resume, ticket, "vera", at=START + 2 * H)
    act(steps.mark_out_of_scope, ticket, "vera", "misuse", words("It is."), at=START + 3 * H)
    told = said(ticket, START + 4 * H)
    assert "clock" not in told
    assert "Work resumes when a quote is accepted or the ticket is back in scope." in told


def test_no_promise_is_said_plainly(characters: dict[str, Person], use_policy: Use) -> None:
    use_policy("escala-5")
    ticket = opened(characters["alice"], severity="low", kind="question")
    assert "The service policy gives no time for this kind of request." in said(ticket, START)
    assert owed(ticket, START).words == "No time promised"


def test_a_provider_has_a_name_and_a_day(ticket: Ticket, act: Act) -> None:
    outside = Outside("Telco Sur", expected_on=date(2026, 3, 9))
    act(
        steps.hand_over, ticket, "vera", Destination.PROVIDER, words("Theirs."),
        at=START + H, outside=outside,
    )  # fmt: skip
    told = said(ticket, START + 2 * H)
    assert "It is with an outside provider: Telco Sur." in told
    assert (
        "They expect to be done by 9 March 2026. If it takes longer, we ask them, and tell you what they say."
        in told
    )
    over = datetime(2026, 3, 10, tzinfo=ZoneInfo("America/Santiago"))
    assert "They expect" in said(ticket, over - MIN), "the day counts whole"
    told = said(ticket, over)
    assert "They expected to be done by 9 March 2026. It takes longer: we ask them" in told


def test_while_we_wait_for_the_client_it_says_when_it_closes(ticket: Ticket, act: Act) -> None:
    act(steps.ask_client, ticket, "vera", words("Which browser?"), at=START + H)
    assert "If we don’t hear from you, the ticket closes on Mon 9 Mar at 10:00" in said(
        ticket, START + H
    )


def test_a_solution_says_whether_it_was_in_time(
    ticket: Ticket, characters: dict[str, Person]
) -> None:
    resolve(ticket, characters["vera"], START + 9 * H)
    told = said(ticket, START + 10 * H)
    assert "It took longer than we promised: it was due by 17:00 today. We are sorry." in told


@pytest.mark.parametrize(
    ("policy", "asked", "told"),
    [
        ("politica-base", Class("general", "critical", "failure"), ["We’ll reply as a priority."]),
        (
            "poliza",
            Class("contract", "severe", "equipment", "high"),
            [
                "We’ll reply by 20:15 today, within 5 to 15 min.",
                "We aim to solve it by 20:00 tomorrow, within 1 to 24 h.",
            ],
        ),
        (
            "planes",
            Class("basic", "important", "problem"),
            [
                "You’ll hear from us every week.",
                "We’ll reply by Wed 25 Nov, 15:00, within 24 business hours (about 3 business days).",
                "We aim to solve it by Wed 2 Dec, 18:00, within 72 business hours (about 8 business days).",
                "Business hours: Monday to Friday, 9:00 to 18:00.",
                "We’re closed now. Time starts counting on Mon 23 Nov at 9:00.",
            ],
        ),
        (
            "escala-5",
            Class("12x5", "low", "question"),
            ["The service policy gives no time for this kind of request."],
        ),
    ],
)
def test_before_it_is_sent_the_form_says_what_will_be_promised(
    characters: dict[str, Person], policy: str, asked: Class, told: list[str]
) -> None:
    lines = promise_lines(load(str(path_of(policy))), asked, "portal", FRIDAY + 3 * H)
    assert set(told) <= set(map(plain, lines)), lines


def test_the_timeline_speaks_of_a_clock_only_where_one_runs(
    characters: dict[str, Person], act: Act, use_policy: Use
) -> None:
    lines = {}
    for policy, kind, severity in (
        ("sgc-sac-004", "system-error", "high"),
        ("politica-base", "failure", "critical"),
    ):
        use_policy(policy)
        ticket = opened(characters["alice"], key=policy, kind=kind, severity=severity)
        act(steps.ask_client, ticket, "vera", words("Which one?"), at=START + H)
        lines[policy] = [entry.words for entry in timeline(ticket, for_agent=False)]
    assert "Waiting for your answer: the clock is paused" in lines["sgc-sac-004"]
    assert "Waiting for your answer" in lines["politica-base"]


def test_a_late_reply_no_longer_says_immediately(
    characters: dict[str, Person], use_policy: Use
) -> None:
    use_policy("planes")
    ticket = opened(
        characters["alice"], key="now", kind="problem", severity="critical", plan="24x7"
    )
    assert "immediately" in said(ticket, START + MIN)
    late = said(ticket, START + 2 * H)
    assert "overdue" in late
    assert "immediately" not in late
