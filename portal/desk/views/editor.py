"""The page on which an article is written: its form, its preview, and what became of what was sent."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from flask import render_template, request
from markupsafe import Markup

from portal.articles import writing_up
from portal.articles.article import Revision
from portal.articles.cleared import clear
from portal.articles.faults import Unreadable
from portal.articles.texts import ArticleText
from portal.articles.wording import fault_words
from portal.desk import editing
from portal.desk.forms.working import refuse
from portal.desk.forms.writing import ArticleForm, put_in, text_from
from portal.desk.guarding import with_masks
from portal.desk.private_words import field_words, kind_words
from portal.desk.views.guard import guard_of
from portal.ground.catalogue import _
from portal.ground.db import writing
from portal.ground.now import now
from portal.ground.rendering import Rendered
from portal.people.gate import current_person
from portal.people.refusal import Forbidden
from portal.tickets.ticket import Ticket

PUBLIC = {"review", "publish"}
"""What is asked of a text that others are to read."""
Keeping = Callable[[ArticleText, Rendered], Revision]


def seen_of(revision: Revision | None) -> str:
    """What stands for this very text; '' for one that is not kept yet."""
    return sha256(revision.source).hexdigest()[:16] if revision else ""


def asked_deed() -> str:
    """Which button was pressed: preview, mask, save, review or publish."""
    return request.form.get("deed", "save").split(" ")[0]


def is_to_show(form: ArticleForm) -> bool:
    """Whether nothing is to be kept: the page was opened, or asked for a preview or a mask."""
    return not form.is_submitted() or asked_deed() in {"preview", "mask"}


def take_up(
    form: ArticleForm,
    base: ArticleText,
    before: Revision | None,
    keeping: Keeping,
    ticket: Ticket | None = None,
) -> Revision | None:
    """Keep what was sent and do what was asked with it; None where the form has to be shown again,
    with every word and the reason. `before` is the revision that stood when the page was made."""
    if not form.validate_on_submit() or _is_outdated(form, before):
        return None
    text = text_from(form, base)
    try:
        rendered = writing_up.prepare(text)
    except Unreadable as fault:
        form.body.errors = [fault_words(fault)]
        return None
    guard = guard_of(text, before, ticket)
    if asked_deed() in PUBLIC and guard.is_open:
        refuse(form, guard.refusal)
        return None
    try:
        with writing():
            revision = keeping(text, rendered)
            clear(revision.article_id, guard.ticked, current_person(), now())
            if asked_deed() == "publish":
                editing.publish(revision, current_person(), now())
            elif asked_deed() == "review":
                editing.submit(revision)
    except Forbidden as refusal:
        refuse(form, refusal.reason)
        return None
    return revision


def show_editor(
    form: ArticleForm, base: ArticleText, before: Revision | None = None, **rest: Any
) -> str:
    """The page, with what may be private in the text as it stands; without scripts, the text laid out
    where a preview was asked for."""
    text = _as_sent(form, base)
    guard = guard_of(text, before, rest.get("ticket"))
    if form.is_submitted() and asked_deed() == "mask":
        text = with_masks(text, request.form.get("deed", "").split(" ")[1:], guard.known)
        put_in(form, text)
        guard = guard_of(text, before, rest.get("ticket"))
    html = None
    if form.is_submitted() and asked_deed() == "preview":
        html = preview_of(form.body.data or "", base.language)
    values: dict[str, Any] = {
        "ticket": None,
        "article": None,
        "likely": [],
        "desk_only": None,
        "filed": None,
    }
    values |= {"guard": guard, "asked_deed": asked_deed(), "returned": before} | rest
    words = {
        "kind_of": kind_words,
        "field_names": lambda names: [field_words(name) for name in names],
    }
    return render_template(
        "desk/editor.html", form=form, text=base, preview_html=html, **values, **words
    )


def _as_sent(form: ArticleForm, base: ArticleText) -> ArticleText:
    """The text that the form holds, as far as it can be read."""
    known = {choice.value for choice in form.audience.choices}
    kinds = {choice.value for choice in form.kind.choices}
    is_whole = form.audience.data in known and form.kind.data in kinds
    return text_from(form, base) if form.is_submitted() and is_whole else base


def preview_of(body: str, language: str) -> Markup:
    """The text as the article's page would show it, or why it cannot be shown."""
    try:
        return Markup(writing_up.preview(body, language))  # noqa: S704 (cleaned as the article is)
    except Unreadable as fault:
        return Markup("<p>{}</p>").format(fault_words(fault))


def _is_outdated(form: ArticleForm, before: Revision | None) -> bool:
    """Whether somebody else saved meanwhile: said once, then the writer decides."""
    if form.seen.data == seen_of(before):
        return False
    form.seen.data = seen_of(before)
    refuse(
        form,
        _(
            "Someone saved another version of this article while you were writing. Your text is below. Compare both in another tab, then save again to replace theirs with yours."
        ),
    )
    return True
