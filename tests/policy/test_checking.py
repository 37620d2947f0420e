"""What does not fit together in a policy file is told with its line, its key and how to mend it, all at once."""

from pathlib import Path

import pytest

from portal.policy.hinting import hints
from portal.policy.loading import PolicyError, parse, reread
from tests.policy.test_loading import line_with, refused

SMALL = (Path(__file__).parent / "small.toml").read_text()

OFFICE = """
[[calendar]]
key = "office"
title = {en = "office hours"}
week = {mon = ["09:00-13:00", "14:00-18:00"], tue = ["09:00-18:00"]}
time_zone = "America/Santiago"
holidays = {country = "CL", region = "RM"}

  [[calendar.day]]
  on = 2026-12-24
  hours = ["09:00-12:00"]

  [[calendar.day]]
  on = 2026-12-31
"""

ASKED = """
[[question]]
key = "area"
group = "what"
kind = "choice"
label = {en = "Which area?"}

  [[question.answer]]
  key = "sales"
  title = {en = "Sales"}

  [[question.answer]]
  key = "stock"
  title = {en = "Stock"}

[[question]]
key = "number"
group = "what"
kind = "line"
label = {en = "Which number?"}
pattern = "[A-Z]-[0-9]{4}"
example = {en = "A-1234"}
shown_when = {area = ["stock"], request_type = ["incident"]}
"""

PRIORITIES = """
[[priority]]
key = "high"
title = {en = "High"}

[[priority]]
key = "low"
title = {en = "Low"}

[[priority_decision]]
when = {severity = ["critical"], working = ["no"]}
priority = "high"

[[priority_decision]]
priority = "low"
"""

PEOPLE = """
[[plan]]
key = "night"
title = {en = "Night"}
only_with = "premium"

  [plan.emergency]
  calendar = "always"
  severities = ["critical"]

    [[plan.emergency.contact]]
    title = {en = "Phone"}
    address = "+56 2 555"

[[channel]]
key = "email"
title = {en = "Email"}
calendar = "always"
first_response = "4 h"
languages = ["en"]
plans = ["basic"]

[[tier]]
key = "boss"
title = {en = "Boss"}
takes = {en = "Trouble"}
is_management = true

[[chain]]
tier = "second"
at = 80

[[chain]]
tier = "boss"

[[assignment]]
key = "worst"
when = {severity = ["critical"], tier = ["first"]}
tier = "second"
because = {en = "it is critical"}

[[assignment]]
key = "rest"
because = {en = "it comes"}

[watch]
alert = ["critical"]
alert_every = "15 min"

[[waiting_reason]]
key = "parts"
title = {en = "parts"}
pauses = ["resolution"]
follow_up = "1 to 5 business days"
follow_up_calendar = "always"
"""

WHOLE = SMALL.replace(
    'pauses = ["resolution"]\n',
    'pauses = ["resolution"]\nreminders = ["1 day", "2 days"]\ncloses_after = "3 days"\n',
    1,
)
WHOLE += OFFICE + ASKED + PRIORITIES + PEOPLE

WRONG = [
    # calendars
    (
        "week = {mon",
        'hours = "24x7"\nweek = {mon',
        'hours = "24x7"',
        2,
        "is open 24 hours every day, but it also has",
    ),
    (
        '"14:00-18:00"], tue',
        '"12:00-18:00"], tue',
        "12:00-18",
        1,
        "week.mon.2: '12:00-18:00' overlaps '09:00-13:00'",
    ),
    ('"14:00-18:00"], tue', '"08:00-08:30"], tue', "08:00-08", 1, "begins before '09:00-13:00'"),
    ('["09:00-18:00"]', '["9-18"]', "9-18", 1, 'Write hours as in "09:00-13:00"'),
    ('["09:00-18:00"]', '["18:00-09:00"]', "18:00-09", 1, "Split the hours at midnight"),
    ("tue = [", "tues = [", "tues", 1, "Did you mean 'tue'? Or use one of: mon, tue, wed"),
    ("on = 2026-12-31", "on = 2026-12-24", "on = 2026-12-24", 2, "calendar.2.day.2.on: 2026-12-24"),
    ('country = "CL"', 'country = "CQ"', '"CQ"', 1, "CO, "),
    ('region = "RM"', 'region = "RN"', '"RN"', 1, "NB, RM, TA"),
    ('"America/Santiago"', '"America/Chile"', "America/Chile", 1, "isn’t a time zone"),
    ('hours = "24x7"', "week = {mon = []}", "[[calendar]]", 1, "has no hours, so nothing"),
    # questions
    (
        'kind = "choice"',
        'kind = "yes-no"',
        "[[question.answer]]",
        1,
        "can’t have answers of its own",
    ),
    ('["stock"]', '["cellar"]', "cellar", 1, "Use one of: sales, stock"),
    ("{area = [", "{region = [", "{region = [", 1, "'region' is unknown"),
    ('"[A-Z]-[0-9]{4}"', '"[A-Z-[0-9{4}"', "A-Z-", 1, "isn’t a valid regular expression"),
    ('"[A-Z]-[0-9]{4}"', '"(?=.*7)[A-Z]-.*"', "(?=", 1, "can’t use '(?='"),
    ('"[A-Z]-[0-9]{4}"', "'([A-Z])-\\1'", "([A-Z])", 1, "can’t use '\\1'"),
    ('"A-1234"', '"A-12"', '"A-12"', 1, "doesn’t match the question’s own pattern"),
    ('key = "area"', 'key = "severity"', 'key = "severity"', 1, "The portal already asks"),
    (
        'group = "what"\nkind = "line"',
        'group = "steps"\nkind = "line"',
        '"steps"',
        1,
        "request types asks the group",
    ),
    # priorities
    ('priority = "high"', 'priority = "hihg"', "hihg", 1, "Did you mean 'high'?"),
    (
        'priority = "low"',
        'when = {working = ["yes"]}\npriority = "low"',
        "[[priority_decision]]",
        2,
        "The last [[priority_decision]] doesn’t match every answer",
    ),
    ('{severity = ["critical"], w', '{severity = ["worst"], w', "worst", 1, "important"),
    # who is promised what
    ('only_with = "premium"', 'only_with = "gold"', '"gold"', 1, "basic, premium"),
    (
        'severities = ["critical"]',
        'severities = ["dire"]',
        "dire",
        1,
        "plan.3.emergency.severities.1",
    ),
    ('first_response = "4 h"\nl', 'first_response = "4 hours"\nl', "4 hours", 1, "channel.2.first"),
    ('plans = ["basic"]', 'plans = ["base"]', '"base"', 1, "Did you mean 'basic'?"),
    ('languages = ["en"]\np', 'languages = ["es"]\np', '["es"]', 1, "channel.2.languages.1: 'es'"),
    ('resolution = "4 h"', 'resolution = "20 min"', "20 min", 1, "'20 min' is shorter than"),
    # waiting
    ('"1 day", "2 days"]', '"2 days", "1 day"]', "reminders", 1, "does not come after"),
    (
        'closes_after = "3 days"',
        'closes_after = "2 days"',
        "closes_after",
        1,
        "would close before the last",
    ),
    ('closes_after = "3 days"\n', "", "reminders", 1, "but not when"),
    ('key = "parts"', 'key = "scope"', '"scope"', 1, "is reserved by the portal"),
    ('follow_up_calendar = "always"', 'follow_up_calendar = "all"', '"all"', 1, "always, office"),
    (
        '["resolution"]\nfollow',
        '["resolution", "updates"]\nfollow',
        "follow_up",
        1,
        "this reason pauses 'updates'",
    ),
    # who works, who hears of it, who gets it
    ('tier = "boss"', 'tier = "bos"', 'tier = "bos"', 1, "Did you mean 'boss'?"),
    ("at = 80", "at = 120", "[[chain]]", 2, "'100' is less than the '120' before"),
    (
        'tier = "second"\nbecause',
        'tier = "boss"\nbecause',
        'tier = "boss"',
        2,
        "that works on tickets",
    ),
    ('key = "boss"', 'key = "provider"', 'key = "provider"', 1, "is reserved by the portal"),
    ('{severity = ["critical"], tier = ["first"]}', "{}", "[[assignment]]", 2, "never reached"),
    ('alert = ["critical"]', "alert = []", "alert_every", 1, "No severity triggers an alert"),
    ('languages = ["en"]\nt', 'languages = ["en", "en"]\nt', '"en", "en"', 1, "'en' appears twice"),
    ("alert_every", "alert_evry", "alert_evry", 1, "Did you mean 'alert_every'?"),
    ('address = "+56 2 555"', 'adress = "+56 2 555"', "adress", 1, "Did you mean 'address'?"),
]


def test_the_whole_shape_is_read() -> None:
    policy = parse(WHOLE, "my.toml")
    assert [calendar.key for calendar in policy.calendars] == ["always", "office"]
    assert policy.priority_of("critical", {"impact.working": "no"}) == "high"
    assert policy.priority_of("general", {}) == "low"
    assert [tier.key for tier in policy.working_tiers] == ["first", "second"]
    assert [link.at for link in policy.chain] == [80, 100]


@pytest.mark.parametrize(("old", "new", "words", "nth", "told"), WRONG)
def test_a_mistake_is_told_with_its_line(
    old: str, new: str, words: str, nth: int, told: str
) -> None:
    assert old in WHOLE
    text = WHOLE.replace(old, new, 1)
    said = refused(text)
    at = f"my.toml:{line_with(text, words, nth)}: "
    assert any(at in line and told in line for line in said.splitlines()), said
    assert "How to fix it: " in said


def test_priorities_and_their_table_come_together() -> None:
    alone = SMALL + PRIORITIES[: PRIORITIES.index("[[priority_d")]
    assert "No decision leads to a priority" in refused(alone)
    without = SMALL + PRIORITIES[PRIORITIES.index("[[priority_d") :]
    assert "add a [[priority]] with this key" in refused(without)
    row = '[[priority_decision]]\nwhen = {severity = ["critical"]}\npriority = "high"\n'
    shadowed = SMALL + PRIORITIES.replace("[[priority_decision]]", row + "[[priority_decision]]", 1)
    assert "priority_decision.2: This row is never reached" in refused(shadowed)


def test_somebody_must_work() -> None:
    text = SMALL.replace('takes = {en = "', 'is_management = true\ntakes = {en = "')
    assert "Every [[tier]] is management" in refused(text)


def test_words_are_in_every_language_wherever_they_stand() -> None:
    text = WHOLE.replace('languages = ["en"]', 'languages = ["en", "es"]', 1)
    said = refused(text)
    for key in ("plan.3.emergency.contact.1.title", "question.1.answer.2.title", "assignment.2"):
        assert key in said
    assert (
        f"my.toml:{line_with(text, 'Stock')}: question.1.answer.2.title: This text is missing in these languages: es"
        in said
    )


def test_mistakes_come_in_the_order_of_their_lines() -> None:
    text = WHOLE.replace('tier = "boss"', 'tier = "nobody"').replace('"RM"', '"RN"')
    text = text.replace('plan = "premium"', 'plan = "gold"')
    with pytest.raises(PolicyError) as error:
        parse(text, "my.toml")
    lines = [line for line, _ in error.value.found]
    assert len(lines) == 3
    assert lines == sorted(lines)


def test_a_name_of_ours_is_no_key_of_the_file() -> None:
    assert "target_rows" in refused(SMALL.replace("[[target]]", "[[target_rows]]"))


def test_what_was_kept_is_read_though_a_newer_check_would_refuse_it() -> None:
    text = SMALL.replace('key = "second"', 'key = "provider"')
    assert "is reserved by the portal" in refused(text)
    assert [tier.key for tier in reread(text, "edition").tiers] == ["first", "provider"]


def test_days_of_open_hours_are_hinted_at() -> None:
    text = WHOLE.replace(
        'calendar = "always"\nfirst_response = "3 h"', 'calendar = "office"\nupdates = "1 week"'
    )
    text = text.replace('"1 to 5 business days"', '"2 days"')
    text = text.replace('follow_up_calendar = "always"', 'follow_up_calendar = "office"')
    told = [(line, str(hint.words)) for line, hint in hints(parse(text, "my.toml"))]
    assert told == [
        (
            line_with(text, "1 week"),
            "'1 week' means 168 h of opening hours, and 'office' is open 17 h a week.",
        ),
        (
            line_with(text, "follow_up ="),
            "'2 days' means 48 h of opening hours, and 'office' is open 17 h a week.",
        ),
    ]
    assert hints(parse(WHOLE, "my.toml")) == []
