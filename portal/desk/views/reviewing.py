"""One article at the desk: its text, its versions, and what may be done: approve, send back, retire, restore."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import select

from portal.articles import writing_up
from portal.articles.article import Article, Revision
from portal.articles.kinds import ArticleAudience, Status
from portal.articles.lifecycle import Step, allowed_steps
from portal.articles.wording import kind_words, status_words
from portal.desk import editing
from portal.desk.forms.writing import audience_words
from portal.desk.guarding import undecided
from portal.desk.picking import article_at
from portal.desk.views.articles import at
from portal.ground.catalogue import _
from portal.ground.db import db, found, row_number, writing
from portal.ground.now import now
from portal.ground.wording import day, exact
from portal.people.gate import current_person, for_agents, viewer

TONES = {
    Status.DRAFT: "neutral",
    Status.IN_REVIEW: "warn",
    Status.PUBLISHED: "good",
    Status.REPLACED: "neutral",
    Status.RETIRED: "neutral",
}


def routes(desk: Blueprint) -> None:
    one = "/desk/articles/<any(es,en):written_in>/<slug>"
    desk.add_url_rule(one, "article", article)
    for name, view in (
        ("review", review),
        ("return", hand_back),
        ("publication", publication),
        ("retirement", retirement),
        ("restoration", restoration),
    ):
        desk.add_url_rule(f"{one}/{name}", f"article_{name}", view, methods=["POST"])


@for_agents
def article(written_in: str, slug: str) -> ResponseReturnValue:
    wanted = at(written_in, slug)
    revision = _version(wanted)
    status = Status(revision.status)
    return render_template(
        "desk/article.html",
        article=wanted,
        revision=revision,
        html=Markup(revision.html),  # noqa: S704 (cleaned when it was rendered)
        state=(status_words(status), TONES[status]),
        facts=_facts(revision),
        versions=_versions(wanted),
        status_words=status_words,
        allowed=allowed_steps(status),
        Step=Step,
        is_latest=revision.number == writing_up.latest(wanted).number,
    )


@for_agents
def review(written_in: str, slug: str) -> ResponseReturnValue:
    wanted = at(written_in, slug)
    return _decide_first(wanted) or _carry_out(
        wanted, lambda revision: editing.submit(revision), _("Sent for review.")
    )


@for_agents
def hand_back(written_in: str, slug: str) -> ResponseReturnValue:
    wanted, reason = at(written_in, slug), request.form.get("reason", "")
    return _carry_out(
        wanted,
        lambda revision: writing_up.hand_back(revision, current_person(), reason),
        _("Sent back to its author as a draft."),
    )


@for_agents
def publication(written_in: str, slug: str) -> ResponseReturnValue:
    wanted = at(written_in, slug)
    return _decide_first(wanted) or _carry_out(
        wanted,
        lambda revision: editing.publish(revision, current_person(), now()),
        _("Approved and published. It is found at once."),
    )


@for_agents
def retirement(written_in: str, slug: str) -> ResponseReturnValue:
    wanted, address = at(written_in, slug), request.form.get("address", "").strip()
    card = article_at(address, viewer(), written_in) if address else None
    other = db.session.get(Article, card.id) if card else None
    if address and (other is None or other.id == wanted.id):
        flash(
            _("No other published article has that address. Copy it from the article’s page."),
            "warn",
        )
        return redirect(url_for("desk.article", written_in=written_in, slug=slug), 303)
    return _carry_out(
        wanted,
        lambda _revision: writing_up.retire(wanted, current_person(), now(), other),
        _("Retired. Clients can no longer find this article. The text is still saved."),
    )


@for_agents
def restoration(written_in: str, slug: str) -> ResponseReturnValue:
    wanted = at(written_in, slug)
    return _carry_out(
        wanted,
        lambda _revision: writing_up.restore(wanted, current_person(), now()),
        _("Restored: clients find it again."),
    )


def _decide_first(article: Article) -> ResponseReturnValue | None:
    """The way to the editor, where something in the text may be private and nobody has decided about it."""
    if not undecided(_version(article)):
        return None
    flash(
        _("This text may contain private data. Decide on each finding before you continue."), "warn"
    )
    where: dict[str, Any] = {"written_in": article.language, "slug": article.slug}
    return redirect(f"{url_for('desk.edit', **where)}#private-data", 303)


def _carry_out(
    article: Article, deed: Callable[[Revision], None], words: str
) -> ResponseReturnValue:
    """One step on the version that was shown, then the article's page again."""
    revision = _version(article)
    with writing():
        deed(revision)
    flash(words)
    return redirect(url_for("desk.article", written_in=article.language, slug=article.slug), 303)


def _version(article: Article) -> Revision:
    """The version that the address names by number, else the newest."""
    number = request.args.get("version", type=row_number)
    if number is None:
        return writing_up.latest(article)
    named = select(Revision).where(Revision.article_id == article.id, Revision.number == number)
    return found(named)


def _versions(article: Article) -> list[Revision]:
    query = select(Revision).where(Revision.article_id == article.id)
    return list(db.session.scalars(query.order_by(Revision.number.desc()).limit(20)))


def _facts(revision: Revision) -> list[tuple[str, str]]:
    rows = [
        (_("Version"), str(revision.number)),
        (_("Kind"), kind_words(revision.kind)),
        (_("Author"), revision.author or _("Not specified")),
        (_("Approved by"), revision.approver or _("Nobody yet")),
        (_("Who can read this article"), audience_words(ArticleAudience(revision.audience))),
        (_("Written"), exact(revision.created_at)),
    ]
    if revision.updated_on:
        rows.append((_("Updated"), day(revision.updated_on)))
    if revision.change:
        rows.append((_("What changed"), revision.change))
    if revision.asked_as:
        rows.append((_("Clients ask"), " · ".join(revision.asked_as)))
    return rows
