"""Private data is found in a labelled corpus of both languages, its look-alikes are left alone, and a mask hides it."""

import re
from pathlib import Path

import pytest

from portal.ground.private_data import Finding, Kind, Known, find, masked

CORPUS = Path(__file__).parent / "private"
MARK = re.compile("«([^«»]*)»")
TICKET = {
    "es": Known(
        people=frozenset({"María José Peñaloza", "Rosa Campos"}),
        organisations=frozenset({"Clínica Los Quillayes SpA"}),
        domains=frozenset({"losquillayes.example"}),
    ),
    "en": Known(
        people=frozenset({"Mark Okonkwo", "Grace Li-Fernández"}),
        organisations=frozenset({"Harborlight Dental Group"}),
        domains=frozenset({"harborlight.example"}),
    ),
}
AIM = 0.95


def sentences(language: str) -> list[tuple[str, list[tuple[int, int]], bool]]:
    """Each line without its marks, with where they stood; whether it is one of those with anything private."""
    is_private, rows = True, []
    for line in (CORPUS / f"{language}.txt").read_text().splitlines():
        if line.startswith("#"):
            is_private = is_private and "Nothing private" not in line
            continue
        spans: list[tuple[int, int]] = []
        text, end = "", 0
        for match in MARK.finditer(line) if is_private else ():
            text += line[end : match.start()]
            spans.append((len(text), len(text) + len(match[1])))
            text, end = text + match[1], match.end()
        rows.append((text + line[end:], spans, is_private))
    return rows


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_labelled_corpus_is_found_and_its_look_alikes_are_not(language: str) -> None:
    right = wrong = missed = 0
    said: list[str] = []
    for text, spans, _is_private in sentences(language):
        found = find(text, TICKET[language])
        whole = [any(f.start <= s and e <= f.end for f in found) for s, e in spans]
        stray = [f for f in found if not any(f.start < e and s < f.end for s, e in spans)]
        right, missed, wrong = right + sum(whole), missed + whole.count(False), wrong + len(stray)
        said += [f"missed: {text[s:e]!r} in {text}" for (s, e), is_in in zip(spans, whole, strict=True) if not is_in]
        said += [f"wrong: {f.kind} {f.text!r} in {text}" for f in stray]
    precision, recall = right / (right + wrong), right / (right + missed)
    print(f"{language}: precision {precision:.3f}, recall {recall:.3f}, {right + missed} findings", *said, sep="\n  ")
    assert precision >= AIM, said
    assert recall >= AIM, said
