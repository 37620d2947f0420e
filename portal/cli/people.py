"""The commands about people: add, link, list, disable."""

import argparse

from flask import current_app
from sqlalchemy import select

from portal.cli.context import CommandError, app_context
from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.site import current_site
from portal.people.auditing import Act, audit
from portal.people.names import name_from_address
from portal.people.organising import add_person, organisation_of_address, person_by_address
from portal.people.organising import disable as let_go
from portal.people.person import Organisation, Person
from portal.people.refusal import Forbidden, Invalid
from portal.people.roles import Role
from portal.people.signing_in import link_for


def add(asked: argparse.Namespace) -> None:
    """`portal people add EMAIL`: let someone sign in. Clients belong to the organisation named, else to that of their mail domain."""
    with app_context():
        try:
            with writing():
                person = add_person(
                    asked.email,
                    asked.name or name_from_address(asked.email),
                    Role(asked.role),
                    _organisation(asked),
                    asked.language or current_site().languages[0],
                    now(),
                )
                audit(Act.PERSON_ADDED, None, person, now())
                words = f"{person.name} <{person.email}> may sign in as {person.role}."
        except (Invalid, Forbidden) as refusal:
            raise CommandError(refusal.reason) from None
        print(words)


def link(asked: argparse.Namespace) -> None:
    """`portal people link EMAIL`: print a link that signs this person in, once, within half an hour."""
    with app_context():
        with writing():
            person = _known(asked.email)
            if person.disabled_at is not None:
                raise CommandError(f"{person.name} was disabled.")
            address = sign_in_address(person)
            audit(Act.LINK_MADE, None, person, now())
        print(address)


def sign_in_address(person: Person) -> str:
    """A fresh link that signs this person in, whole. Inside `writing()`."""
    token = link_for(person, now())
    path = current_app.url_map.bind("localhost").build("people.link", {"token": token})
    return current_site().address(path)


def list_people(_asked: argparse.Namespace) -> None:
    """`portal people list`: address, role, organisation and name, one person a line."""
    with app_context():
        people = db.session.scalars(select(Person).order_by(Person.role, Person.email)).all()
        if not people:
            print("Nobody may sign in yet. The first lead comes by the set-up link: portal set-up")
            return
        rows = [
            (
                person.email,
                person.role + (" (disabled)" if person.disabled_at else ""),
                person.organisation.name if person.organisation else "",
                person.name,
            )
            for person in people
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for *columns, name in rows:
            padded = [text.ljust(width) for text, width in zip(columns, widths, strict=True)]
            print("  ".join([*padded, name]).rstrip())


def disable(asked: argparse.Namespace) -> None:
    """`portal people disable EMAIL`: let someone in no more, at once; what they wrote stays."""
    with app_context():
        try:
            with writing():
                person = _known(asked.email)
                let_go(person, now())
                audit(Act.PERSON_BLOCKED, None, person, now())
                words = f"{person.name} <{person.email}> may sign in no more."
        except Forbidden as refusal:
            raise CommandError(refusal.reason) from None
        print(words)


def _known(email: str) -> Person:
    person = person_by_address(email)
    if person is None:
        raise CommandError(f"There is nobody with the address {email}. See: portal people list")
    return person


def _organisation(asked: argparse.Namespace) -> Organisation | None:
    if Role(asked.role).is_staff:
        return None
    if not asked.organisation:
        return organisation_of_address(asked.email)
    named = select(Organisation).where(Organisation.name == asked.organisation)
    organisation = db.session.scalars(named).first()
    if organisation is None:
        known = db.session.scalars(select(Organisation.name).order_by(Organisation.name)).all()
        raise CommandError(
            f"There is no organisation called {asked.organisation}. "
            f"There are: {', '.join(known) or 'none yet; a lead adds them at the desk'}."
        )
    return organisation
