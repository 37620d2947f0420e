"""How a person comes in: a letter with a one-time link and a six-figure code; and the session that follows."""

import secrets
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import CursorResult, select, update

from portal.ground import outbox
from portal.ground.db import db
from portal.ground.tokens import hash_token, new_token
from portal.people.limits import count_attempt, is_over, keyed, may_try
from portal.people.links import SignIn, SignInKind, new_sign_in
from portal.people.names import name_from_address, plain_address
from portal.people.organising import (
    add_person,
    organisation_of_address,
    person_by_address,
    refuse_disabled,
)
from portal.people.person import Person
from portal.people.roles import Role
from portal.people.sessions import Session

LINK_LASTS = timedelta(minutes=30)
INVITATION_LASTS = timedelta(days=7)
CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
ASKED_PER_ADDRESS = (5, timedelta(minutes=15))
"""From one network. Elsewhere the same person can still ask."""
EMAILED_PER_ADDRESS = (10, timedelta(hours=1))
"""From all networks but those where the person has signed in: no stranger uses up what they may ask."""
ASKED_PER_NETWORK = (40, timedelta(hours=1))
CODES_PER_ADDRESS = (15, timedelta(days=1))
CODES_PER_NETWORK = (60, timedelta(hours=1))


def ask_to_sign_in(
    email: str, browser: str, language: str, next: str | None, now: datetime, network: str = ""
) -> SignIn | None:
    """Note that `browser` asks to sign in as `email`; None when that was asked too often.

    A letter is promised only where the address belongs to an enabled person, or to a known mail
    domain; everywhere else the same rows are written and the letter is taken back, so that neither
    the answer nor its time tells who has an account.
    """
    address = plain_address(email) or email[:254]
    person = person_by_address(address)
    limits = [(f"{address} from {network}", ASKED_PER_ADDRESS), (network, ASKED_PER_NETWORK)]
    if not _is_at_home(person, network):
        limits.append((address, EMAILED_PER_ADDRESS))
    if not may_try("sign-in", limits, now):
        return None
    belongs = organisation_of_address(address) is not None
    is_welcome = person.disabled_at is None if person else belongs
    asked = new_sign_in(SignInKind.ASKED, address, person, language, now)
    asked.browser, asked.next = browser, next
    letter = db.session.begin_nested()
    outbox.put(
        address, "sign_in", person.language if person else language, {"sign_in": asked.id}, now
    )
    letter.commit() if is_welcome else letter.rollback()
    return asked


def asked_by(browser: str, now: datetime) -> SignIn | None:
    """The latest asking of this browser whose letter may still let it in."""
    latest = (
        select(SignIn)
        .where(SignIn.browser == browser, SignIn.used_at.is_(None))
        .where(SignIn.created_at > now - LINK_LASTS)
        .order_by(SignIn.id.desc())
        .limit(1)
    )
    return db.session.scalars(latest).first()


def mint_sign_in(sign_in_id: int, now: datetime) -> tuple[str, str]:
    """The link's token and the code for a letter that is being rendered; those of an earlier rendering die.

    Inside `writing()`, committed before the letter leaves. LookupError where the sign-in is swept.
    """
    asked = db.session.get(SignIn, sign_in_id)
    if asked is None:
        raise LookupError(f"sign-in {sign_in_id} is gone")
    token, code = new_token(), f"{secrets.randbelow(1_000_000):06d}"
    lasts = INVITATION_LASTS if asked.kind == SignInKind.INVITED else LINK_LASTS
    asked.token_hash, asked.link_until = hash_token(token), now + lasts
    asked.code_hash, asked.code_until = _code_hash(asked, code), now + CODE_LASTS
    db.session.flush()
    return token, code


def link_for(person: Person, now: datetime, next: str | None = None) -> str:
    """The token of a sign-in link for this person, to be printed or shown at once; no letter goes."""
    made = new_sign_in(SignInKind.PRINTED, person.email, person, person.language, now)
    made.next = next
    return mint_sign_in(made.id, now)[0]


def invitation_link(person: Person, now: datetime) -> str:
    """The token of an invitation that a lead hands over by another way than email: it works once, for
    `INVITATION_LASTS`. Forbidden for somebody who may not sign in."""
    refuse_disabled(person)
    made = new_sign_in(SignInKind.INVITED, person.email, person, person.language, now)
    return mint_sign_in(made.id, now)[0]


def live_link(token: str, now: datetime) -> SignIn | None:
    """The sign-in that this link's token opens, if it still does."""
    asked = db.session.scalars(select(SignIn).where(SignIn.token_hash == hash_token(token))).first()
    if asked is None or asked.used_at or not asked.link_until or asked.link_until <= now:
        return None
    return asked


def sign_in_by_token(token: str, now: datetime) -> tuple[Person, SignIn] | None:
    """Use the link up: the person it lets in and the sign-in, or None where it lets nobody in (any more)."""
    asked = live_link(token, now)
    return _use_up(asked, now) if asked else None


def sign_in_by_code(
    code: str, browser: str, now: datetime, network: str = ""
) -> tuple[Person, SignIn] | None:
    """Use up the code of this browser's latest asking; a wrong one is counted (five, then none works)."""
    asked = asked_by(browser, now)
    if asked is None or asked.tries >= CODE_TRIES:
        return None
    where = "home" if _is_at_home(person_by_address(asked.email), network) else "elsewhere"
    tried = f"{asked.email} from {where}"  # a stranger's wrong codes do not use up the person's own
    limits = ((tried, CODES_PER_ADDRESS), (network, CODES_PER_NETWORK))
    if any(is_over("code", key, *limit, now) for key, limit in limits if key):
        return None
    right = asked.code_hash is not None and asked.code_until is not None and asked.code_until > now
    typed = _code_hash(asked, code)
    if not secrets.compare_digest(typed, asked.code_hash or keyed("")) or not right:
        asked.tries += 1
        count_attempt("code", tried, now)
        count_attempt("code", network, now)
        return None
    return _use_up(asked, now)


def _is_at_home(person: Person | None, network: str) -> bool:
    """Whether this person has signed in from this network before."""
    if person is None or not network:
        return False
    before = select(Session.id).where(Session.person_id == person.id, Session.network == network)
    return db.session.scalar(before.limit(1)) is not None


def _code_hash(asked: SignIn, code: str) -> str:
    digits = "".join(letter for letter in code if letter in "0123456789")
    return keyed(f"{asked.id}:{digits}")


def _use_up(asked: SignIn, now: datetime) -> tuple[Person, SignIn] | None:
    """Once, whoever comes at the same moment: the row is taken by an update that only one can make."""
    person = asked.person or person_by_address(asked.email)
    if person is None:
        organisation = organisation_of_address(asked.email)
        if organisation is None:
            return None
        name = name_from_address(asked.email)
        person = add_person(asked.email, name, Role.CLIENT, organisation, asked.language, now)
    if person.disabled_at is not None or person.email != asked.email:
        return None  # a letter to an address that is no longer theirs
    taking = update(SignIn).where(SignIn.id == asked.id, SignIn.used_at.is_(None))
    taken = cast("CursorResult[None]", db.session.execute(taking.values(used_at=now)))
    return (person, asked) if taken.rowcount == 1 else None
