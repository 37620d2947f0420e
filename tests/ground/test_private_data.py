"""Private data is found in a labelled corpus of both languages, its look-alikes are left alone, and a mask hides it."""

import re
from pathlib import Path
from time import perf_counter

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
        said += [
            f"missed: {text[s:e]!r} in {text}"
            for (s, e), is_in in zip(spans, whole, strict=True)
            if not is_in
        ]
        said += [f"wrong: {f.kind} {f.text!r} in {text}" for f in stray]
    precision, recall = right / (right + wrong), right / (right + missed)
    print(
        f"{language}: precision {precision:.3f}, recall {recall:.3f}, {right + missed} findings",
        *said,
        sep="\n  ",
    )
    assert precision >= AIM, said
    assert recall >= AIM, said


def test_a_mask_hides_each_place_and_leaves_all_else() -> None:
    text = "Ana: ana@x.example. Otra vez ANA@X.EXAMPLE, y no 10.4.2."
    [first, again] = find(text)
    assert (first.kind, first.digest) == (Kind.EMAIL, again.digest)
    assert masked(text, {first.digest: "…"}) == "Ana: …. Otra vez …, y no 10.4.2."
    assert masked(text, {}) == text


def test_each_finding_knows_its_place_and_sentence_in_the_text_as_typed() -> None:
    text = "Bien. ¿Llamó María\u00a0José al\u202f+56\u00a09\u00a08765\u00a04321? Sí."
    found = find(text, TICKET["es"])
    assert [text[each.start : each.end] for each in found] == [
        "María\u00a0José",
        "+56\u00a09\u00a08765\u00a04321",
    ]
    assert {each.sentence for each in found} == {"¿Llamó María José al +56 9 8765 4321?"}


def test_invisible_characters_and_accents_hide_nothing() -> None:
    for text in ("jo\u0301se\u0301", "Jo\u200bsé", "JOSÉ", "jose"):
        [found] = find(f"Lo vio {text} ayer.", Known(people=frozenset({"José Ñandú"})))
        assert found.text == text


def test_others_are_found_by_their_whole_name_only() -> None:
    known = Known(others=frozenset({"Ana Muñoz Soto", "Luz del Campo"}))
    found = [
        each.text
        for each in find("Ana Munoz, Ana María Soto y Luz Campo; Ana, soto, luz del campo.", known)
    ]
    assert found == ["Ana Munoz", "Ana María Soto", "Luz Campo"]


def test_what_is_public_anyway_is_left_alone_but_no_name() -> None:
    known = Known(
        people=frozenset({"Ana Soto"}), public=frozenset({"Llame a Ana al +56 2 2345 6789."})
    )
    found: list[Finding] = find("Ana responde en el +56 2 2345 6789.", known)
    assert [each.text for each in found] == ["Ana"]


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "1 ",
        "a.",
        "a-",
        "aA1",
        "password ",
        "-----BEGIN PRIVATE KEY-----",
        "1:",
        "C:\\Users\\a b ",
        "a@",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    """Twice the text takes about twice the time: patterns that try over and over would take four times."""

    def seconds(size: int) -> float:
        text, start = (piece * size)[:size], perf_counter()
        find(text, TICKET["es"])
        return perf_counter() - start

    seconds(2_000)
    assert min(seconds(32_000) for _try in range(2)) < 12 * max(
        min(seconds(8_000) for _try in range(2)), 0.01
    )
