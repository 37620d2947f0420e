"""The files that a form on a ticket brings, and how they outlast its refusal."""

from flask import request
from wtforms import MultipleFileField

from portal.files import holding
from portal.files.allowance import MEGABYTE, Allowance, by_policy
from portal.files.budget import Budget
from portal.files.holding import Chosen
from portal.ground.now import now
from portal.people.limits import keyed
from portal.people.person import Person
from portal.people.visiting import browser_hash, network
from portal.policy.editions import current_policy
from portal.policy.keeping import Limits
from portal.tickets.ticket import Ticket


def take_in(ticket: Ticket, person: Person | None, field: MultipleFileField) -> Chosen:
    """What was chosen in the field, and what `person` (None: the guest) still has waiting for this ticket.

    What is not taken stands at the field as an error. Slow: call it outside `writing()`.
    """
    proofs, owner = request.form.getlist("held"), _owner(ticket, person)
    allowed = allowance(person, f"ticket {ticket.id}")
    files = holding.chosen(field.data or [], proofs, owner, now(), allowed)
    field.errors = [*field.errors, *files.reasons]
    return files


def hold(ticket: Ticket, person: Person | None, field: MultipleFileField, files: Chosen) -> None:
    """Show them ticked in the field of the form that comes back: nobody chooses them twice."""
    field.held = holding.hold(files, _owner(ticket, person), now())


def allowance(person: Person | None, about: str) -> Allowance:
    """What this person, or the guest of this browser, may add to what it is `about` ('ticket 7')."""
    limits = current_policy().limits
    return by_policy(limits, _budgets(limits, person, about))


def _budgets(limits: Limits, person: Person | None, about: str) -> tuple[Budget, ...]:
    if person is not None and person.is_agent:
        return (_budget(f"person {person.id}", limits.agent_megabytes),)
    sender = (
        _budget(f"person {person.id}", limits.client_megabytes)
        if person
        else _budget(f"browser {browser_hash()}", limits.guest_megabytes)
    )
    return (
        sender,
        _budget(f"network {network()}", limits.network_megabytes),
        _budget(about, limits.ticket_megabytes),
    )


def _budget(who: str, megabytes: int) -> Budget:
    return Budget(keyed(f"upload, {who}"), megabytes * MEGABYTE)


def _owner(ticket: Ticket, person: Person | None) -> str:
    return f"{ticket.ref}/{person.id if person else 'guest'}"
