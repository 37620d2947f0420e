"""The lifecycle of a revision: every step from every state, and what people see of it."""

from itertools import product

import pytest
from flask import Flask

from portal.articles import writing_up
from portal.articles.article import Article, ArticleChange, Revision
from portal.articles.faults import Unreadable
from portal.articles.front_matter import read
from portal.articles.kinds import ArticleAudience, Kind, Status
from portal.articles.lifecycle import NEXT, Step, allowed_steps
from portal.articles.readers import readable_by
from portal.articles.texts import ArticleText
from portal.ground.db import db, writing
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.people.viewer import NOBODY
from tests.articles.writing import DAY, START, revisions, states

LEADS = {
    Status.DRAFT: {Step.SUBMIT: Status.IN_REVIEW, Step.PUBLISH: Status.PUBLISHED},
    Status.IN_REVIEW: {Step.RETURN: Status.DRAFT, Step.PUBLISH: Status.PUBLISHED},
    Status.PUBLISHED: {Step.REPLACE: Status.REPLACED, Step.RETIRE: Status.RETIRED},
    Status.REPLACED: {},
    Status.RETIRED: {Step.REPLACE: Status.REPLACED, Step.RESTORE: Status.PUBLISHED},
}


def test_every_state_allows_its_steps_and_no_other() -> None:
    for status, step in product(Status, Step):
        assert NEXT.get((status, step)) == LEADS[status].get(step), (status, step)
        assert (step in allowed_steps(status)) == (step in LEADS[status])


def text(body: str = "Uno.", **parts: object) -> ArticleText:
    return ArticleText(**{"title": "Sin audio", "body": body, "language": "es", **parts})  # type: ignore[arg-type]


def first(person: Person, **parts: object) -> Revision:
    with writing():
        return writing_up.revise(None, text(**parts), person, START)  # type: ignore[arg-type]


def test_a_draft_is_nobodys_until_it_is_published(characters: dict[str, Person]) -> None:
    vera, leo = characters["vera"], characters["leo"]
    draft = first(vera)
    with writing():
        writing_up.submit_for_review(draft)
    assert db.session.scalars(readable_by(NOBODY)).all() == []
    assert db.session.query(ArticleChange).count() == 0
    with writing():
        writing_up.publish(draft, leo, START + DAY)
    assert [a.slug for a in db.session.scalars(readable_by(NOBODY))] == ["sin-audio"]
    fields = read(draft.source).values
    assert (fields["status"], fields["approver"]) == ("published", "Leo Díaz")
    assert fields["updatedAt"] == "2026-03-03"
    assert [c.kind for c in db.session.query(ArticleChange)] == ["published"]


def test_the_author_cannot_approve_where_someone_else_has_to(
    characters: dict[str, Person],
) -> None:
    vera, leo = characters["vera"], characters["leo"]
    draft = first(vera)
    with pytest.raises(Forbidden, match="Someone other than the author"), writing():
        writing_up.publish(draft, vera, START, must_differ=True)
    assert states("sin-audio") == [Status.DRAFT]
    with writing():
        writing_up.publish(draft, leo, START, must_differ=True)
    assert states("sin-audio") == [Status.PUBLISHED]


def test_a_person_goes_on_with_their_draft_and_a_published_text_gets_a_new_one(
    characters: dict[str, Person],
) -> None:
    vera = characters["vera"]
    article = first(vera).article
    with writing():
        draft = writing_up.revise(article, text("Dos."), vera, START)
    assert states("sin-audio") == [Status.DRAFT]
    with writing():
        writing_up.publish(draft, vera, START)
        writing_up.revise(draft.article, text("Tres.", kind=Kind.FAQ), vera, START)
    assert states("sin-audio") == [Status.PUBLISHED, Status.DRAFT]
    published, newest = revisions("sin-audio")
    assert read(published.source).body == "Dos."
    assert (newest.kind, read(newest.source).body) == ("faq", "Tres.")
    with writing():
        writing_up.publish(newest, vera, START)
    assert states("sin-audio") == [Status.REPLACED, Status.PUBLISHED]


def test_retired_then_restored_each_is_logged_once(characters: dict[str, Person]) -> None:
    vera = characters["vera"]
    draft = first(vera)
    with writing():
        writing_up.publish(draft, vera, START)
        writing_up.retire(draft.article, vera, START)
    assert read(revisions("sin-audio")[0].source).values["status"] == "retired"
    with pytest.raises(Forbidden), writing():
        writing_up.retire(draft.article, vera, START)
    with writing():
        writing_up.restore(draft.article, vera, START)
    assert [c.kind for c in db.session.query(ArticleChange)] == ["published", "retired", "restored"]


def test_a_state_that_changed_meanwhile_refuses_the_step(characters: dict[str, Person]) -> None:
    draft = first(characters["vera"])
    with writing():
        writing_up.publish(draft, None, START)
    for deed in (writing_up.submit_for_review, writing_up.hand_back):
        with pytest.raises(Forbidden, match="changed meanwhile"), writing():
            deed(draft)


def test_new_articles_get_free_addresses_and_numbers(characters: dict[str, Person]) -> None:
    vera = characters["vera"]
    made = [first(vera), first(vera), first(vera, title="¿Qué? ¡Ñandú!", language="es")]
    slugs = [r.article.slug for r in made]
    assert slugs == ["sin-audio", "sin-audio-2", "que-nandu"]
    assert [r.article.identifier for r in made] == ["KB-0001", "KB-0002", "KB-0003"]
    english = first(vera, title="No sound", language="en", translation_of="sin-audio")
    assert english.article.identifier == "KB-0001"
    with writing():
        writing_up.publish(english, vera, START)
    assert english.article.translation_of_id == made[0].article_id


def test_everything_that_was_written_stands_in_the_file(characters: dict[str, Person]) -> None:
    whole = text(
        summary="Qué: revisar",
        tags=("a, b", "c"),
        audience=ArticleAudience.PLANS,
        plans=("premium",),
        asked_as=("no se oye nada",),
        author="Ana",
        change="Primera.",
        topic="llamadas",
        product="calls",
    )
    with writing():
        revision = writing_up.revise(None, whole, characters["vera"], START)
    again = writing_up.text_in(revision)
    assert again == ArticleText(**{**vars(whole), "slug": "sin-audio", "identifier": "KB-0001"})


def test_a_text_that_cannot_be_laid_out_is_refused_before_anything_is_written(app: Flask) -> None:
    with pytest.raises(Unreadable):
        writing_up.prepare(text("x" * 1_000_001))
    assert db.session.query(Article).count() == 0


def test_a_preview_is_safe_and_writes_nothing(app: Flask) -> None:
    html = writing_up.preview("## Uno\n\n<script>alert(1)</script>[x](otro.md)", "es")
    assert '<h2 id="uno">Uno</h2>' in html
    assert "script" not in html
    assert "/es/articles/otro" in html
    assert db.session.query(Article).count() == 0
