"""The page on which an article is written: its form, its preview, and what became of what was sent."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from flask import render_template, request
from markupsafe import Markup

from portal.articles import writing_up
from portal.articles.article import Revision
from portal.articles.faults import Unreadable
from portal.articles.texts import ArticleText
from portal.articles.wording import fault_words
from portal.desk import editing
from portal.desk.forms.working import refuse
from portal.desk.forms.writing import ArticleForm, text_from
from portal.ground.catalogue import _
from portal.ground.db import writing
from portal.ground.now import now
from portal.ground.rendering import Rendered
from portal.people.gate import current_person
from portal.people.refusal import Forbidden

Keeping = Callable[[ArticleText, Rendered], Revision]


def seen_of(revision: Revision | None) -> str:
    """What stands for this very text; '' for one that is not kept yet."""
    return sha256(revision.source).hexdigest()[:16] if revision else ""


def asked_deed() -> str:
    """Which button was pressed: preview, save, review or publish."""
    return request.form.get("deed", "save")


def take_up(
    form: ArticleForm, base: ArticleText, before: Revision | None, keeping: Keeping
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
    try:
        with writing():
            revision = keeping(text, rendered)
            if asked_deed() == "publish":
                editing.publish(revision, current_person(), now())
            elif asked_deed() == "review":
                writing_up.submit_for_review(revision)
    except Forbidden as refusal:
        refuse(form, refusal.reason)
        return None
    return revision


def show_editor(form: ArticleForm, base: ArticleText, **rest: Any) -> str:
    """The page; with the text laid out below it where a preview was asked for without scripts."""
    html = None
    if form.is_submitted() and asked_deed() == "preview":
        html = preview_of(form.body.data or "", base.language)
    values = {"ticket": None, "article": None, "likely": [], **rest}
    return render_template("desk/editor.html", form=form, text=base, preview_html=html, **values)


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
            "Somebody saved another version of this article while you wrote. Your words stand below: "
            "compare them in another tab, then save again to put yours in its place."
        ),
    )
    return True
