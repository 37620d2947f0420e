"""How someone stays signed in: sessions begin, roll on, are ended. The browser holds a token, the database its hash."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from portal.ground.db import db
from portal.ground.tokens import hash_token, new_token
from portal.people.person import Person
from portal.people.sessions import Session

SESSION_LASTS = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=5)


def live_session(token: str, now: datetime) -> Session | None:
    """The session of this token with its person and organisation, in one query; None where it ended,
    ran out, or its person may sign in no more."""
    query = (
        select(Session)
        .where(Session.token_hash == hash_token(token))
        .options(joinedload(Session.person).joinedload(Person.organisation))
    )
    session = db.session.scalars(query).unique().first()
    if session is None or session.revoked_at is not None or session.expires_at <= now:
        return None
    if session.person is not None and session.person.disabled_at is not None:
        return None
    return session


def start_session(
    person: Person, device: str, network: str, guest: Session | None, now: datetime
) -> str:
    """Let the person in: the token for the browser.

    What `guest`, this browser's session so far, was given to see goes on to be seen: its row becomes
    the person's, under a new token (the old one may be known to whoever prepared the browser).
    """
    if guest is None or guest.person_id is not None:
        guest = _new_session(device, network, now)
    token = new_token()
    guest.token_hash, guest.person_id = hash_token(token), person.id
    guest.device, guest.network = device, network
    guest.created_at = guest.seen_at = now
    guest.expires_at = now + SESSION_LASTS
    person.seen_at = now
    db.session.flush()
    return token


def start_guest_session(device: str, network: str, now: datetime) -> tuple[str, Session]:
    """A session without a person: the token for the browser, and the row on which rights may hang."""
    session, token = _new_session(device, network, now), new_token()
    session.token_hash = hash_token(token)
    db.session.flush()
    return token, session


def touch(session_id: int, now: datetime) -> None:
    """The session was used: it rolls on, and its person was here."""
    session = db.session.get(Session, session_id)
    if session is None:
        return
    session.seen_at, session.expires_at = now, now + SESSION_LASTS
    if session.person is not None:
        session.person.seen_at = now


def live_sessions(person: Person, now: datetime) -> list[Session]:
    """Where the person is signed in, the latest used first."""
    query = (
        select(Session)
        .where(Session.person_id == person.id, Session.revoked_at.is_(None))
        .where(Session.expires_at > now)
        .order_by(Session.seen_at.desc(), Session.id.desc())
    )
    return list(db.session.scalars(query).unique())


def revoke(session: Session, now: datetime) -> None:
    """End one session, at once."""
    session.revoked_at = session.revoked_at or now


def revoke_all(person: Person, now: datetime, but: int | None = None) -> None:
    """End every session of the person, except the one with the id `but`."""
    ended = update(Session).where(Session.person_id == person.id, Session.revoked_at.is_(None))
    if but is not None:
        ended = ended.where(Session.id != but)
    db.session.execute(ended.values(revoked_at=now))


def _new_session(device: str, network: str, now: datetime) -> Session:
    session = Session(token_hash=new_token(), device=device, network=network)
    session.created_at = session.seen_at = now
    session.expires_at = now + SESSION_LASTS
    db.session.add(session)
    return session
