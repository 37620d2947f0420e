"""The contact sheet: one HTML page on which every picture stands beside its other language, theme and width."""

from html import escape
from itertools import groupby
from pathlib import Path

from tests.look.walk import Shot

_STYLE = """
body { margin: 2rem; font: 15px/1.5 system-ui, sans-serif; background: #888; color: #fff; }
h2 { margin: 3rem 0 1rem; font-size: 1.1rem; }
.row { display: flex; gap: 1rem; overflow-x: auto; align-items: flex-start; }
figure { margin: 0; flex: none; }
img { display: block; height: 34rem; width: auto; object-fit: cover; object-position: top; max-width: 60rem; }
figcaption { font-size: 13px; }
.found { background: #7a1420; padding: 0 .4em; }
"""


def write_sheet(shots: list[Shot], out: Path) -> Path:
    """Write index.html into `out`; its path."""
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact sheet</title>',
        f"<style>{_STYLE}</style><h1>{len(shots)} pictures</h1>",
    ]
    shots = sorted(shots, key=lambda shot: (shot.page.who, shot.page.name))
    for (name, who), group in groupby(shots, key=lambda shot: (shot.page.name, shot.page.who)):
        parts.append(f'<h2>{escape(name)} <small>{escape(who)}</small></h2><div class="row">')
        parts += [_figure(shot) for shot in group]
        parts.append("</div>")
    index = out / "index.html"
    index.write_text("\n".join(parts), "utf-8")
    return index


def _figure(shot: Shot) -> str:
    found = "".join(f'<br><span class="found">{escape(one)}</span>' for one in shot.findings)
    words = f"{shot.language} · {shot.theme} · {shot.width}{found}"
    return (
        f'<figure><a href="{shot.file}"><img loading="lazy" src="{shot.file}" alt=""></a>'
        f"<figcaption>{words}</figcaption></figure>"
    )
