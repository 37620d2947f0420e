"""The policy sgc-sac-004 reproduces its document: every figure by its section, and none where it gives none."""

from datetime import date, timedelta
from itertools import product

import pytest

from portal.policy.loading import load
from portal.policy.policy import Policy
from tests.policy.promising import clauses, promises

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load("sgc-sac-004")


@pytest.mark.parametrize("plan", ["standard", "plus", "premium", "enterprise"])
@pytest.mark.parametrize(
    ("severity", "first_response", "resolution", "updates"),
    [
        ("critical", "30 min", "4 h", "2 h"),
        ("high", "2 h", "8 h", "4 h"),
        ("medium", "4 h", "24 h", "24 h"),
        ("low", "8 h", "48 h", None),
    ],
)
def test_targets(
    policy: Policy,
    plan: str,
    severity: str,
    first_response: str,
    resolution: str,
    updates: str | None,
) -> None:
    assert promises(policy, plan, severity) == {(first_response, resolution, updates)}


def test_the_plans_are_ours_and_promise_the_same(policy: Policy) -> None:
    assert [plan.key for plan in policy.plans] == ["standard", "plus", "premium", "enterprise"]
    assert policy.default_plan == "standard"


def test_low_is_updated_on_significant_progress(policy: Policy) -> None:
    words = policy.targets("standard", "low", "call").updates_words
    assert policy.words(words, "en") == "whenever there is significant progress"
    assert policy.words(words, "es") == "cuando haya avances importantes"


def test_it_counts_round_the_clock_and_says_so(policy: Policy) -> None:
    calendar = policy.calendar(policy.targets("plus", "high", "call").calendar)
    assert calendar is not None
    assert (calendar.hours, policy.words(calendar.title, "en")) == (
        "24x7",
        "round the clock, every day",
    )


def test_the_four_severities_worst_first(policy: Policy) -> None:
    ranked = [(severity.rank, severity.key) for severity in policy.severities]
    assert ranked == [(1, "critical"), (2, "high"), (3, "medium"), (4, "low")]


def test_the_request_types_of_section_4_1_come_first(policy: Policy) -> None:
    assert [kind.key for kind in policy.request_types][:4] == [
        "system-error",
        "configuration-problem",
        "technical-question",
        "improvement-request",
    ]


def test_levels_1_to_3_work_and_the_leader_is_above_them(policy: Policy) -> None:
    assert [tier.key for tier in policy.tiers] == ["level-1", "level-2", "level-3", "leader"]
    assert [tier.key for tier in policy.tiers_above("level-1")] == ["level-2", "level-3"]
    assert [link.tier for link in policy.chain] == ["leader"]


def test_it_is_dated_and_names_its_organisation(policy: Policy) -> None:
    assert policy.updated_on == date(2024, 4, 1)
    assert policy.words(policy.example_organisation, "en") == "Bizflow Tech"


def test_a_silent_client_is_reminded_twice_then_it_closes(policy: Policy) -> None:
    reason = policy.waiting_reason("client")
    assert reason is not None
    assert (reason.reminders, reason.closes_after) == ((2 * DAY, 4 * DAY), 7 * DAY)


@pytest.mark.parametrize(
    ("part", "keys"),
    [
        ("scope", ["incidents", "configuration", "errors", "questions"]),
        ("client-duty", ["information", "evidence", "remote-access"]),
        (
            "provider-duty",
            ["reference", "progress", "record", "confirmation", "access-with-consent"],
        ),
    ],
)
def test_clauses(policy: Policy, part: str, keys: list[str]) -> None:
    assert clauses(policy, part) == keys


def test_a_phone_number_is_asked_only_of_those_who_want_a_phone_call(policy: Policy) -> None:
    number = next(question for question in policy.questions if question.key == "call-number")
    assert number.shown_when == number.required_when == {"call-by": ("phone",)}
    assert not number.required


@pytest.mark.parametrize(
    ("working", "function", "people", "detour", "severity", "because"),
    [
        ("no", "main", "everyone", "no", "critical", "nobody can work"),
        ("no", "main", "one", "no", "high", "one person cannot work at all"),
        ("partly", "main", "everyone", "yes", "high", "a main function is affected"),
        ("partly", "main", "one", "no", "high", "one person, but no way round"),
        ("partly", "main", "one", "yes", "medium", "one person, and there is a way round"),
        ("partly", "secondary", "some", "no", "medium", "a secondary function"),
        ("yes", "secondary", "one", "yes", "medium", "a secondary function"),
        ("yes", "none", "one", "unknown", "low", "a question"),
        ("partly", "none", "everyone", "no", "low", "a visual detail, however many see it"),
    ],
)
def test_plain_answers_lead_to_a_severity(
    policy: Policy,
    working: str,
    function: str,
    people: str,
    detour: str,
    severity: str,
    because: str,
) -> None:
    answers = {"working": working, "function": function, "people": people, "detour": detour}
    assert policy.severity_of(answers) == severity, because
    named = {f"impact.{question}": answer for question, answer in answers.items()}
    assert policy.severity_of(named) == severity, "the form's names of the questions do as well"


def test_every_severity_can_be_reached(policy: Policy) -> None:
    answers = [[(q.key, a.key) for a in q.answers] for q in policy.impact_questions]
    reached = {policy.severity_of(dict(given)) for given in product(*answers)}
    assert reached == {"critical", "high", "medium", "low"}


def test_questions_and_ideas_are_low_without_being_asked(policy: Policy) -> None:
    for key in ("technical-question", "improvement-request"):
        kind = policy.request_type(key)
        assert kind is not None
        assert kind.severity == "low"
        assert "severity" not in kind.asks
