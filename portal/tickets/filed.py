"""What was sent when a ticket was filed, in words: the description, the steps, the answers, what was searched before."""

from dataclasses import dataclass

from markupsafe import Markup, escape
from sqlalchemy import bindparam, select

from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.language import current_language
from portal.policy.policy import IMPACT, OWN, Policy
from portal.policy.wording import answer_words
from portal.tickets.attached import Attached, FileLine, attached_to
from portal.tickets.due_times import policy_for
from portal.tickets.filing import Answer, ReproductionStep, TrailEntry, TrailKind
from portal.tickets.ticket import Ticket


@dataclass(frozen=True)
class StepLine:
    """One step to reproduce, with its pictures."""

    number: int
    text: str
    files: list[FileLine]


@dataclass(frozen=True)
class Filed:
    """All that came with a ticket. `facts` are the other answers as (question, answer), without the impact's;
    `impact` those about impact; `trail` what was searched, shown and read, oldest first."""

    description: str
    error_message: str
    facts: list[tuple[str, str]]
    impact: list[tuple[str, str]]
    steps: list[StepLine]
    attached: Attached
    trail: list[TrailEntry]

    @property
    def searched(self) -> list[str]:
        """The words that were searched, each once."""
        words = (entry.words for entry in self.trail if entry.kind == TrailKind.SEARCHED)
        return list(dict.fromkeys(word for word in words if word))

    @property
    def articles(self) -> list[int]:
        """The numbers of the articles that were read, each once."""
        read = (entry.article_id for entry in self.trail if entry.kind == TrailKind.READ)
        return list(dict.fromkeys(number for number in read if number))

    @property
    def html(self) -> Markup:
        """The description and the error message, as they were typed."""
        parts = [_paragraphs(self.description)] if self.description else []
        if self.error_message:
            parts.append(Markup("<pre><code>{}</code></pre>").format(self.error_message))
        return Markup("").join(parts)


def filed_with(ticket: Ticket) -> Filed:
    """What came with the ticket, in four queries."""
    this = {"ticket": ticket.id}
    answers = {row.question: row.text for row in db.session.execute(_ANSWERS, this)}
    attached = attached_to(ticket)
    steps = db.session.execute(_STEPS, this)
    trail = db.session.scalars(_TRAIL, this)
    return Filed(
        description=answers.pop("description", ""),
        error_message=answers.pop("error_message", ""),
        facts=_facts(answers, policy_for(ticket)),
        impact=_impact(answers, policy_for(ticket)),
        steps=[StepLine(s.number, s.text, attached.with_step.get(s.number, [])) for s in steps],
        attached=attached,
        trail=list(trail),
    )


# Prepared once: building a query takes longer than running it.
_ANSWERS = (
    select(Answer.question, Answer.text)
    .where(Answer.ticket_id == bindparam("ticket"))
    .order_by(Answer.id)
)
_STEPS = (
    select(ReproductionStep.number, ReproductionStep.text)
    .where(ReproductionStep.ticket_id == bindparam("ticket"))
    .order_by(ReproductionStep.number)
)
_TRAIL = (
    select(TrailEntry).where(TrailEntry.ticket_id == bindparam("ticket")).order_by(TrailEntry.id)
)


def _facts(answers: dict[str, str], policy: Policy) -> list[tuple[str, str]]:
    """The portal's own questions first, then the policy's by their labels, then what nobody knows any more."""
    questions = {
        "expected": _("What should have happened"),
        "obtained": _("What happened instead"),
        "product": _("Product"),
        "version": _("Version"),
        "environment": _("Environment"),
        "phone": _("Phone"),
    }
    known = [(words, answers[key]) for key, words in questions.items() if key in answers]
    own = {OWN + each.key: each for each in policy.questions}
    language = current_language()
    asked = [
        (policy.words(each.label, language), answer_words(each, answers[key], policy))
        for key, each in own.items()
        if key in answers
    ]
    others = [
        (key.removeprefix(OWN).replace("_", " ").replace("-", " ").capitalize(), text)
        for key, text in answers.items()
        if key not in questions and key not in own and not key.startswith(IMPACT)
    ]
    return known + asked + others


def _impact(answers: dict[str, str], policy: Policy) -> list[tuple[str, str]]:
    """The questions about impact and what was chosen, in the words of the ticket's policy."""
    language = current_language()
    lines = []
    for question in policy.impact_questions:
        chosen = answers.get(IMPACT + question.key)
        title = next((each.title for each in question.answers if each.key == chosen), None)
        if title is not None:
            lines.append((policy.words(question.title, language), policy.words(title, language)))
    return lines


def _paragraphs(text: str) -> Markup:
    """Plain text as paragraphs: nothing in it is read as a sign."""
    blocks = (block for block in text.replace("\r\n", "\n").split("\n\n") if block.strip())
    lines = (Markup("<br>").join(escape(line) for line in block.split("\n")) for block in blocks)
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)
