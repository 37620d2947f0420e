"""The catalogue of sentences: each in the reader's language, in Python and in templates."""

from functools import lru_cache
from gettext import NullTranslations
from typing import cast

from babel.support import Translations
from flask import Flask
from flask_babel.speaklater import LazyString  # type: ignore[import-untyped]  # ships no types
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from portal.ground.language import current_language
from portal.ground.settings import PROJECT


def _(sentence: str, /, **values: object) -> str:
    """The sentence in the reader's language; `%(name)s` filled in from `values`."""
    text = _catalogue().gettext(sentence)
    return text % values if values else text


def _l(sentence: str, /, **values: object) -> str:
    """The same, looked up only when it is shown: for labels that are made at import."""
    return cast(str, LazyString(_, sentence, **values))


def _n(one: str, many: str, num: int, /, **values: object) -> str:
    """The sentence for `num` things; `%(num)s` is the number."""
    return _catalogue().ngettext(one, many, num) % {"num": num, **values}


def register(app: Flask) -> None:
    """Give templates `_` and `ngettext`, which escape the values where the template escapes.

    In place of flask-babel's, which take four times as long: a page has hundreds of sentences.
    """
    app.jinja_env.globals.update(_=_in_template, gettext=_in_template, ngettext=_n_in_template)


@pass_eval_context
def _in_template(context: EvalContext, sentence: str, /, **values: object) -> str:
    return _filled(context, _catalogue().gettext(sentence), values)


@pass_eval_context
def _n_in_template(context: EvalContext, one: str, many: str, num: int, /, **values: object) -> str:
    return _filled(context, _catalogue().ngettext(one, many, num), {"num": num, **values})


def _filled(context: EvalContext, text: str, values: dict[str, object]) -> str:
    """A sentence of a template is always a pattern: a percent sign is written twice in it."""
    if not context.autoescape:
        return text % values if "%" in text else text
    if "%" in text:
        text = text % {name: _escaped(value) for name, value in values.items()}
    return Markup(text)  # noqa: S704 (a sentence of ours, and values that were escaped)


def _escaped(value: object) -> object:
    return value if isinstance(value, int) else escape(value)


@lru_cache
def _read(language: str) -> NullTranslations:
    return Translations.load(PROJECT / "translations", [language])


def _catalogue() -> NullTranslations:
    """That of the reader's language, read from disk once a process."""
    return _read(current_language())
