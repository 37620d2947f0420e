"""The people of the tests, their organisations, and a way to be one of them.

alice files; ana works with her; mara manages their organisation; bob belongs to another one and must
never see what is theirs; vera is an agent, leo a lead. Guests have no row.
"""

from datetime import UTC, datetime

from portal.ground.db import db, writing
from portal.ground.site import site_row
from portal.people.organising import add_organisation, add_person
from portal.people.person import Person
from portal.people.roles import Role

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def people(names: str = "alice ana mara bob vera leo") -> dict[str, Person]:
    """Make the site, two organisations and these people; rows by first name."""
    with writing():
        site = site_row()
        site.name, site.set_up_at = "Soporte Andes", START
        site.sentences = {"es": "Estamos para ayudarle.", "en": "We are here to help."}
        site.time_zone = "America/Santiago"
        clinic = add_organisation("Clínica Los Aromos", "standard", ["aromos.example"], START)
        shop = add_organisation("Ferretería Ñuñoa", "standard", ["nunoa.example"], START)
        known = {
            "alice": ("alice@aromos.example", "Alice Rojas", Role.CLIENT, clinic, "en"),
            "ana": ("ana@aromos.example", "Ana Muñoz", Role.CLIENT, clinic, "es"),
            "mara": ("mara@aromos.example", "Mara Peña", Role.MANAGER, clinic, "es"),
            "bob": ("bob@nunoa.example", "Bob Ibáñez", Role.CLIENT, shop, "en"),
            "vera": ("vera@portal.example", "Vera Soto", Role.AGENT, None, "en"),
            "leo": ("leo@portal.example", "Leo Díaz", Role.LEAD, None, "en"),
        }
        for name in names.split():
            address, full, role, organisation, language = known[name]
            add_person(address, full, role, organisation, language, START)
    rows = db.session.query(Person).all()
    return {row.email.split("@")[0]: row for row in rows}
