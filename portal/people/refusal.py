"""The ways in which a deed is refused: not now, not like this, and not before signing in."""


class Forbidden(Exception):
    """Yours, but not now: shown as a 403 page with `reason`, a whole sentence in the reader's language."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooOften(Forbidden):
    """Yours, but too often for now: the words stay in their form."""


class Invalid(Exception):
    """What a form holds cannot be true as things stand (an address that is taken): `reason` belongs at `field`."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class SignedOut(Exception):
    """A form was sent without a session that it needs. `page` is the page it was sent from, as a path, where known."""

    def __init__(self, page: str | None) -> None:
        super().__init__(page or "")
        self.page = page
