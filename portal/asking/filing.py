"""The crossing from asking to tickets: a finished draft becomes one ticket, however often it is sent."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from portal.asking.draft import Draft
from portal.asking.own_questions import asked, faulty, of_group
from portal.asking.questions import Question, flow, missing
from portal.asking.subjects import product_of
from portal.files.receiving import keep
from portal.ground.catalogue import _
from portal.ground.db import db
from portal.people.limits import count_attempt, is_over
from portal.people.names import one_line, plain_address
from portal.people.person import Person
from portal.policy.policy import OWN, Policy, RequestType
from portal.tickets.opening import Filing, TrailItem, open_ticket
from portal.tickets.ticket import Ticket

NOT_ANSWERS = frozenset({"title", "kind", "topic", "name", "email", "channel"})
"""What the ticket holds in columns of its own."""
BY_ADDRESS, BY_NETWORK = "guest filing, address", "guest filing, network"


def requester_of(draft: Draft) -> Person | None:
    """The known person the request is for: its owner, or on behalf the one at the address that was given."""
    if not draft.on_behalf:
        return db.session.get(Person, draft.person_id) if draft.person_id else None
    address = plain_address(draft.answers.get("email", ""))
    return db.session.scalar(select(Person).where(Person.email == address)) if address else None


def pages_of(draft: Draft, policy: Policy) -> list[Question]:
    """The pages of this request, first to last; up to the choice of kind while none is made."""
    kind = policy.request_type(draft.answers.get("kind", ""))
    asks = [group for group in kind.asks if _has_questions(group, kind, policy)] if kind else []
    return flow(asks, draft.is_guests, draft.on_behalf)


def _has_questions(group: str, kind: RequestType, policy: Policy) -> bool:
    """Whether its page would ask anything: without questions about impact that of severity may not."""
    is_bare = group == Question.SEVERITY.value and not policy.impact_questions
    return not is_bare or bool(of_group(policy, kind.key, group))


def lacking(draft: Draft, policy: Policy) -> list[tuple[Question, str]]:
    """What must still be answered: (page, answer)."""
    impact = [each.key for each in policy.impact_questions]
    answers = dict(draft.answers)
    if policy.request_type(answers.get("kind", "")) is None:
        answers.pop("kind", None)
    pages = pages_of(draft, policy)
    own = faulty(policy, answers, [page.value for page in pages])
    lacks = missing(pages, answers, impact) + [(Question(q.group), OWN + q.key) for q in own]
    return sorted(lacks, key=lambda lack: pages.index(lack[0]))


def plan_of(requester: Person | None, policy: Policy) -> str:
    """The plan under which the requester is helped: the first, where the policy does not know theirs."""
    organisation = requester.organisation if requester else None
    return policy.plan_in_force(organisation.plan if organisation else policy.default_plan)


def severity_of(draft: Draft, policy: Policy) -> str:
    """The severity that the answers lead to, or that the kind of request has by itself."""
    kind = policy.request_type(draft.answers.get("kind", ""))
    if kind is not None and kind.severity is not None and Question.SEVERITY.value not in kind.asks:
        return kind.severity
    return policy.severity_of(draft.answers)


def is_beyond_limits(email: str, network: str, policy: Policy, now: datetime) -> bool:
    """Whether a guest's filing is to be looked at by an agent first; counts this one. Inside `writing()`."""
    limits = policy.limits
    window = limits.guest_window
    over = is_over(BY_ADDRESS, email, limits.guest_per_address, window, now) or is_over(
        BY_NETWORK, network, limits.guest_per_network, window, now
    )
    count_attempt(BY_ADDRESS, email, now)
    count_attempt(BY_NETWORK, network, now)
    return over


def send(
    draft: Draft,
    language: str,
    network: str,
    trail: Sequence[TrailItem],
    policy: Policy,
    now: datetime,
) -> str | None:
    """Open the ticket of this draft, inside `writing()`; its reference, or None where something lacks.

    Sent a second time it gives the same reference and changes nothing. Afterwards the draft forgets
    its words: they live with the ticket.
    """
    if draft.is_sent:
        return draft.ticket_ref
    if lacking(draft, policy):
        return None
    requester = requester_of(draft)
    email = requester.email if requester else plain_address(draft.answers["email"]) or ""
    held = draft.is_guests and is_beyond_limits(email, network, policy, now)
    ticket = open_ticket(_filing(draft, requester, email, language, trail, held, policy), now)
    keep([each.file for each in draft.files])
    _forget(draft, ticket, email, now)
    return ticket.ref


def _filing(
    draft: Draft,
    requester: Person | None,
    email: str,
    language: str,
    trail: Sequence[TrailItem],
    held: bool,
    policy: Policy,
) -> Filing:
    pages, answers = pages_of(draft, policy), draft.answers
    topic = answers.get("topic", "")
    with_steps = Question.STEPS in pages
    steps = [text or _("See the picture.") for text in draft.steps] if with_steps else []
    own = {OWN + each.key for each in asked(policy, answers) if each.group in pages}
    return Filing(
        submit_key=draft.submit_key,
        title=one_line(answers["title"]),
        kind=answers["kind"],
        severity=severity_of(draft, policy),
        product=product_of(topic),
        topic=topic,
        language=requester.language if requester and draft.on_behalf else language,
        channel=answers["channel"] if draft.on_behalf else "portal",
        requester=requester,
        plan=plan_of(requester, policy),
        name=requester.name if requester else one_line(answers["name"]),
        email=email,
        is_verified=requester is not None,
        opened_by=db.session.get(Person, draft.person_id) if draft.on_behalf else None,
        answers={
            name: text.strip()
            for name, text in answers.items()
            if text.strip() and name not in NOT_ANSWERS and (name in own or _is_asked(name, pages))
        },
        steps=steps,
        files=[(each.file, each.step_number if with_steps else None) for each in draft.files],
        trail=list(trail),
        held=held,
        follows=draft.trail.get("follows"),
    )


def _is_asked(answer: str, pages: Sequence[Question]) -> bool:
    """Whether an answer of the portal's belongs to a page of this request: another kind may have been chosen first."""
    if answer.startswith(OWN):
        return False
    page = {
        "description": Question.WHAT,
        "error_message": Question.WHAT,
        "expected": Question.STEPS,
        "obtained": Question.STEPS,
        "version": Question.WHERE,
        "environment": Question.WHERE,
        "phone": Question.CONTACT,
    }.get(answer, Question.SEVERITY)
    return page in pages


def _forget(draft: Draft, ticket: Ticket, email: str, now: datetime) -> None:
    draft.ticket_ref, draft.sent_at = ticket.ref, now
    draft.answers, draft.steps, draft.trail = {"email": email}, [], {}
    draft.files.clear()
    db.session.flush()
