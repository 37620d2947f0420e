"""Who belongs here: organisations with their plans and mail domains, people with their roles; added, changed, let go."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import or_, select, update

from portal.ground import outbox
from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.folding import fold
from portal.ground.matching import folded
from portal.ground.site import current_site
from portal.people.links import SignIn, SignInKind, new_sign_in
from portal.people.names import domain_of, one_line, plain_address, plain_domain
from portal.people.person import MailDomain, Organisation, Person
from portal.people.refusal import Forbidden, Invalid
from portal.people.roles import Role
from portal.people.staying import revoke_all


def person_by_address(email: str) -> Person | None:
    """The person with this address, however it is written; disabled ones too."""
    address = plain_address(email)
    return db.session.scalars(select(Person).where(Person.email == address)).first()


def organisation_of_address(email: str) -> Organisation | None:
    """The organisation to which the address's mail domain belongs."""
    name = plain_domain(domain_of(email))
    domain = db.session.get(MailDomain, name) if name else None
    return domain.organisation if domain else None


def add_organisation(name: str, plan: str, domains: Iterable[str], now: datetime) -> Organisation:
    """A new organisation on a plan. Invalid('name' or 'domains') where either is taken."""
    organisation = Organisation(name="", plan=plan, created_at=now)
    change_organisation(organisation, name, plan, domains)
    db.session.add(organisation)
    db.session.flush()
    return organisation


def change_organisation(
    organisation: Organisation, name: str, plan: str, domains: Iterable[str]
) -> None:
    """Give it this name, plan and list of mail domains. Invalid('name' or 'domains') where either is taken."""
    name, wanted = one_line(name), list(dict.fromkeys(domains))
    with db.session.no_autoflush:
        same = select(Organisation).where(folded(Organisation.name) == fold(name))
        # Capitals make no other name; an accent does: Peña and Pena are two families.
        others = [other for other in db.session.scalars(same) if other is not organisation]
        other = next((each for each in others if each.name.lower() == name.lower()), None)
        if other is not None:
            raise Invalid(
                "name", _("There’s already an organisation called %(name)s.", name=other.name)
            )
        for taken in db.session.scalars(select(MailDomain).where(MailDomain.domain.in_(wanted))):
            if taken.organisation is not organisation:
                raise Invalid("domains", _taken(taken))
    kept = {domain.domain: domain for domain in organisation.domains}
    organisation.name, organisation.plan = name, plan
    organisation.domains = [kept.get(domain) or MailDomain(domain=domain) for domain in wanted]


def add_person(
    email: str,
    name: str,
    role: Role,
    organisation: Organisation | None,
    language: str,
    now: datetime,
    tier: str | None = None,
    calendar: str | None = None,
) -> Person:
    """A new person; `tier` and `calendar` (their working hours) are of the desk's. Invalid('email') where the address is none or is taken."""
    person = Person(email="", created_at=now)
    change_person(person, email, name, role, organisation, language, now, tier, calendar)
    db.session.add(person)
    db.session.flush()
    return person


def change_person(
    person: Person,
    email: str,
    name: str,
    role: Role,
    organisation: Organisation | None,
    language: str,
    now: datetime,
    tier: str | None = None,
    calendar: str | None = None,
    stays: int | None = None,
) -> None:
    """Let all of this be so. Invalid('email') where the address is taken, Forbidden for the last lead's role.

    Another address, role or organisation ends every session but `stays`, and the links that are on their way.
    """
    address = plain_address(email)
    if address is None:
        raise Invalid("email", _("Enter an email address like ana@example.org."))
    with db.session.no_autoflush:
        other = person_by_address(address)
        if other is not None and other is not person:
            raise Invalid("email", _("%(name)s already has this address.", name=other.name))
        if role != Role.LEAD:
            _keep_a_lead(person)
    is_other = (person.email, person.role, person.organisation) != (address, role, organisation)
    if person.email and is_other:
        end_access(person, now, stays)
    person.email, person.name, person.role = address, one_line(name), role
    person.organisation, person.language = organisation, language
    person.tier, person.calendar = (tier, calendar) if Role(role).is_staff else (None, None)


def invite(person: Person, now: datetime, by: str = "") -> SignIn:
    """Promise the letter that tells a person of their account, with a link that works for seven days."""
    refuse_disabled(person)
    made = new_sign_in(SignInKind.INVITED, person.email, person, person.language, now)
    values = {"sign_in": made.id, "name": person.name, "by": by}
    outbox.put(person.email, "invitation", person.language, values, now)
    return made


def refuse_disabled(person: Person) -> None:
    """Forbidden for somebody who may not sign in."""
    if person.disabled_at is not None:
        raise Forbidden(
            _("%(name)s is blocked from signing in. Restore their access first.", name=person.name)
        )


def disable(person: Person, now: datetime) -> None:
    """Let the person in no more: every session ends at once, links in letters stop working. Words stay."""
    _keep_a_lead(person)
    if person.disabled_at is None:
        person.disabled_at = now
    end_access(person, now)


def end_access(person: Person, now: datetime, but: int | None = None) -> None:
    """End every session, but the one with the id `but`, and every sign-in link and code not yet used."""
    revoke_all(person, now, but)
    is_theirs = or_(SignIn.person_id == person.id, SignIn.email == person.email)
    unused = update(SignIn).where(is_theirs, SignIn.used_at.is_(None))
    db.session.execute(unused.values(used_at=now))


def enable(person: Person, now: datetime) -> None:
    """Let the person sign in again."""
    person.disabled_at = None


def change_account(person: Person, name: str, language: str, time_zone: str | None) -> None:
    """What people decide about themselves: name, language and time zone (None: the site's)."""
    person.name, person.time_zone = one_line(name), time_zone
    if language in current_site().languages:
        person.language = language


def _keep_a_lead(person: Person) -> None:
    """Someone must be able to let others in: the last lead who may sign in stays a lead."""
    if person.role != Role.LEAD or person.disabled_at is not None:
        return
    others = select(Person.id).where(
        Person.role == Role.LEAD, Person.disabled_at.is_(None), Person.id != person.id
    )
    if db.session.scalars(others.limit(1)).first() is None:
        raise Forbidden(
            _(
                "%(name)s is the only administrator. Make someone else an administrator first.",
                name=person.name,
            )
        )


def _taken(domain: MailDomain) -> str:
    return _(
        "%(domain)s already belongs to %(name)s.",
        domain=domain.domain,
        name=domain.organisation.name,
    )
