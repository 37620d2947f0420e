"""A person at a browser, over HTTP only: finds fields by their label and buttons by their text, checks every page.

`alice.visit("/ask")`, `alice.fill("What happened?", …)`, `alice.press("Continue")`, `alice.sees("We reply by")`.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

FIELDS = frozenset({"input", "textarea", "select"})


class Tags:
    """The tags of a page, in order, found in one walk: each search of the parser's own walks the whole page."""

    def __init__(self, page: BeautifulSoup) -> None:
        self.page = page
        self.all = [tag for tag in page.descendants if isinstance(tag, Tag)]
        self.by_id = {str(tag["id"]): tag for tag in reversed(self.all) if tag.get("id")}

    def named(self, *names: str) -> Iterator[Tag]:
        return (tag for tag in self.all if tag.name in names)


class Browser:
    """One browser: its cookies, the page it is on, and what was typed into that page's forms."""

    def __init__(self, app: Flask, language: str = "en", host: str | None = None) -> None:
        self.client = app.test_client()
        self.headers = {
            "Accept-Language": language,
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36",
        }
        if host:
            self.headers["Host"] = host
        self.origin = f"http://{host or 'localhost'}"
        self.url = "/"
        self.status = 0
        self.html = ""
        self.page = BeautifulSoup("", "html.parser")
        self._tags = Tags(self.page)
        self.typed: dict[int, dict[str, list[Any]]] = {}

    # -- going places ---------------------------------------------------------------------------

    def visit(self, url: str, status: int = 200) -> "Browser":
        """Type an address (redirects are followed) and check the page that comes."""
        return self._open(url, self.headers, status)

    def follow(self, text: str, status: int = 200) -> "Browser":
        """Click the link with this text."""
        anchors = [a for a in self.tags.named("a") if a.get("href")]
        links = [a for a in anchors if _text(a).startswith(text)]
        assert links, f"no link {text!r} on {self.url}: {[_text(a) for a in anchors]}"
        return self._open(urljoin(self.url, str(links[0]["href"])), self._headers(), status)

    def press(self, text: str, within: str = "", status: int = 200) -> "Browser":
        """Press the button with this text; its form is sent with all that was typed."""
        for button in self.tags.named("button"):
            named = _text(button) == text or button.get("aria-label") == text
            form = self._form_of(button)
            if named and form is not None and (not within or within in _text(form)):
                return self._send(form, button, status)
        raise AssertionError(
            f"no button {text!r} on {self.url}: {[_text(b) for b in self.tags.named('button')]}"
        )

    # -- filling forms --------------------------------------------------------------------------

    def fill(self, label: str, value: str, within: str = "") -> "Browser":
        """Type into the field with this label (in the part of the page with these words)."""
        field = self.field(label, within)
        self._put(field, [value])
        return self

    def choose(self, label: str, within: str = "") -> "Browser":
        """Tick the radio button or box with this label, or the option with this text."""
        for tag in self.tags.named("label"):
            if not _is_called(tag, label):
                continue
            group = tag.find_parent("fieldset")
            if within and not (group and within in _text(group)):
                continue
            field = self._labelled(tag)
            if field is not None and field.get("type") in {"radio", "checkbox"}:
                return self._tick(field)
        for option in self.tags.named("option"):
            if _text(option) == label:
                select = option.find_parent("select")
                assert isinstance(select, Tag)
                self._put(select, [str(option.get("value", _text(option)))])
                return self
        raise AssertionError(f"nothing to choose called {label!r} on {self.url}")

    def attach(self, label: str, *files: tuple[str, bytes], within: str = "") -> "Browser":
        """Choose files (name, bytes) in the file field with this label."""
        self._put(
            self.field(label, within), [(io.BytesIO(content), name) for name, content in files]
        )
        return self

    def field(self, label: str, within: str = "") -> Tag:
        """The field with this label."""
        for tag in self.tags.named("label"):
            if not _is_called(tag, label):
                continue
            field, part = self._labelled(tag), tag.find_parent(["li", "fieldset", "section"])
            if field is not None and (not within or (part and within in _text(part))):
                return field
        for field in self.tags.named(*FIELDS):
            if field.get("aria-label") == label:
                return field
        labels = [_text(tag) for tag in self.tags.named("label")]
        raise AssertionError(f"no field {label!r} on {self.url}: {labels}")

    def value(self, label: str) -> str:
        """What stands in the field with this label."""
        field = self.field(label)
        return _written(field) if field.name == "textarea" else str(field.get("value", ""))

    # -- looking --------------------------------------------------------------------------------

    def sees(self, *texts: str) -> "Browser":
        """Every text stands on the page."""
        page = _text(self.page)
        for text in texts:
            assert _one_line(text) in page, f"{text!r} is not on {self.url}:\n{page[:3000]}"
        return self

    def does_not_see(self, *texts: str) -> "Browser":
        page = _text(self.page)
        for text in texts:
            assert _one_line(text) not in page, f"{text!r} is on {self.url}"
        return self

    @property
    def tags(self) -> Tags:
        """Those of the page that is open now."""
        if self._tags.page is not self.page:
            self._tags = Tags(self.page)
        return self._tags

    def heading(self) -> str:
        return next((_text(h1) for h1 in self.tags.named("h1")), "")

    # -- inside ---------------------------------------------------------------------------------

    def _headers(self) -> dict[str, str]:
        """What a browser adds where one comes from a page of the same site."""
        return self.headers | {"Referer": self.origin + self.url}

    def _open(self, url: str, headers: dict[str, str], status: int) -> "Browser":
        got = self.client.get(url, headers=headers, follow_redirects=True)
        return self._arrive(got, status)

    def _arrive(self, response: TestResponse, status: int) -> "Browser":
        request = response.request
        self.url = request.full_path.rstrip("?")
        self.status, self.html = response.status_code, response.get_data(as_text=True)
        self.page = BeautifulSoup(self.html, "html.parser")
        self.typed = {}
        assert self.status == status, (
            f"{self.url} answered {self.status}:\n{_text(self.page)[:2000]}"
        )
        if response.mimetype == "text/html":
            check_page(self.page, self.url)
        waiting = [
            tag
            for tag in self.tags.named("fieldset")
            if tag.has_attr("hidden") and tag.has_attr("disabled")
        ]
        for tag in waiting:
            if not tag.decomposed:
                tag.decompose()  # without scripts nobody sees it, and nothing in it is sent
        if waiting:
            self._tags = Tags(self.page)
        return self

    def _labelled(self, label: Tag) -> Tag | None:
        target = label.get("for")
        if target:
            return self.tags.by_id.get(str(target))
        field = label.find(list(FIELDS))
        return field if isinstance(field, Tag) else None

    def _form_of(self, tag: Tag) -> Tag | None:
        if tag.get("form"):
            return self.tags.by_id.get(str(tag["form"]))
        form = tag.find_parent("form")
        return form if isinstance(form, Tag) else None

    def _put(self, field: Tag, values: list[Any]) -> None:
        form = self._form_of(field)
        assert form is not None, f"{field.get('name')} is in no form"
        self.typed.setdefault(id(form), {})[str(field["name"])] = values

    def _tick(self, field: Tag) -> "Browser":
        form = self._form_of(field)
        assert form is not None
        name, value = str(field["name"]), str(field.get("value", "on"))
        values = self.typed.setdefault(id(form), {})
        if field.get("type") == "checkbox":
            values[name] = [*values.get(name, []), value]
        else:
            values[name] = [value]
        return self

    def _send(self, form: Tag, button: Tag, status: int) -> "Browser":
        values = form_values(form)
        apart = (
            tag
            for tag in self.tags.named(*FIELDS)
            if tag.get("form") and tag["form"] == form.get("id")
        )
        for tag in apart:
            values.setdefault(str(tag.get("name")), []).append(tag.get("value", tag.get_text()))
        values.update(self.typed.get(id(form), {}))
        if button.get("name"):
            values[str(button["name"])] = [str(button.get("value", ""))]
        action = urljoin(self.url, str(button.get("formaction") or form.get("action") or self.url))
        if str(form.get("method", "get")).lower() == "get":
            query = {name: value for name, value in values.items() if value}
            got = self.client.get(
                action, query_string=query, headers=self._headers(), follow_redirects=True
            )
            return self._arrive(got, status)
        kind = form.get("enctype") or "application/x-www-form-urlencoded"
        sent = self.client.post(
            action,
            data=values,
            headers=self._headers() | {"Origin": self.origin},
            follow_redirects=True,
            content_type=str(kind),
        )
        return self._arrive(sent, status)


def form_values(form: Tag) -> dict[str, list[Any]]:
    """What a browser would send for this form, untouched."""
    values: dict[str, list[Any]] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name = field.get("name")
        kind = field.get("type", "text")
        if not name or field.has_attr("disabled") or kind in {"submit", "button", "file", "image"}:
            continue
        if kind in {"radio", "checkbox"} and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.find_all("option", selected=True) or field.find_all("option")[:1]
            values.setdefault(str(name), []).extend(str(o.get("value", _text(o))) for o in chosen)
        elif field.name == "textarea":
            values.setdefault(str(name), []).append(_written(field))
        else:
            values.setdefault(str(name), []).append(
                str(field.get("value", "on" if kind in {"radio", "checkbox"} else ""))
            )
    return values


def check_page(page: BeautifulSoup, url: str) -> None:
    """What every page owes its reader: one title, one h1, labels, alternative texts, unique ids, nothing inline."""
    tags = Tags(page)
    html = next(tags.named("html"), None)
    if html is None:
        return  # a fragment
    title = next(tags.named("title"), None)
    assert title, f"{url} has no title"
    assert title.get_text(strip=True), f"{url} has an empty title"
    headings = [_text(h1) for h1 in tags.named("h1")]
    assert len(headings) == 1, f"{url} has {len(headings)} h1: {headings}"
    assert html.get("lang") in {"es", "en"}, f"{url} does not say its language"
    ids = Counter(str(tag["id"]) for tag in tags.all if tag.get("id"))
    assert not [name for name, count in ids.items() if count > 1], (
        f"{url} repeats ids: {ids.most_common(3)}"
    )
    for image in tags.named("img"):
        assert image.has_attr("alt"), f"{url}: a picture without alternative text: {image}"
    _check_fields(tags, url)
    for script in tags.named("script"):
        assert script.get("src") or script.get("type") == "application/json", (
            f"{url}: an inline script"
        )
    for tag in tags.all:
        inline = [name for name in tag.attrs if name == "style" or name.startswith("on")]
        assert not inline, f"{url}: inline {inline} on {tag.name}"
    for anchor in tags.named("a"):
        if anchor.has_attr("href"):
            assert _text(anchor) or anchor.get("aria-label") or anchor.find("img", alt=True), (
                f"{url}: an empty link {anchor}"
            )


def _check_fields(tags: Tags, url: str) -> None:
    labelled = {str(label["for"]) for label in tags.named("label") if label.get("for")}
    for field in tags.named(*FIELDS):
        if field.get("type") in {"hidden", "submit"}:
            continue
        named = field.get("aria-label") or field.get("aria-labelledby")
        named = named or field.get("id") in labelled or field.find_parent("label")
        assert named, f"{url}: a field without a label: {field}"


def _written(area: Tag) -> str:
    """What stands in a text area: its first line end belongs to the markup, not to the text."""
    return re.sub(r"^\r?\n", "", area.get_text())


def _is_called(label: Tag, words: str) -> bool:
    """Whether a label says these words, with or without the signs in it that are not read aloud."""
    if _text(label).startswith(words):
        return True
    heard = [
        part
        for part in label.find_all(string=True)
        if not part.find_parent(attrs={"aria-hidden": "true"})
    ]
    return " ".join("".join(heard).split()).startswith(words)


def _text(tag: Tag) -> str:
    return _one_line(tag.get_text(" "))


def _one_line(text: str) -> str:
    """Whatever the spaces are, no-break ones too."""
    return re.sub(r"\s+", " ", text).strip()
