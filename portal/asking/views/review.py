"""The answers of a draft as rows to check: question, answer, the way to change it."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from flask import get_template_attribute
from markupsafe import Markup

from portal.asking.draft import Draft
from portal.asking.own_questions import asked
from portal.asking.questions import Question
from portal.asking.subjects import subjects
from portal.asking.views.attached import shown_files
from portal.asking.views.question import url_for_page
from portal.asking.views.wording import lines_of
from portal.ground.catalogue import _
from portal.policy.policy import IMPACT, OWN, Policy
from portal.policy.wording import answer_words

Row = tuple[str, Markup, str]


def rows_of(draft: Draft, pages: Sequence[Question], policy: Policy, language: str) -> list[Row]:
    """A row for each question of the request, answered or not, in the order of the form."""
    about: dict[Question, Callable[[], Iterator[tuple[str, Markup | str]]]] = {
        Question.WHO: lambda: _who(draft, policy, language),
        Question.KIND: lambda: _kind(draft, policy, language),
        Question.WHAT: lambda: _what(draft, pages),
        Question.STEPS: lambda: _steps(draft),
        Question.WHERE: lambda: _where(draft, language),
        Question.EVIDENCE: lambda: _evidence(draft),
        Question.SEVERITY: lambda: _severity(draft, policy, language),
        Question.CONTACT: lambda: _contact(draft),
    }
    return [
        (question, _answer(text), url_for_page(draft, page, Question.CHECK))
        for page in pages
        if page in about
        for question, text in chain(about[page](), _own(draft, page, policy, language))
    ]


def own_label(answer: str, policy: Policy, language: str) -> str:
    """The label of one of the policy's own questions by the name of its answer; '' for any other."""
    labels = [each.label for each in policy.questions if OWN + each.key == answer]
    return policy.words(labels[0], language) if labels else ""


def _answer(text: Markup | str) -> Markup:
    if isinstance(text, Markup) and text:
        return text
    if text.strip():
        return lines_of(text)
    return Markup('<span class="soft">{}</span>').format(_("Not answered"))


def _said(draft: Draft, name: str) -> str:
    return str(draft.answers.get(name, ""))


def _who(draft: Draft, policy: Policy, language: str) -> Iterator[tuple[str, Markup | str]]:
    channel = policy.channel(_said(draft, "channel"))
    yield _("Client"), "\n".join(filter(None, [_said(draft, "name"), _said(draft, "email")]))
    yield _("How the client contacted us"), policy.words(channel.title, language) if channel else ""


def _kind(draft: Draft, policy: Policy, language: str) -> Iterator[tuple[str, Markup | str]]:
    kind = policy.request_type(_said(draft, "kind"))
    yield _("Kind of request"), policy.words(kind.title, language) if kind else ""


def _what(draft: Draft, pages: Sequence[Question]) -> Iterator[tuple[str, Markup | str]]:
    yield _("In one line"), _said(draft, "title")
    yield _("Description"), _said(draft, "description")
    if Question.STEPS in pages:
        yield _("Error message"), _said(draft, "error_message")


def _steps(draft: Draft) -> Iterator[tuple[str, Markup | str]]:
    items = [
        Markup("<li>{}{}</li>").format(lines_of(text), _files(draft, number))
        for number, text in enumerate(draft.steps, 1)
    ]
    yield _("Steps"), Markup("<ol>{}</ol>").format(Markup("").join(items)) if items else ""
    yield _("What you expected"), _said(draft, "expected")
    yield _("What happened instead"), _said(draft, "obtained")


def _where(draft: Draft, language: str) -> Iterator[tuple[str, Markup | str]]:
    titles = {each.slug: each.title for each in subjects(language)}
    topic = _said(draft, "topic")
    if titles:
        yield _("Part of the service"), titles.get(topic, topic)
    yield _("Version"), _said(draft, "version")
    yield _("Device, system and browser"), _said(draft, "environment")


def _evidence(draft: Draft) -> Iterator[tuple[str, Markup | str]]:
    yield _("Images and files"), _files(draft, None)


def _files(draft: Draft, step: int | None) -> Markup:
    """The files of a step, or of the whole request, as they are shown wherever files are; nothing where there are none."""
    files = [each for each in shown_files(draft) if each.step_number == step]
    shown: Markup = get_template_attribute("components/files.html", "files")(files)
    return shown if files else Markup()


def _severity(draft: Draft, policy: Policy, language: str) -> Iterator[tuple[str, Markup | str]]:
    for question in policy.impact_questions:
        chosen = _said(draft, IMPACT + question.key)
        words = [
            policy.words(each.title, language) for each in question.answers if each.key == chosen
        ]
        yield policy.words(question.title, language), words[0] if words else ""


def _own(
    draft: Draft, page: Question, policy: Policy, language: str
) -> Iterator[tuple[str, Markup | str]]:
    """What the policy asks at the end of this page."""
    for each in asked(policy, draft.answers, page.value):
        said = answer_words(each, _said(draft, OWN + each.key).strip(), policy)
        yield policy.words(each.label, language), said


def _contact(draft: Draft) -> Iterator[tuple[str, Markup | str]]:
    yield _("Your name"), _said(draft, "name")
    yield _("Your email"), _said(draft, "email")
    yield _("Phone"), _said(draft, "phone")
