"""What is said of each way in which a value of a policy has the wrong shape, and how each is mended."""

from portal.policy.mistake import Sentence, _l

Told = tuple[Sentence, Sentence]

ELSE: Told = (
    _l("'%(value)s' isn’t valid here."),
    _l("Follow the example of a policy that comes with the portal."),
)
_NUMBER = _l("Write digits without quotation marks, as in 10.")
_DAY: Told = (
    _l("'%(value)s' isn’t a date."),
    _l("Write the date as year-month-day without quotation marks, as in 2026-12-24."),
)
_WHOLE: Told = _l("'%(value)s' isn’t a whole number."), _NUMBER
_SHARE: Told = (
    _l("'%(value)s' isn’t a number."),
    _l("Write digits without quotation marks and with a decimal point, as in 99.5."),
)
_YES_NO: Told = (
    _l("'%(value)s' is neither true nor false."),
    _l("Write true or false, without quotation marks."),
)
_TABLES: Told = (
    _l("[[%(table)s]] is expected here, once for each item."),
    _l("Begin each one with a line [[%(table)s]], and write its keys below."),
)
_TABLE: Told = (
    _l("[%(table)s] is expected here, with its own keys."),
    _l("Write its keys below a line [%(table)s]."),
)
_MISSING = _l("'%(key)s' is missing here.")

WRONG: dict[str, Told] = {
    "missing": (_MISSING, _l("Add a line that begins with: %(key)s =")),
    "missing of tables": (_MISSING, _l("Add a line [[%(table)s]], with its keys below.")),
    "missing table": (_MISSING, _l("Add a line [%(table)s], with its keys below.")),
    "tuple_type of tables": _TABLES,
    "model_type of tables": _TABLES,
    "model_type table": _TABLE,
    "tuple_type": (
        _l("A list is expected here."),
        _l('Put the values in square brackets, as in ["a", "b"].'),
    ),
    "text": (
        _l("Text in each language is expected here."),
        _l('Write it between braces, as in {es = "…", en = "…"}.'),
    ),
    "when": (
        _l("A condition is expected here."),
        _l('Write it between braces, as in {severity = ["critical"]}.'),
    ),
    "week": (
        _l("Hours for each day of the week are expected here."),
        _l('Write them between braces, as in {mon = ["09:00-18:00"], sat = ["10:00-14:00"]}.'),
    ),
    "too_short": (
        _l("There are too few items here: at least %(min_length)s are needed."),
        _l("Add the missing items."),
    ),
    "string_too_short": (
        _l("There is no text between the quotation marks."),
        _l("Write some text, or remove the key if it’s optional."),
    ),
    "string_type": (
        _l("Text is expected here, and '%(value)s' isn’t text."),
        _l('Put it in quotation marks, as in "…".'),
    ),
    r"^[a-z0-9]+(-[a-z0-9]+)*$": (
        _l("'%(value)s' can’t be a key."),
        _l("Use lower-case characters a to z, digits, and single hyphens between them."),
    ),
    r"^[a-z]{2}$": (
        _l("'%(value)s' isn’t a language code."),
        _l("Write the code in lower case, as in es or en."),
    ),
    r"^[A-Z]{2}$": (
        _l("'%(value)s' isn’t a country code."),
        _l("Write the ISO 3166 code in capitals, as in CL."),
    ),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": _WHOLE,
    "finite_number": _WHOLE,
    "float_type": _SHARE,
    "float_parsing": _SHARE,
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "greater_than": (
        _l("'%(value)s' is too small."),
        _l("Write a number greater than %(gt)s."),
    ),
    "greater_than_equal": (
        _l("'%(value)s' is too small."),
        _l("Write %(ge)s or more."),
    ),
    "less_than_equal": (
        _l("'%(value)s' is too large."),
        _l("Write %(le)s or less."),
    ),
}
"""By pydantic's kind, the pattern that does not fit, or what `shape` tells more closely."""
