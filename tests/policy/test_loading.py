"""A policy file is read whole, or refused with file, line, key and remedy."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from portal.policy.durations import Term, Unit
from portal.policy.loading import PolicyError, load, parse, preset_names
from portal.policy.toml_lines import line_of, lines_of

SMALL = (Path(__file__).parent / "small.toml").read_text()


def refused(text: str) -> str:
    with pytest.raises(PolicyError) as error:
        parse(text, "my.toml")
    return str(error.value)


def line_with(text: str, words: str, nth: int = 1) -> int:
    """The number of the nth line that holds the words."""
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if words in line]
    return lines[nth - 1]


def test_another_policy_has_its_own_shape() -> None:
    policy = parse(SMALL, "small.toml")
    assert policy.title("es") == "Small", "a language that it does not have falls back to its first"
    assert policy.close_after == timedelta(days=2)
    assert (policy.rating_days, policy.reopen_days, policy.draft_days) == (7, 7, 10)
    assert policy.default_plan == "basic"


def test_the_row_that_names_most_stands() -> None:
    policy = parse(SMALL, "small.toml")
    assert policy.targets("basic", "critical", "incident").first_response == Term(2, Unit.H)
    assert policy.targets("premium", "critical", "incident").first_response == Term(30, Unit.MIN)
    assert policy.targets("basic", "critical", "question").first_response == Term(3, Unit.H)
    nothing = policy.targets("basic", "general", "incident")
    assert (nothing.first_response, nothing.resolution, nothing.updates) == (None, None, None)


@pytest.mark.parametrize(
    ("old", "new", "words", "what", "remedy"),
    [
        ('resolution = "4 h"', 'resolution = "4 hrs"', "4 hrs", "target.2.resolution", '"30 min"'),
        (
            'resolution = "4 h"',
            "resolution = 4",
            "resolution = 4",
            "target.2.resolution",
            '"30 min"',
        ),
        (
            'resolution = "4 h"',
            'resolutoin = "4 h"',
            "resolutoin",
            "resolutoin",
            "Did you mean 'resolution'?",
        ),
        ('plan = "premium"', 'plan = "gold"', '"gold"', "'gold' is unknown", "premium"),
        ('severity = "general"', 'severity = "none"', '"none"', "'none' is unknown", "general"),
        ('key = "second"', 'key = "first"', 'key = "first"', "used more than once", "its own key"),
        ('key = "second"', 'key = "Second One"', "Second One", "tier.2.key", "lower-case"),
        ('hours = "24x7"', 'hours = "9-5"', "9-5", "calendar.1.hours", "24x7"),
        (
            'title = {en = "Small"}',
            'title = {es = "S"}',
            'es = "S"',
            "is missing in these languages: en",
            "every language",
        ),
        ('working = ["no"]', 'walking = ["no"]', "walking", "'walking' is unknown", "working"),
        ('working = ["no"]', 'working = ["maybe"]', "maybe", "'maybe' is unknown", "no, yes"),
        ("files = 3", "files = 0", "files = 0", "limits.files", "How to fix it"),
    ],
)
def test_a_mistake_is_told_with_line_key_and_remedy(
    old: str, new: str, words: str, what: str, remedy: str
) -> None:
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    nth = 2 if words == 'key = "first"' else 1
    told = refused(text)
    assert f"my.toml:{line_with(text, words, nth)}: " in told, told
    assert what in told
    assert remedy in told


def test_every_mistake_is_told_at_once() -> None:
    text = SMALL.replace('plan = "premium"', 'plan = "gold"').replace(
        '"general"\n\n[[sev', '"x"\n\n[[sev'
    )
    assert len(refused(text).splitlines()) == 2


def test_a_list_is_not_short_because_its_parts_are_wrong() -> None:
    words = refused(SMALL.replace('"24x7"', '"24x8"'))
    assert "calendar.1.hours: '24x8' isn’t one of the words" in words
    assert len(words.splitlines()) == 1, "the list that holds it is not told as a second mistake"


def test_a_list_that_is_too_short_says_how_many() -> None:
    head, rest = SMALL.split("[[channel]]", 1)
    rest = rest[rest.index("\n[[") :]
    assert "There are too few items here: at least 1 are needed" in refused(
        f"channel = []\n{head}{rest}"
    )


def test_what_is_missing_is_named() -> None:
    told = refused(SMALL.replace('unanswered = "2 days"\n', ""))
    assert "closing.unanswered: 'unanswered' is missing" in told
    assert f"my.toml:{line_with(SMALL, '[closing]')}" in told


def test_a_decision_that_never_holds_is_a_mistake() -> None:
    row = '[[decision]]\nwhen = {working = ["no"]}\nseverity = "general"\n\n'
    text = SMALL.replace("[[target]]", row + "[[target]]", 1)
    assert "decision.2: The last [[decision]]" not in refused(text)
    before_last = SMALL.replace(
        '[[decision]]\nseverity = "important"', row + '[[decision]]\nseverity = "important"'
    )
    assert "decision.2: This row is never reached" in refused(before_last)


def test_a_table_must_end_with_a_row_for_all() -> None:
    text = SMALL.replace('[[decision]]\nseverity = "important"\n', "")
    assert "doesn’t match every answer" in refused(text)


def test_two_targets_for_the_same_are_a_mistake() -> None:
    assert "two targets for premium · critical" in refused(
        SMALL.replace(
            'severity = "critical"\nrequest_type = "question"',
            'plan = "premium"\nseverity = "critical"',
        )
    )


def test_broken_toml_names_its_line() -> None:
    text = SMALL.replace("[closing]", "[closing")
    assert (
        f"my.toml:{line_with(text, '[closing')}: closing: The name in brackets has no closing bracket"
        in refused(text)
    )


def test_a_file_that_is_not_there_names_the_presets() -> None:
    with pytest.raises(PolicyError, match=r"This file doesn’t exist.*sgc-sac-004"):
        load("nowhere")
    with pytest.raises(PolicyError, match="This file doesn’t exist"):
        load("/nowhere/mine.toml")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes('name = "España"'.encode("latin-1"))
    with pytest.raises(PolicyError, match="UTF-8"):
        load(str(path))


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_is_sound(name: str) -> None:
    assert load(name).name == name


def test_lines_are_found_in_nested_arrays() -> None:
    text = '[a]\nx = 1\n[[b]]\nkey = "1"\n[[b.c]]\nd = 2\n[[b]]\n[[b.c]]\n[[b.c]]\nd = 3\n'
    lines = lines_of(text)
    assert line_of(("a", "x"), lines) == 2
    assert line_of(("b", 0, "c", 0, "d"), lines) == 6
    assert line_of(("b", 1, "c", 1, "d"), lines) == 10
    assert line_of(("b", 1, "c", 0, "e", "f"), lines) == 8, (
        "what has no line stands where it should be"
    )


def test_the_rules_load_bare() -> None:
    code = "import sys, portal.policy.loading; print({'flask', 'sqlalchemy'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_a_file_of_before_means_the_same() -> None:
    """Editions kept before there were hours, chains, rules and priorities are read as they were meant."""
    policy = parse(SMALL, "small.toml")
    assert policy.working_tiers == policy.tiers
    assert (policy.chain, policy.assignment_rules, policy.questions) == ((), (), ())
    assert policy.priority_of("critical", {"impact.working": "no"}) == ""
    assert policy.time_zone == "UTC"
    assert policy.watch.alert == ()
    assert policy.retention.search_log == timedelta(days=180)
    reason = policy.waiting_reason("client")
    assert reason is not None
    assert (reason.reminders, reason.closes_after, reason.follow_up) == ((), None, None)
