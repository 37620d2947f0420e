"""A policy to read in a terminal, part by part, in English where it has it."""

from collections.abc import Iterator

from portal.cli.columns import columns
from portal.policy.differing import condition
from portal.policy.durations import Term, written
from portal.policy.parts import ANY, Channel, Contact, Text
from portal.policy.policy import Policy
from portal.policy.times import Calendar, Targets, hours_written


def shown(policy: Policy) -> Iterator[str]:
    """The lines."""
    yield from _head(policy)
    for title, rows in (
        ("Plans", _plans(policy)),
        ("Channels", _channels(policy)),
        ("Request types", _request_types(policy)),
        ("Severities, the worst first", _severities(policy)),
        ("From answers to severity: the first that holds", _decisions(policy)),
        ("From severity and answers to priority: the first that holds", _priorities(policy)),
        ("Targets", list(_targets(policy))),
        ("Calendars", [row for each in policy.calendars for row in _calendar(policy, each)]),
        ("Waiting", _waiting(policy)),
        ("Tiers", _tiers(policy)),
        ("Told as a target is used up", [[f"{c.at} %", c.tier] for c in policy.chain]),
        ("Given by rule: the first that holds", _rules(policy)),
        ("Watch, quality, ends", list(_figures(policy))),
    ):
        if rows:
            yield ""
            yield title
            yield from columns(rows)


def _head(policy: Policy) -> Iterator[str]:
    yield f"{policy.name}: {_words(policy, policy.titles)}"
    about = [f"languages {', '.join(policy.languages)}", f"time zone {policy.time_zone}"]
    if policy.organisation or policy.example_organisation:
        about.insert(0, _words(policy, policy.organisation or policy.example_organisation))
    if policy.updated_on:
        about.append(f"updated on {policy.updated_on}")
    yield f"  {' · '.join(about)}"
    yield f"  edition {policy.edition[:12]}"


def _words(policy: Policy, text: Text | None) -> str:
    return policy.words(text, "en")


def _plans(policy: Policy) -> list[list[str]]:
    rows = []
    for plan in policy.plans:
        notes = [f"only with {plan.only_with}"] if plan.only_with else []
        if plan.emergency:
            ways = ", ".join(_address(contact) for contact in plan.emergency.contacts)
            worst = ", ".join(plan.emergency.severities)
            notes.append(f"emergencies ({worst}) in {plan.emergency.calendar}: {ways}")
        rows.append([plan.key, _words(policy, plan.title), "; ".join(notes)])
    return rows


def _address(part: Channel | Contact) -> str:
    """The address; an example's is marked as one, and what has none is called by its title."""
    example = f"for example {part.example_address}" if part.example_address else ""
    return part.address or example or part.title.get("en") or next(iter(part.title.values()))


def _channels(policy: Policy) -> list[list[str]]:
    return [
        [
            channel.key,
            _words(policy, channel.title),
            _address(channel) if channel.address or channel.example_address else "",
            channel.calendar or "",
            f"first response {channel.first_response}" if channel.first_response else "",
            ", ".join(channel.languages),
            f"plans {', '.join(channel.plans)}" if channel.plans else "",
        ]
        for channel in policy.channels
    ]


def _request_types(policy: Policy) -> list[list[str]]:
    return [
        [
            kind.key,
            _words(policy, kind.title),
            f"severity {kind.severity}" if kind.severity else "",
            f"asks {', '.join(kind.asks)}",
            ", ".join(q.key for q in policy.questions if kind.key in q.request_types),
        ]
        for kind in policy.request_types
    ]


def _severities(policy: Policy) -> list[list[str]]:
    return [
        [str(each.rank), each.key, _words(policy, each.title), _words(policy, each.definition)]
        for each in policy.severities
    ]


def _decisions(policy: Policy) -> list[list[str]]:
    return [[row.severity, condition(row.when)] for row in policy.decisions]


def _priorities(policy: Policy) -> list[list[str]]:
    return [[row.priority, condition(row.when)] for row in policy.priority_decisions]


def _targets(policy: Policy) -> Iterator[list[str]]:
    if not policy.target_rows:
        return
    yield ["for", "first response", "resolution", "updates", "calendar"]
    for row in policy.target_rows:
        yield [
            named(row),
            _promise(policy, row.first_response, row.first_response_words),
            _promise(policy, row.resolution, row.resolution_words),
            _promise(policy, row.updates, row.updates_words),
            row.calendar,
        ]


def named(row: Targets) -> str:
    """What a row of the targets is for: 'critical · premium', 'everything'."""
    names = (row.severity, row.priority, row.plan, row.request_type)
    return " · ".join(name for name in names if name != ANY) or "everything"


def _promise(policy: Policy, term: Term | None, text: Text | None) -> str:
    words = f"“{_words(policy, text)}”" if text else ""
    return f"{term} {words}".strip() if term else words or "—"


def _calendar(policy: Policy, calendar: Calendar) -> Iterator[list[str]]:
    title = _words(policy, calendar.title)
    yield [calendar.key, title, calendar.hours or "", calendar.time_zone or ""]
    days: dict[str, list[str]] = {}
    for day, blocks in calendar.week.items():
        days.setdefault(", ".join(map(hours_written, blocks)) or "closed", []).append(day)
    for hours, names in days.items():
        yield ["", " ".join(names), hours, ""]
    if calendar.holidays:
        holidays = calendar.holidays
        yield [
            "",
            "public holidays",
            " ".join(filter(None, (holidays.country, holidays.region))),
            "",
        ]
    for odd in calendar.odd_days:
        hours = ", ".join(map(hours_written, odd.hours)) or "closed"
        yield ["", str(odd.on), hours, _words(policy, odd.title)]


def _waiting(policy: Policy) -> list[list[str]]:
    return [
        [
            reason.key,
            f"stands still: {', '.join(reason.pauses) or 'nothing'}",
            f"asked again after {', '.join(map(written, reason.reminders))}"
            if reason.reminders
            else "",
            f"closes after {written(reason.closes_after)}" if reason.closes_after else "",
            f"followed up within {reason.follow_up} {reason.follow_up_calendar or ''}".rstrip()
            if reason.follow_up
            else "",
        ]
        for reason in policy.waiting_reasons
    ]


def _tiers(policy: Policy) -> list[list[str]]:
    return [
        [
            tier.key,
            _words(policy, tier.title),
            "management" if tier.is_management else "",
            tier.calendar or "",
        ]
        for tier in policy.tiers
    ]


def _rules(policy: Policy) -> list[list[str]]:
    return [
        [
            rule.key,
            condition(rule.when),
            f"→ {rule.tier}" if rule.tier else "→ stays",
            "to who has least to do" if rule.pick == "least-loaded" else "to nobody",
        ]
        for rule in policy.assignment_rules
    ]


def _figures(policy: Policy) -> Iterator[list[str]]:
    yield ["warning", f"at {policy.watch.warn_at} % of a target"]
    if policy.watch.alert:
        again = (
            f", again every {written(policy.watch.alert_every)}" if policy.watch.alert_every else ""
        )
        yield ["alert at once", f"{', '.join(policy.watch.alert)}{again}"]
    for name in ("availability", "satisfaction"):
        if (wanted := getattr(policy.quality, name)) is not None:
            yield [name, f"{wanted:g} %"]
    yield ["closes unanswered", f"after {written(policy.closing.unanswered)}"]
    yield ["can be reopened", f"for {written(policy.closing.reopenable)}"]
