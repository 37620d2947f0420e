"""Every way in which a policy file can be mistaken: texts that are refused, and what of each is told."""

from pathlib import Path

from tests.policy.test_checking import ASKED, PRIORITIES

Case = tuple[str, str, str, str]
SMALL = (Path(__file__).parent / "small.toml").read_text()

SOUND = SMALL + "\n[quality]\navailability = 99.5\n"
TOP = 'title = {en = "Small"}\n'

SECOND = """

[[tier]]
key = "second"
title = {en = "Second"}
takes = {en = "The rest"}"""

SHAPES: list[Case] = [
    # keys
    (
        'unanswered = "2 days"\n',
        "",
        "closing.unanswered",
        "Add a line that begins with: unanswered =",
    ),
    ("[closing]", "[closed]", "closing", "Add a line [closing], with its keys below."),
    ("[[channel]]", "[[chanel]]", "channel", "Add a line [[channel]], with its keys below."),
    ("resolution =", "resolutoin =", "target.1.resolutoin", "Did you mean 'resolution'? Or use"),
    ('hours = "24x7"\n', 'hours = "24x7"\nlanguages = 1\n', "calendar.1.languages", "at the top"),
    # texts
    (TOP, 'title = "Small"\n', "title", 'as in {es = "…", en = "…"}'),
    (TOP, 'title = {en = ""}\n', "title.en", "no text between"),
    (TOP, "title = {en = 3}\n", "title.en", "Text is expected here, and '3' isn’t text."),
    (TOP, 'title = {eng = "Small"}\n', "title.eng", "'eng' isn’t a language code."),
    ("name = ", "name = 1 #", "name", "'1' isn’t text."),
    ('key = "premium"', 'key = "Prémium"', "plan.2.key", "'Prémium' can’t be a key."),
    # lists and tables
    ('asks = ["what"]', 'asks = "what"', "request_type.2.asks", 'as in ["a", "b"]'),
    (
        'asks = ["what"]',
        'asks = ["why"]',
        "request_type.2.asks.1",
        "Use one of: what, steps, where",
    ),
    (TOP, f'{TOP}clause = "no"\n', "clause", "Begin each one with a line [[clause]]"),
    (TOP, f'{TOP}clause = ["no"]\n', "clause.1", "[[clause]] is expected here"),
    (TOP, f"{TOP}watch = 99\n", "watch", "Write its keys below a line [watch]."),
    ("[limits]", "[[limits]]", "limits", "[limits] is expected here"),
    ('when = {working = ["no"]}', 'when = "no"', "decision.1.when", "A condition is expected"),
    ('working = ["no"]', 'working = "no"', "decision.1.when.working", "A list is expected here."),
    ('working = ["no"]', "working = []", "decision.1.when.working", "so it’s never met"),
    ('hours = "24x7"', 'week = "9-18"', "calendar.1.week", "Hours for each day of the week"),
    (
        'hours = "24x7"',
        "week = {mon = [9]}",
        "calendar.1.week.mon.1",
        "'9' doesn’t give a start and end time",
    ),
    ('hours = "24x7"', 'hours = "9-18"', "calendar.1.hours", 'Write hours = "24x7", or week'),
    # numbers, yes and no, days
    ("files = 3", 'files = "many"', "limits.files", "'many' isn’t a whole number."),
    ("files = 3", "files = 1.5", "limits.files", "'1.5' isn’t a whole number."),
    ("files = 3", "files = []", "limits.files", "'[]' isn’t a whole number."),
    ("files = 3", "files = nan", "limits.files", "'nan' isn’t a whole number."),
    ("files = 3", "files = 0", "limits.files", "Write 1 or more."),
    ("files = 3", "files = 99", "limits.files", "Write 50 or less."),
    ("= 99.5", '= "99,5"', "quality.availability", "with a decimal point, as in 99.5"),
    ("= 99.5", "= []", "quality.availability", "'[]' isn’t a number."),
    ("= 99.5", "= 0", "quality.availability", "Write a number greater than 0."),
    ("takes =", "is_management = 3\ntakes =", "tier.1.is_management", "neither true nor false"),
    ("takes =", "is_management = []\ntakes =", "tier.1.is_management", "Write true or false"),
    (TOP, f'{TOP}updated_on = "24/12/2026"\n', "updated_on", "as in 2026-12-24"),
    (TOP, f"{TOP}updated_on = 20261224\n", "updated_on", "'20261224' isn’t a date."),
    (TOP, f"{TOP}updated_on = 10:00:00\n", "updated_on", "'10:00:00' isn’t a date."),
    # amounts of time, zones, holidays
    ('= "30 min"', "= 30", "target.2.first_response", "in quotation marks"),
    ('= "30 min"', '= "30 minutos"', "target.2.first_response", "'30 minutos' isn’t an amount"),
    ('= "30 min"', '= "30 to 5 min"', "target.2.first_response", "Write the smaller number first"),
    ('"2 days"', '"1 to 2 days"', "closing.unanswered", "and this key doesn’t accept either"),
    ('"24x7"\n', '"24x7"\ntime_zone = "Chile"\n', "calendar.1.time_zone", "isn’t a time zone"),
    (
        'hours = "24x7"',
        'week = {mon = ["09:00-18:00"]}\nholidays = {country = "cl"}',
        "calendar.1.holidays.country",
        "'cl' isn’t a country code.",
    ),
    (
        'hours = "24x7"',
        'week = {mon = ["09:00-18:00"]}\nholidays = {country = "VA", region = "X"}',
        "calendar.1.holidays.region",
        "aren’t available by region",
    ),
    (
        'hours = "24x7"',
        'hours = "24x7"\nholidays = {country = "CL"}',
        "calendar.1.holidays",
        "so no day can be different",
    ),
]
"""What is written, what is written instead, and what is told: the key, and some of the words."""

SLIPS: list[Case] = [
    ("[closing]", "[closing", "closing", "The name in brackets has no closing bracket."),
    ("[[tier]]", "[[tier]", "tier", "The name in brackets has no closing bracket."),
    ("files = 3", "files 3", "", "neither a key with its value nor a name"),
    ("files = 3", "= 3", "", "neither a key with its value nor a name"),
    ("files = 3", "ficheros_año = 3", "", "with unaccented characters in the key"),
    ('= "30 min"', '= "30 min', "first_response", "A quotation mark is opened but never closed."),
    ('= "30 min"', '= "30\x01 min"', "first_response", "Character 21 of this line isn’t allowed"),
    ("files = 3", "files = 3 # \x00", "files", "Character 13 of this line isn’t allowed"),
    ('= "30 min"', "=", "first_response", "A value should begin at character 17"),
    ('= "30 min"', "= “30 min”", "first_response", 'straight quotation marks, as in "30 min"'),
    ('= "30 min"', "= 30 min", "first_response", "Something unexpected begins at character 21"),
    ("files = 3", "files = 3,5", "files", "Something unexpected begins"),
    ('asks = ["what"]', 'asks = ["what" "where"]', "asks", "A list is missing a comma"),
    ('title = {en = "Small"}', 'title = {en = "Small"', "title", "Write it on one line, as in {es"),
    ('title = {en = "Small"}', 'title = {en = "Small",}', "title", "without a comma at the end"),
    ("files = 3", "files = 3\nfiles = 4", "files", "This is already in the file"),
    ("[limits]", "[closing]\n[limits]", "closing", "nothing can appear twice"),
    ("[limits]", "[tier]\n[limits]", "tier", "begin each with its own [[name]]"),
    ('{en = "Small"}', '{en = "a", en = "b"}', "title", "Write it only once"),
    ('{en = "Small"}', r'{en = "\d+"}', "title", "A backslash on this line isn’t followed"),
    (TOP, f"{TOP}updated_on = 2026-02-30\n", "updated_on", "That date or time doesn’t exist."),
]
"""The same for texts that are no TOML."""

MORE: list[tuple[str, str]] = [
    ('asks = ["what"]\nseverity = "general"', 'asks = ["what"]'),
    ('tier = "boss"', 'tier = "second"'),
    ('kind = "line"', 'kind = "number"'),
    ('pattern = "[A-Z]-[0-9]{4}"', 'pattern = "[A-Z](?!0)-[0-9]{4}"'),
    ('pattern = "[A-Z]-[0-9]{4}"', 'required = true\nrequired_when = {area = ["stock"]}'),
    (ASKED[ASKED.index("\n  [[question.ans") : ASKED.index('[[question]]\nkey = "num')], ""),
    (PRIORITIES[PRIORITIES.index("[[priority_decision") :], ""),
    (PRIORITIES[: PRIORITIES.index("[[priority_decision")], ""),
    ('follow_up = "1 to 5 business days"\n', ""),
    ('key = "portal"', 'key = "web"'),
    ('calendar = "always"\nfirst_response = "4 h"\nl', 'first_response = "4 h"\nl'),
    ('answer]]\n  key = "yes"\n  title = {en = "Yes"}\n', "answer]]\n"),
    ('\n  [[impact_question.answer]]\n  key = "yes"\n  title = {en = "Yes"}\n', ""),
    (SECOND, "\nis_management = true"),
    ("files = 3", f"files = {'9' * 5000}"),
    ('key = "second"', 'key = "first"'),
    ('[[plan]]\nkey = "basic"', '[[plan]]\nonly_with = "premium"\nkey = "basic"'),
    ('key = "premium"', 'only_with = "basic"\nkey = "premium"'),
    ('pauses = ["resolution"]\nfollow', 'pauses = []\nreminders = ["1 day"]\nfollow'),
    (
        '[[decision]]\nseverity = "important"',
        '[[decision]]\nseverity = "general"\n[[decision]]\nseverity = "important"',
    ),
    ('severity = "critical"\nrequest_type', 'plan = "premium"\nseverity = "critical"\n#'),
    ("[[target]]", '[[target]]\ncalendar = "always"\n[[target]]\ncalendar = "always"\n[[target]]'),
    ('languages = ["en"]\nt', 'languages = ["en", "es"]\nt'),
]
"""What is written in the whole policy of `test_checking`, and what instead wherever it stands: the mistakes that
are in neither list above."""

LONG_DAYS = (
    'calendar = "always"\nfirst_response = "3 h"',
    'calendar = "office"\nupdates = "1 week"',
)
"""The same for what is sound, but is hinted at."""
