"""What is said of each way in which a value of a policy has the wrong shape, and how each is mended."""

from portal.policy.mistake import Sentence, _l

Told = tuple[Sentence, Sentence]

ELSE: Told = (
    _l("'%(value)s' cannot be read here."),
    _l("Write it as a policy that comes with the portal does."),
)
_NUMBER = _l("Write digits without quotation marks, as in 10.")
_DAY: Told = (
    _l("'%(value)s' is not a day."),
    _l("Write year-month-day without quotation marks, as in 2026-12-24."),
)
_WHOLE: Told = _l("'%(value)s' is not a whole number."), _NUMBER
_SHARE: Told = (
    _l("'%(value)s' is not a number."),
    _l("Write digits without quotation marks and with a point, as in 99.5."),
)
_YES_NO: Told = (
    _l("'%(value)s' is neither true nor false."),
    _l("Write true or false, without quotation marks."),
)
_TABLES: Told = (
    _l("[[%(table)s]] is expected here, once for each of several."),
    _l("Begin each with a line [[%(table)s]], and write its keys below."),
)
_TABLE: Told = (
    _l("[%(table)s] is expected here, with keys of its own."),
    _l("Write its keys below a line [%(table)s]."),
)
_MISSING = _l("'%(key)s' is missing here.")

WRONG: dict[str, Told] = {
    "missing": (_MISSING, _l("Add a line that begins with: %(key)s =")),
    "missing of tables": (_MISSING, _l("Add a line [[%(table)s]], and its keys below.")),
    "missing table": (_MISSING, _l("Add a line [%(table)s], and its keys below.")),
    "tuple_type of tables": _TABLES,
    "model_type of tables": _TABLES,
    "model_type table": _TABLE,
    "tuple_type": (
        _l("A list is expected here."),
        _l('Put the values in square brackets, as in ["a", "b"].'),
    ),
    "text": (
        _l("Words by language are expected here."),
        _l('Write them between braces, as in {es = "…", en = "…"}.'),
    ),
    "when": (
        _l("A condition is expected here."),
        _l('Write it between braces, as in {severity = ["critical"]}.'),
    ),
    "week": (
        _l("Hours by day of the week are expected here."),
        _l('Write them between braces, as in {mon = ["09:00-18:00"], sat = ["10:00-14:00"]}.'),
    ),
    "too_short": (
        _l("There are too few entries here: there must be %(min_length)s or more."),
        _l("Add what is missing."),
    ),
    "string_too_short": (
        _l("There are no words between the quotation marks."),
        _l("Write some, or remove the key where it may be left out."),
    ),
    "string_type": (
        _l("Words are expected here, and '%(value)s' is none."),
        _l('Put it in quotation marks, as in "…".'),
    ),
    r"^[a-z0-9]+(-[a-z0-9]+)*$": (
        _l("'%(value)s' cannot be a key."),
        _l("Use lower-case letters without accents, digits, and single hyphens between them."),
    ),
    r"^[a-z]{2}$": (
        _l("'%(value)s' is not the code of a language."),
        _l("Write two lower-case letters, as in es or en."),
    ),
    r"^[A-Z]{2}$": (
        _l("'%(value)s' is not the code of a country."),
        _l("Write the two capitals of ISO 3166, as in CL."),
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
        _l("'%(value)s' is too little here."),
        _l("Write a number above %(gt)s."),
    ),
    "greater_than_equal": (
        _l("'%(value)s' is too little here."),
        _l("Write %(ge)s or more."),
    ),
    "less_than_equal": (
        _l("'%(value)s' is too much here."),
        _l("Write %(le)s or less."),
    ),
}
"""By pydantic's kind, the pattern that does not fit, or what `shape` tells more closely."""
