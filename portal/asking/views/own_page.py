"""The policy's own questions on a page: which it shows, which it needs, which the answers just given open."""

from dataclasses import dataclass

from flask import request

from portal.asking.draft import Draft
from portal.asking.filing import plan_of, requester_of
from portal.asking.filling import answer_of, field_of
from portal.asking.own_conditions import OnPage, on_page
from portal.asking.own_questions import asked, is_required, severity_given
from portal.asking.questions import Question
from portal.ground.now import now
from portal.policy.parts import Question as OwnQuestion
from portal.policy.policy import IMPACT, OWN, Policy
from portal.policy.wording import EmergencyShown, emergency_shown


@dataclass(frozen=True)
class OwnQuestions:
    """Those of one page, by key. `shown`: in sight. `required`: whether an answer is needed, of those in sight
    that are asked as things stand; `opened`: those that the answers sent now lead to, not in sight yet."""

    on_page: list[OnPage]
    shown: frozenset[str]
    required: dict[str, bool]
    opened: list[OwnQuestion]

    @property
    def fields(self) -> list[OwnQuestion]:
        """What the page holds: what is in sight, and what its answers may bring into it."""
        return [
            each.question
            for each in self.on_page
            if each.question.key in self.shown or each.shown_when is not None
        ]


def own_of_page(draft: Draft, page: Question, policy: Policy, fresh: bool = False) -> OwnQuestions:
    """The questions that the page sent to us showed; those that the draft leads to, where it is `fresh`.

    A script brings what depends on an answer of the same page at once; without it, it comes after 'Continue'.
    """
    answers = dict(draft.answers)
    if not fresh:
        answers |= {answer_of(name): text for name, text in request.form.items() if _is_ours(name)}
    wanted = asked(policy, answers, page.value)
    seen = {each.key for each in wanted} if fresh else set(request.form.getlist("asked"))
    return OwnQuestions(
        on_page(policy, answers, page.value),
        frozenset(seen),
        {each.key: is_required(each, policy, answers) for each in wanted if each.key in seen},
        [each for each in wanted if each.key not in seen],
    )


def emergency_of(draft: Draft, policy: Policy) -> EmergencyShown | None:
    """The emergency contact, where the plan includes one for the severity as it is answered so far."""
    severity = severity_given(policy, draft.answers)
    if severity is None:
        return None
    return emergency_shown(policy, plan_of(requester_of(draft), policy), severity, now())


def _is_ours(field: str) -> bool:
    return field.startswith((field_of(OWN), field_of(IMPACT)))
