"""How people name a ticket: T- and five signs that cannot be mistaken for one another."""

import re
import secrets

from werkzeug.routing import BaseConverter

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and capitals without 0 O, 1 I L, and U."""

_REFERENCE = re.compile(rf"T-[{ALPHABET}]{{5}}")


def new_reference() -> str:
    """A random reference, like T-4F7K2; one of 24 million, so the caller looks whether it is free."""
    return "T-" + "".join(secrets.choice(ALPHABET) for _ in range(5))


def reference_in(text: str) -> str | None:
    """The reference that someone typed, in any case, with blanks or without its dash; None if it is none."""
    tidy = "".join(text.upper().split())
    if tidy.startswith("T") and not tidy.startswith("T-"):
        tidy = f"T-{tidy[1:]}"
    return tidy if _REFERENCE.fullmatch(tidy) else None


class ReferenceConverter(BaseConverter):
    """A reference in an address, in any case."""

    regex = "[Tt]-[2-9A-Za-z]{5}"

    def to_python(self, value: str) -> str:
        return value.upper()
