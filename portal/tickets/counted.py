"""How the time of a ticket was counted: all that its ledger page shows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from portal.ground.db import db
from portal.ground.wording import current_reader, day, place_of
from portal.policy.contacts import as_reached_here
from portal.policy.edition import Edition
from portal.tickets.due_times import class_of, policy_for, stamps_of, targets_of, terms_of
from portal.tickets.goals import Goal
from portal.tickets.ledger import Account, ledger
from portal.tickets.ledger_words import AccountShown, Teller, title_of
from portal.tickets.promise_words import nothing_promised, words_beside
from portal.tickets.story import opened_as
from portal.tickets.ticket import Ticket


@dataclass(frozen=True)
class Counted:
    """The policy and its edition, the accounts of what is or was promised in time, and what is only said in words."""

    policy: str
    edition_on: str
    place: str
    accounts: list[AccountShown]
    in_words: list[tuple[str, str]]
    nothing: str


def counted(ticket: Ticket, now: datetime, for_agent: bool) -> Counted:
    """All of it, computed from the ticket's events (one query, one more for the edition)."""
    policy, targets = policy_for(ticket), targets_of(ticket)
    teller, accounts = accounts_of(ticket, now, for_agent)
    timed = {account.goal for account in accounts if account.target is not None}
    words = {goal: words_beside(policy, targets, goal) for goal in Goal}
    said = [(title_of(goal), each) for goal, each in words.items() if each and goal not in timed]
    return Counted(
        policy=as_reached_here(policy).title(teller.reader.language),
        edition_on=_edition_day(ticket),
        place=place_of(teller.reader.zone),
        accounts=[teller.told(account) for account in accounts],
        in_words=said,
        nothing="" if accounts or said else nothing_promised(),
    )


def is_counted(ticket: Ticket) -> bool:
    """Whether its policy promises any amount of time, so that there is something to count. No query."""
    policy = policy_for(ticket)
    channel = policy.channel(ticket.channel)
    return any(row.is_timed for row in policy.target_rows) or bool(
        channel and channel.first_response
    )


def states(ticket: Ticket, now: datetime) -> list[tuple[str, str]]:
    """Each goal by name, and where it stands in a sentence, for the desk (one query)."""
    teller, accounts = accounts_of(ticket, now, for_agent=True)
    return [(title_of(account.goal), teller.state(account)[0]) for account in accounts]


def accounts_of(ticket: Ticket, now: datetime, for_agent: bool) -> tuple[Teller, list[Account]]:
    """The ticket's accounts, and who puts them into words (one query)."""
    policy, asked, stamps = policy_for(ticket), class_of(ticket), stamps_of(ticket)
    known = ledger(stamps, opened_as(stamps, asked), terms_of(policy, ticket.channel), now)
    teller = Teller(policy, ticket.channel, asked, stamps, current_reader(), for_agent, now)
    return teller, list(known.goals.values())


def _edition_day(ticket: Ticket) -> str:
    """The day its policy's text is of: as the text says, else since when it was kept."""
    policy = policy_for(ticket)
    if policy.updated_on:
        return day(policy.updated_on)
    kept_at = db.session.scalar(_SINCE, {"edition": ticket.edition})
    return day(kept_at) if kept_at else ""


# Its text, which is long, is not read.
_SINCE = select(Edition.since).where(Edition.sha256 == bindparam("edition"))
