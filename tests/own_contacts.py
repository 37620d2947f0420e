"""A made-up site's own contact details, for tests that want them on the pages."""

from flask import g

from portal.ground.db import writing
from portal.ground.site import site_row

EMAIL, PHONE, EMERGENCY = "hola@andes.example", "+56 2 0000 1111", "+56 2 0000 2222"


def fill_in() -> None:
    """Say the site's own addresses for every channel that a preset names, and for emergencies."""
    with writing():
        row = site_row()
        row.contacts = {
            "email": {"address": EMAIL},
            "phone": {"address": PHONE},
            "whatsapp": {"address": PHONE},
            "chat": {"address": "https://andes.example/chat"},
            "video": {"address": "https://andes.example/video"},
        }
        row.emergency = {"addresses": {"Teléfono": EMERGENCY}}
    g.pop("site", None)
