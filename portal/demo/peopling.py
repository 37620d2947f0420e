"""The demo's site, organisations and people, made as a lead would make them."""

from datetime import datetime

from sqlalchemy import select

from portal.demo.cast import Cast, Player, cast
from portal.demo.fitting import office_in, plan_in, tier_in
from portal.ground.db import db
from portal.ground.site import site_row
from portal.people.organising import add_organisation, add_person
from portal.people.person import Organisation, Person
from portal.people.roles import Role
from portal.policy.editions import current_policy

ROLE_WORDS = ((Role.LEAD, "lead"), (Role.AGENT, "agent"), (Role.MANAGER, "client manager"), (Role.CLIENT, "client"))  # fmt: skip


def people_it(cast: Cast, now: datetime) -> dict[str, int]:
    """Add everyone, inside `writing()`; each person's number by address. The site is not yet set up."""
    _name_the_site(cast)
    policy = current_policy()
    organisations: dict[str, Organisation] = {
        company.name: add_organisation(
            company.name, plan_in(policy, company.plan), company.domains, now
        )
        for company in cast.companies
    }
    numbers = {}
    for player in (*cast.staff, *cast.clients):
        person = add_person(
            player.email,
            player.name,
            Role(player.role),
            organisations.get(player.organisation),
            player.language,
            now,
            player.tier and tier_in(policy, player.tier),
            office_in(policy) if player.is_in_by_day else None,
        )
        numbers[player.email] = person.id
    return numbers


def roles() -> list[tuple[str, Person]]:
    """One person of each role, whose sign-in link is worth printing: (role in words, person)."""
    players = (*cast().staff, *cast().clients)
    found = []
    for role, words in ROLE_WORDS:
        player = next(each for each in players if each.role == role)
        person = person_of(player)
        if person is not None:
            found.append((words, person))
    return found


def person_of(player: Player) -> Person | None:
    """The player's row; None where there is none (yet)."""
    return db.session.scalars(select(Person).where(Person.email == player.email)).one_or_none()


def _name_the_site(cast: Cast) -> None:
    row = site_row()
    row.name, row.time_zone = cast.site["name"], cast.site["time_zone"]
    row.sentences = dict(cast.site["sentence"])
    row.contacts = {key: {"address": text} for key, text in cast.site["contacts"].items()}
    row.emergency = {"addresses": dict(cast.site["emergency"])}
