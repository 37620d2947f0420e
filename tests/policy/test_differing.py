"""What differs between two policies is told by what it is about, not by where it stands."""

from pathlib import Path

import pytest

from portal.policy.differing import as_json, differences
from portal.policy.loading import load, parse, preset_names
from portal.policy.policy import Policy

SMALL = (Path(__file__).parent / "small.toml").read_text()


def told(text: str) -> list[str]:
    return [str(each) for each in differences(parse(SMALL, "a"), parse(text, "b"))]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('"30 min"', '"15 min"', "target critical · premium: first_response 30 min → 15 min"),
        ('"3 h"', '"2 to 3 h"', "target critical · question: first_response 3 h → 2 to 3 h"),
        ('"1 day"', '"24 h"', "target critical: resolution 1 day → 24 h"),
        ('"Premium"', '"Gold"', "plan premium: title.en Premium → Gold"),
        ("files = 3", "files = 4", "limits.files 3 → 4"),
        ('["resolution"]', '["updates"]', "waiting_reason client: pauses resolution → updates"),
        ('"No"}', '"Nothing"}', "impact_question working: answer no: title.en No → Nothing"),
        (
            'languages = ["en"]',
            'languages = ["en"]\nupdated_on = 2026-01-01',
            "+ updated_on 2026-01-01",
        ),
        ('resolution = "4 h"\n', "", "- target critical · premium: resolution 4 h"),
    ],
)
def test_a_change_is_one_line(old: str, new: str, line: str) -> None:
    assert old in SMALL
    assert told(SMALL.replace(old, new, 1)) == [line]


def test_what_comes_and_goes_is_told_whole() -> None:
    row = '[[target]]\nplan = "basic"\nseverity = "general"\ncalendar = "always"\nupdates = "1 week"\n'
    assert told(SMALL + row) == ["+ target general · basic (calendar always, updates 1 week)"]
    plan = '\n[[plan]]\nkey = "gold"\ntitle = {en = "Gold"}\n'
    assert told(SMALL + plan) == ["+ plan gold (“Gold”)"]
    row = '[[decision]]\nwhen = {working = ["no"]}\nseverity = "critical"\n\n'
    assert told(SMALL.replace(row, "")) == ["- decision working = no (critical)"]


def test_another_order_is_a_difference_of_its_own() -> None:
    first = '[[tier]]\nkey = "first"\ntitle = {en = "First"}\ntakes = {en = "Everything"}\n'
    assert first in SMALL
    assert told(SMALL.replace(first, "") + first) == ["tier: order first, second → second, first"]


def test_words_of_a_comment_are_no_difference() -> None:
    assert told(SMALL + "# otherwise the same\n") == []


@pytest.mark.parametrize("name", preset_names())
def test_the_json_of_a_policy_is_the_whole_policy(name: str) -> None:
    policy = load(name)
    again = Policy.model_validate(as_json(policy), by_alias=True, by_name=False)
    assert as_json(again) == as_json(policy)
    assert differences(policy, again) == []
    for row, written in zip(policy.target_rows, as_json(policy)["target"], strict=True):
        assert written["first_response"] == (
            str(row.first_response) if row.first_response else None
        )
