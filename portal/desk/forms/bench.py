"""The forms on a ticket's page at the desk: all empty, or one of them as it was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.desk.forms.working import (
    AssignmentForm,
    ClassificationForm,
    ClosingForm,
    ColleagueForm,
    EscalationForm,
    NoteForm,
    ReopeningForm,
    ReplyForm,
)
from portal.ground.language import current_language
from portal.ground.tokens import new_token
from portal.people.person import Person
from portal.tickets.due_times import policy_for
from portal.tickets.ticket import Ticket


@dataclass
class Bench:
    """One of each. `sent` is the one that came with this request, or None."""

    reply: ReplyForm
    note: NoteForm
    assignment: AssignmentForm
    classification: ClassificationForm
    escalation: EscalationForm
    closing: ClosingForm
    reopening: ReopeningForm
    colleague: ColleagueForm
    sent: Any = None


def bench(ticket: Ticket, team: Sequence[Person], sent: str | None = None) -> Bench:
    """The forms for this ticket as it is now; the one called `sent` reads the request."""
    made: dict[str, Any] = {
        "reply": _form(ReplyForm, sent == "reply", key=new_token()),
        "note": _form(NoteForm, sent == "note", key=new_token()),
        "assignment": _form(AssignmentForm, sent == "assignment", assignee=ticket.assignee_id),
        "classification": _form(
            ClassificationForm,
            sent == "classification",
            severity=ticket.severity,
            kind=ticket.kind,
        ),
        "escalation": _form(EscalationForm, sent == "escalation"),
        "closing": _form(ClosingForm, sent == "closing"),
        "reopening": _form(ReopeningForm, sent == "reopening"),
        "colleague": _form(ColleagueForm, sent == "colleague"),
    }
    forms = Bench(**made, sent=made.get(sent or ""))
    _offer(forms, ticket, team)
    return forms


def _form(of: type[Any], is_sent: bool, **values: Any) -> Any:
    """An empty form must not read the words that came for another one."""
    return of(**values) if is_sent else of(formdata=None, **values)


def _offer(forms: Bench, ticket: Ticket, team: Sequence[Person]) -> None:
    policy, language = policy_for(ticket), current_language()
    forms.assignment.assignee.choices = [(person.id, person.name) for person in team]
    forms.classification.severity.choices = [
        (each.key, policy.words(each.title, language)) for each in policy.severities
    ]
    forms.classification.kind.choices = [
        (each.key, policy.words(each.title, language)) for each in policy.request_types
    ]
    forms.escalation.tier.choices = [
        (each.key, policy.words(each.title, language)) for each in policy.tiers_above(ticket.tier)
    ]
