"""On which answers of its own page each of the policy's questions depends, so that a page can follow as one answers.

All that stands fixed while the page is filled in is weighed already. What is left of a condition names only answers of
this page; whoever follows it shows what `own_questions.asked` would say.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from portal.asking.own_questions import given, is_for
from portal.policy.parts import Question as OwnQuestion
from portal.policy.parts import When
from portal.policy.policy import Policy

SEVERITY = "severity"


@dataclass(frozen=True)
class OnPage:
    """A question of a page; `shown_when` and `required_when` say which answers of the page make it be asked, and
    need an answer. Empty: none is needed for that; None: none can."""

    question: OwnQuestion
    shown_when: When | None
    required_when: When | None

    @property
    def depends(self) -> bool:
        """Whether it comes, goes, or becomes needed as the page is answered."""
        return bool(self.shown_when or self.required_when)


def on_page(policy: Policy, answers: Mapping[str, str], group: str) -> list[OnPage]:
    """All questions of this group's page, in the policy's order; `answers` are those of the whole request."""
    fixed = given(policy, answers)
    questions = [each for each in policy.questions if is_for(each, fixed)]
    here = {each.key for each in questions if each.group == group}
    if group == SEVERITY and policy.impact_questions:
        here.add(SEVERITY)
    ways: dict[str, When | None] = {"request_type": {}, SEVERITY: {}}
    found = []
    for each in questions:
        ways[each.key] = _left(each.shown_when or {}, fixed, here, ways)
        if each.group == group:
            needed = {} if each.required else each.required_when
            required = None if needed is None else _left(needed, fixed, here, ways)
            found.append(OnPage(each, ways[each.key], required))
    return found


def _left(
    when: When, fixed: Mapping[str, str], here: Collection[str], ways: Mapping[str, When | None]
) -> When | None:
    """What the page must still answer for the condition to hold; None where it cannot.

    `ways`: what must be answered here for each thing to be asked at all, itself on this page or not.
    """
    left: When = {}
    for name, values in when.items():
        way = ways.get(name)
        if way is None or (name not in here and fixed.get(name) not in values):
            return None
        for each, wanted in ({name: values} if name in here else way).items():
            left[each] = tuple(value for value in left.get(each, wanted) if value in wanted)
    return left if all(left.values()) else None
