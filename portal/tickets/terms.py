"""What a policy says to the clock: which promises a class is given, which waits pause them, and what a wait promises."""

from datetime import datetime

from portal.policy.durations import Term
from portal.policy.hours import Hours, hours_of
from portal.policy.parts import Text
from portal.policy.policy import Policy, Targets
from portal.tickets.events import OUT_OF_SCOPE
from portal.tickets.goals import Class, Goal, Promised

_Candidate = tuple[Term, Hours, Text | None]


class Terms:
    """The policy, for requests that came by one channel (its key). What was asked once is kept."""

    def __init__(self, policy: Policy, channel: str) -> None:
        self.policy, self.channel = policy, channel
        self._paused = {each.key: frozenset(each.pauses) for each in policy.waiting_reasons}
        self._looked_after = {each.key for each in policy.waiting_reasons if each.follow_up}
        self._rows: dict[Class, Targets] = {}
        self._fixed: dict[tuple[Goal, Class], Promised | None] = {}

    def promised(self, goal: Goal, asked: Class, since: datetime) -> Promised | None:
        """What is promised for that class from `since` on; None where no amount is.

        Where the channel promises a first response too, the one that is due earlier stands.
        """
        if (goal, asked) in self._fixed:
            return self._fixed[goal, asked]
        candidates = self._candidates(goal, asked)
        given = [
            Promised(goal, term, hours, hours.amount(term, since), words)
            for term, hours, words in candidates
        ]
        first = min(given, key=lambda each: each.hours.add(since, each.amount), default=None)
        if not given or (len(given) == 1 and candidates[0][0].length):
            self._fixed[goal, asked] = first  # the same whenever it begins
        return first

    def pauses(self, goal: Goal, waiting_for: str) -> bool:
        """Whether the goal stands still while that is waited for."""
        return waiting_for == OUT_OF_SCOPE or goal in self._paused.get(waiting_for, ())

    def follows_up(self, waiting_for: str) -> bool:
        """Whether we promise to look after what is waited for: it stands for the updates meanwhile."""
        return waiting_for in self._looked_after

    def follow_up(self, waiting_for: str, asked: Class, since: datetime) -> Promised | None:
        """What is promised while that is waited for: to look after it and tell the client."""
        reason = self.policy.waiting_reason(waiting_for)
        if reason is None or reason.follow_up is None:
            return None
        calendar = reason.follow_up_calendar or self._row(asked).calendar
        hours = hours_of(self.policy, calendar)
        return Promised(
            Goal.UPDATES, reason.follow_up, hours, hours.amount(reason.follow_up, since)
        )

    def _candidates(self, goal: Goal, asked: Class) -> list[_Candidate]:
        row = self._row(asked)
        term, words = {
            Goal.FIRST_RESPONSE: (row.first_response, row.first_response_words),
            Goal.RESOLUTION: (row.resolution, row.resolution_words),
            Goal.UPDATES: (row.updates, row.updates_words),
        }[goal]
        found = [(term, hours_of(self.policy, row.calendar), words)] if term else []
        channel = self.policy.channel(self.channel) if goal is Goal.FIRST_RESPONSE else None
        if channel and channel.first_response and asked.plan in (channel.plans or (asked.plan,)):
            hours = hours_of(self.policy, channel.calendar or row.calendar)
            found.append((channel.first_response, hours, None))
        return found

    def _row(self, asked: Class) -> Targets:
        if asked not in self._rows:
            self._rows[asked] = self.policy.targets(*asked)
        return self._rows[asked]
