"""The policy politica-base reproduces its document: words instead of figures, and what both sides owe."""

import pytest

from portal.policy.loading import load
from portal.policy.policy import Policy
from tests.policy.promising import SILENCE, clauses, promises, rows


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load("politica-base")


@pytest.mark.parametrize(
    ("severity", "es", "en"),
    [
        ("critical", "con prioridad", "as a priority"),
        ("moderate", "en un plazo razonable", "within a reasonable time"),
        ("general", "en orden de llegada", "in order of arrival"),
    ],
)
def test_targets_are_words(policy: Policy, severity: str, es: str, en: str) -> None:
    assert promises(policy, "general", severity) == {SILENCE}
    for row in rows(policy, "general", severity):
        assert policy.words(row.first_response_words, "es") == es
        assert policy.words(row.first_response_words, "en") == en
        assert "varía según el plan" in policy.words(row.resolution_words, "es")
        assert "varies by plan" in policy.words(row.resolution_words, "en")
        assert row.updates_words is None


def test_three_severities_worst_first(policy: Policy) -> None:
    assert [s.key for s in policy.severities] == ["critical", "moderate", "general"]


@pytest.mark.parametrize(
    ("part", "keys"),
    [
        (
            "scope",
            [
                "failures",
                "guidance",
                "minor-adjustments",
                "backups",
                "critical-incidents",
                "separate-quote",
            ],
        ),
        (
            "exclusion",
            [
                "uncontracted-development",
                "advanced-changes",
                "misuse",
                "third-party",
                "unplanned-migration",
            ],
        ),
        ("client-duty", ["information", "access", "patience", "credentials"]),
        (
            "provider-duty",
            ["official-channels", "record", "reasonable-measures", "progress"],
        ),
        ("limit", ["third-party-failures", "attacks", "data-loss", "changed-configuration"]),
    ],
)
def test_clauses(policy: Policy, part: str, keys: list[str]) -> None:
    assert clauses(policy, part) == keys


def test_what_is_not_included_can_be_quoted(policy: Policy) -> None:
    clause = policy.clause("separate-quote")
    assert clause is not None
    assert "cotizar por separado" in policy.words(clause.text, "es")
    assert policy.request_type("quote") is not None


def test_channels(policy: Policy) -> None:
    assert [channel.key for channel in policy.channels] == ["email", "portal", "chat", "video"]
    noted = [channel.key for channel in policy.channels if channel.note]
    assert noted == ["chat", "video"], "where it is available; on request"


def test_scope_of_the_request_types(policy: Policy) -> None:
    kinds = [kind.key for kind in policy.request_types]
    assert kinds == ["failure", "question", "minor-adjustment", "backup-restore", "call", "quote"]


def test_a_backup_is_restored_from_a_date(policy: Policy) -> None:
    question = next(each for each in policy.questions if each.key == "restore-date")
    assert (question.kind, question.required) == ("date", True)
    assert question.request_types == ("backup-restore",)


def test_general_questions_wait_in_order_of_arrival(policy: Policy) -> None:
    rule = policy.assignment_rules[0]
    assert (rule.when, rule.pick) == ({"severity": ("general",)}, "nobody")


@pytest.mark.parametrize(
    ("working", "function", "people", "detour", "severity"),
    [
        ("no", "main", "one", "no", "critical"),
        ("partly", "main", "everyone", "no", "moderate"),
        ("partly", "main", "everyone", "yes", "moderate"),
        ("yes", "secondary", "one", "yes", "moderate"),
        ("yes", "none", "one", "unknown", "general"),
    ],
)
def test_plain_answers_lead_to_a_severity(
    policy: Policy, working: str, function: str, people: str, detour: str, severity: str
) -> None:
    answers = {"working": working, "function": function, "people": people, "detour": detour}
    assert policy.severity_of(answers) == severity


def test_the_date_of_update_is_a_blank_to_fill_in(policy: Policy) -> None:
    assert policy.updated_on is None
