"""What the pages of asking say: the heading of each question and why it is asked, answers, promises."""

from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from portal.asking.draft import Draft
from portal.asking.filing import plan_of, requester_of, severity_of
from portal.asking.questions import Question
from portal.ground.catalogue import _
from portal.ground.site import current_site
from portal.policy.policy import IMPACT, Policy
from portal.tickets.goals import Class
from portal.tickets.promise_words import promise_lines as promised_lines

PORTAL = "portal"
"""The channel of what is sent by this form."""


def heading(question: Question, is_failure: bool) -> str:
    """The question as the page's heading; `is_failure`: something does not work."""
    return {
        Question.WHO: _("Who is this for?"),
        Question.KIND: _("What kind of help do you need?"),
        Question.WHAT: _("What happened?") if is_failure else _("What do you need?"),
        Question.STEPS: _("How can we see it happen?"),
        Question.WHERE: _("Where does it happen?") if is_failure else _("What is it about?"),
        Question.EVIDENCE: _("Can you show us?"),
        Question.SEVERITY: _("How much does it affect your work?"),
        Question.CONTACT: _("How can we reach you?"),
        Question.CHECK: _("Check your request"),
    }[question]


def why(question: Question) -> str:
    """One line: why this is asked."""
    return {
        Question.WHO: _("The client can follow the ticket."),
        Question.KIND: _("This helps us ask only what we need to know."),
        Question.WHAT: _("Use your own words. As you type, we’ll look for articles that may help."),
        Question.STEPS: _("If we can reproduce the problem, we’ll find the cause much sooner."),
        Question.WHERE: _("Some problems only occur in one place or one version."),
        Question.EVIDENCE: _("A screenshot or a log file often tells us more than a description."),
        Question.SEVERITY: _(
            "Your answers determine how soon we act. The same rules apply to everyone."
        ),
        Question.CONTACT: _("We’ll email you our answer and a private link to your ticket.")
        if current_site().can_email
        else _("So that we know who asked. You can read our answer in this browser."),
        Question.CHECK: _("Nothing has been sent yet. You can still change any answer."),
    }[question]


def lack(answer: str, policy: Policy, language: str) -> str:
    """A missing answer, as the line of a list."""
    if answer.startswith(IMPACT):
        asked = [each for each in policy.impact_questions if IMPACT + each.key == answer]
        return policy.words(asked[0].title, language) if asked else answer
    return {
        "kind": _("What kind of help you need"),
        "title": _("What it is about, in one line"),
        "description": _("What happened, in a sentence or two"),
        "name": _("A name"),
        "email": _("An email address that works"),
        "channel": _("How the client contacted us"),
    }.get(answer, answer)


def helpful_words(question: Question) -> str:
    """What would help us though nobody is held back by it."""
    return {
        Question.STEPS: _("The steps to reproduce the problem"),
        Question.EVIDENCE: _("A screenshot or a log file"),
    }[question]


def promise_lines(draft: Draft, policy: Policy, now: datetime) -> list[str]:
    """What will be promised for the request, if it is sent now; empty while its severity is not answered."""
    answers = draft.answers
    kind = str(answers.get("kind", ""))
    is_known = _has_severity(policy, kind)
    if not is_known and any(IMPACT + each.key not in answers for each in policy.impact_questions):
        return []
    severity, plan = severity_of(draft, policy), plan_of(requester_of(draft), policy)
    asked = Class(plan, severity, kind, policy.priority_of(severity, answers))
    channel = str(answers.get("channel", "")) if draft.on_behalf else PORTAL
    return promised_lines(policy, asked, channel, now)


def severity_words(draft: Draft, policy: Policy, language: str) -> str:
    """The severity that the answers lead to, by its title."""
    severity = policy.severity(severity_of(draft, policy))
    return policy.words(severity.title, language) if severity else ""


def severity_reasons(draft: Draft, policy: Policy, language: str) -> list[tuple[str, str]]:
    """Which answers led to the severity: each question that its rule looks at, with what was answered to it.

    Empty where the kind of request has its severity by itself, or no rule but the last one held.
    """
    if _has_severity(policy, str(draft.answers.get("kind", ""))):
        return []
    looked_at = policy.decision_for(draft.answers).when
    return [
        (policy.words(question.title, language), policy.words(answer.title, language))
        for question in policy.impact_questions
        if question.key in looked_at
        for answer in question.answers
        if answer.key == draft.answers.get(IMPACT + question.key)
    ]


def _has_severity(policy: Policy, kind: str) -> bool:
    """Whether that kind of request has its severity without being asked."""
    request_type = policy.request_type(kind)
    return request_type is not None and Question.SEVERITY.value not in request_type.asks


def title_of(draft: Draft, policy: Policy, language: str) -> str:
    """How a draft is called in a list: its title, else its kind, else that it is new."""
    title = str(draft.answers.get("title", "")).strip()
    kind = policy.request_type(draft.answers.get("kind", ""))
    return title or (policy.words(kind.title, language) if kind else _("New request"))


def lines_of(text: Any) -> Markup:
    """A person's words with their line ends, safe for a page."""
    return Markup("<br>").join(escape(line) for line in str(text).strip().split("\n"))
