"""An article as it is written at the desk, and when it is well-formed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from portal.articles.addresses import slug_of
from portal.articles.kinds import ArticleAudience, Kind
from portal.articles.texts import ArticleText
from portal.articles.wording import kind_words
from portal.desk.shelf import topic_choices
from portal.ground.catalogue import _, _l
from portal.ground.language import current_language
from portal.people.forms import NOT_OFFERED
from portal.policy.editions import current_policy

LONG = 1_000_000


def at_most(characters: int) -> Length:
    """No longer than this."""
    return Length(max=characters, message=_l("Use at most %(most)s characters.", most=characters))


class ArticleForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """One article. `seen` is what the text was when the page was shown: who saves over newer words is told."""

    seen = HiddenField()
    title = StringField(
        _l("Title"),
        [
            DataRequired(_l("Give the article a title, as a client would say it.")),
            Length(max=200, message=_l("Keep the title under 200 characters.")),
        ],
    )
    summary = StringField(
        _l("Summary"), [Length(max=400, message=_l("Keep the summary under 400 characters."))]
    )
    body = TextAreaField(
        _l("Text"),
        [DataRequired(_l("Enter the text of the article.")), at_most(LONG)],
    )
    asked_as = TextAreaField(_l("Words by which clients ask for this"), [at_most(20_000)])
    offered = SelectMultipleField(_l("How this client put it"), validate_choice=False)
    kind = SelectField(_l("Kind of article"), invalid_choice_message=NOT_OFFERED)
    topic = SelectField(_l("Topic"), invalid_choice_message=NOT_OFFERED)
    product = StringField(_l("Product"), [at_most(200)])
    tags = StringField(_l("Tags"), [at_most(1000)])
    audience = SelectField(_l("Who can read this article"), invalid_choice_message=NOT_OFFERED)
    plans = SelectMultipleField(_l("Which plans?"))
    slug = StringField(_l("Address of this article"), [at_most(200)])
    translation_of = StringField(_l("Translation of"), [at_most(200)])
    change = StringField(_l("What changed"), [at_most(400)])

    def validate_plans(self, field: SelectMultipleField) -> None:
        if self.audience.data == ArticleAudience.PLANS and not field.data:
            raise ValidationError(_("Choose the plans whose clients may read it."))


def article_form(
    text: ArticleText, seen: str = "", offered: Sequence[str] = (), may_move: bool = True
) -> ArticleForm:
    """The form, filled with this text where nothing was sent. `offered` are ways to ask that can be ticked;
    `may_move`: whether the article can still be given another address."""
    form = ArticleForm(seen=seen, **_values(text))
    form.kind.choices = [SelectChoice(kind.value, kind_words(kind)) for kind in Kind]
    topics = topic_choices(text.language, text.topic)
    form.topic.choices = [SelectChoice(*each) for each in topics]
    form.audience.choices = [
        SelectChoice(each.value, audience_words(each)) for each in ArticleAudience
    ]
    form.offered.choices = [SelectChoice(each, each) for each in offered]
    if not may_move:
        del form.slug
    policy = current_policy()
    titles = {plan.key: policy.words(plan.title, current_language()) for plan in policy.plans}
    plans = {plan: plan for plan in text.plans} | titles
    form.plans.choices = [SelectChoice(*each) for each in plans.items()]
    return form


def text_from(form: ArticleForm, base: ArticleText) -> ArticleText:
    """The text that the form holds; what it does not ask stays as it is in `base`."""
    audience = ArticleAudience(form.audience.data)
    typed = {field.name: _typed(field.data) for field in form}
    return replace(
        base,
        title=" ".join(typed["title"].split()),
        summary=" ".join(typed["summary"].split()),
        body=typed["body"].replace("\r\n", "\n"),
        asked_as=tuple(dict.fromkeys((*_lines(typed["asked_as"]), *_ticked(form)))),
        kind=Kind(form.kind.data),
        topic=typed["topic"],
        product=typed["product"].strip(),
        tags=tuple(tag.strip() for tag in typed["tags"].split(",") if tag.strip()),
        audience=audience,
        plans=tuple(form.plans.data or ()) if audience is ArticleAudience.PLANS else (),
        slug=_slug(typed["slug"], base) if "slug" in typed else base.slug,
        translation_of=typed["translation_of"].strip(),
        change=" ".join(typed["change"].split()),
    )


def put_in(form: ArticleForm, text: ArticleText) -> None:
    """Show this text in the form, in place of what was sent."""
    for name, value in _values(text).items():
        if name in form:
            form[name].data = value
    form.offered.data = []


def _ticked(form: ArticleForm) -> list[str]:
    """Of the ways to ask that were offered, those that the author ticked."""
    return [
        choice.value for choice in form.offered.choices if choice.value in (form.offered.data or [])
    ]


def _slug(typed: str, base: ArticleText) -> str:
    """The address as typed; left empty, that of a new article is made from its title."""
    return slug_of(typed) if typed.strip() else base.slug


def _typed(data: Any) -> str:
    """What was typed, without the zero characters that no file of text may hold."""
    return data.replace("\0", "") if isinstance(data, str) else ""


def _values(text: ArticleText) -> dict[str, Any]:
    parts = ("title", "summary", "body", "kind", "topic", "product", "audience")
    return {
        **{part: getattr(text, part) for part in (*parts, "translation_of", "change", "slug")},
        "asked_as": "\n".join(text.asked_as),
        "tags": ", ".join(text.tags),
        "plans": list(text.plans),
    }


def _lines(text: str) -> tuple[str, ...]:
    tidy = (" ".join(line.split()) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in tidy if line))


def audience_words(audience: ArticleAudience) -> str:
    return {
        ArticleAudience.EVERYONE: _("Everyone"),
        ArticleAudience.CLIENTS: _("Clients who are signed in"),
        ArticleAudience.PLANS: _("Clients on certain plans"),
        ArticleAudience.AGENTS: _("Only the desk"),
    }[audience]
