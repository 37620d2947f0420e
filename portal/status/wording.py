"""What the pages about the support say: promised times, hours of a week, conditions, what waiting means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from babel.dates import format_time, get_day_names
from babel.numbers import format_percent

from portal.ground.catalogue import _, _n
from portal.ground.language import current_language, current_locale
from portal.ground.lists import listed
from portal.ground.wording import days_words, duration
from portal.policy.amounts import amount_words, every_words
from portal.policy.durations import Term
from portal.policy.hours import Hours, hours_of
from portal.policy.parts import Text, When
from portal.policy.policy import IMPACT, Policy
from portal.policy.times import Block, Calendar, ChainLink, WaitingReason
from portal.policy.wording import term_words
from portal.status.days import Run, week_of


@dataclass(frozen=True)
class Promised:
    """One cell of a table of promises: the amount, and words beside it; both '': nothing is promised."""

    amount: str
    words: str


def promised(
    term: Term | None, words: Text | None, policy: Policy, calendar: str, every: bool = False
) -> Promised:
    """What is promised in that calendar's hours, by its amount and its words; `every`: again and again, where words
    say it better."""
    said, hours = policy.words(words, current_language()), hours_of(policy, calendar)
    if every:
        return Promised(said or (every_words(term, hours) if term else ""), "")
    amount = amount_words(term, hours) if term else ""
    return Promised(amount, said) if amount else Promised(said, "")


def percent(share: float) -> str:
    """'99.9 %' in the reader's way of writing numbers."""
    locale = current_locale()
    pattern = locale.percent_formats[None].pattern.replace("#,##0", "#,##0.##")
    return str(format_percent(share / 100, pattern, locale=locale))


def hours_lines(calendar: Calendar) -> list[tuple[str, str]]:
    """The week of a calendar as (days, hours): ('Monday to Friday', '9:00–18:00')."""
    if calendar.hours == "24x7":
        return [(_("Every day"), _("24 hours a day"))]
    return [(_days(run), blocks_words(run.blocks)) for run in week_of(calendar)]


def blocks_words(blocks: Sequence[Block]) -> str:
    """'9:00–13:00, 14:00–18:00'; 'closed' without any."""
    return ", ".join(f"{_time(start)}–{_time(end)}" for start, end in blocks) or _("closed")


def _time(at: time) -> str:
    return str(format_time(at, "H:mm", locale=current_locale()))


def _days(run: Run) -> str:
    names = get_day_names("wide", locale=current_locale())
    if run.first == run.last:
        return str(names[run.first]).capitalize()
    first, last = str(names[run.first]).capitalize(), str(names[run.last])
    if run.last == run.first + 1:
        return _("%(first)s and %(last)s", first=first, last=last)
    return _("%(first)s to %(last)s", first=first, last=last)


def condition(policy: Policy, when: When) -> list[tuple[str, str]]:
    """What a row of a decision table asks for: (question, the answers that lead there)."""
    language = current_language()
    questions = {each.key: each for each in policy.impact_questions}
    lines = []
    for name, values in when.items():
        question = questions.get(name.removeprefix(IMPACT))
        if name == "severity":
            titles = {each.key: each.title for each in policy.severities}
            asked = _("Severity")
        elif name == "request_type":
            titles = {each.key: each.title for each in policy.request_types}
            asked = _("Kind of request")
        elif question is not None:
            titles = {each.key: each.title for each in question.answers}
            asked = policy.words(question.title, language)
        else:
            continue
        said = [policy.words(titles[value], language) for value in values if value in titles]
        lines.append((asked, listed(said, "or")))
    return lines


def waiting_lines(reason: WaitingReason, counts_time: bool, hours: Hours | None) -> list[str]:
    """What happens while a ticket waits for this reason, in sentences; of the time only where any is counted.

    `hours`: those in which we follow it up; None where they are those of what is promised for the ticket."""
    clocks = {
        "first-response": _("first response"),
        "resolution": _("resolution"),
        "updates": _("updates"),
    }
    lines = []
    if counts_time and reason.pauses:
        paused = listed([clocks[clock] for clock in clocks if clock in reason.pauses])
        lines.append(_("The clock is paused for: %(clocks)s.", clocks=paused))
    elif counts_time:
        lines.append(_("The clock is not paused."))
    if reason.reminders:
        times = listed([_span(each) for each in reason.reminders])
        lines.append(_("We’ll remind you after %(times)s.", times=times))
    if reason.closes_after:
        after = _span(reason.closes_after)
        lines.append(
            _(
                "If we don’t hear from you, the request will close after %(amount)s. Reply to keep it open.",
                amount=after,
            )
        )
    if reason.follow_up:
        amount = amount_words(reason.follow_up, hours) if hours else term_words(reason.follow_up)
        lines.append(_("We’ll follow up and update you within %(amount)s.", amount=amount))
    return lines


def closing_lines(policy: Policy) -> list[str]:
    """How a ticket ends, in sentences."""
    closing = policy.closing
    return [
        _(
            "When we have a solution, we’ll ask you whether it works. If we don’t hear from you, the request will close after %(amount)s.",
            amount=_span(closing.unanswered),
        ),
        _(
            "If the problem comes back, you can reopen the request within %(amount)s of closing.",
            amount=_span(closing.reopenable),
        ),
        _n(
            "You can rate our support, and change your rating for %(num)s day after closing.",
            "You can rate our support, and change your rating for %(num)s days after closing.",
            policy.rating_days,
        ),
    ]


def chain_words(link: ChainLink) -> str:
    """When somebody of the chain hears of it."""
    if link.at == 100:
        return _("Notified when a promised time is missed.")
    if link.at < 100:
        return _("Notified when %(share)s%% of a promised time has been used.", share=link.at)
    return _("Notified when %(share)s%% of a promised time has passed.", share=link.at)


def _span(amount: timedelta) -> str:
    """Whole days as days, so that 'after 2 days and 4 days' does not read 'after 48 h and 4 days'."""
    rest = amount % timedelta(days=1)
    return duration(amount) if rest else days_words(amount.days)
