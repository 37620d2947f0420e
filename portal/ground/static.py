"""How the files under static/ reach a browser: joined, hashed, compressed once at start, never stale."""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, cast

import brotli  # type: ignore[import-untyped]  # the package ships no types
from flask import Flask, Response, abort, request
from markupsafe import Markup
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

PREFIX = "/static/"
STYLESHEET = "app.css"
LAYERS = ("reset", "tokens", "base", "layout", "components", "utilities")
FOREVER = "public, max-age=31536000, immutable"

_TEXTS = {".css", ".js", ".json", ".svg", ".txt", ".map"}
_WORTH_COMPRESSING = 512  # bytes: below this the saving is less than a packet
_IMPORT = re.compile(rb"""(\bfrom\s*|\bimport\s*\(?\s*)(["'])(\.{1,2}/[^"']+\.js)\2""")
_CSS_NOISE = re.compile(rb"/\*.*?\*/|^[ \t]+|\n(?=\n)", re.DOTALL | re.MULTILINE)
_SVG_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@dataclass(frozen=True)
class Asset:
    """One file as it is sent: its type, and its bytes by content encoding ('' is the plain one)."""

    content_type: str
    bodies: dict[str, bytes]
    tag: str


class Assets:
    """The files of one folder, read once; their addresses carry the hash of what they hold."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._urls: dict[str, str] = {}
        self._assets: dict[str, Asset] = {}
        self._icons: dict[str, Markup] = {}
        self._add(STYLESHEET, _join_layers(folder / "css"))
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and not name.startswith("css/"):
                self._load(name)
        for path in sorted(folder.glob("vendor/lucide-static@*/icons/*.svg")):
            self._icons[path.stem] = _inline(path.read_text("utf-8"))

    def url(self, name: str) -> str:
        """The address of a file named as under static/ ('js/app.js'; 'app.css' is all styles joined).

        Raises KeyError for a file that is not there, so that a wrong name is seen at once.
        """
        return self._urls[name]

    def icon(self, name: str) -> Markup:
        """A lucide icon as inline SVG, hidden from screen readers: the words beside it say the same."""
        if name not in self._icons:
            raise KeyError(f"no icon {name!r}; there are: {', '.join(self._icons)}")
        return self._icons[name]

    def sprite(self, names: Iterable[str]) -> Markup:
        """These icons once, unseen: the lines of a long list show them by `<use href="#sign-NAME">`."""
        return _sprite([(name, self.icon(name)) for name in names])

    def response(self, path: str, accept_encoding: str) -> Response | None:
        """The file at `path` (what follows /static/) in the best encoding accepted; None: no such address."""
        asset = self._assets.get(path)
        if asset is None:
            return None
        accepted = parse_accept_header(accept_encoding, Accept)
        encoding = next((e for e in ("br", "gzip") if e in asset.bodies and accepted[e] > 0), "")
        response = Response(asset.bodies[encoding], content_type=asset.content_type)
        if encoding:
            response.headers["Content-Encoding"] = encoding
        if len(asset.bodies) > 1:
            response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = FOREVER
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.set_etag(f"{asset.tag}-{encoding or 'plain'}")
        return response

    def _load(self, name: str) -> str:
        """Add the file once; its address. A module is hashed after those it imports, whose hashes it names."""
        if name in self._urls:
            return self._urls[name]
        body = (self._folder / name).read_bytes()
        if name.endswith(".js"):
            here = PurePosixPath(name).parent
            body = _IMPORT.sub(lambda found: self._point(found, here), body)
        return self._add(name, body)

    def _point(self, found: re.Match[bytes], here: PurePosixPath) -> bytes:
        """An import by a relative path, pointed at the hashed address of the file it means."""
        parts: list[str] = []
        for part in (here / found[3].decode()).parts:
            if part == "..":
                parts.pop()
            else:
                parts.append(part)
        return found[1] + found[2] + self._load("/".join(parts)).encode() + found[2]

    def _add(self, name: str, body: bytes) -> str:
        tag = hashlib.sha256(body).hexdigest()[:12]
        path = PurePosixPath(name)
        address = path.with_name(f"{path.stem}.{tag}{path.suffix}").as_posix()
        self._urls[name] = PREFIX + address
        self._assets[address] = Asset(_content_type(path), _bodies(path, body), tag)
        return self._urls[name]


def register(app: Flask, folder: Path) -> Assets:
    """Serve `folder` at /static/ and give templates `static_url(name)`, `icon(name)`,
    and for long lists `sprite(names)`."""
    assets = Assets(folder)

    def static(path: str) -> Response:
        response = assets.response(path, request.headers.get("Accept-Encoding", ""))
        return abort(404) if response is None else response.make_conditional(request)  # type: ignore[return-value]  # werkzeug's own Response class

    cast(Any, static).audience = "everyone"
    app.add_url_rule(f"{PREFIX}<path:path>", "static", static)
    app.jinja_env.globals.update(static_url=assets.url, icon=assets.icon, sprite=assets.sprite)
    return assets


def register_brand(app: Flask, brand_now: Callable[[], tuple[int, int]]) -> None:
    """Serve /brand.css: the organisation's hue and tint, from which tokens.css makes every accent."""

    def brand() -> Response:
        hue, tint = brand_now()
        rule = f":root{{--hue:{hue % 360};--tint:{tint / 100:g}}}\n"
        response = Response(rule, content_type="text/css; charset=utf-8")
        response.headers["Cache-Control"] = "public, max-age=600"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.add_etag()
        return response.make_conditional(request)  # type: ignore[return-value]  # werkzeug's own Response class

    cast(Any, brand).audience = "everyone"
    app.add_url_rule("/brand.css", "brand", brand)


def _join_layers(folder: Path) -> bytes:
    """One stylesheet: every layer in its order, whatever the order of the rules in it."""
    joined = [b"@layer " + ", ".join(LAYERS).encode() + b";"]
    for layer in LAYERS:
        for path in sorted(folder.glob(f"{layer}.css")) + sorted(folder.glob(f"{layer}/*.css")):
            body = _CSS_NOISE.sub(b"", path.read_bytes()).strip()
            joined.append(b"@layer " + layer.encode() + b"{\n" + body + b"\n}")
    return b"\n".join(joined)


def _content_type(path: PurePosixPath) -> str:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    kind = "text/javascript" if path.suffix == ".js" else kind
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _bodies(path: PurePosixPath, body: bytes) -> dict[str, bytes]:
    bodies = {"": body}
    if path.suffix in _TEXTS and len(body) >= _WORTH_COMPRESSING:
        bodies["br"] = brotli.compress(body, mode=brotli.MODE_TEXT, quality=10)
        bodies["gzip"] = gzip.compress(body, 9, mtime=0)
    return bodies


def _inline(svg: str) -> Markup:
    """A lucide file as an element whose size and stroke the stylesheet decides."""
    found = _SVG_INSIDE.search(svg)
    if found is None:
        raise ValueError("an icon file holds no <svg> element")
    inside = " ".join(found[1].split())
    return Markup(  # noqa: S704 (a file of ours, not a person's words)
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{inside}</svg>'
    )


def _sprite(icons: Iterable[tuple[str, Markup]]) -> Markup:
    symbols = (
        str(icon)
        .replace('<svg class="icon"', f'<symbol id="sign-{name}"')
        .replace("</svg>", "</symbol>")
        for name, icon in icons
    )
    return Markup(  # noqa: S704 (files of ours)
        f'<svg class="visually-hidden" width="0" height="0" aria-hidden="true">{"".join(symbols)}</svg>'
    )
