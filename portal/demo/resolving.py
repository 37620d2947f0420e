"""How a story's ticket is solved, and what the knowledge base gets out of it. All inside `writing()`."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.articles import writing_up
from portal.articles.article import Article
from portal.articles.kinds import ArticleAudience
from portal.articles.texts import ArticleText
from portal.demo.cast import cast
from portal.demo.problems import Writing
from portal.demo.stage import Part, Stage
from portal.demo.story import Beat, Deed
from portal.desk import editing
from portal.desk.dossier import latest_resolution
from portal.desk.guarding import held_in, known_of, with_masks
from portal.desk.publishing import first_draft
from portal.ground.db import db
from portal.people.person import Person
from portal.tickets import steps
from portal.tickets.closing import Lesson

WRITTEN_AFTER = timedelta(minutes=35)
"""How long it takes an agent to make an article of a ticket."""

_IN_THE_MAKING = {
    "es": "El artículo ya se está escribiendo.",
    "en": "The article is being written.",
}


def resolve(stage: Stage, part: Part, at: datetime) -> None:
    """Solve the ticket, with the lesson that its problem has at this time."""
    problem, ticket = part.story.problem, stage.ticket(part)
    lesson, article_id, reason = _lesson(stage, part)
    cause, solution = part.tell(problem.cause), part.tell(problem.solution)
    if part.has_failed:
        cause, solution = stage.pick(part, "second_cause"), stage.pick(part, "second_solution")
    words = f"{stage.pick(part, 'solved')} {solution}"
    steps.resolve(
        ticket,
        stage.person(part.agent_id),
        steps.render(words),
        lesson,
        at,
        cause=cause,
        workaround=part.tell(problem.workaround),
        article_id=article_id,
        reason=reason,
    )
    if lesson is Lesson.WRITTEN:
        stage.later(part, Beat(at + WRITTEN_AFTER, Deed.PUBLISH))


def publish(stage: Stage, part: Part, at: datetime) -> None:
    """Make the article of the ticket as the desk does: drafted from it, edited, and as far as it goes."""
    ticket, author = stage.ticket(part), stage.person(part.agent_id)
    resolution, writing = latest_resolution(ticket), part.story.problem.article
    if resolution is None or writing is None:
        raise LookupError(f"{ticket.ref} has nothing to write up")
    draft = first_draft(ticket, resolution, author)
    text = _edited(draft, writing, part)
    known = known_of([ticket])
    text = with_masks(text, [each.digest for each in held_in(text, known)], known)
    rendered = writing_up.prepare(text)
    revision = editing.keep_for_ticket(ticket, resolution, None, text, rendered, author, at)
    if writing.stays == "in_review":
        editing.submit(revision)
    elif not writing.stays:
        editing.publish(revision, stage.person(stage.lead_id), at)
        stage.written[part.story.problem.key] = revision.article_id
        stage.is_index_behind = True


def _edited(draft: ArticleText, writing: Writing, part: Part) -> ArticleText:
    """What an author makes of the first draft: own words, and nothing that names the client."""
    private = [part.slots[name] for name in ("place", "team", "who", "number")]
    phrases = [*draft.asked_as, *part.story.problem.searches]
    asked_as = [phrase for phrase in phrases if not any(name in phrase for name in private)]
    return replace(
        draft,
        title=writing.title,
        summary=writing.summary,
        tags=writing.tags,
        body=writing.body or draft.body,
        audience=ArticleAudience.EVERYONE if writing.body else draft.audience,
        asked_as=tuple(dict.fromkeys(asked_as)),
    )


def mend(stage: Stage, at: datetime) -> None:
    """Leave drafts of published articles on the desk, as someone in the middle of writing does."""
    for mending in cast().mendings:
        article = db.session.get(Article, stage.articles[mending["language"], mending["slug"]])
        author = next(player for player in stage.cast.staff if player.name == mending["by"])
        if article is None:
            continue
        before = writing_up.text_in(writing_up.latest(article))
        body = f"{before.body.rstrip()}\n\n{mending['section'].strip()}\n"
        text = replace(before, body=body, change=mending["change"])
        person: Person = stage.person(stage.people[author.email])
        editing.keep(article, text, writing_up.prepare(text), person, at)


def know_articles(stage: Stage) -> None:
    """Note the number of every article that is there."""
    rows = db.session.execute(select(Article.language, Article.slug, Article.id))
    stage.articles = {(language, slug): number for language, slug, number in rows}


def _lesson(stage: Stage, part: Part) -> tuple[Lesson, int | None, str]:
    """What there is to learn: the article that is right, one to be written (once), or nothing and why."""
    problem = part.story.problem
    if problem.nothing:
        return Lesson.NOTHING, None, problem.nothing
    if problem.linked:
        return Lesson.LINKED, stage.articles[problem.language, problem.linked], ""
    written: Writing | None = problem.article
    if written is None:
        raise LookupError(f"{problem.key} says nothing of what is learnt")
    if problem.key not in stage.written:
        stage.written[problem.key] = None
        return Lesson.WRITTEN, None, ""
    article_id = stage.written[problem.key]
    if article_id is None:
        return Lesson.NOTHING, None, _IN_THE_MAKING[problem.language]
    return Lesson.LINKED, article_id, ""
