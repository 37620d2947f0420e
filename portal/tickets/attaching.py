"""The files that a form on a ticket brings, and how they outlast its refusal."""

from flask import request
from wtforms import MultipleFileField

from portal.files import holding
from portal.files.holding import Chosen
from portal.ground.now import now
from portal.people.person import Person
from portal.tickets.ticket import Ticket


def take_in(ticket: Ticket, person: Person | None, field: MultipleFileField) -> Chosen:
    """What was chosen in the field, and what `person` (None: the guest) still has waiting for this ticket.

    What is not taken stands at the field as an error. Slow: call it outside `writing()`.
    """
    proofs = request.form.getlist("held")
    files = holding.chosen(field.data or [], proofs, _owner(ticket, person), now())
    field.errors = [*field.errors, *files.reasons]
    return files


def hold(ticket: Ticket, person: Person | None, field: MultipleFileField, files: Chosen) -> None:
    """Show them ticked in the field of the form that comes back: nobody chooses them twice."""
    field.held = holding.hold(files, _owner(ticket, person), now())


def _owner(ticket: Ticket, person: Person | None) -> str:
    return f"{ticket.ref}/{person.id if person else 'guest'}"
