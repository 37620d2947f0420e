"""Private data in words: what was found, in which field, and what stands in its place."""

from portal.ground.catalogue import _
from portal.ground.private_data import Kind


def mask_words(kind: Kind) -> str:
    """What stands in an article in place of somebody's data."""
    return {
        Kind.NAME: _("[name]"),
        Kind.ORGANISATION: _("[organisation]"),
        Kind.EMAIL: _("[email address]"),
        Kind.PHONE: _("[phone number]"),
        Kind.IDENTITY: _("[ID number]"),
        Kind.CARD: _("[card number]"),
        Kind.NUMBER: _("[number]"),
        Kind.SECRET: _("[secret]"),
        Kind.LINK: _("[private link]"),
        Kind.MACHINE: _("[network address]"),
        Kind.PATH: _("[user]"),
    }[kind]


def kind_words(kind: Kind) -> str:
    """What a finding looks like, for who decides about it."""
    return {
        Kind.NAME: _("Person’s name"),
        Kind.ORGANISATION: _("Organisation"),
        Kind.EMAIL: _("Email address"),
        Kind.PHONE: _("Phone number"),
        Kind.IDENTITY: _("ID or tax number"),
        Kind.CARD: _("Card number"),
        Kind.NUMBER: _("Long number"),
        Kind.SECRET: _("Password, key or token"),
        Kind.LINK: _("Link with a token or password"),
        Kind.MACHINE: _("Network address"),
        Kind.PATH: _("User name in a file path"),
    }[kind]


def field_words(name: str) -> str:
    """The field of the editor in which it stands."""
    return {
        "title": _("Title"),
        "summary": _("Summary"),
        "body": _("Text"),
        "product": _("Product"),
        "category": _("Category"),
        "change": _("What changed"),
        "asked_as": _("Words by which clients ask for this"),
        "tags": _("Tags"),
        "slug": _("Address of this article"),
    }[name]
