"""The catalogue of sentences, typed: flask-babel ships no types, so it is wrapped once, here."""

from typing import cast

from flask_babel import gettext, lazy_gettext, ngettext


def _(sentence: str, /, **values: object) -> str:
    """The sentence in the reader's language; `%(name)s` filled in from `values`."""
    return cast(str, gettext(sentence, **values))


def _l(sentence: str, /, **values: object) -> str:
    """The same, looked up only when it is shown: for labels that are made at import."""
    return cast(str, lazy_gettext(sentence, **values))


def _n(one: str, many: str, num: int, /, **values: object) -> str:
    """The sentence for `num` things; `%(num)s` is the number."""
    return cast(str, ngettext(one, many, num, **values))
