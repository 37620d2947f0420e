"""The commands about service policies: check a file, show it, explain a promise, tell two apart, replay the past."""

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from portal.cli.context import CommandError, app_context
from portal.ground.now import now
from portal.ground.settings import Settings

if TYPE_CHECKING:
    from portal.policy.policy import Policy

NO_NAME = (
    "Name a policy: one of {names}, or the path of a file. There is no portal here that uses one."
)
NO_PORTAL = "There is no portal here yet: start it once with `portal run`."


def check(asked: argparse.Namespace) -> None:
    """`portal policy check [NAME|FILE]`: one line where it is sound, else every mistake with line, key and remedy."""
    from portal.policy.hinting import hints
    from portal.policy.loading import preset_names

    chosen = [asked.policy] if asked.policy or _site_policy() else preset_names()
    wrong: list[str] = []
    for name in chosen:
        try:
            policy, source = _chosen(name)
        except CommandError as error:
            wrong.append(str(error))
            continue
        print(f"{source}: sound. {_counts(policy)}.")
        for line, hint in hints(policy):
            print(f"{source}:{line}: note: {hint.words} {hint.remedy}")
    if wrong:
        raise CommandError("\n".join(wrong))


def show(asked: argparse.Namespace) -> None:
    """`portal policy show [NAME|FILE] [--json]`: what it says, to read or for programs."""
    from portal.cli.policy_shown import shown
    from portal.policy.differing import as_json

    policy, _source = _chosen(asked.policy)
    if asked.json:
        print(json.dumps(as_json(policy), ensure_ascii=False, indent=2))
    else:
        print("\n".join(shown(policy)))


def explain(asked: argparse.Namespace) -> None:
    """`portal policy explain [NAME|FILE] --severity KEY …`: what would be promised, from which line, due when."""
    from portal.cli.policy_explained import Question, explained

    policy, source = _chosen(asked.policy)
    zone = ZoneInfo(policy.time_zone)
    kind = _known(policy, "request_type", asked.type or policy.request_types[0].key)
    given = next(each.severity for each in policy.request_types if each.key == kind)
    if not asked.severity and not given:
        raise CommandError(f"Say how bad it is: --severity, one of {_keys(policy, 'severity')}.")
    severity = _known(policy, "severity", asked.severity or str(given))
    question = Question(
        plan=_known(policy, "plan", asked.plan or policy.default_plan),
        severity=severity,
        kind=kind,
        priority=_known(policy, "priority", asked.priority)
        if asked.priority
        else policy.priority_of(severity, {}),
        channel=_known(policy, "channel", asked.channel or "portal"),
        at=_moment(asked.at, zone) if asked.at else now(),
    )
    print("\n".join(explained(policy, source, question)))


def diff(asked: argparse.Namespace) -> int:
    """`portal policy diff A B`: what differs, a line each; the code is 1 where something does."""
    from portal.policy.differing import differences

    found = differences(_chosen(asked.before)[0], _chosen(asked.after)[0])
    print("\n".join(map(str, found)) if found else "They mean the same.")
    return int(bool(found))


def replay(asked: argparse.Namespace) -> None:
    """`portal policy replay NAME|FILE [--since DATE]`: what of the past it would have kept. Nothing is written."""
    from portal.cli.policy_replayed import replayed

    policy, source = _chosen(asked.policy)
    if not _is_portal_here():
        raise CommandError(NO_PORTAL)
    zone = ZoneInfo(policy.time_zone)
    since = _moment(asked.since, zone) if asked.since else None
    with app_context():
        from portal.tickets.replaying import replay as run_again

        print("\n".join(replayed(run_again(policy, since, now()), policy, source, since)))


def holidays(asked: argparse.Namespace) -> None:
    """`portal policy holidays [--renew]`: where the library of today differs from what the policy in force counts with;
    `--renew`: new tickets are counted with today's, those of before keep theirs."""
    if not _is_portal_here():
        raise CommandError(NO_PORTAL)
    with app_context():
        from portal.ground.db import writing
        from portal.policy.days_kept import moved_days
        from portal.policy.editions import current_policy, renew_days

        moved = moved_days(current_policy(), now().date())
        for each in moved:
            print(f"{'+' if each.is_added else '-'} {each.on} {each.place}")
        if not moved:
            print("The library has the same public holidays as the policy in force.")
        elif asked.renew:
            with writing():
                renewed = renew_days(now())
            print(f"New tickets are counted with these, under edition {renewed.edition[:12]}.")


def _chosen(name: str | None) -> tuple["Policy", str]:
    """The policy that was named, else the site's own, and how its file is called."""
    from portal.policy.editions import KEPT, policy_named
    from portal.policy.loading import PolicyError, path_of, preset_names

    wanted = name or _site_policy()
    if not wanted:
        raise CommandError(NO_NAME.format(names=", ".join(preset_names())))
    try:
        with app_context() if wanted.startswith(KEPT) else nullcontext():
            return policy_named(wanted), path_of(wanted).name
    except PolicyError as error:
        raise CommandError(str(error)) from None


def _site_policy() -> str | None:
    """The policy of the portal whose data folder this is; None where no portal is."""
    if not _is_portal_here():
        return None
    from portal.ground.site import current_site

    with app_context():
        return current_site().policy


def _is_portal_here() -> bool:
    """Whether there is a database. The data folder is not made for asking."""
    settings = Settings()
    return bool(settings.database_url) or (settings.data / "portal.sqlite3").exists()


def _counts(policy: "Policy") -> str:
    counted = {
        "plan": policy.plans,
        "channel": policy.channels,
        "request type": policy.request_types,
        "severity": policy.severities,
        "target": policy.target_rows,
        "calendar": policy.calendars,
        "tier": policy.tiers,
        "rule": policy.assignment_rules,
    }
    said = [f"{len(parts)} {_plural(name, len(parts))}" for name, parts in counted.items()]
    return f"{policy.name} in {', '.join(policy.languages)}: {', '.join(said)}"


def _plural(name: str, count: int) -> str:
    if count == 1:
        return name
    return "severities" if name == "severity" else f"{name}s"


def _known(policy: "Policy", what: str, key: str) -> str:
    """The key, if the policy has it. Raises CommandError with those that it has."""
    if key not in set(_all(policy, what)):
        raise CommandError(f"{policy.name} has no {what} '{key}'. It has: {_keys(policy, what)}.")
    return key


def _keys(policy: "Policy", what: str) -> str:
    return ", ".join(_all(policy, what)) or "none"


def _all(policy: "Policy", what: str) -> Iterator[str]:
    lists: dict[str, Sequence[Any]] = {
        "plan": policy.plans,
        "severity": policy.severities,
        "request_type": policy.request_types,
        "priority": policy.priorities,
        "channel": policy.channels,
    }
    return (part.key for part in lists[what])


def _moment(text: str, zone: ZoneInfo) -> datetime:
    """The moment that ISO 8601 writes; in the policy's zone where it names none; a day alone begins at midnight."""
    try:
        if len(text) == len("2026-11-21"):
            return datetime.combine(date.fromisoformat(text), time(), zone)
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"'{text}' is no moment. Write one as in 2026-11-21T14:05.") from None
    return at if at.tzinfo else at.replace(tzinfo=zone)
