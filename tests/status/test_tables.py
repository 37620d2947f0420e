"""What a policy promises, gathered into tables: nothing is told twice, nothing is left out."""

from pathlib import Path

from portal.policy.loading import load, parse
from portal.policy.policy import Policy
from portal.status.tables import Table, calendars_told, tables

SMALL = Path(__file__).parent.parent / "policy" / "small.toml"


def small(*targets: str) -> Policy:
    """The small policy with these targets instead of its own."""
    text = SMALL.read_text()
    head, _mark, rest = text.partition("[[target]]")
    tail = rest[rest.index("[[waiting_reason]]") :]
    return parse(head + "\n".join(f"[[target]]\n{each}\n" for each in targets) + tail, "test")


def told(table: Table) -> list[tuple[str, str, str]]:
    """The rows as (severity, kinds, first response)."""
    return [
        (
            row.severity.key if row.severity else "",
            " ".join(kind.key for kind in row.kinds),
            str(row.targets.first_response.most) if row.targets.first_response else "",
        )
        for row in table.rows
    ]


def test_plans_that_promise_the_same_share_a_table() -> None:
    policy = small(
        'severity = "critical"\ncalendar = "always"\nfirst_response = "2 h"',
    )
    (table,) = tables(policy)
    assert [plan.key for plan in table.plans] == ["basic", "premium"]
    assert told(table) == [("critical", "", "2"), ("important", "", ""), ("general", "", "")]


def test_what_a_plan_has_of_its_own_is_a_table_of_its_own() -> None:
    policy = small(
        'severity = "critical"\ncalendar = "always"\nfirst_response = "2 h"',
        'plan = "premium"\nseverity = "critical"\ncalendar = "always"\nfirst_response = "1 h"',
    )
    basic, premium = tables(policy)
    assert told(basic)[0] == ("critical", "", "2")
    assert told(premium)[0] == ("critical", "", "1")


def test_a_kind_of_request_is_a_row_only_where_it_is_promised_something_else() -> None:
    policy = small(
        'severity = "critical"\ncalendar = "always"\nfirst_response = "2 h"',
        'severity = "critical"\nrequest_type = "incident"\ncalendar = "always"\nfirst_response = "2 h"',
        'severity = "general"\nrequest_type = "question"\ncalendar = "always"\nfirst_response = "9 h"',
    )
    (table,) = tables(policy)
    assert told(table)[3:] == [("", "question", "9")], "a question is always general: one row"


def test_nothing_promised_is_known_as_such() -> None:
    policy = small('plan = "premium"\ncalendar = "always"')
    (table,) = tables(policy)
    assert table.is_empty
    assert calendars_told(policy) == {"always"}, "it says at least which hours are in force"


def test_a_policy_by_priority_has_a_row_for_each() -> None:
    (table,) = tables(load("poliza"))
    assert [row.priority.key for row in table.rows if row.priority] == ["high", "medium", "low"]
    assert all(row.severity is None for row in table.rows)
