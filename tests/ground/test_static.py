"""Static files: an address for each content, kept for ever, sent compressed, and nothing else reachable."""

import gzip
import hashlib
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.ground import static
from portal.ground.static import Assets

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "static"
    for name, text in {
        "css/tokens.css": ":root { --ink: oklch(0.2 0 0); }",
        "css/components/button.css": ".button { color: var(--ink); } /* said to its author */",
        "css/base.css": "body { color: var(--ink); }",
        "js/app.js": 'const load = () => import("./menu.js");\n' + "// filling\n" * 80,
        "js/menu.js": 'import { words } from "../js/words.js";\nexport default words;\n',
        "js/words.js": "export const words = 'first';\n",
        "pictures/dot.png": "\x89PNG not really",
        "vendor/lucide-static@1/icons/check.svg": '<!-- ISC -->\n<svg width="24"\n><path d="M1 1" />\n</svg>',
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "latin-1")
    (tmp_path / "secret.txt").write_text("not yours")
    return root


@pytest.fixture
def app(folder: Path) -> Flask:
    app = Flask(__name__, static_folder=None)
    static.register(app, folder)
    static.register_brand(app, lambda: (395, 40))
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_an_address_changes_with_what_the_file_holds(folder: Path) -> None:
    before = Assets(folder).url("pictures/dot.png")
    assert re.fullmatch(r"/static/pictures/dot\.[0-9a-f]{12}\.png", before)
    (folder / "pictures/dot.png").write_text("another picture")
    assert Assets(folder).url("pictures/dot.png") != before


def test_a_module_names_the_hashed_addresses_of_what_it_imports(
    folder: Path, client: FlaskClient
) -> None:
    assets = Assets(folder)
    assert assets.url("js/menu.js") in client.get(assets.url("js/app.js")).text
    assert assets.url("js/words.js") in client.get(assets.url("js/menu.js")).text


def test_a_change_far_down_reaches_the_address_of_the_entry(folder: Path) -> None:
    before = Assets(folder).url("js/app.js")
    (folder / "js/words.js").write_text("export const words = 'second';\n")
    assert Assets(folder).url("js/app.js") != before


def test_styles_are_one_file_in_the_order_of_the_layers(folder: Path, client: FlaskClient) -> None:
    css = client.get(Assets(folder).url("app.css")).text
    assert css.startswith("@layer reset, tokens, base, layout, components, utilities;")
    assert css.index("@layer tokens{") < css.index("@layer base{") < css.index("@layer components{")
    assert "said to its author" not in css


def test_what_is_sent_is_kept_for_ever_and_known_by_its_tag(
    folder: Path, client: FlaskClient
) -> None:
    address = Assets(folder).url("js/app.js")
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br, gzip", "br"),
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("gzip;q=1, br;q=0", "gzip"),
        ("*", "br"),
        ("deflate", None),
        ("", None),
    ],
)
def test_the_best_encoding_that_the_browser_takes(
    folder: Path, client: FlaskClient, accepted: str, encoding: str | None
) -> None:
    answer = client.get(Assets(folder).url("js/app.js"), headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert b"const load" in unpack(answer.data)
    assert encoding is None or len(answer.data) < 300


def test_pictures_are_not_compressed_again(folder: Path, client: FlaskClient) -> None:
    answer = client.get(Assets(folder).url("pictures/dot.png"), headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in answer.headers
    assert "Vary" not in answer.headers


@pytest.mark.parametrize(
    "address",
    [
        "/static/js/app.js",  # without its hash it would be stale one day
        "/static/js/app.000000000000.js",
        "/static/css/tokens.css",
        "/static/../secret.txt",
        "/static/%2e%2e/secret.txt",
        "/static/..%2fsecret.txt",
        "/static/js/../../secret.txt",
        "/static//etc/passwd",
        "/static/",
    ],
)
def test_any_other_address_is_not_there(client: FlaskClient, address: str) -> None:
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 404
    assert b"not yours" not in answer.data


def test_a_wrong_name_is_seen_at_once(folder: Path) -> None:
    with pytest.raises(KeyError):
        Assets(folder).url("js/nothing.js")
    with pytest.raises(KeyError, match="there are: check"):
        Assets(folder).icon("tick")


def test_an_icon_is_drawn_by_the_stylesheet_and_silent(folder: Path) -> None:
    icon = Assets(folder).icon("check")
    assert icon.startswith('<svg class="icon"')
    assert 'aria-hidden="true"' in icon
    assert '<path d="M1 1" />' in icon
    assert "ISC" not in icon


def test_the_brand_is_a_hue_and_is_asked_for_again_soon(client: FlaskClient) -> None:
    answer = client.get("/brand.css?h=35")
    assert answer.text == ":root{--hue:35;--tint:0.4}\n"  # 395 degrees is 35 degrees
    assert answer.headers["Cache-Control"] == "public, max-age=600"
    assert (
        client.get("/brand.css", headers={"If-None-Match": answer.headers["ETag"]}).status_code
        == 304
    )


def test_everyone_may_fetch_them(app: Flask) -> None:
    views = app.view_functions
    assert {getattr(views[name], "audience", None) for name in ("static", "brand")} == {"everyone"}


def test_each_component_has_its_stylesheet_and_each_stylesheet_its_use() -> None:
    templates = {p.stem for p in (PROJECT / "templates/components").glob("[!_]*.html")}
    styles = {p.stem for p in (PROJECT / "static/css/components").glob("*.css")}
    assert templates - styles == set()
    markup = "".join(
        path.read_text()
        for folder, kind in (("templates", "*.html"), ("static/js", "*.js"))
        for path in (PROJECT / folder).rglob(kind)
    )
    for block in styles - templates:  # drawn by a page or by a behaviour, not by a macro
        assert re.search(rf"""["' ]{block.replace("_", "-")}["' _-]""", markup), block


def test_colours_stand_in_the_tokens_only() -> None:
    colour = re.compile(
        r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|color-mix)\(|!important", re.IGNORECASE
    )
    found = [
        f"{path.name}: {hit}"
        for path in sorted((PROJECT / "static/css").rglob("*.css"))
        if path.name != "tokens.css"
        for hit in colour.findall(path.read_text())
    ]
    assert found == []


def test_vendored_files_are_what_was_checked() -> None:
    root = PROJECT / "static/vendor"
    listed = dict(
        reversed(line.split("  ./")) for line in (root / "SHA256SUMS").read_text().splitlines()
    )
    there = {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()} - {
        "SHA256SUMS"
    }
    assert there == set(listed)
    for name, digest in listed.items():
        assert hashlib.sha256((root / name).read_bytes()).hexdigest() == digest, name


def test_styles_and_scripts_of_a_first_visit_are_small() -> None:
    assets = Assets(PROJECT / "static")
    sent = 0
    for name in ("app.css", *(f"js/{p.name}" for p in (PROJECT / "static/js").glob("*.js"))):
        answer = assets.response(assets.url(name).removeprefix("/static/"), "br")
        assert answer is not None
        sent += len(answer.data)
    assert sent < 40_000  # bytes; LOOK allows 100 kB for the whole first visit
