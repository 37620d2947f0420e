"""Judging search: sets are read whatever their shape, faults are named by line, and the figures are the usual ones."""

import json
from math import log2
from pathlib import Path
from typing import Any

import pytest

from portal.search.engine import Found
from portal.search.evaluating import evaluate, temporary_engine
from portal.search.judged import JudgedSet, read_set
from portal.search.judged_rows import UnreadableSetError
from portal.search.judging import judge, percentile

DOCS = [
    {
        "id": "kb/1",
        "lang": "en",
        "title": "Passwords",
        "headings": "Change it\nWhen it is forgotten",
        "tags": "access",
        "body": "Your own.\n\nChange it\n\nPress Change.\n\nWhen it is forgotten\n\nAsk for a link.",
    },
    {"id": 7, "lang": "en-GB", "title": "Calls drop", "body": "A firewall closes idle calls."},
    {
        "id": "x",
        "lang": "es",
        "title": "Contraseñas",
        "tags": ["acceso"],
        "body": "Pida un enlace.",
    },
]
QUERIES = [
    {"id": "a", "lang": "en", "text": "forgotten password"},
    {"id": 2, "lang": "en", "text": "firewall"},
    {"id": "c", "lang": "es", "text": "olvidé mi contraseña"},
]
QRELS = [
    {"query": "a", "doc": "kb/1", "rel": 2},
    {"query": "2", "doc": "7"},
    {"query": "c", "doc": "x", "rel": 1},
    {"query": "c", "doc": "7", "rel": 0},
]
Rows = list[Any]


def written(
    folder: Path, docs: Rows = DOCS, queries: Rows = QUERIES, qrels: Rows = QRELS
) -> list[Path]:
    """The three files; a row that is a text stands in its file as it is."""
    files = []
    for name, rows in (("docs", docs), ("queries", queries), ("qrels", qrels)):
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        files.append(folder / f"{name}.jsonl")
        files[-1].write_text("\n".join(lines), encoding="utf-8")
    return files


def judged(folder: Path, **rows: Rows) -> JudgedSet:
    return read_set(*written(folder, **rows))


def test_the_measures_are_those_that_everybody_uses() -> None:
    run = {"a": ["w", "x", "x", "y", "z"], "b": ["n"], "unasked": ["x"]}
    relevance = {"a": {"x": 1.0, "y": 3.0}, "b": {"m": 1.0}, "c": {"m": 1.0}}
    means = judge(run, relevance).measures
    gained, ideal = 1 / log2(3) + 7 / log2(4), 7 / log2(2) + 1 / log2(3)
    assert means["nDCG@10"] == pytest.approx(gained / ideal / 3)
    assert means["MRR@10"] == pytest.approx(1 / 2 / 3)
    assert means["recall@5"] == pytest.approx(1 / 3)
    assert (means["success@1"], means["success@3"]) == (0, pytest.approx(1 / 3))


def test_only_ten_places_count() -> None:
    run = {"a": [*"bcdefghijk", "answer"]}
    assert set(judge(run, {"a": {"answer": 1.0}}).measures.values()) == {0.0}
    assert judge({}, {}).questions == 0


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(n) for n in range(20, 0, -1)]
    assert (percentile(values, 0.5), percentile(values, 0.95), percentile([], 0.5)) == (10, 19, 0)


def test_documents_become_articles_with_their_sections(tmp_path: Path) -> None:
    passwords, calls, spanish = judged(tmp_path).entries
    assert [section.heading for section in passwords.sections] == [
        "",
        "Change it",
        "When it is forgotten",
    ]
    assert passwords.sections[2].text == "Ask for a link."
    assert passwords.tags == ("access",)
    assert (calls.language, spanish.language) == ("en", "es")
    assert judged(tmp_path).names == {1: "kb/1", 2: "7", 3: "x"}


def test_markdown_headings_are_sections_but_not_within_code(tmp_path: Path) -> None:
    body = "# One\n\n## Two\n\n```\n# no heading\n```\n\n## Three ##\ntext"
    docs = [{"id": 1, "body": body, "headings": ["Three", "Four"]}]
    (article,) = judged(tmp_path, docs=docs).entries
    assert [(s.path, s.heading) for s in article.sections] == [
        ((), "One"),
        (("One",), "Two"),
        (("One",), "Three"),
        ((), "Four"),
    ]
    assert "# no heading" in article.sections[1].text


def test_what_is_missing_is_done_without(tmp_path: Path) -> None:
    docs = [
        {"id": 1, "body": "El cliente no puede entrar en la consola de su cuenta"},
        {"id": 2, "title": "When the call is not for you", "body": None, "rank": 3},
    ]
    spanish, english = judged(tmp_path, docs=docs, queries=[{"id": "q"}]).entries
    assert (spanish.language, english.language) == ("es", "en")
    assert english.sections == ()


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({"docs": [DOCS[0], "", '{"id": 1']}, "docs.jsonl, line 3: not JSON"),
        ({"docs": ["[1]"]}, "docs.jsonl, line 1: not a JSON object"),
        ({"docs": [{"title": "x"}]}, "docs.jsonl, line 1: there is no 'id'"),
        ({"docs": [{"id": 1}, {"id": "1"}]}, "line 2: the id '1' stands in an earlier line"),
        ({"docs": [{"id": 1, "lang": "fr"}]}, "the language 'fr' is none of es, en"),
        ({"docs": [{"id": 1, "body": {"a": 1}}]}, "'body' is neither a text nor a list"),
        ({"docs": []}, "holds no documents"),
        ({"queries": [{"lang": "en"}]}, "queries.jsonl, line 1: there is no 'id'"),
        ({"qrels": [{"query": "a"}]}, "qrels.jsonl, line 1: there is no 'doc'"),
        ({"qrels": [{"query": "a", "doc": 7, "rel": "much"}]}, "line 1: 'rel' is not a number"),
        ({"qrels": [QRELS[3]]}, "says of no document that it answers"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(
    tmp_path: Path, rows: dict[str, Rows], says: str
) -> None:
    with pytest.raises(UnreadableSetError) as refusal:
        judged(tmp_path, **rows)
    assert says in str(refusal.value)


def test_a_file_in_another_encoding_or_not_there_is_a_fault_too(tmp_path: Path) -> None:
    docs, queries, qrels = written(tmp_path)
    queries.write_bytes('{"id": 1, "text": "contraseña"}'.encode("latin-1"))
    with pytest.raises(UnreadableSetError, match=r"queries.jsonl, line 1: not written in UTF-8"):
        read_set(docs, queries, qrels)
    with pytest.raises(UnreadableSetError, match=r"gone.jsonl cannot be read: No such file"):
        read_set(tmp_path / "gone.jsonl", queries, qrels)


def test_every_question_is_asked_in_its_language_over_all_documents(tmp_path: Path) -> None:
    with temporary_engine("whoosh") as engine:
        result = evaluate(judged(tmp_path), engine)
    assert result.run["a"][0] == "kb/1"
    assert result.run["2"][0] == "7"
    assert result.run["c"][0] == "x"
    assert result.judgement.measures["success@1"] == 1.0
    assert 0 < result.first.p50 <= result.first.p95
    assert result.excerpts.p95 > 0


def test_an_english_article_answers_a_spanish_question(tmp_path: Path) -> None:
    queries = [{"id": "q", "lang": "es", "text": "el firewall corta"}]
    with temporary_engine("whoosh") as engine:
        result = evaluate(judged(tmp_path, queries=queries), engine)
    assert result.run["q"] == ["7"]


def test_of_two_that_answer_that_in_the_question_s_language_comes_first(tmp_path: Path) -> None:
    docs = [
        {"id": "english", "lang": "en", "body": "The firewall closes ports."},
        {"id": "spanish", "lang": "es", "body": "El firewall cierra puertos."},
    ]
    queries = [{"id": "q", "lang": "es", "text": "firewall"}]
    with temporary_engine("whoosh") as engine:
        result = evaluate(judged(tmp_path, docs=docs, queries=queries), engine)
    assert result.run["q"] == ["spanish", "english"]


def test_a_slip_of_the_pen_is_mended_as_on_the_page(tmp_path: Path) -> None:
    queries = [{"id": "q", "lang": "en", "text": "pasword"}]
    with temporary_engine("whoosh") as engine:
        result = evaluate(judged(tmp_path, queries=queries), engine)
    assert result.run["q"] == ["kb/1"]


def test_what_is_near_in_meaning_is_fused_in(tmp_path: Path) -> None:
    def near(text: str, language: str, count: int) -> list[Found]:
        return [Found(2, "", 0.9)] if (text, language) == ("nothing alike", "en") else []

    queries = [{"id": "q", "lang": "en", "text": "nothing alike"}]
    with temporary_engine("whoosh") as engine:
        result = evaluate(judged(tmp_path, queries=queries), engine, near)
    assert result.run["q"] == ["7"]
