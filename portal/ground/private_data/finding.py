"""What a piece of private data is: its kind, where it is found, and whose words are looked for."""

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from portal.ground.private_data.plain import plain


class Kind(StrEnum):
    """What a finding looks like."""

    NAME = "name"
    ORGANISATION = "organisation"
    EMAIL = "email"
    PHONE = "phone"
    IDENTITY = "identity"
    CARD = "card"
    NUMBER = "number"
    SECRET = "secret"  # noqa: S105 (a kind, no password)
    LINK = "link"
    MACHINE = "machine"
    PATH = "path"


@dataclass(frozen=True)
class Known:
    """Whose words are private: people by their full names, organisations by name and domains.

    Each part of the name of one of the `people` is looked for; the `others` are known here, too, and found
    by first name and surname together.
    `public` are words that may always be read: the portal's own addresses, the names of its products.
    """

    people: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    public: frozenset[str] = frozenset()


NOBODY = Known()


@dataclass(frozen=True, order=True)
class Finding:
    """One place: `text[start:end]` as it was typed, and the sentence around it."""

    start: int
    end: int
    kind: Kind
    text: str
    sentence: str = field(default="", compare=False)

    @property
    def digest(self) -> str:
        """What stands for the words found: the same however they are accented or spaced."""
        words = " ".join(plain(self.text)[0].casefold().split())
        return sha256(f"{self.kind} {words}".encode()).hexdigest()[:32]
