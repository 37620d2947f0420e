"""What a replay found, to read in a terminal: kept of judged, as it was and as it would have been."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from portal.cli.columns import columns
from portal.policy.policy import Policy

if TYPE_CHECKING:
    from portal.tickets.replaying import Count, Replay


def replayed(found: "Replay", policy: Policy, source: str, since: datetime | None) -> Iterator[str]:
    """The lines: a row for each plan and severity, the sum, and the keys that the policy does not know."""
    from portal.tickets.goals import Goal
    from portal.tickets.replaying import Compared

    opened = f" opened since {since:%Y-%m-%d}" if since else ""
    if not found.tickets:
        yield f"No tickets{opened}."
        return
    they = "it" if found.tickets == 1 else "they"
    yield (
        f"{_tickets(found.tickets)}{opened}, as {they} went and under {source}. "
        "Nothing was changed."
    )
    yield "Kept of those that are decided; updates: every interval counts."
    yield ""
    total = Compared()
    for each in found.compared.values():
        total.tickets += each.tickets
        for goal in Goal:
            total.was[goal].add(each.was[goal])
            total.would[goal].add(each.would[goal])
    ordered = [(*key, each) for key, each in sorted(found.compared.items())]
    yield from columns(
        [
            ["plan", "severity", "tickets", *(_head(goal) for goal in Goal)],
            *(
                [
                    plan,
                    severity,
                    f"{each.tickets:,}",
                    *(_pair(each.was[g], each.would[g]) for g in Goal),
                ]
                for plan, severity, each in [*ordered, ("all", "", total)]
            ),
        ]
    )
    if found.unknown:
        yield ""
        yield f"{policy.name} does not know these; only what it promises to all counts for them:"
        yield from columns(
            [[what, key, _tickets(count)] for (what, key), count in sorted(found.unknown.items())]
        )


def _tickets(count: int) -> str:
    return "1 ticket" if count == 1 else f"{count:,} tickets"


def _head(goal: str) -> str:
    return f"{goal.replace('-', ' ')}: was → would be"


def _pair(was: "Count", would: "Count") -> str:
    return f"{_kept(was)} → {_kept(would)}"


def _kept(count: "Count") -> str:
    decided = count.kept + count.missed
    share = f" ({count.kept / decided:.0%})" if decided else ""
    return f"{count.kept} of {decided}{share}" if decided else "—"
