"""The ledger of a ticket in plain words: what was promised, what counted and what did not, so that anybody can add it up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.ground.catalogue import _, _n
from portal.ground.moments import by_words
from portal.ground.wording import Reader, hours_and_minutes, plain_time
from portal.policy.amounts import amount_words, clock_words
from portal.policy.policy import Policy, Targets
from portal.tickets.goals import Class, Goal
from portal.tickets.ledger import Account, LineKind
from portal.tickets.line_notes import notes_on
from portal.tickets.line_words import line_words
from portal.tickets.promise_words import counts_words, words_beside
from portal.tickets.row_words import row_words
from portal.tickets.story import Stamp, opened_as

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class LineShown:
    """One row: what happened, how much counted from there to the next row, and how much it was in all by then."""

    when: str
    what: str
    notes: list[str]
    counted: str
    total: str
    is_running: bool


@dataclass(frozen=True)
class AccountShown:
    """One goal: `state` says in a sentence where it stands, `tone` goes with it; the lines add up to `sum`."""

    key: str
    title: str
    promise: str
    row: str
    state: str
    tone: str
    lines: list[LineShown]
    sum: str
    earlier: str


@dataclass(frozen=True)
class Teller:
    """Under which policy and for whom a ledger is told. `asked` is the ticket's present class, `stamps` its events.

    Amounts are shown to the minute: those of the lines are what the total shown grew by, so that they add up.
    """

    policy: Policy
    channel: str
    asked: Class
    stamps: Sequence[Stamp]
    reader: Reader
    for_agent: bool
    now: datetime

    def told(self, account: Account) -> AccountShown:
        """The account, for a page."""
        state, tone = self.state(account)
        return AccountShown(
            key=account.goal.value,
            title=title_of(account.goal),
            promise=self._promise(account),
            row=row_words(
                account, self._targets(account), self.policy, self.channel, self.reader.language
            ),
            state=state,
            tone=tone,
            lines=list(self._lines(account)),
            sum=self._amount(account.used // MINUTE),
            earlier=_earlier(account),
        )

    def _amount(self, minutes: int) -> str:
        return hours_and_minutes(minutes, self.reader.language)

    def _target(self, account: Account, minutes: int) -> str:
        """What was promised, as the amount that the lines add up to."""
        words = self._amount(minutes)
        return clock_words(words, account.promised.hours) if account.promised else words

    def _promise(self, account: Account) -> str:
        promised = account.promised
        if promised is None:
            return _("This no longer has a target time.")
        amount = amount_words(promised.term, promised.hours)
        beside = words_beside(self.policy, self._targets(account), account.goal)
        said = f"{amount}, {beside}" if beside else amount
        promise = _("Promised: %(amount)s.", amount=said)
        return f"{promise} {counts_words(self.policy, promised.hours, self.now)}"

    def _targets(self, account: Account) -> Targets:
        """The policy's row for the class that the ticket had when the account's last line began."""
        since = [stamp for stamp in self.stamps if stamp.at > account.lines[-1].at]
        return self.policy.targets(*opened_as(since, self.asked))

    def state(self, account: Account) -> tuple[str, str]:
        """Where it stands, and the tone of it."""
        if account.target is None or account.due_at is None:
            return _("This has no target time at the moment."), "neutral"
        used, target = account.used // MINUTE, account.target // MINUTE
        last, is_late = account.lines[-1], account.used > account.target
        values = {
            "used": self._amount(used),
            "target": self._target(account, target),
            "left": self._amount(max(target - used, 0)),
            "late": self._amount(max(used - target, 1)),
            "time": by_words(account.due_at, self.now),
        }
        if last.kind is LineKind.MET:
            if is_late:
                return _("Missed by %(late)s: took %(used)s, promised %(target)s.", **values), "bad"
            return _("Met: took %(used)s, promised %(target)s.", **values), "good"
        if is_late:
            return _(
                "Overdue by %(late)s: %(used)s elapsed (target %(target)s). Was due by %(time)s.",
                **values,
            ), "bad"
        if not last.is_running:
            return _("Paused: %(used)s used of %(target)s, %(left)s left.", **values), "warn"
        return _("%(used)s used of %(target)s, %(left)s left. Due by %(time)s.", **values), "info"

    def _lines(self, account: Account) -> Iterator[LineShown]:
        earlier, said = 0, dict[object, str]()  # a long ticket says the same again and again
        for line in account.lines:
            if line.target is None and line.kind in {LineKind.PAUSED, LineKind.RESUMED}:
                continue  # a wait before anything was promised
            total = line.total // MINUTE
            what = (line.kind, line.reason, line.before, line.after, line.target is None)
            if what not in said:
                said[what] = line_words(
                    line, account.goal, self.policy, self.reader.language, self.for_agent
                )
            yield LineShown(
                when=plain_time(line.at, self.reader),
                what=said[what],
                notes=list(notes_on(line, self.policy, self.reader)),
                counted=self._amount(total - earlier),
                total=self._amount(total),
                is_running=line.is_running,
            )
            earlier = total


def title_of(goal: Goal) -> str:
    """The goal by its name."""
    return {
        Goal.FIRST_RESPONSE: _("First response"),
        Goal.RESOLUTION: _("Solution"),
        Goal.UPDATES: _("Updates"),
    }[goal]


def _earlier(account: Account) -> str:
    """The rounds of updates before the one that is shown."""
    if not account.kept and not account.late:
        return ""
    kept = _n("%(num)s update on time", "%(num)s updates on time", account.kept)
    late = _n("%(num)s late", "%(num)s late", account.late)
    return _("Before this one: %(kept)s, %(late)s.", kept=kept, late=late)
