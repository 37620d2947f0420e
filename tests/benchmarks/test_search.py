"""The measures of search, on a corpus of a few articles of our own: that they measure what they say."""

import json
from pathlib import Path

import pytest

from portal.search.evaluating import temporary_engine
from tests.benchmarks import busy, generated, judged_sets, relevance, searching
from tests.benchmarks.base import build, recombined
from tests.benchmarks.searching import LANGUAGE, Shelf

ARTICLES = 40
WORDS = (
    "La impresora del almacén no imprime las etiquetas cuando el pedido tiene más de diez productos.",
    "El operador reinicia el servicio y las facturas pendientes salen otra vez en el mismo orden.",
    "Al cambiar la moneda de la tienda los precios guardados quedan con los decimales anteriores.",
    "Compruebe la conexión con el banco antes de confirmar la devolución de un pago con tarjeta.",
    "Los informes de la mañana muestran cifras distintas de las que vio el supervisor por la noche.",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("search")


@pytest.fixture(scope="module")
def corpus(home: Path) -> Path:
    """Eight articles with what is no text: a table, a note, a picture."""
    folder = home / "relevance" / "corpus"
    for number in range(8):
        for language in ("es", "en"):
            path = folder / language / "area" / f"{number}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            title = " ".join(WORDS[number % 5].split()[number % 3 : number % 3 + 6])
            body = "\n\n".join(WORDS[number % 5 :] + WORDS[: number % 5])
            path.write_text(
                f'---\ntitle: "{title}"\nslugEN: slug-{number}\ntag: area\n---\n\n'
                f"> Traducido.\n\n## Summary\n\n{body}\n\n| a | b |\n\n![](x.png)\n\n## Workaround\n\n{body}\n",
                encoding="utf-8",
            )
    return folder


@pytest.fixture(scope="module")
def shelf(home: Path, corpus: Path) -> Shelf:
    return Shelf(home / "base", corpus, ARTICLES)


def test_articles_are_of_the_size_said_and_the_same_every_time(corpus: Path) -> None:
    made = list(generated.entries(corpus, LANGUAGE, ARTICLES))
    assert made == list(generated.entries(corpus, LANGUAGE, ARTICLES))
    assert {len(article.sections) for article in made} == {6}
    texts = [section.text for article in made for section in article.sections]
    assert 250 < sum(map(len, texts)) / len(texts) < 400
    assert not any(sign in text for text in texts for sign in ("Traducido", "|", "![", "##"))
    assert len({article.title for article in made}) > 5


def test_both_engines_hold_the_same_articles_and_answer_the_same_questions(shelf: Shelf) -> None:
    words = "impresora etiquetas pedido"
    assert shelf.tantivy.articles == ARTICLES
    assert len(shelf.find(words).found) == len(shelf.tantivy.find(words)) == 10
    assert all("<mark>" in shown for shown in shelf.find_with_excerpts(words))
    assert all("<b>" in shown for shown in shelf.tantivy.find_with_snippets(words))
    assert Shelf(shelf.folder.parent, shelf.corpus, ARTICLES).source == shelf.source


def test_races_are_run_warm_and_cold(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "QUESTIONS", 6)
    monkeypatch.setattr(searching, "SETTLE", 0)
    races = searching.warm(shelf, rounds=2) + searching.cold(shelf, rounds=2)
    assert len(races) == 3
    for race in races:
        assert 0 < race.p50.ours <= race.p95.ours
        assert len(race.p95.ratios) == 2


def test_builds_are_measured_alone_and_under_search(shelf: Shelf) -> None:
    told = busy.rebuilds(shelf, rounds=1)
    assert told.ratio > 0
    assert told.alone[0].megabytes > 20
    assert len(told.searched) > 0


def test_what_is_published_is_found_by_another_process(home: Path, shelf: Shelf) -> None:
    data = home / "portal"
    base = build(data, recombined(shelf.source), 3)
    assert base.articles == ARTICLES
    took = busy.publishes(data, 2)
    assert len(took) == 2
    assert all(0 < ms < 60_000 for ms in took)


def test_every_question_of_our_own_names_articles_that_are_there() -> None:
    for language in judged_sets.LANGUAGES:
        lines = (judged_sets.OWN / f"{language}.jsonl").read_text("utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        there = {path.stem for path in (judged_sets.STARTING_CONTENT / language).glob("*.md")}
        assert len({row["id"] for row in rows}) == len(rows) >= 60
        assert {slug for row in rows for slug in row["docs"]} == there


def test_sets_are_judged_in_halves(
    home: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judged_sets, "KNOWN", ())
    folders = judged_sets.sets(corpus, home / "sets")
    across = judged_sets.read(folders["questions_es_of_en"])
    assert {question.text for question in across.questions} == set(WORDS)
    own = judged_sets.read(folders["own_es"])
    halves = [judged_sets.half(folders["own_es"], own, second) for second in (False, True)]
    assert halves[0].keys() | halves[1].keys() == own.answers.keys()
    assert min(map(len, halves)) >= 20
    standings = list(relevance.standings(corpus, home / "sets", lambda: temporary_engine("whoosh")))
    assert [each.name for each in standings] == ["questions_es_of_en", "own_es", "own_en"]
    assert standings[1].ndcg > 0.5
