"""The policy poliza reproduces its document: one range each for every priority, business days for parts."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from portal.policy.hours import hours_of
from portal.policy.loading import load
from portal.policy.policy import Policy
from tests.policy.promising import answer_sets, clauses, promises, rows, written

MEXICO = ZoneInfo("America/Mexico_City")


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load("poliza")


@pytest.mark.parametrize("priority", ["high", "medium", "low"])
def test_targets(policy: Policy, priority: str) -> None:
    for severity in policy.severities:
        promised = promises(policy, "contract", severity.key, priority)
        assert promised == {("5 to 15 min", "1 to 24 h", None)}


@pytest.mark.parametrize("priority", ["high", "medium", "low"])
def test_the_client_hears_regularly(policy: Policy, priority: str) -> None:
    for row in rows(policy, "contract", "severe", priority):
        assert policy.words(row.updates_words, "es") == "con regularidad"
        assert policy.words(row.updates_words, "en") == "regularly"


def test_the_clock_runs_to_the_far_end(policy: Policy) -> None:
    row = policy.targets("contract", "severe", "equipment", "high")
    assert row.first_response is not None
    assert row.resolution is not None
    start = datetime(2026, 11, 20, 17, 50, tzinfo=MEXICO)
    hours = hours_of(policy, row.calendar)
    assert hours.end_of(row.first_response, start) == start.replace(hour=18, minute=5)
    assert hours.end_of(row.resolution, start) == start.replace(day=21)


def test_it_counts_round_the_clock_and_says_so(policy: Policy) -> None:
    for priority in policy.priorities:
        row = policy.targets("contract", "minor", "guidance", priority.key)
        calendar = policy.calendar(row.calendar)
        assert calendar is not None
        assert calendar.hours == "24x7"
        assert policy.words(calendar.title, "en") == "round the clock, every day"


def test_parts(policy: Policy) -> None:
    reason = policy.waiting_reason("parts")
    assert reason is not None
    assert written(reason.follow_up) == "1 to 5 business days"
    assert reason.follow_up_calendar == "office"
    assert reason.pauses == ("resolution",), "the client still hears of it"


def test_five_business_days_skip_the_weekend_and_a_holiday(policy: Policy) -> None:
    reason = policy.waiting_reason("parts")
    assert reason is not None
    assert reason.follow_up is not None
    thursday = datetime(2026, 11, 12, 11, 0, tzinfo=MEXICO)
    due = hours_of(policy, "office").end_of(reason.follow_up, thursday)
    assert due.astimezone(MEXICO) == datetime(2026, 11, 20, 11, 0, tzinfo=MEXICO), (
        "Monday the 16th is Revolution Day"
    )


def test_channels(policy: Policy) -> None:
    assert [c.key for c in policy.channels] == ["portal", "phone", "email", "chat"]
    promised = {(c.address, c.calendar, c.languages, c.first_response) for c in policy.channels}
    assert promised == {(None, None, (), None)}, "the document gives nothing of them but the names"


def test_priorities(policy: Policy) -> None:
    assert [priority.key for priority in policy.priorities] == ["high", "medium", "low"]


@pytest.mark.parametrize(
    ("severity", "people", "priority"),
    [
        ("severe", "everyone", "high"),
        ("severe", "some", "high"),
        ("severe", "one", "medium"),
        ("moderate", "everyone", "high"),
        ("moderate", "some", "medium"),
        ("moderate", "one", "medium"),
        ("minor", "everyone", "medium"),
        ("minor", "some", "low"),
        ("minor", "one", "low"),
    ],
)
def test_severity_and_impact_give_the_priority(
    policy: Policy, severity: str, people: str, priority: str
) -> None:
    assert policy.priority_of(severity, {"people": people}) == priority
    assert policy.priority_of(severity, {"impact.people": people}) == priority


def test_where_nobody_was_asked_severity_alone_gives_the_priority(policy: Policy) -> None:
    given = {severity.key: policy.priority_of(severity.key, {}) for severity in policy.severities}
    assert given == {"severe": "high", "moderate": "medium", "minor": "low"}


@pytest.mark.parametrize(
    ("working", "function", "detour", "severity"),
    [
        ("no", "main", "no", "severe"),
        ("partly", "main", "no", "moderate"),
        ("partly", "main", "yes", "moderate"),
        ("partly", "secondary", "no", "moderate"),
        ("yes", "secondary", "yes", "minor"),
        ("yes", "none", "unknown", "minor"),
    ],
)
def test_plain_answers_lead_to_a_severity(
    policy: Policy, working: str, function: str, detour: str, severity: str
) -> None:
    answers = {"working": working, "function": function, "detour": detour, "people": "one"}
    assert policy.severity_of(answers) == severity


def test_how_many_people_counts_for_the_priority_not_for_the_severity(policy: Policy) -> None:
    for given in answer_sets(policy):
        severities = {
            policy.severity_of(given | {"people": people}) for people in ("everyone", "some", "one")
        }
        assert len(severities) == 1


def test_high_priority_goes_to_the_specialists(policy: Policy) -> None:
    rule = policy.assignment_rules[0]
    assert (rule.when["priority"], rule.tier) == (("high",), "level-2")


def test_the_team_is_trained_every_week(policy: Policy) -> None:
    assert "trained-team" in clauses(policy, "provider-duty")
    clause = policy.clause("trained-team")
    assert clause is not None
    assert "cada semana" in policy.words(clause.text, "es")


def test_whose_it_is(policy: Policy) -> None:
    assert policy.words(policy.example_organisation, "es") == "BestComputer"
    assert [plan.key for plan in policy.plans] == ["contract"], "one contract for everybody"
