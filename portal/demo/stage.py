"""What the play stands on while it runs: who is there, which articles, what comes next."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from portal.demo.cast import Cast
from portal.demo.story import Beat, Deed, Story
from portal.demo.telling import slots_for, tell
from portal.files.receiving import Prepared
from portal.ground.db import db
from portal.people.person import Person
from portal.policy.policy import Policy
from portal.search.engine import Reader
from portal.tickets.ticket import Ticket

A_MOMENT = timedelta(seconds=2)
"""What passes until the jobs have seen that something is due."""


@dataclass
class Part:
    """One story while it is played. `chance` is its own, so that no story changes another's words."""

    story: Story
    chance: Random
    slots: dict[str, str]
    ticket_id: int = 0
    agent_id: int = 0
    looks_at: datetime | None = None
    """The moment of the watch for which a look is on the agenda."""
    has_failed: bool = False
    """The first solution did not hold."""

    def tell(self, text: str) -> str:
        return tell(text, self.slots)

    def moment_of(self, deed: Deed) -> datetime | None:
        """When the story has this done first; None where it never does."""
        return next((beat.at for beat in self.story.beats if beat.deed is deed), None)


@dataclass
class Stage:
    """Everything that is known while the play runs. `articles`: numbers by (language, slug); `written`: by problem,
    None while the article is not published."""

    cast: Cast
    policy: Policy
    now: datetime
    people: dict[str, int]
    chance: Random
    pictures: dict[int, list[Prepared]] = field(default_factory=dict)
    articles: dict[tuple[str, str], int] = field(default_factory=dict)
    written: dict[str, int | None] = field(default_factory=dict)
    found: dict[tuple[str, str, Reader], tuple[list[int], int]] = field(default_factory=dict)
    reads: list[dict[str, object]] = field(default_factory=list)
    is_index_behind: bool = False
    _agenda: list[tuple[datetime, int, Part, Deed]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def enter(self, story: Story) -> Part:
        """Put a story's beats on the agenda."""
        client, language = story.client, story.problem.language
        chance = Random(f"story {story.number}")  # noqa: S311 (no secret)
        local = story.opened_at.astimezone(ZoneInfo(self.cast.site["time_zone"]))
        names = self.cast.words[language]["names"]
        company = self.cast.company(client.organisation)
        part = Part(story, chance, slots_for(client, company, names, language, local, chance))
        for beat in story.beats:
            self.later(part, beat)
        return part

    def later(self, part: Part, beat: Beat) -> None:
        """This will be done then, unless the play has ended by then."""
        if beat.at < self.now:
            heapq.heappush(self._agenda, (beat.at, next(self._order), part, beat.deed))

    def look_later(self, part: Part, at: datetime) -> None:
        """The watch will look when it has next something to say, as the jobs do: a moment after."""
        moment = self.ticket(part).watch_at
        if moment is not None and moment != part.looks_at:
            part.looks_at = moment
            self.later(part, Beat(max(moment, at) + A_MOMENT, Deed.LOOK))

    def coming(self) -> Iterator[tuple[datetime, Part, Deed]]:
        """What is done, in the order of time, until the present."""
        while self._agenda:
            at, _order, part, deed = heapq.heappop(self._agenda)
            yield at, part, deed

    def person(self, number: int) -> Person:
        return db.session.get_one(Person, number)

    def client(self, part: Part) -> Person | None:
        """The requester; None for a guest."""
        number = self.people.get(part.story.client.email)
        return self.person(number) if number else None

    def ticket(self, part: Part) -> Ticket:
        return db.session.get_one(Ticket, part.ticket_id)

    def pick(self, part: Part, words: str) -> str:
        """One of the cast's texts of this name, told."""
        return part.tell(part.chance.choice(self.cast.words[part.story.problem.language][words]))

    def colleague_at(self, tier: str, chance: Random) -> int:
        """Someone who works at this tier."""
        return self.people[chance.choice([p.email for p in self.cast.staff if p.tier == tier])]

    @property
    def lead_id(self) -> int:
        return self.people[self.cast.staff[0].email]
