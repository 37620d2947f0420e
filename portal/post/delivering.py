"""How letters reach the mail server: one worker claims each, tries again with growing pauses, gives up after three days."""

import smtplib
from datetime import datetime, timedelta
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import Select, select

from portal.ground.db import db, writing
from portal.ground.site import Site, read_site
from portal.post.gathering import gathered
from portal.post.letter import Letter, LetterState
from portal.post.links import FreshLinks, Obsolete
from portal.post.rendering import Rendered, render
from portal.post.sending import NotSent, compose, connection, hand_over

LEASE = timedelta(minutes=10)
"""How long a claimed letter is left alone: a worker that died in between lost it, another then takes it up."""

BATCH = 20
"""Letters over one connection; the next batch opens a new one, so that changed settings count soon."""

PAUSES = tuple(
    timedelta(minutes=minutes)
    for minutes in (1, 2, 5, 15, 30, 60, 120, 240, 480, 720, 720, 720, 720)
)
"""After the first failed try, the second, …: about two and a half days in all."""


def deliver(now: datetime) -> int:
    """Hand over the letters that are due at `now`; how many went. Without a mail server they wait."""
    site = read_site()
    is_due = db.session.scalar(_due(now).limit(1)) is not None
    db.session.rollback()
    if site.mail_url is None or not site.can_email or not is_due:
        return 0
    try:
        with connection(site.mail_url, urlsplit(site.base_url).hostname or "localhost") as smtp:
            return _deliver_over(smtp, site, now)
    except NotSent as error:
        with writing():
            for letter in db.session.scalars(_due(now)):
                letter.attempts += 1
                put_off(letter, error.words, now)
        return 0


def _deliver_over(smtp: smtplib.SMTP, site: Site, now: datetime) -> int:
    sent = 0
    for _turn in range(BATCH):
        claimed = claim(now)
        if claimed is None:
            break
        letter_id, rendered = claimed
        if rendered is None:
            continue
        try:
            _hand_over(smtp, site, letter_id, rendered, now)
            sent += 1
        except NotSent as error:
            with writing():
                letter = db.session.get_one(Letter, letter_id)
                if error.is_final:
                    letter.state, letter.error, letter.next_at = (
                        LetterState.FAILED,
                        error.words,
                        None,
                    )
                else:
                    put_off(letter, error.words, now)
            if error.is_lost:
                break
    return sent


def _hand_over(
    smtp: smtplib.SMTP, site: Site, letter_id: int, rendered: Rendered, now: datetime
) -> None:
    letter = db.session.get_one(Letter, letter_id)
    name, address = parseaddr(site.mail_from)
    message = compose(
        sender=(name or site.name, address),
        to=(letter.name, letter.to),
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        headers=headers(letter, now),
    )
    db.session.rollback()  # no transaction stays open while a slow server makes up its mind
    hand_over(smtp, message)
    with writing():
        letter = db.session.get_one(Letter, letter_id)
        letter.state, letter.sent_at = LetterState.SENT, now
        letter.next_at, letter.error = None, ""


def headers(letter: Letter, now: datetime) -> dict[str, str]:
    """The headers that make a letter itself: its name, its day, its thread."""
    own = {
        "Date": format_datetime(now),
        "Message-ID": letter.message_id,
        "Content-Language": letter.language,
    }
    if letter.in_reply_to:
        own |= {"In-Reply-To": letter.in_reply_to, "References": letter.in_reply_to}
    return own


def claim(now: datetime) -> tuple[int, Rendered | None] | None:
    """Take the letter that is due longest, for the time of the lease, and render it: its links are made
    in the same transaction. None: nothing is due. A letter that says nothing any more is withdrawn,
    one that cannot be rendered is put off (both come back as (id, None))."""
    with writing():
        due = db.session.scalar(_due(now).limit(1))
        if due is None:
            return None
        letter = gathered(due, now)
        letter_id = letter.id
        letter.attempts += 1
        letter.next_at = now + LEASE
        try:
            with db.session.begin_nested():
                return letter_id, render(letter, FreshLinks(now), now)
        except Obsolete:
            letter.state, letter.error, letter.next_at = LetterState.WITHDRAWN, "", None
        except Exception as error:
            current_app.logger.exception("letter %s (%s) cannot be written", letter_id, letter.kind)
            put_off(letter, f"it could not be written: {error}", now)
    return letter_id, None


def put_off(letter: Letter, words: str, now: datetime) -> None:
    """Try again after the next pause; give up when there is none left."""
    letter.error = words
    tries = letter.attempts
    if tries > len(PAUSES):
        letter.state, letter.next_at = LetterState.FAILED, None
    else:
        letter.next_at = now + PAUSES[max(tries, 1) - 1]


def _due(now: datetime) -> Select[Letter]:
    return (
        select(Letter)
        .where(Letter.state == LetterState.WAITING, Letter.next_at <= now)
        .order_by(Letter.next_at, Letter.id)
    )
