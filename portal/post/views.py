"""The page where a lead reads letters: those that wait, those that failed with the server's words, those that went."""

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from portal.ground.catalogue import _
from portal.ground.db import db, found, row_number, writing
from portal.ground.now import now
from portal.ground.rendering.messages import plain_message
from portal.ground.site import current_site
from portal.people.auditing import Act
from portal.people.gate import for_leads, on_record
from portal.post.kinds import LetterKind
from portal.post.letter import Letter, LetterState
from portal.post.links import MaskedLinks, Obsolete
from portal.post.rendering import Rendered, render
from portal.post.sending_again import send_again, send_all_waiting

PER_PAGE = 50

post = Blueprint("post", __name__)


def register(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(post)
    app.add_template_filter(plain_message)


@post.get("/desk/letters")
@for_leads
def letters() -> ResponseReturnValue:
    """The letters in one state, the newest first."""
    chosen = request.args.get("state", LetterState.WAITING)
    if chosen not in set(LetterState):
        abort(404)
    by_state = select(Letter.state, func.count()).group_by(Letter.state)
    counts: dict[str, int] = dict(db.session.execute(by_state).all())
    page = request.args.get("page", 1, type=row_number)
    rows = select(Letter).where(Letter.state == chosen).order_by(Letter.id.desc())
    return render_template(
        "post/letters.html",
        letters=db.session.scalars(rows.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all(),
        counts=counts,
        chosen=chosen,
        states=state_words(),
        kinds=kind_words(),
        page=page,
        pages=-(-counts.get(chosen, 0) // PER_PAGE),
        has_server=current_site().can_email,
    )


@post.get("/desk/letters/<key>")
@for_leads
def letter(key: str) -> ResponseReturnValue:
    """One letter as it would go now. Links and codes that let its reader in are masked."""
    row = found(select(Letter).where(Letter.key == key))
    return render_template(
        "post/letter.html",
        letter=row,
        rendered=_rendered(row),
        has_server=current_site().can_email,
        states=state_words(),
        kinds=kind_words(),
    )


@post.post("/desk/letters/<key>/sending")
@for_leads
def send(key: str) -> ResponseReturnValue:
    """Send the letter again, as soon as the jobs come by."""
    found(select(Letter).where(Letter.key == key))
    with writing():
        row = found(select(Letter).where(Letter.key == key))
        send_again(row, now())
        on_record(Act.EMAILS_RETRIED, f"email {row.id}")
    _flash_sending(_("The email is being sent."))
    return redirect(url_for("post.letter", key=key), 303)


@post.post("/desk/letters/sending")
@for_leads
def send_waiting() -> ResponseReturnValue:
    """Try all waiting letters now, whatever pause they are in: the mail server has been mended."""
    with writing():
        send_all_waiting(now())
        on_record(Act.EMAILS_RETRIED, "emails")
    _flash_sending(_("All waiting emails are being sent."))
    return redirect(url_for("post.letters"), 303)


def _flash_sending(words: str) -> None:
    """Say that it goes, where it can."""
    if current_site().can_email:
        flash(words, "good")
    else:
        flash(_("There’s no mail server yet. Emails wait here until one is set up."), "warn")


def _rendered(row: Letter) -> Rendered | None:
    """The letter's words; None where it has nothing to say any more."""
    try:
        return render(row, MaskedLinks(), now())
    except Obsolete:
        return None


def state_words() -> dict[str, str]:
    """The states of a letter, in words."""
    return {
        LetterState.WAITING: _("Waiting"),
        LetterState.FAILED: _("Failed"),
        LetterState.SENT: _("Sent"),
        LetterState.WITHDRAWN: _("Withdrawn"),
    }


def kind_words() -> dict[str, str]:
    """The kinds of letter, in words."""
    return {
        LetterKind.ACKNOWLEDGEMENT: _("Request received"),
        LetterKind.REPLY: _("Reply"),
        LetterKind.QUESTION: _("Question to the client"),
        LetterKind.REMINDER: _("Reminder to the client"),
        LetterKind.CHANGE: _("Ticket updated"),
        LetterKind.MEETING: _("Meeting"),
        LetterKind.QUOTE: _("Quote"),
        LetterKind.RESOLUTION: _("Solution"),
        LetterKind.CLOSED: _("Closed"),
        LetterKind.RATING_REQUEST: _("Rating request"),
        LetterKind.COLLEAGUE: _("Shared with a colleague"),
        LetterKind.ASSIGNED: _("Ticket assigned"),
        LetterKind.CLIENT_REPLY: _("Client’s reply"),
        LetterKind.CLIENT_DEED: _("Client’s decision"),
        LetterKind.REOPENED: _("Ticket reopened"),
        LetterKind.HANDOVER: _("Ticket escalated"),
        LetterKind.NOTICE: _("Overdue or due soon"),
        LetterKind.CHAIN: _("Overdue: escalation contacts notified"),
        LetterKind.ALERT: _("Not started yet"),
        LetterKind.DIGEST: _("Many overdue tickets"),
        LetterKind.SIGN_IN: _("Sign-in"),
        LetterKind.INVITATION: _("Invitation"),
    }
