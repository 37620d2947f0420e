"""The policy planes reproduces its document: figures by plan and by type of problem, the stricter of the two."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.policy.hours import hours_of
from portal.policy.loading import load
from portal.policy.policy import Policy
from portal.tickets.goals import Class, Goal
from portal.tickets.terms import Terms
from tests.policy.promising import answer_sets, clauses, promises, rows, written

CHILE = ZoneInfo("America/Santiago")
PHONE, EMERGENCIES = "+56 9 1234 5678", "emergencias@menteautonoma.cl"


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load("planes")


@pytest.mark.parametrize(
    ("plan", "severity", "first_response", "resolution", "updates", "calendar"),
    [
        ("basic", "critical", "2 h", "24 h", None, "office"),
        ("basic", "important", "24 h", "72 h", "5 business days", "office"),
        ("basic", "general", "24 h", None, None, "office"),
        ("premium", "critical", "30 min", "4 h", None, "always"),
        ("premium", "important", "4 h", "24 h", "5 business days", "office"),
        ("premium", "general", "2 h", None, None, "office"),
        ("24x7", "critical", "30 min", "4 h", None, "always"),
        ("24x7", "important", "4 h", "24 h", "1 week", "always"),
        ("24x7", "general", "2 h", None, None, "always"),
    ],
)
def test_targets(
    policy: Policy,
    plan: str,
    severity: str,
    first_response: str,
    resolution: str | None,
    updates: str | None,
    calendar: str,
) -> None:
    assert promises(policy, plan, severity) == {(first_response, resolution, updates)}
    assert {row.calendar for row in rows(policy, plan, severity)} == {calendar}


def test_the_nine_rows_are_all_there_are(policy: Policy) -> None:
    assert [(row.plan, row.severity) for row in policy.target_rows] == [
        (plan.key, severity.key) for plan in policy.plans for severity in policy.severities
    ]


@pytest.mark.parametrize("plan", ["basic", "premium", "24x7"])
@pytest.mark.parametrize(
    ("severity", "goal", "es", "en"),
    [
        ("critical", "updates", "hasta que quede resuelto", "until it is resolved"),
        ("important", "updates", "cada semana", "every week"),
        ("general", "resolution", "depende de su complejidad", "depends on its complexity"),
    ],
)
def test_words(policy: Policy, plan: str, severity: str, goal: str, es: str, en: str) -> None:
    for row in rows(policy, plan, severity):
        words = getattr(row, f"{goal}_words")
        assert es in policy.words(words, "es")
        assert en in policy.words(words, "en")


def test_immediately_stands_beside_30_minutes_on_24x7_only(policy: Policy) -> None:
    said = {
        (row.plan, row.severity, policy.words(row.first_response_words, "en"))
        for row in policy.target_rows
        if row.first_response_words
    }
    assert said == {("24x7", "critical", "immediately")}


def test_a_week_of_updates_is_a_week_on_the_wall(policy: Policy) -> None:
    """In office hours five business days: the same time of day, a week later."""
    row = policy.targets("basic", "important", "problem")
    assert row.updates is not None
    tuesday = datetime(2026, 11, 17, 10, 30, tzinfo=CHILE)
    due = hours_of(policy, row.calendar).end_of(row.updates, tuesday)
    assert due.astimezone(CHILE) == datetime(2026, 11, 24, 10, 30, tzinfo=CHILE)


@pytest.mark.parametrize(
    ("plan", "only_with", "includes"),
    [("basic", None, 4), ("premium", None, 5), ("24x7", "premium", 4)],
)
def test_plans(policy: Policy, plan: str, only_with: str | None, includes: int) -> None:
    told = policy.plan(plan)
    assert told is not None
    assert (told.only_with, len(told.includes)) == (only_with, includes)


@pytest.mark.parametrize(
    ("channel", "address", "languages", "first_response"),
    [
        ("email", "soporte@menteautonoma.cl", ("es", "en"), "24 h"),
        ("phone", PHONE, (), None),
        ("whatsapp", PHONE, (), None),
        ("chat", None, ("es", "en"), "2 to 4 h"),
    ],
)
def test_channels(
    policy: Policy,
    channel: str,
    address: str | None,
    languages: tuple[str, ...],
    first_response: str | None,
) -> None:
    told = policy.channel(channel)
    assert told is not None
    assert (told.example_address, told.languages, told.calendar) == (address, languages, "office")
    assert told.address is None, "it is the document's, and nobody else's"
    assert written(told.first_response) == first_response


@pytest.mark.parametrize(
    ("plan", "severity", "channel", "asked", "due"),
    [
        ("basic", "general", "portal", "Mon 10:00", "Wed 16:00"),
        ("basic", "general", "email", "Mon 10:00", "Wed 16:00"),
        ("basic", "general", "chat", "Mon 10:00", "Mon 14:00"),
        ("basic", "important", "chat", "Mon 16:00", "Tue 11:00"),
        ("basic", "critical", "chat", "Mon 10:00", "Mon 12:00"),
        ("basic", "critical", "portal", "Sat 10:00", "Mon 11:00"),
        ("premium", "general", "chat", "Mon 10:00", "Mon 12:00"),
        ("premium", "important", "email", "Mon 10:00", "Mon 14:00"),
        ("premium", "critical", "email", "Sat 23:00", "Sat 23:30"),
        ("24x7", "general", "email", "Sun 07:00", "Sun 09:00"),
        ("24x7", "important", "chat", "Sat 20:00", "Sun 00:00"),
    ],
)
def test_the_stricter_of_channel_and_plan_is_promised(
    policy: Policy, plan: str, severity: str, channel: str, asked: str, due: str
) -> None:
    start = moment(asked)
    promised = Terms(policy, channel).promised(
        Goal.FIRST_RESPONSE, Class(plan, severity, "problem", ""), start
    )
    assert promised is not None
    assert promised.hours.add(start, promised.amount) == moment(due)


def moment(text: str) -> datetime:
    """'Mon 10:00' in Chile, in the five days from Saturday, 14 November 2026."""
    day, time = text.split()
    number = {"Sat": 14, "Sun": 15, "Mon": 16, "Tue": 17, "Wed": 18}[day]
    return datetime.fromisoformat(f"2026-11-{number} {time}").replace(tzinfo=CHILE)


def test_the_portal_itself_promises_nothing_of_its_own(policy: Policy) -> None:
    portal = policy.channel("portal")
    assert portal is not None
    assert (portal.address, portal.calendar, portal.first_response) == (None, None, None)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (datetime(2026, 11, 16, 8, 59, tzinfo=CHILE), False),
        (datetime(2026, 11, 16, 9, 0, tzinfo=CHILE), True),
        (datetime(2026, 11, 20, 17, 59, tzinfo=CHILE), True),
        (datetime(2026, 11, 20, 18, 0, tzinfo=CHILE), False),
        (datetime(2026, 11, 21, 12, 0, tzinfo=CHILE), False),
        (datetime(2026, 11, 22, 12, 0, tzinfo=CHILE), False),
        (datetime(2026, 9, 18, 12, 0, tzinfo=CHILE), False),
        (datetime(2026, 11, 16, 12, 30, tzinfo=UTC), True),
        (datetime(2026, 6, 16, 12, 30, tzinfo=UTC), False),
    ],
    ids=[
        "monday 8:59",
        "monday 9:00",
        "friday 17:59",
        "friday 18:00",
        "saturday",
        "sunday",
        "national holiday",
        "summer time",
        "winter time",
    ],
)
def test_office_hours_are_chilean(policy: Policy, at: datetime, is_open: bool) -> None:
    assert hours_of(policy, "office").is_open(at) == is_open


def test_both_languages_and_the_zone(policy: Policy) -> None:
    assert policy.languages == ("es", "en")
    assert policy.time_zone == "America/Santiago"
    assert policy.words(policy.example_organisation, "es") == "Mente Autónoma"


@pytest.mark.parametrize("plan", ["premium", "24x7"])
def test_emergency_contact(policy: Policy, plan: str) -> None:
    told = policy.plan(plan)
    assert told is not None
    assert told.emergency is not None
    assert told.emergency.severities == ("critical",)
    addresses = [contact.example_address for contact in told.emergency.contacts]
    assert addresses == [PHONE, PHONE, EMERGENCIES]
    assert hours_of(policy, told.emergency.calendar).is_always


def test_basic_has_no_emergency_contact(policy: Policy) -> None:
    basic = policy.plan("basic")
    assert basic is not None
    assert basic.emergency is None


def test_quality(policy: Policy) -> None:
    assert (policy.quality.availability, policy.quality.satisfaction) == (99.5, 95)


def test_levels_and_chain(policy: Policy) -> None:
    assert [tier.key for tier in policy.working_tiers] == ["level-1", "level-2", "level-3"]
    assert [link.tier for link in policy.chain] == ["supervisor", "manager", "director"]
    shares = [link.at for link in policy.chain]
    assert shares == sorted(set(shares)), "one after the other"
    assert shares[0] == 100, "who is above hears of a breach, not before"


def test_level_3_works_at_any_hour_since_emergencies_come_at_any_hour(policy: Policy) -> None:
    hours = {tier.key: tier.calendar for tier in policy.working_tiers}
    assert hours == {"level-1": "office", "level-2": "office", "level-3": "always"}


def test_critical_tickets_go_to_level_3(policy: Policy) -> None:
    rule = next(rule for rule in policy.assignment_rules if rule.key == "critical")
    assert (rule.when["severity"], rule.tier) == (("critical",), "level-3")
    assert policy.words(rule.because, "es") == "los tickets críticos llegan al nivel 3"


def test_three_severities_worst_first(policy: Policy) -> None:
    assert [s.key for s in policy.severities] == ["critical", "important", "general"]
    assert [len(s.examples) for s in policy.severities] == [4, 4, 4], "as many as are listed"


@pytest.mark.parametrize(
    ("working", "function", "people", "detour", "severity"),
    [
        ("no", "main", "everyone", "no", "critical"),
        ("yes", "data", "one", "yes", "critical"),
        ("partly", "main", "everyone", "no", "important"),
        ("partly", "main", "some", "yes", "important"),
        ("yes", "secondary", "one", "yes", "important"),
        ("yes", "none", "one", "unknown", "general"),
    ],
)
def test_plain_answers_lead_to_a_severity(
    policy: Policy, working: str, function: str, people: str, detour: str, severity: str
) -> None:
    answers = {"working": working, "function": function, "people": people, "detour": detour}
    assert policy.severity_of(answers) == severity


def test_lost_data_and_security_are_critical_whatever_else_is_answered(policy: Policy) -> None:
    hit = [given for given in answer_sets(policy) if given["function"] == "data"]
    assert {policy.severity_of(given) for given in hit} == {"critical"}
    kind = policy.request_type("data-or-security")
    assert kind is not None
    assert kind.severity == "critical"


@pytest.mark.parametrize("kind", ["question", "configuration-question", "training-session"])
def test_questions_and_training_are_general(policy: Policy, kind: str) -> None:
    told = policy.request_type(kind)
    assert told is not None
    assert told.severity == "general"


def test_the_four_things_a_report_needs_and_the_three_reports(policy: Policy) -> None:
    assert clauses(policy, "client-duty") == ["description", "steps", "pictures", "logs"]
    reports = policy.clause("reports")
    assert reports is not None
    assert policy.words(reports.text, "en") == (
        "Report the state every day, the performance every week and the use every month."
    )
