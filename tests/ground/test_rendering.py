"""What readers see of Markdown: anchors, sections, pictures, links; and what hostile text comes to."""

import time
from contextlib import suppress
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.ground.rendering import (
    TEXT_LIMIT,
    Rendered,
    TooLong,
    TooTangled,
    converting,
    render_article,
    render_message,
)
from portal.ground.rendering.addresses import Addresses
from portal.ground.rendering.shaping import Shaper


def render(markdown: str, language: str = "es") -> Rendered:
    return render_article(
        markdown,
        "/es/articles",
        lambda name, anchor: f"/es/articles/{name}" + (f"#{anchor}" if anchor else ""),
        language,
    )


def test_headings_get_readable_anchors_that_are_unique_and_stable() -> None:
    text = (
        "## ¿Qué pasó, señor?\n\n## Qué pasó señor\n\n### 你好\n\n## Main\n\n## The platform's data"
    )
    rendered = render(text)
    anchors = [c["anchor"] for c in rendered.contents]
    assert anchors == [
        "que-paso-senor",
        "que-paso-senor-2",
        "section",
        "main-2",
        "the-platforms-data",
    ]
    assert '<h2 id="que-paso-senor">¿Qué pasó, señor?</h2>' in rendered.html
    assert render(text) == rendered


def test_the_page_keeps_its_one_h1_and_no_level_is_skipped() -> None:
    rendered = render("# Uno\n\n#### Dos\n\n##### Tres\n\n##\n\n## Cuatro\n")
    assert [(c["level"], c["text"]) for c in rendered.contents] == [
        (2, "Uno"),
        (3, "Dos"),
        (2, "Cuatro"),
    ]
    assert "<h1" not in rendered.html
    assert '<h4 id="tres">' in rendered.html


def test_sections_hold_their_path_and_plain_text() -> None:
    rendered = render(
        "Before *all*.\n\n## Network\n\nPort `443` &amp; [more](other.md).\n\n### On a VPN\n\n"
        "- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```bash\necho hi\n```\n\n## End\n"
    )
    assert rendered.sections == [
        {"anchor": "", "level": 1, "title": "", "path": [], "text": "Before all."},
        {
            "anchor": "network",
            "level": 2,
            "title": "Network",
            "path": [],
            "text": "Port 443 & more.",
        },
        {
            "anchor": "on-a-vpn",
            "level": 3,
            "title": "On a VPN",
            "path": ["Network"],
            "text": "one\ntwo\na · b\n1 · 2\necho hi",
        },
        {"anchor": "end", "level": 2, "title": "End", "path": [], "text": ""},
    ]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("[a](other-slug.md#x-y)", '<a href="/es/articles/other-slug#x-y">a</a>'),
        ("[a](../en/other.md)", '<a href="/es/articles/../en/other">a</a>'),
        ("[a](#here)", '<a href="#here">a</a>'),
        ("[a](/search?q=x)", '<a href="/search?q=x">a</a>'),
        ("[a](https://x.org)", '<a href="https://x.org" rel="noopener">a</a>'),
        ("[a](//x.org)", "<p>a</p>"),
        (r"[a](/\x.org)", "<p>a</p>"),
        ("[a](javascript:alert(1))", "<p>a</p>"),
        ("[a](../../etc/passwd)", "<p>a</p>"),
        (
            "![A plug](my-slug/plug.png)",
            '<img src="/es/articles/my-slug/files/plug.png" alt="A plug" loading="lazy">',
        ),
        ("![a](my-slug/../../x.png)", "<p>a</p>"),
        ("![a](data:image/png;base64,xx)", "<p>a</p>"),
        (
            "![A tour](my-slug/tour.webm)",
            '<video src="/es/articles/my-slug/files/tour.webm" controls="" preload="metadata" aria-label="A tour">',
        ),
        (
            "![](https://x.org/a/shot.png?token=1)",
            '<a href="https://x.org/a/shot.png?token=1" rel="noopener">shot.png</a>',
        ),
        ("- [ ] open\n- [x] done", "<li>☐ open</li>\n<li>☑ done</li>"),
        ("!!! warning\n    Hot", '<p class="admonition-title">Atención</p>'),
        ('!!! note "Own title"\n    x', '<p class="admonition-title">Own title</p>'),
        ("```python\nimport os\n```", '<div class="highlight"><pre>'),
        ("a | b\n--|--:\n1 | 2", '<td align="right">2</td>'),
        ("Note[^1]\n\n[^1]: Foot", '<li id="fn:1">'),
        ("~~old~~", "<del>old</del>"),
        ("<kbd>Ctrl</kbd> H<sub>2</sub>O", "<kbd>Ctrl</kbd> H<sub>2</sub>O"),
    ],
)
def test_what_authors_write_comes_out_as_meant(markdown: str, html: str) -> None:
    assert html in render(markdown).html


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=https://x.org></iframe>",
    "<math><mtext></table></math><img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript&colon;alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    '<https://x.org" onmouseover=alert(1)>',
    "<style>body{display:none}</style>",
    '<div style="position:fixed" class="header" id="main">x</div>',
    "<form action=/sign-out method=post><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<object data=x></object><embed src=x><base href=//x.org>",
    '<meta http-equiv="refresh" content="0;url=//x.org">',
    "`` ` <script>alert(1)</script> ``",
    "```html\n<script>alert(1)</script>\n```",
    '![x" onerror="alert(1)](a/b.png)',
    '![x](a/b.png "t\\" onload=alert(1) x=")',
    "## <img src=x onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<a href='//evil.example'>x</a> <video src=//evil.example autoplay></video>",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<!--><script>alert(1)</script>-->",
    "<textarea><script>alert(1)</script></textarea>",
]

TAGS = {"a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt"} | {
    "em", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre",
    "q", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "u", "ul", "var", "video",
}  # fmt: skip
ATTRIBUTES = {"href", "title", "class", "rel", "src", "alt", "loading", "controls", "preload"} | {
    "aria-label", "id", "start", "align", "open",
}  # fmt: skip


class Checker(HTMLParser):
    """Fails on any element, attribute or address that may not be shown."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, (tag, name)
            if name in {"href", "src"}:
                known = ("https:", "http:", "mailto:", "tel:", "/", "#")
                assert str(value).startswith(known), value
                assert not str(value).startswith("//"), value
            if name == "id":
                assert value not in {"main", "reason"}
            if name == "class":
                assert "header" not in str(value)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless(text: str) -> None:
    for html in (render(text).html, render(f"- a\n\n    {text}\n").html, render_message(text)):
        Checker().feed(html)


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from([*HOSTILE, "\n\n", "*", "`", "[", "](", "<", ">", '"', "- ", "    "]),
        max_size=8,
    )
)
def test_hostile_pieces_together_are_harmless(pieces: list[str]) -> None:
    text = "".join(pieces)
    Checker().feed(render(text).html)
    Checker().feed(render_message(text))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 30_000,
        "![" * 10_000,
        "[a](" * 10_000,
        "<a " * 10_000,
        "> " * 10_000 + "x",
        "*a" * 20_000,
        "- \n" * 16_000,
        "# a\n" * 12_000,
    ],
)
def test_tangled_text_never_hangs(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "PATIENCE", converting.PATIENCE / 10)
    start = time.monotonic()
    with suppress(TooTangled):
        render(text)
    assert len(render_message(text)) >= len(text) / 2, "a message is shown in any case"
    assert time.monotonic() - start < 50, "without a limit it takes minutes"


@pytest.mark.parametrize("unit", ["- \n", "# a\n", "??? note\n    a\n", "1.\n"])
def test_what_takes_long_is_not_converted_in_this_process(unit: str) -> None:
    """Each line is parsed anew with all that follow it: seconds for 20 kB, and no page answers meanwhile."""
    assert not converting.is_light(unit * (20_000 // len(unit)))
    assert converting.is_light((unit * 20 + "\n\n") * 20), "an ordinary article is"


def test_thousands_of_equal_headings_are_named_in_time() -> None:
    shaper = Shaper(Addresses("/es/articles", lambda _name, _anchor: None), "es")
    start = time.thread_time()
    shaper.feed("<h3>Paso</h3>" * 20_000)
    shaper.close()
    sections = shaper.sections.finish()
    assert time.thread_time() - start < 10, "it took minutes"
    assert sections[-1]["anchor"] == "paso-20000"


def test_an_article_beyond_the_limit_is_refused_at_once() -> None:
    with pytest.raises(TooLong):
        render("x" * (TEXT_LIMIT + 1))


def test_a_long_ordinary_article_is_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "PATIENCE", 20 * converting.PATIENCE)  # on a busy machine, too
    rendered = render("## A heading\n\nWords, *more* words and a [link](other.md).\n\n" * 2_000)
    assert len(rendered.contents) == 2_000
