"""Whose draft it is: found for its owner alone, adopted when its guest signs in, never lost to an expired session."""

from collections.abc import Mapping

from flask import abort, flash, redirect, request, url_for
from sqlalchemy import bindparam, select

from portal.asking.draft import Draft
from portal.asking.drafting import adopt, begin
from portal.ground.catalogue import _
from portal.ground.db import db, writing
from portal.ground.now import now
from portal.people.gate import viewer
from portal.people.limits import may_try
from portal.people.visiting import browser_hash, current_visit, network
from portal.policy.policy import Policy

DRAFTS_A_WINDOW = 60
"""How many drafts guests of one network may begin in the policy's window."""


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
    return look_for(key) or abort(404)


def look_for(key: str) -> tuple[Draft, bool] | None:
    """The same, and None where this person or browser has no such draft."""
    draft = db.session.scalar(_DRAFT, {"key": key})
    if draft is None:
        return None
    person = viewer().person
    is_begun_here = draft.browser == browser_hash()
    if person is not None and draft.person_id is None and is_begun_here:
        with writing():
            adopt(draft, person)
    if draft.person_id is None:
        return (draft, True) if is_begun_here else None
    if person is None and is_begun_here:
        return draft, False
    return (draft, True) if person and person.id == draft.person_id else None


def begin_here(
    answers: Mapping[str, str],
    trail: Mapping[str, object],
    policy: Policy,
    on_behalf: bool = False,
) -> Draft:
    """Begin a draft of this person or browser, `on_behalf` of a client where an agent files; 429 where guests of one network begin too many. Opens its own write."""
    person, browser, where, at = viewer().person, browser_hash(), network(), now()
    limit = (DRAFTS_A_WINDOW, policy.limits.guest_window)
    with writing():
        if person is None and not may_try("draft", [(where, limit)], at):
            abort(429)
        return begin(person, browser, answers, trail, policy, at, on_behalf)


def begin_again(key: str, policy: Policy) -> Draft:
    """A draft for words whose own cannot be found from here: begun on another device, or before the cookies went.

    Of the other it takes the kind of request alone, on which the questions depend.
    """
    kind = (db.session.scalar(_ANSWERS, {"key": key}) or {}).get("kind", "")
    trail = {"visit": current_visit(), "page": "kind"}
    return begin_here({"kind": kind} if kind else {}, trail, policy)


_ANSWERS = select(Draft.answers).where(Draft.key == bindparam("key"))
_DRAFT = select(Draft).where(Draft.key == bindparam("key"))


def sign_in_first(key: str) -> str:
    """The address of the sign-in page that leads back to where one was."""
    if request.method != "POST":
        return url_for("people.sign_in", next=request.path)
    flash(_("Your session has ended. What you typed is saved: sign in to continue."))
    return url_for("people.sign_in", next=url_for("asking.resume", key=key))


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
