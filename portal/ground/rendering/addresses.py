"""Where the links and pictures of an article lead: other articles, its own files, other sites."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

Link = Callable[[str, str], str | None]
"""Gives the address of an article named as in the folder ('slug' or '../en/slug') and of an anchor in it."""


class Leads(StrEnum):
    """To what a link or picture leads."""

    HERE = "here"
    AWAY = "away"
    PICTURE = "picture"
    VIDEO = "video"
    NOWHERE = "nowhere"


_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_VIDEOS = (".webm", ".mp4")
_SEGMENT = r"[A-Za-z0-9][A-Za-z0-9._ -]*"
_OWN_FILE = re.compile(
    rf"(?:\./)?(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)/(?P<path>{_SEGMENT}(?:/{_SEGMENT})*)"
)
_ARTICLE = re.compile(r"(?:\./)?((?:\.\./[a-z]{2}/)?[a-z0-9]+(?:-[a-z0-9]+)*)\.md")


@dataclass(frozen=True)
class Addresses:
    """The addresses of one article's links. `files` is the path under which articles live: '/es/articles'."""

    files: str
    link: Link

    def of_link(self, href: str) -> tuple[Leads, str]:
        """Where a link leads, and its address there; ('nowhere', '') for what no reader could open."""
        parts = urlsplit(href.strip())
        if href.startswith(("//", "/\\", "\\")):
            return Leads.NOWHERE, ""
        if parts.scheme in {"http", "https"}:
            return Leads.AWAY, href
        if parts.scheme or href.startswith(("#", "/")):
            return Leads.HERE, href
        article = _ARTICLE.fullmatch(unquote(parts.path))
        if article:
            address = self.link(article[1], parts.fragment)
            return (Leads.HERE, address) if address else (Leads.NOWHERE, "")
        return self.of_file(href)

    def of_file(self, src: str) -> tuple[Leads, str]:
        """What kind of file an own path names, and its address; foreign pictures are only linked to."""
        parts = urlsplit(src.strip())
        if parts.scheme in {"http", "https"} and parts.netloc:
            return Leads.AWAY, src
        own = _OWN_FILE.fullmatch(unquote(parts.path))
        if parts.scheme or parts.netloc or own is None or ".." in own["path"].split("/"):
            return Leads.NOWHERE, ""
        address = f"{self.files}/{own['slug']}/files/{quote(own['path'])}"
        ending = own["path"].lower()
        if ending.endswith(_PICTURES):
            return Leads.PICTURE, address
        return (Leads.VIDEO, address) if ending.endswith(_VIDEOS) else (Leads.NOWHERE, "")
