"""What a lead chooses from when deciding about the site, and how a mail server is read from it."""

from portal.ground.catalogue import _l
from portal.ground.language import current_language
from portal.ground.site import Site
from portal.people.mail_server import MailServer, read_url
from portal.policy.loading import PolicyError, load

OWN = "own"
COLOURS = {
    25: _l("Red"),
    50: _l("Orange"),
    80: _l("Amber"),
    115: _l("Olive"),
    145: _l("Green"),
    170: _l("Jade"),
    195: _l("Teal"),
    225: _l("Sky"),
    255: _l("Blue"),
    290: _l("Violet"),
    320: _l("Purple"),
    355: _l("Pink"),
}
"""Hues in degrees of oklch, and what they look like."""


def policy_choices(names: list[str]) -> list[tuple[str, str]]:
    """Policies that can be read, with their titles in the reader's language."""
    choices = []
    for name in names:
        try:
            choices.append((name, load(name).title(current_language())))
        except PolicyError:
            continue  # a file that is broken cannot be chosen; `portal doctor` says what is wrong with it
    return choices


def server_of(site: Site) -> MailServer | None:
    """The site's mail server, where it has one that can be read."""
    try:
        return read_url(site.mail_url) if site.mail_url else None
    except ValueError:
        return None


def is_host(text: str) -> bool:
    return all(letter.isalnum() or letter in ".-:_" for letter in text) and len(text) < 254
