"""The policy's own questions on a page: which it shows, which it needs, which the answers just given open."""

from dataclasses import dataclass

from flask import request

from portal.asking.draft import Draft
from portal.asking.filing import plan_of, requester_of
from portal.asking.filling import answer_of, field_of
from portal.asking.own_questions import asked, is_required, of_group, severity_given
from portal.asking.questions import Question
from portal.ground.now import now
from portal.policy.parts import Question as OwnQuestion
from portal.policy.policy import IMPACT, OWN, Policy
from portal.policy.wording import EmergencyShown, emergency_shown


@dataclass(frozen=True)
class OwnQuestions:
    """Those of one page. `required`: by key, whether an answer is needed, of those that are asked as things
    stand; `opened`: those that the answers sent now lead to, not shown yet."""

    shown: list[OwnQuestion]
    required: dict[str, bool]
    opened: list[OwnQuestion]


def own_of_page(draft: Draft, page: Question, policy: Policy, fresh: bool = False) -> OwnQuestions:
    """The questions that the page sent to us showed; those that the draft leads to, where it is `fresh`.

    What depends on an answer of the same page comes after 'Continue': no script is needed for it.
    """
    answers = dict(draft.answers)
    if not fresh:
        answers |= {answer_of(name): text for name, text in request.form.items() if _is_ours(name)}
    wanted = asked(policy, answers, page.value)
    required = {each.key: is_required(each, policy, answers) for each in wanted}
    if fresh:
        return OwnQuestions(wanted, required, [])
    sent = set(request.form.getlist("asked"))
    possible = of_group(policy, draft.answers.get("kind", ""), page.value)
    shown = [each for each in possible if each.key in sent]
    return OwnQuestions(shown, required, [each for each in wanted if each.key not in sent])


def emergency_of(draft: Draft, policy: Policy) -> EmergencyShown | None:
    """The emergency contact, where the plan includes one for the severity as it is answered so far."""
    severity = severity_given(policy, draft.answers)
    if severity is None:
        return None
    return emergency_shown(policy, plan_of(requester_of(draft), policy), severity, now())


def _is_ours(field: str) -> bool:
    return field.startswith((field_of(OWN), field_of(IMPACT)))
