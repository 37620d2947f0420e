"""How a text of the demo is filled with its client's world."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random

from portal.demo.cast import Company, Player

_SLOT = re.compile(r"\{([a-z]+)\}")
_CONTRACTED = {" de el ": " del ", " a el ": " al "}
_PLACE = {"es": "nuestra oficina", "en": "our office"}
_TEAM = {"es": "atención", "en": "front desk"}
_DAYS = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def tell(text: str, slots: Mapping[str, str]) -> str:
    """The text with the slots that it names; others stay. A sentence begins with a capital."""
    told = _SLOT.sub(lambda found: slots.get(found[1], found[0]), text)
    for apart, joined in _CONTRACTED.items():
        told = told.replace(apart, joined)
    return _sentence(told)


def slots_for(
    client: Player,
    company: Company | None,
    names: Sequence[str],
    language: str,
    local: datetime,
    chance: Random,
) -> dict[str, str]:
    """The client's world for one story; `local` is when it was filed, by the client's clock."""
    places = company.places[language] if company else [_PLACE[language]]
    teams = company.teams[language] if company else [_TEAM[language]]
    return {
        "place": chance.choice(places),
        "team": chance.choice(teams),
        "who": chance.choice([name for name in names if name != client.first_name]),
        "count": str(chance.randrange(3, 9)),
        "hour": f"{(local.hour - 1) % 24}:{chance.choice(('05', '20', '40', '50'))}",
        "weekday": _DAYS[language][(local.weekday() - chance.randrange(3)) % 7],
        "number": f"+56 2 5550 {chance.randrange(1000, 9999)}",
        "first": client.first_name,
    }


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
