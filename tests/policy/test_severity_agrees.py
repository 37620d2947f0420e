"""The severity that answers lead to does not contradict them, and the check page says which answers it came from."""

from collections.abc import Callable

import pytest

from portal.asking.drafting import begin
from portal.ground.db import writing
from portal.ground.now import now
from portal.ground.site import site_row
from portal.people.person import Person
from portal.policy.loading import load, preset_names
from portal.policy.policy import IMPACT
from tests.browser import Browser
from tests.policy.promising import answer_sets


@pytest.mark.parametrize("name", preset_names())
def test_who_can_work_is_never_told_that_nobody_can(name: str) -> None:
    policy = load(name)
    worst = policy.severities[0].key
    for answers in answer_sets(policy):
        if answers["working"] != "no" and answers["function"] != "data":
            assert policy.severity_of(answers) != worst, answers


def test_the_check_page_says_which_answers_led_to_the_severity(
    characters: dict[str, Person], browser: Callable[..., Browser]
) -> None:
    with writing():
        site_row().policy = "planes"
    policy = load("planes")
    given = {"working": "no", "function": "main", "people": "one", "detour": "no"}
    answers = {"kind": "problem", "title": "Down", "description": "All of it."}
    with writing():
        impact = {IMPACT + question: answer for question, answer in given.items()}
        draft = begin(characters["alice"], "", answers | impact, {}, policy, now())
        key = draft.key
    page = browser("alice").visit(f"/ask/{key}/check")
    page.sees(
        "Severity: Critical", "Because you answered: Can people still work? No, nobody can work"
    )
    box = page.page.select_one(".promise")
    assert box is not None
    assert "How many people" not in box.get_text(), "only what the rule looks at"
