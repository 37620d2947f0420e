"""The forms on a ticket's page at the desk: all empty, or one of them as it was sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.desk.forms import choices
from portal.desk.forms.handing import EscalationForm, HandoverForm, NewsForm, ReturnForm
from portal.desk.forms.working import (
    AssignmentForm,
    ClassificationForm,
    ClosingForm,
    ColleagueForm,
    NoteForm,
    ObjectionAnswerForm,
    PlanForm,
    ReopeningForm,
    ReplyForm,
)
from portal.desk.team import Member
from portal.ground.catalogue import _
from portal.ground.tokens import new_token
from portal.ground.wording import day
from portal.policy.policy import Policy
from portal.tickets.due_times import policy_for
from portal.tickets.handover import Handover
from portal.tickets.steps import open_handovers
from portal.tickets.steps.handing import PROVIDER, next_above
from portal.tickets.ticket import Ticket


@dataclass(frozen=True)
class Place:
    """Where the ticket is beside its assignee: the name of the place, and what is known about it there."""

    name: str
    facts: list[tuple[str, str]]


@dataclass
class Bench:
    """One of each. `sent` is the one that came with this request, or None; `places` are where the ticket is now.

    `is_worst`: it is of the worst severity, so that escalating is offered at once; `knows_providers`: the policy
    has a wait for them.
    """

    reply: ReplyForm
    note: NoteForm
    assignment: AssignmentForm
    classification: ClassificationForm
    plan: PlanForm
    objection: ObjectionAnswerForm
    escalation: EscalationForm
    handover: HandoverForm
    news: NewsForm
    returning: ReturnForm
    closing: ClosingForm
    reopening: ReopeningForm
    colleague: ColleagueForm
    sent: Any = None
    places: list[Place] = field(default_factory=list)
    is_worst: bool = False
    knows_providers: bool = False


def bench(ticket: Ticket, team: Sequence[Member], sent: str | None = None) -> Bench:
    """The forms for this ticket as it is now; the one called `sent` reads the request."""
    policy, opened = policy_for(ticket), open_handovers(ticket)
    known: dict[str, Any] = {
        "reply": (ReplyForm, {"key": new_token()}),
        "note": (NoteForm, {"key": new_token()}),
        "assignment": (AssignmentForm, {"assignee": ticket.assignee_id}),
        "classification": (
            ClassificationForm,
            {"severity": ticket.severity, "kind": ticket.kind},
        ),
        "plan": (PlanForm, {"plan": ticket.plan}),
        "objection": (ObjectionAnswerForm, {}),
        "escalation": (EscalationForm, {}),
        "handover": (HandoverForm, {}),
        "news": (NewsForm, {}),
        "returning": (ReturnForm, {}),
        "closing": (ClosingForm, {}),
        "reopening": (ReopeningForm, {}),
        "colleague": (ColleagueForm, {}),
    }
    made = {name: _form(of, sent == name, values) for name, (of, values) in known.items()}
    forms = Bench(**made, sent=made.get(sent or ""))
    forms.places = [_place(policy, each) for each in opened]
    severity = policy.severity(ticket.severity)
    forms.is_worst = severity is not None and severity.rank == 1
    forms.knows_providers = policy.waiting_reason(PROVIDER) is not None
    _offer(forms, ticket, policy, team, opened)
    return forms


def _form(of: type[Any], is_sent: bool, values: dict[str, Any]) -> Any:
    """An empty form must not read the words that came for another one; its token is the page's (see _post.html)."""
    return of(**values) if is_sent else of(formdata=None, meta={"csrf": False}, **values)


def _offer(
    forms: Bench,
    ticket: Ticket,
    policy: Policy,
    team: Sequence[Member],
    opened: Sequence[Handover],
) -> None:
    forms.reply.then.choices = choices.pauses(policy)
    forms.assignment.assignee.choices = choices.people(team)
    forms.classification.severity.choices = choices.titles(policy, policy.severities)
    forms.classification.kind.choices = choices.titles(policy, policy.request_types)
    forms.plan.plan.choices = choices.titles(policy, policy.plans)
    above = next_above(ticket, opened)
    forms.escalation.tier.choices = choices.levels(policy, ticket.tier, above)
    forms.news.handover.choices = choices.places(policy, opened)
    forms.returning.handover.choices = choices.places(policy, opened)


def _place(policy: Policy, handover: Handover) -> Place:
    expected = day(handover.expected_on) if handover.expected_on else ""
    facts = [
        (_("Since"), day(handover.at)),
        (_("How to reach them"), handover.contact),
        (_("Their number for it"), handover.reference),
        (_("They expect to be done on"), expected),
    ]
    return Place(choices.place_of(policy, handover), [row for row in facts if row[1]])
