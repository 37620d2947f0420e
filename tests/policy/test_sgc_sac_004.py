"""The policy sgc-sac-004 reproduces its document: every figure by its section, and none where it gives none."""

from datetime import timedelta
from itertools import product

import pytest

from portal.policy.loading import load
from portal.policy.policy import Policy

MIN, H = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load("sgc-sac-004")


@pytest.mark.parametrize(
    ("severity", "first_response", "resolution", "updates"),
    [
        ("critical", 30 * MIN, 4 * H, 2 * H),
        ("high", 2 * H, 8 * H, 4 * H),
        ("medium", 4 * H, 24 * H, 24 * H),
        ("low", 8 * H, 48 * H, None),
    ],
)
def test_the_figures_of_section_4_4_and_5(
    policy: Policy,
    severity: str,
    first_response: timedelta,
    resolution: timedelta,
    updates: timedelta | None,
) -> None:
    for plan, kind in product(policy.plans, policy.request_types):
        targets = policy.targets(plan.key, severity, kind.key)
        promised = (targets.first_response, targets.resolution, targets.updates)
        assert promised == (first_response, resolution, updates)


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


def test_levels_1_to_3_and_the_leader(policy: Policy) -> None:
    assert [tier.key for tier in policy.tiers] == ["level-1", "level-2", "level-3", "leader"]
    assert [tier.key for tier in policy.tiers_above("level-2")] == ["level-3", "leader"]


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
