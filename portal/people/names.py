"""How names, addresses and paths that a person typed are brought into one shape."""

import re
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

NAME_LENGTH = 120
ADDRESS_LENGTH = 254

PUBLIC_DOMAINS = frozenset(
    {"gmail.com", "googlemail.com", "outlook.com", "outlook.es", "hotmail.com"}
    | {"hotmail.es", "live.com", "msn.com", "yahoo.com", "yahoo.es"}
    | {"ymail.com", "icloud.com", "me.com", "mac.com", "aol.com"}
    | {"gmx.com", "gmx.net", "gmx.de", "web.de", "mail.com"}
    | {"proton.me", "protonmail.com", "zoho.com", "yandex.com", "mail.ru"}
    | {"qq.com", "163.com", "tutanota.com", "fastmail.com", "terra.com"}
)
"""Mail domains where anyone may have an address: none of them tells to whom a person belongs."""

_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\s]+"
)
_DOMAIN = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)


def one_line(text: str) -> str:
    """The text in one line: line ends, control and direction characters and runs of space become one space."""
    return _UNSEEN.sub(" ", text).strip()


def header_words(text: str) -> str:
    """The text as it may stand in a header of an email: in one line, and never read as an encoded word.

    Python decodes `=?utf-8?q?…?=` in a header that is set, and what comes out may hold line ends.
    """
    return one_line(text).replace("=?", "= ?")


def plain_address(text: str) -> str | None:
    """A mail address in lower case, or None where the text is none (line ends and display names included)."""
    text = text.strip()
    if len(text) > ADDRESS_LENGTH:
        return None
    try:
        checked = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return checked.normalized.lower()


def domain_of(address: str) -> str:
    """The part of a plain address after '@'."""
    return address.rpartition("@")[2]


def plain_domain(text: str) -> str | None:
    """A mail domain in lower case without '@', international ones as they travel (xn--…); None where it is none."""
    text = text.strip().lower().removeprefix("@").rstrip(".")
    try:
        domain = text.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return domain if _DOMAIN.fullmatch(domain) else None


def name_from_address(address: str) -> str:
    """A first guess at a name: 'maria.perez@…' is Maria Perez."""
    local = address.partition("@")[0].partition("+")[0]
    words = [word for word in re.split(r"[._\-\d]+", local) if word]
    return " ".join(word.capitalize() for word in words)[:NAME_LENGTH] or local


def own_path(text: str | None) -> str | None:
    """The text where it is a path of this portal ('/tickets?q=x'), else None: never the way to another site."""
    if not text or len(text) > 2000 or not text.startswith("/"):
        return None
    if text.startswith(("//", "/\\")) or "\\" in text or _has_control(text):
        return None
    parts = urlsplit(text)
    return text if not parts.scheme and not parts.netloc else None


def _has_control(text: str) -> bool:
    return any(ord(letter) < 32 or ord(letter) == 127 for letter in text)
