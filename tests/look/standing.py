"""A portal that stands ready to be looked at."""

from collections.abc import Callable
from dataclasses import dataclass, field

from werkzeug.serving import WSGIRequestHandler


@dataclass(frozen=True)
class Scene:
    """Where the portal answers, the cookies of each character (name → value), and the places that paths name."""

    base_url: str
    cookies: dict[str, dict[str, str]]
    stop: Callable[[], None]
    places: dict[str, str] = field(default_factory=dict)
    speak: Callable[[str], None] = lambda language: None
    """Have everyone who is signed in read in this language."""


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log(self, type: str, message: str, *args: object) -> None:
        pass
