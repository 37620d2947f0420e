"""What the environment says about this installation: typed, frozen, read once at start."""

import os
import secrets
from importlib.util import find_spec
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """Settings by their environment names (PORT, DATA, KB_DIR, BASE_URL, …).

    Those that the set-up also asks for (`site_name`, `base_url`, `languages`, `mail_url`, `mail_from`,
    `policy`, `time_zone`, `organisation`, `contacts`, `emergency_contacts`) are None when the environment is silent; where they are given they win
    over what was set up, and the set-up shows them read-only (see `ground.site`). `contacts` are addresses by
    the key of their channel and `emergency_contacts` by the title of the way, both as JSON:
    CONTACTS='{"email": "help@example.org", "phone": "+52 55 0000 0000"}'.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    data: Path = PROJECT / "data"
    kb_dir: Path | None = None
    database_url: str | None = None
    search_url: str | None = None
    threads: int = Field(default=8, ge=1, le=64)

    base_url: str | None = None
    site_name: str | None = None
    languages: str | None = None
    mail_url: str | None = None
    mail_from: str | None = None
    policy: str | None = None
    time_zone: str | None = None
    organisation: str | None = None
    contacts: dict[str, str] | None = None
    emergency_contacts: dict[str, str] | None = None

    semantic: bool = True

    trusted_proxies: int = Field(default=0, ge=0, le=5)
    secure_cookies: bool | None = None

    @field_validator("database_url")
    @classmethod
    def _is_sqlite(cls, url: str | None) -> str | None:
        """The promises of this release are kept on SQLite alone."""
        if url and not url.startswith("sqlite:///"):
            raise ValueError(
                "this release keeps its data in SQLite only. Unset it: the database is then in the DATA folder. "
                "PostgreSQL can be used for search, with SEARCH_URL"
            )
        return url or None

    @field_validator("search_url")
    @classmethod
    def _can_be_searched(cls, url: str | None) -> str | None:
        """What cannot be is said at the start, not at the first search."""
        if not url:
            return None
        if not url.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
            raise ValueError("it is no PostgreSQL database, like postgresql://user@host/name")
        if find_spec("psycopg") is None:
            raise ValueError("the extra 'postgres' is missing: pip install 'portal[postgres]'")
        return url

    @property
    def articles_folder(self) -> Path:
        """Where the Markdown mirror of the articles lives."""
        return self.kb_dir or self.data / "kb_articles"

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.database_url or f"sqlite:///{self.data / 'portal.sqlite3'}"

    @property
    def files_folder(self) -> Path:
        return self.data / "files"

    @property
    def index_folder(self) -> Path:
        return self.data / "index"


def read_settings() -> Settings:
    """The settings of this process, with `data` made absolute and present (mode 0700)."""
    settings = Settings()
    data = settings.data.expanduser().resolve()
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    kb_dir = settings.kb_dir.expanduser().resolve() if settings.kb_dir else None
    return settings.model_copy(update={"data": data, "kb_dir": kb_dir})


def secret_key(data: Path) -> bytes:
    """The key that signs cookies: 32 random bytes, made once per data folder, readable by its owner only."""
    path = data / "secret.key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    return path.read_bytes()
