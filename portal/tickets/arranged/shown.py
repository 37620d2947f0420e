"""Attempts, meetings and quotes in the reader's words and zone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from babel.dates import format_date

from portal.ground.catalogue import _
from portal.ground.language import current_locale, current_time_zone
from portal.ground.lists import listed
from portal.ground.wording import exact
from portal.policy.wording import contact_href
from portal.tickets.arranged.rows import why_called_off
from portal.tickets.arrangement import (
    Meeting,
    MeetingKind,
    MeetingState,
    Quote,
    QuoteState,
    ReproductionAttempt,
)
from portal.tickets.happened.arranging import meeting_words, reproduced_words
from portal.tickets.money import money
from portal.tickets.steps import ends_at
from portal.tickets.steps.arranging.meeting import NONE_FITS, NOT_NEEDED

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class QuoteShown:
    """A quote in words. `until`: the last minute at which it can be answered; `answer`: what was, by whom and when."""

    id: int
    amount: str
    work: str
    until: str
    by: str
    is_open: bool
    answer: str = ""


@dataclass(frozen=True)
class MeetingShown:
    """A meeting in words. `times` are (ISO 8601, words), `ahead` those still to come; `outcome` is empty while it is open.

    `href` leads to `where`, if it is a number or an address.
    """

    id: int
    title: str
    where: str
    href: str | None
    by: str
    is_proposed: bool
    is_agreed: bool
    needs_access: bool
    times: list[tuple[str, str]]
    ahead: list[tuple[str, str]]
    starts: str = ""
    has_begun: bool = False
    outcome: str = ""
    note: str = ""


@dataclass(frozen=True)
class AttemptShown:
    """An attempt to reproduce, for the desk."""

    words: str
    where: str
    steps: str
    note: str
    by: str


def quote_shown(quote: Quote, at: datetime) -> QuoteShown:
    """The quote in words as it stands now: one whose days are over is not open, whether or not time has told so yet."""
    return QuoteShown(
        id=quote.id,
        amount=money(quote.cents, quote.currency),
        work=quote.work,
        until=exact(ends_at(quote) - MINUTE),
        by=quote.person.name,
        is_open=quote.state == QuoteState.OPEN and at < ends_at(quote),
        answer=_answer_words(quote),
    )


def meeting_shown(meeting: Meeting, at: datetime) -> MeetingShown:
    """The meeting in words as it stands now, its times in the reader's zone."""
    starts_at, state = meeting.starts_at, MeetingState(meeting.state)
    return MeetingShown(
        id=meeting.id,
        title=meeting_words(meeting.kind),
        where=meeting.where,
        href=contact_href(meeting.where),
        by=meeting.person.name,
        is_proposed=state is MeetingState.PROPOSED,
        is_agreed=state is MeetingState.AGREED,
        needs_access=meeting.kind == MeetingKind.REMOTE_SESSION,
        times=[(time.at.isoformat(), _on_which_day(time.at)) for time in meeting.times],
        ahead=[
            (time.at.isoformat(), _on_which_day(time.at)) for time in meeting.times if time.at > at
        ],
        starts=_on_which_day(starts_at) if starts_at else "",
        has_begun=starts_at is not None and starts_at <= at,
        outcome=_outcome_words(meeting),
        note=meeting.note,
    )


def _on_which_day(at: datetime) -> str:
    """With the day of the week, by which people plan: 'Monday, 23 Nov 2026, 14:05 (Santiago)'."""
    weekday = format_date(at.astimezone(current_time_zone()), "EEEE", locale=current_locale())
    return _("%(weekday)s, %(time)s", weekday=weekday, time=exact(at))


def _answer_words(quote: Quote) -> str:
    if quote.answered_at is None:
        return _("No longer valid") if quote.state == QuoteState.LAPSED else ""
    time = exact(quote.answered_at)
    name = quote.answered_by.name if quote.answered_by else _("a guest using the ticket’s link")
    if quote.state == QuoteState.ACCEPTED:
        return _("Accepted by %(name)s, %(time)s", name=name, time=time)
    return _("Declined by %(name)s, %(time)s", name=name, time=time)


def _outcome_words(meeting: Meeting) -> str:
    match MeetingState(meeting.state):
        case MeetingState.HELD:
            return _("Took place (%(n)s min)", n=meeting.minutes)
        case MeetingState.MISSED:
            return _("Did not take place")
        case MeetingState.CALLED_OFF:
            return _("Cancelled") if meeting.starts_at else _unchosen_words(meeting)
        case _:
            return ""


def _unchosen_words(meeting: Meeting) -> str:
    """Why nobody chose from its times, as the timeline says it."""
    match why_called_off(meeting):
        case None:
            return _("Other times were proposed instead")
        case (why,) if why == NONE_FITS:
            return _("None of the times worked")
        case (why,) if why == NOT_NEEDED:
            return _("No longer needed")
        case _:
            return _("Cancelled")


def attempt_shown(attempt: ReproductionAttempt) -> AttemptShown:
    where = ", ".join(part for part in (attempt.environment, attempt.version) if part)
    numbers = listed(attempt.steps)
    return AttemptShown(
        words=reproduced_words(attempt.result),
        where=where,
        steps=_("Steps followed: %(numbers)s", numbers=numbers) if numbers else "",
        note=attempt.note,
        by=_("%(name)s, %(time)s", name=attempt.person.name, time=exact(attempt.at)),
    )
