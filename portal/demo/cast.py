"""Who plays in the demo and the words they share, as `cast.toml` has them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.ground.folding import fold

FILE = Path(__file__).with_name("cast.toml")
DESK_DOMAIN = "quillay.example"

Texts = dict[str, list[str]]


@dataclass(frozen=True)
class Player:
    """Someone of the cast. `organisation` is '' for the desk's people and for guests.

    `is_in_by_day`: of the desk's, who works office hours where the policy has such hours.
    """

    name: str
    email: str
    language: str
    role: str = "client"
    tier: str | None = None
    organisation: str = ""
    is_in_by_day: bool = False

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True)
class Company:
    """A client organisation: `places` and `teams` are what its people name in their requests, by language."""

    name: str
    plan: str
    domains: tuple[str, ...]
    places: Texts
    teams: Texts
    people: tuple[Player, ...]


@dataclass(frozen=True)
class Vocabulary:
    """What is searched by who never writes. `is_vain`: no article is about it."""

    language: str
    words: tuple[str, ...]
    is_vain: bool = False


@dataclass(frozen=True)
class Cast:
    """The whole file. `words` and `comments` are by language; a comment's key is its score."""

    site: dict[str, Any]
    companies: tuple[Company, ...]
    staff: tuple[Player, ...]
    guests: tuple[Player, ...]
    words: dict[str, dict[str, Any]]
    comments: dict[str, Texts]
    searches: tuple[Vocabulary, ...]
    rewordings: tuple[dict[str, str], ...]
    synonyms: tuple[dict[str, Any], ...]
    refusals: Texts
    mendings: tuple[dict[str, str], ...]

    @property
    def clients(self) -> list[Player]:
        return [player for company in self.companies for player in company.people]

    def company(self, name: str) -> Company | None:
        return next((company for company in self.companies if company.name == name), None)


@cache
def cast() -> Cast:
    """The cast, read once."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Cast(
        site=rows["site"],
        companies=tuple(_company(row) for row in rows["organisation"]),
        staff=tuple(
            Player(email=address(row["name"], DESK_DOMAIN), **row) for row in rows["staff"]
        ),
        guests=tuple(Player(**row) for row in rows["guest"]),
        words=rows["words"],
        comments=rows["comments"],
        searches=tuple(
            Vocabulary(row["language"], tuple(row["words"]), row.get("is_vain", False))
            for row in rows["search"]
        ),
        rewordings=tuple(rows["rewording"]),
        synonyms=tuple(rows["synonym"]),
        refusals=rows["refusals"],
        mendings=tuple(rows["mending"]),
    )


def address(name: str, domain: str) -> str:
    """first.last@domain, without accents."""
    words = fold(name).split()
    return f"{words[0]}.{words[-1]}@{domain}"


def _company(row: dict[str, Any]) -> Company:
    people = tuple(
        Player(
            email=address(each["name"], row["domains"][0]),
            role="client" if number else "manager",
            organisation=row["name"],
            **each,
        )
        for number, each in enumerate(row["people"])
    )
    known = {name: row[name] for name in ("name", "plan", "places", "teams")}
    return Company(domains=tuple(row["domains"]), people=people, **known)
