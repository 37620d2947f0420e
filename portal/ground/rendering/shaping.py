"""What a cleaned article is given before it is shown: anchors, addresses, players; and its sections in plain text."""

from html import escape
from html.parser import HTMLParser
from typing import Any

from portal.ground.rendering.addresses import Addresses, Leads
from portal.ground.rendering.anchors import Anchors
from portal.ground.rendering.hints import title_of_hint
from portal.ground.rendering.sections import Sections

RESERVED = frozenset(
    {"main", "reason", "helpful", "csrf_token", "toc", "helped", "related", "error-summary-title"}
)
"""Ids of the page around the article."""

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_VOID = {"br", "hr", "img"}
_BOXES = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}


class Shaper(HTMLParser):
    """Reads cleaned HTML once and writes it anew. Read `html` and `sections` after `close()`."""

    def __init__(self, addresses: Addresses, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.sections = Sections(Anchors(RESERVED))
        self._addresses = addresses
        self._language = language
        self._out: list[str] = []
        self._heading: tuple[int, int] | None = None  # its level, and where it starts in _out
        self._is_item_start = False
        self._is_hint_title = False
        self._dead_links = 0
        self._is_code = False
        self._is_note_mark = False  # within the link to or from a footnote: its words are no words

    @property
    def html(self) -> str:
        return "".join(self._out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._is_code = self._is_code or tag == "pre"
        self._is_note_mark = values.get("class", "").startswith("footnote-")
        self.sections.break_before(tag)
        if tag in _HEADINGS:
            if self._heading is None:
                self._heading = (self.sections.level(_HEADINGS[tag]), len(self._out))
        elif tag == "img":
            self._picture(values)
        elif tag == "a":
            self._link(values)
        else:
            self._out.append(_opened(tag, values))
        self._is_hint_title = tag == "p" and values.get("class") == "admonition-title"
        self._is_item_start = tag == "li" or (tag == "p" and self._is_item_start)

    def handle_endtag(self, tag: str) -> None:
        self._is_hint_title = self._is_item_start = self._is_note_mark = False
        self._is_code = self._is_code and tag != "pre"
        if tag in _HEADINGS:
            self._end_heading()
        elif tag == "a" and self._dead_links:
            self._dead_links -= 1
        elif tag not in _VOID:
            self._out.append(f"</{tag}>")
        self.sections.break_before(tag)

    def handle_data(self, data: str) -> None:
        if self._is_item_start and data[:4] in _BOXES:
            data = _BOXES[data[:4]] + data[4:]
        if self._is_hint_title:
            data = title_of_hint(data, self._language)
        if data.strip():
            self._is_item_start = self._is_hint_title = False
        self._say(data)

    def _say(self, words: str) -> None:
        self._out.append(escape(words, quote=False))
        if not self._is_note_mark:
            self.sections.say(words if self._is_code else words.replace("\n", " "))

    def _end_heading(self) -> None:
        if self._heading is None:
            return
        level, start = self._heading
        self._heading = None
        inside = "".join(self._out[start:])
        del self._out[start:]
        anchor = self.sections.begin(level)
        if anchor is not None:  # a heading without words is none
            self._out.append(f'<h{level} id="{anchor}">{inside.strip()}</h{level}>')

    def _link(self, values: dict[str, str]) -> None:
        leads, address = self._addresses.of_link(values.get("href", ""))
        if leads is Leads.NOWHERE:
            self._dead_links += 1
            return
        more = {"rel": "noopener"} if leads is Leads.AWAY else {}
        self._out.append(_opened("a", values | {"href": address} | more))

    def _picture(self, values: dict[str, str]) -> None:
        alt = values.get("alt", "")
        leads, address = self._addresses.of_file(values.get("src", ""))
        if leads is Leads.PICTURE:
            kept = {name: values[name] for name in ("title",) if name in values}
            self._out.append(_opened("img", {"src": address, "alt": alt, "loading": "lazy"} | kept))
            self.sections.say(f" {alt} ")
        elif leads is Leads.VIDEO:
            player = {"src": address, "controls": "", "preload": "metadata", "aria-label": alt}
            self._out.append(_opened("video", player))
            self._out.append(
                f"{_opened('a', {'href': address})}{escape(alt or address)}</a></video>"
            )
            self.sections.say(f" {alt} ")
        elif leads is Leads.AWAY:
            self._out.append(_opened("a", {"href": address, "rel": "noopener"}))
            self._say(alt or address.split("?")[0].rstrip("/").rsplit("/", 1)[-1] or address)
            self._out.append("</a>")
        else:
            self._say(alt)


def _opened(tag: str, values: dict[str, Any]) -> str:
    return "<" + tag + "".join(f' {name}="{escape(value)}"' for name, value in values.items()) + ">"
