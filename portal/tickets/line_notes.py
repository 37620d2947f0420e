"""What stands below a line of the ledger: what another class changed, and which time on the wall an amount is."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal.ground.catalogue import _, _n
from portal.ground.wording import Reader, hours_and_minutes, plain_time
from portal.policy.policy import Policy
from portal.tickets.ledger import Line, LineKind
from portal.tickets.promise_words import counts_words

MINUTE = timedelta(minutes=1)
SPANS = 4
"""So many spans of open time are listed; of more the first two and the last, and how much lies between."""


def notes_on(line: Line, policy: Policy, reader: Reader) -> Iterator[str]:
    """The line's notes, in sentences."""
    yield from _changes(line, policy, reader)
    yield from _spans(line, reader)


def _amount(time: timedelta, reader: Reader) -> str:
    return hours_and_minutes(time // MINUTE, reader.language)


def _changes(line: Line, policy: Policy, reader: Reader) -> Iterator[str]:
    """What another class or plan changed of the promise."""
    if line.kind not in {LineKind.RECLASSIFIED, LineKind.PLAN_CHANGED}:
        return
    if line.target is None:
        if line.target_before is not None:
            yield _("From here on nothing is promised for it.")
        return
    target = _amount(line.target, reader)
    if line.target_before is None:
        yield _("A target time starts here: %(target)s.", target=target)
    elif line.target != line.target_before:
        before = _amount(line.target_before, reader)
        yield _(
            "The target changed from %(before)s to %(target)s; what was counted stays.",
            before=before,
            target=target,
        )
    else:
        yield _("The target stays the same: %(target)s.", target=target)
    if line.hours and line.hours_before and line.hours.key != line.hours_before.key:
        yield counts_words(policy, line.hours, line.at)
    if line.due_before and line.due_at and line.due_at != line.due_before:
        before, after = plain_time(line.due_before, reader), plain_time(line.due_at, reader)
        yield _("Due time moved from %(before)s to %(after)s.", before=before, after=after)


def _spans(line: Line, reader: Reader) -> Iterator[str]:
    """Which time on the wall the amount is, where it was closed in between."""
    if line.hours is None:
        return
    if not line.is_running:
        if line.kind is not LineKind.MET and line.stood >= MINUTE:
            stood = _amount(line.stood, reader)
            yield _("%(amount)s passed meanwhile and did not count.", amount=stood)
        return
    if line.used == line.until - line.at:
        return
    if not line.used:
        yield _("Outside business hours: no time was counted.")
        return
    spans = line.hours.spans(line.at, line.until)
    if len(spans) <= SPANS:
        yield _("Counted: %(spans)s.", spans=", ".join(_span(each, reader) for each in spans))
        return
    between = sum((end - start for start, end in spans[2:-1]), timedelta())
    yield _n(
        "Counted: %(first)s; %(amount)s in %(num)s period in between; %(last)s.",
        "Counted: %(first)s; %(amount)s in %(num)s periods in between; %(last)s.",
        len(spans) - 3,
        first=", ".join(_span(each, reader) for each in spans[:2]),
        amount=_amount(between, reader),
        last=_span(spans[-1], reader),
    )


def _span(span: tuple[datetime, datetime], reader: Reader) -> str:
    start, end = span
    until = f"{end.astimezone(reader.zone):%H:%M}"
    amount = _amount(end - start, reader)
    return f"{plain_time(start, reader)}–{until} ({amount})"
