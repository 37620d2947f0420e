"""A message is shown as it was typed: only the marks of what is named below are not seen."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.ground.rendering import render_message


class Seen(HTMLParser):
    """What a person sees of HTML, without the spaces."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += "".join(data.split())


def seen(text: str) -> str:
    reader = Seen()
    reader.feed(render_message(text))
    reader.close()
    return reader.text


AS_TYPED = [
    ">100 GB libres",
    "2*3*4 y también 2 * 3",
    r"C:\*.tmp y D:\*.log, \\server\share\_x_",
    "&copy; &amp; &lt;b&gt;",
    "<b>tag</b> <script>alert(1)</script> <!-- x -->",
    "snake_case_name y __init__ y _x_",
    "#1234 sigue igual\n# no es un título",
    "1986. Un gran año",
    "7. es el único punto",
    "- 5 grados",
    "Título\n======\nTexto\n---",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    ">>> print(1)\n1",
    "[1]: http y [x] (y) ![z]",
    "```\nsin final",
    "Ana <ana@example.com>, https://x.org/a_b*c_d?e=(f)#g.",
    "a `b y 'c` no",
    "****** y ** solo",
    "$ ls *.py | grep -v '~$'",
    "\\# \\* \\\\",
]


@pytest.mark.parametrize("text", AS_TYPED)
def test_signs_mean_themselves(text: str) -> None:
    expected = "".join(text.replace("`b y 'c`", "b y 'c").split())
    assert seen(text) == expected


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("uno\ndos", "<p>uno<br>\ndos</p>"),
        ("uno  \n\n\ndos", "<p>uno</p>\n<p>dos</p>"),
        ("  at x\n\tat y", "<p>&nbsp;&nbsp;at x<br>\n&nbsp;&nbsp;&nbsp;&nbsp;at y</p>"),
        ("Es **muy** grave", "Es <strong>muy</strong> grave"),
        ("Use `a*b`", "Use <code>a*b</code>"),
        ("- uno\n- dos", "<ul><li>uno</li>\n<li>dos</li>\n</ul>"),
        ("3. uno\n4. dos", '<ol start="3"><li>uno</li>\n<li>dos</li>\n</ol>'),
        ("- uno\n  - a\n  - b\n- dos", "<li>uno\n<ul><li>a</li>\n<li>b</li>\n</ul></li>"),
        ("```bash\n<a> *b*\n```", "<pre><code>&lt;a&gt; *b*\n</code></pre>"),
        ("> su pregunta\nmi respuesta", "<blockquote><p>su pregunta</p></blockquote>\n<p>mi respuesta</p>"),
        ("> > a\n> b", "<blockquote><blockquote><p>a</p></blockquote>\n<p>b</p></blockquote>"),
    ],
)  # fmt: skip
def test_what_nobody_can_have_meant_otherwise_is_recognised(text: str, html: str) -> None:
    assert html in render_message(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("mire https://x.org/a_b_c?d=e.", "https://x.org/a_b_c?d=e"),
        ("(https://es.wikipedia.org/wiki/A_(b))", "https://es.wikipedia.org/wiki/A_(b)"),
        ("[El artículo](https://x.org/a)", "https://x.org/a"),
        ("Ana <ana.paz@example.com>", "mailto:ana.paz@example.com"),
    ],
)
def test_links_work_and_pass_nothing_on(text: str, address: str) -> None:
    assert f'<a href="{address}" rel="noopener nofollow">' in render_message(text)


def test_a_picture_of_elsewhere_is_only_linked() -> None:
    assert "<img" not in render_message("![x](https://x.org/i.png)")


@pytest.mark.parametrize("text", ["[x](javascript:alert(1))", "[x](//evil.example)", "[x](data:x)"])
def test_only_whole_addresses_are_links(text: str) -> None:
    assert "<a" not in render_message(text)
    assert seen(text) == text


MARKED = re.compile(r"(?m)^ *(>|[-*•] |\d+[.)] )|`|~~~|\*\*|\]\(")
"""Where one of the named marks may stand."""
PIECES = st.sampled_from(
    [*"<>&*_#`~[]()!|\\-+=.:;/'\"ñ7a ", "\n", "\n\n", "  ", "\t", "**", "&copy;", "<b>", "2*3*4", "C:\\*.tmp",
     "https://x.org/a_b", "ana@example.com", "> ", ">", "- ", "1. ", "2. ", "1986. ", "```", "---", "](", "palabra"]
)  # fmt: skip


@settings(max_examples=500)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_nothing_typed_is_lost(text: str) -> None:
    if MARKED.search(text):
        lost = list(seen(text))
        marks = [
            sign for sign in text if not sign.isspace() and not (lost[:1] == [sign] and lost.pop(0))
        ]
        assert not lost, "nothing is seen that was not typed, in its order"
        assert "](" in text or "`" in text or not any(sign.isalpha() for sign in marks)
    else:
        assert seen(text) == "".join(text.split())
