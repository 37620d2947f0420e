"""This installation, one row: name, logo, hue, languages, base URL, mail server, policy; read afresh each time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import Flask, current_app, g
from sqlalchemy.orm import Mapped, mapped_column

from portal.ground.colour import hue_and_tint
from portal.ground.db import Model, db
from portal.ground.settings import Settings

LANGUAGES = ("es", "en")
DEFAULT_HUE = 195


class SiteRow(Model):
    """What the set-up said. One row, id 1; absent until the first lead has set the portal up."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sentences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    logo: Mapped[str | None]
    hue: Mapped[int] = mapped_column(default=DEFAULT_HUE)
    colour: Mapped[str | None]
    languages: Mapped[list[str]]
    base_url: Mapped[str | None]
    mail_url: Mapped[str | None]
    mail_from: Mapped[str | None]
    policy: Mapped[str]
    policy_days: Mapped[str | None]
    """The edition in which the holidays of the policy's file were renewed; None: as they were when it was first used."""
    time_zone: Mapped[str]
    organisation: Mapped[str | None]
    contacts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    emergency: Mapped[dict[str, Any]] = mapped_column(default=dict)
    set_up_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Site:
    """The installation as it is now; `fixed` names the fields that the environment decides.

    `contacts` say by the key of a channel its `address`, and its `days`, `opens` and `closes` where its hours differ
    from the policy's. `emergency` says the same, with `addresses` by the title of the way.
    """

    name: str
    sentences: dict[str, str]
    logo: str | None
    hue: int
    colour: str | None
    languages: tuple[str, ...]
    base_url: str
    mail_url: str | None
    mail_from: str
    policy: str
    policy_days: str | None
    time_zone: str
    organisation: str
    contacts: dict[str, dict[str, str]]
    emergency: dict[str, Any]
    is_set_up: bool
    fixed: frozenset[str]

    @property
    def logo_url(self) -> str | None:
        return f"/logo/{self.logo}" if self.logo else None

    @property
    def tint(self) -> int:
        """How lively the accent is, from 0 (grey) to 100: as the brand's own colour, where one was given."""
        return hue_and_tint(self.colour)[1] if self.colour else 100

    @property
    def is_secure(self) -> bool:
        """Whether people reach the portal by https: cookies follow it."""
        return self.base_url.startswith("https://")

    @property
    def can_email(self) -> bool:
        """Whether email can go out now. Every sentence that promises an email asks this first."""
        return bool(self.mail_url)

    def sentence(self, language: str) -> str:
        """The one sentence under the name on the home page; empty where none was written."""
        return self.sentences.get(language, "")

    def address(self, path: str) -> str:
        """A full address for a letter: `path` begins with a slash. Never built from the Host header."""
        return self.base_url + path


def settings() -> Settings:
    """The settings of the app in whose context we are."""
    return cast(Settings, current_app.extensions["portal_settings"])


def current_site() -> Site:
    """The site of this request or job, read once for each."""
    site: Site | None = g.get("site")
    if site is None:
        site = g.site = read_site()
    return site


def read_site() -> Site:
    """The site as row and environment have it at this moment."""
    env, row = settings(), db.session.get(SiteRow, 1)
    given = {
        "name": env.site_name,
        "languages": _languages(env.languages),
        "base_url": env.base_url.rstrip("/") if env.base_url else None,
        "mail_url": env.mail_url,
        "mail_from": env.mail_from,
        "policy": env.policy,
        "time_zone": env.time_zone,
        "organisation": env.organisation,
        "contacts": _addresses(env.contacts),
        "emergency": {"addresses": env.emergency_contacts} if env.emergency_contacts else None,
    }
    own = "http://127.0.0.1" if env.host in {"0.0.0.0", "127.0.0.1"} else f"http://{env.host}"  # noqa: S104 (a comparison, not a bind)
    kept: dict[str, Any] = {
        "name": row.name if row else "Portal",
        "languages": tuple(row.languages) if row else LANGUAGES,
        "base_url": (row.base_url if row else None) or f"{own}:{env.port}",
        "mail_url": row.mail_url if row else None,
        "mail_from": (row.mail_from if row else None) or "portal@localhost",
        "policy": row.policy if row else "sgc-sac-004",
        "time_zone": row.time_zone if row else "UTC",
        "organisation": (row.organisation if row else None) or "",
        "contacts": row.contacts if row else {},
        "emergency": row.emergency if row else {},
    }
    fixed = {name: value for name, value in given.items() if value is not None}
    return Site(
        **(kept | fixed),
        sentences={k: str(v) for k, v in row.sentences.items()} if row else {},
        logo=row.logo if row else None,
        hue=row.hue if row else DEFAULT_HUE,
        policy_days=row.policy_days if row else None,
        colour=row.colour if row else None,
        is_set_up=bool(row and row.set_up_at),
        fixed=frozenset(fixed),
    )


def site_row() -> SiteRow:
    """The row to change, inside `writing()`; made with the defaults where there is none yet."""
    row = db.session.get(SiteRow, 1)
    if row is None:
        site = read_site()
        row = SiteRow(
            id=1,
            name=site.name,
            sentences={},
            contacts={},
            emergency={},
            hue=DEFAULT_HUE,
            languages=list(site.languages),
            policy=site.policy,
            time_zone=site.time_zone,
        )
        db.session.add(row)
    g.pop("site", None)
    return row


def register(app: Flask, settings: Settings) -> None:
    """Keep the settings with the app and give every template the site."""
    app.extensions["portal_settings"] = settings
    app.context_processor(lambda: {"site": current_site()})


def _addresses(given: dict[str, str] | None) -> dict[str, dict[str, str]] | None:
    return {key: {"address": address} for key, address in given.items()} if given else None


def _languages(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    chosen = tuple(code.strip() for code in text.split(",") if code.strip() in LANGUAGES)
    return chosen or LANGUAGES
