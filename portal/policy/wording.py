"""What any page says of a policy in the reader's words: amounts of time, whether it is open, how to reach somebody."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from portal.ground.catalogue import _, _n
from portal.ground.language import current_language, current_locale, current_time_zone
from portal.ground.wording import day, place_of, unbroken
from portal.policy.contacts import as_reached_here
from portal.policy.durations import Term, Unit
from portal.policy.emergencies import emergency_for
from portal.policy.hours import hours_of
from portal.policy.parts import Contact, Question
from portal.policy.policy import Policy


@dataclass(frozen=True)
class Opening:
    """Whether a calendar is open at a moment, in words of its own zone; `yours` says the same by the
    reader's clock, '' where both clocks agree. `today` are the day's hours: '9:00–13:00, 14:00–18:00'."""

    is_open: bool
    words: str
    yours: str
    today: str
    zone: str


@dataclass(frozen=True)
class ContactLine:
    """A way to reach somebody; `href` is None where the address is no link."""

    title: str
    address: str
    href: str | None


@dataclass(frozen=True)
class EmergencyShown:
    """An emergency contact for a page: its hours by name, whether somebody is there now, the ways."""

    hours: str
    opening: Opening
    contacts: list[ContactLine]


def emergency_shown(
    policy: Policy, plan: str, severity: str, at: datetime
) -> EmergencyShown | None:
    """The emergency contact of this plan for this severity, in the reader's language; None without one."""
    policy = as_reached_here(policy)
    emergency = emergency_for(policy, plan, severity)
    if emergency is None:
        return None
    language, calendar = current_language(), policy.calendar(emergency.calendar)
    return EmergencyShown(
        hours=policy.words(calendar.title, language) if calendar else "",
        opening=opening_of(policy, emergency.calendar, at),
        contacts=[contact_line(policy, each) for each in emergency.contacts],
    )


def contact_line(policy: Policy, contact: Contact) -> ContactLine:
    """One way, in the reader's language; without an address where nobody has given one yet."""
    address = contact.address or ""
    title = policy.words(contact.title, current_language())
    return ContactLine(title, address, contact_href(address))


def answer_words(question: Question, text: str, policy: Policy) -> str:
    """An answer to one of the policy's own questions, as people read it."""
    if question.kind == "yes-no":
        return {"yes": _("Yes"), "no": _("No")}.get(text, text)
    if question.kind == "choice":
        title = next((each.title for each in question.answers if each.key == text), None)
        return policy.words(title, current_language()) or text
    if question.kind == "date":
        try:
            return day(date.fromisoformat(text))
        except ValueError:
            return text
    return text


def term_words(term: Term) -> str:
    """An amount of time as the policy gives it: '30 min', '5 to 15 min', '2 business days'."""
    amount = {
        Unit.MIN: lambda n: _("%(n)s min", n=n),
        Unit.H: lambda n: _("%(n)s h", n=n),
        Unit.DAYS: lambda n: _n("%(num)s day", "%(num)s days", n),
        Unit.WEEKS: lambda n: _n("%(num)s week", "%(num)s weeks", n),
        Unit.BUSINESS_DAYS: lambda n: _n("%(num)s business day", "%(num)s business days", n),
    }[term.unit](term.most)
    return range_words(term, amount)


def range_words(term: Term, amount: str) -> str:
    """The far end of a term with its near one, where it has one: '5 to 15 min'."""
    if term.least is not None:
        amount = _("%(least)s to %(amount)s", least=term.least, amount=amount)
    return unbroken(amount)


def opening_of(policy: Policy, calendar: str, at: datetime) -> Opening:
    """Whether that calendar is open at `at`, and until or from when."""
    hours = hours_of(policy, calendar)
    if hours.is_always:
        return Opening(True, _("Round the clock"), "", "", city(hours.zone))
    is_open = hours.is_open(at)
    turns_at = hours.closes_at(at) if is_open else hours.next_opening(at)
    mine = current_time_zone()
    differs = _offset(at, hours.zone) != _offset(at, mine)
    return Opening(
        is_open=is_open,
        words=_turning(is_open, turns_at, at, hours.zone),
        yours=_turning(is_open, turns_at, at, mine) if differs else "",
        today=", ".join(
            f"{clock_time(start, hours.zone)}–{clock_time(end, hours.zone)}"
            for start, end in hours.blocks_on(at.astimezone(hours.zone).date())
        ),
        zone=city(hours.zone),
    )


def _turning(is_open: bool, turns_at: datetime | None, at: datetime, zone: ZoneInfo) -> str:
    """Until when it is open, or from when it will be, by the clock of that zone."""
    if turns_at is None:
        return _("Open") if is_open else _("Closed")
    time, on = clock_time(turns_at, zone), turns_at.astimezone(zone).date()
    away = on - at.astimezone(zone).date()
    if is_open:
        soon = away == timedelta() or (away == timedelta(days=1) and time == "0:00")
        return _("Open until %(time)s", time=time) if soon else _("Open now")
    if away == timedelta():
        return _("Closed: opens today at %(time)s", time=time)
    if away == timedelta(days=1):
        return _("Closed: opens tomorrow at %(time)s", time=time)
    if away < timedelta(days=7):
        return _("Closed: opens on %(weekday)s at %(time)s", weekday=weekday(on), time=time)
    return _("Closed: opens on %(day)s at %(time)s", day=day(on), time=time)


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """The time by the clock of that zone: '9:00', '18:30'."""
    return str(format_time(at.astimezone(zone), "H:mm", tzinfo=zone, locale=current_locale()))


def weekday(on: date) -> str:
    """'Monday'."""
    return str(format_date(on, "EEEE", locale=current_locale()))


def city(zone: ZoneInfo) -> str:
    """A zone as people call it in the reader's language: 'America/Mexico_City' → 'Ciudad de México'."""
    return place_of(zone)


def contact_href(address: str) -> str | None:
    """The link by which an address is used: a page, a letter, a call; None for words."""
    plain = address.strip()
    if re.fullmatch(r"https?://\S+", plain):
        return plain
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", plain):
        return f"mailto:{plain}"
    digits = re.sub(r"[\s().\-]", "", plain)
    return f"tel:{digits}" if re.fullmatch(r"\+?\d{3,15}", digits) else None


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()
