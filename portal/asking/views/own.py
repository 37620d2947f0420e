"""Whose draft it is: found for its owner alone, adopted when its guest signs in, never lost to an expired session."""

from flask import abort, redirect, request, url_for
from sqlalchemy import bindparam, select

from portal.asking.draft import Draft
from portal.asking.drafting import adopt
from portal.ground.db import db, writing
from portal.people.gate import viewer
from portal.people.visiting import browser_hash


def own_draft(key: str) -> Draft:
    """The draft of this person or browser; 404 for anyone else's, the way to sign in where the session ended."""
    draft, is_known = draft_for_words(key)
    if not is_known:
        abort(redirect(sign_in_first(key)))
    return draft


def draft_for_words(key: str) -> tuple[Draft, bool]:
    """The draft that words typed in this browser belong to, and whether its owner is known to be there.

    A person whose session ended while typing may still add to the draft begun in this browser, but
    not read it: the words are kept, then sign-in is asked for.
    """
    draft = db.session.scalar(_DRAFT, {"key": key}) or abort(404)
    person = viewer().person
    is_begun_here = draft.browser == browser_hash()
    if person is not None and draft.person_id is None and is_begun_here:
        with writing():
            adopt(draft, person)
    if draft.person_id is None:
        return (draft, True) if is_begun_here else abort(404)
    if person is None and is_begun_here:
        return draft, False
    return (draft, True) if person and person.id == draft.person_id else abort(404)


_DRAFT = select(Draft).where(Draft.key == bindparam("key"))


def sign_in_first(key: str) -> str:
    """The address of the sign-in page that leads back to where one was."""
    back = request.path if request.method != "POST" else url_for("asking.resume", key=key)
    return url_for("people.sign_in", next=back)


def own_drafts() -> list[Draft]:
    """The drafts that can be gone on with, the last saved first."""
    person = viewer().person
    open_ones = (
        Draft.owned_by(person.id if person else None, browser_hash())
        .where(Draft.ticket_ref.is_(None), Draft.solved_at.is_(None))
        .order_by(Draft.saved_at.desc())
        .limit(10)
    )
    return list(db.session.scalars(open_ones))
