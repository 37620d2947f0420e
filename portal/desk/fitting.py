"""What of people and organisations a policy does not know: plans it has not, levels nobody works on any more."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.ground.db import db
from portal.people.person import Organisation, Person
from portal.people.roles import Role
from portal.policy.policy import Policy

MOST = 20
"""So many of a kind are named."""


@dataclass(frozen=True)
class Unfitting:
    """Organisations on plans, and agents on levels, that the policy does not know; the first of each by name."""

    organisations: list[Organisation]
    people: list[Person]
    is_cut: bool

    def __bool__(self) -> bool:
        return bool(self.organisations or self.people)


def unfitting(policy: Policy) -> Unfitting:
    """Who would have to be put right under this policy; until then the first plan and no level holds for them."""
    plans = [plan.key for plan in policy.plans]
    tiers = [tier.key for tier in policy.tiers]
    organisations = list(
        db.session.scalars(
            select(Organisation)
            .where(Organisation.plan.not_in(plans))
            .order_by(Organisation.name)
            .limit(MOST + 1)
        )
    )
    people = list(
        db.session.scalars(
            select(Person)
            .where(
                Person.role.in_([Role.AGENT, Role.LEAD]),
                Person.disabled_at.is_(None),
                Person.tier.is_not(None),
                Person.tier.not_in(tiers),
            )
            .order_by(Person.name)
            .limit(MOST + 1)
        )
    )
    is_cut = len(organisations) > MOST or len(people) > MOST
    return Unfitting(organisations[:MOST], people[:MOST], is_cut)
