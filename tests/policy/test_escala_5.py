"""The policy escala-5 reproduces its document: five severities, two kinds of hours, and no time promised."""

from datetime import datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from portal.policy.hours import hours_of
from portal.policy.loading import load
from portal.policy.policy import Policy
from tests.policy.promising import SILENCE, clauses, promises, rows

MONDAY = datetime(2026, 12, 21, tzinfo=ZoneInfo("America/Lima"))
"""Christmas week: the document names no holidays, so none are kept."""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load("escala-5")


def test_five_severities_worst_first(policy: Policy) -> None:
    ranked = [(severity.rank, severity.key) for severity in policy.severities]
    assert ranked == [(1, "critical"), (2, "high"), (3, "medium"), (4, "low"), (5, "request")]
    for severity in policy.severities:
        assert policy.words(severity.title, "es").startswith(
            f"{severity.rank}\N{NO-BREAK SPACE}·\N{NO-BREAK SPACE}"
        )


def test_no_time_is_promised(policy: Policy) -> None:
    for plan, severity in product(policy.plans, policy.severities):
        assert promises(policy, plan.key, severity.key) == {SILENCE}
        for row in rows(policy, plan.key, severity.key):
            words = (row.first_response_words, row.resolution_words, row.updates_words)
            assert words == (None, None, None)


@pytest.mark.parametrize(("plan", "open_hours"), [("12x5", 12 * 5), ("24x7", 24 * 7)])
def test_hours_as_contracted(policy: Policy, plan: str, open_hours: int) -> None:
    calendars = {
        row.calendar for severity in policy.severities for row in rows(policy, plan, severity.key)
    }
    assert calendars == {plan}
    hours = hours_of(policy, plan)
    a_week = hours.between(MONDAY, MONDAY + timedelta(weeks=1))
    assert a_week == timedelta(hours=open_hours)


def test_twelve_hours_on_each_of_five_days(policy: Policy) -> None:
    hours = hours_of(policy, "12x5")
    days = [MONDAY + timedelta(days=day) for day in range(7)]
    opened = [hours.between(day, day + timedelta(days=1)) for day in days]
    assert opened == [timedelta(hours=12)] * 5 + [timedelta()] * 2


@pytest.mark.parametrize(
    "kind",
    ["password-reset", "documentation", "service-request", "question", "training-session"],
)
def test_requests_are_severity_5(policy: Policy, kind: str) -> None:
    told = policy.request_type(kind)
    assert told is not None
    assert told.severity == "request"
    severity = policy.severity("request")
    assert severity is not None
    assert severity.rank == 5


def test_channels(policy: Policy) -> None:
    assert [channel.key for channel in policy.channels] == ["portal", "email", "chat"]


@pytest.mark.parametrize(
    ("working", "function", "people", "detour", "severity"),
    [
        ("no", "main", "everyone", "no", "critical"),
        ("no", "main", "one", "no", "high"),
        ("partly", "main", "everyone", "yes", "high"),
        ("partly", "main", "one", "yes", "medium"),
        ("yes", "main", "some", "yes", "medium"),
        ("partly", "secondary", "everyone", "no", "low"),
        ("yes", "none", "one", "unknown", "request"),
    ],
)
def test_plain_answers_lead_to_a_severity(
    policy: Policy, working: str, function: str, people: str, detour: str, severity: str
) -> None:
    answers = {"working": working, "function": function, "people": people, "detour": detour}
    assert policy.severity_of(answers) == severity


def test_a_ticket_goes_where_its_type_belongs(policy: Policy) -> None:
    placed = {
        kind: rule.tier
        for rule in policy.assignment_rules
        for kind in rule.when.get("request_type", ())
    }
    assert set(placed) == {kind.key for kind in policy.request_types}
    assert placed["incident"] == "level-2"
    assert placed["password-reset"] is None, "it stays at the first level"


def test_leaders_hear_of_critical_tickets_and_of_times_passed(policy: Policy) -> None:
    assert policy.watch.alert == ("critical",)
    assert [(link.tier, link.at) for link in policy.chain] == [("leader", 100)]


def test_what_the_provider_owes(policy: Policy) -> None:
    assert clauses(policy, "provider-duty") == [
        "record",
        "progress",
        "escalation-told",
        "resolution-evidence",
        "solution-told",
        "review",
    ]
