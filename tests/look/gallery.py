"""A small app that shows every component in every state, so that each can be looked at by itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace as Thing
from typing import Any

from flask import Flask, current_app, flash, render_template, request
from flask_babel import Babel
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FieldList,
    FormField,
    MultipleFileField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from portal.ground import static, telling

PROJECT = Path(__file__).resolve().parents[2]

# What layout.html links to; each address here only has to exist.
ADDRESSES = {
    "search.home": "/home",
    "status.support": "/support",
    "search.results": "/search",
    "search.suggestions": "/search/suggestions",
    "asking.start": "/ask",
    "tickets.index": "/tickets",
    "desk.queue": "/desk",
    "desk.articles": "/desk/articles",
    "desk.people": "/desk/people",
    "desk.organisations": "/desk/organisations",
    "desk.searches": "/desk/searches",
    "desk.synonyms": "/desk/synonyms",
    "desk.site": "/desk/site",
    "desk.audit_log": "/desk/audit-log",
    "post.letters": "/desk/letters",
    "people.sign_in": "/sign-in",
    "people.sign_out": "/sign-out",
    "people.account": "/account",
    "people.choose_language": "/language",
}


class StepForm(FlaskForm):
    class Meta:
        csrf = False

    text = TextAreaField("Step", validators=[InputRequired("Describe this step, or remove it.")])
    files = MultipleFileField("Screenshot")


class SampleForm(FlaskForm):
    title = StringField(
        "In one line, what is wrong?", validators=[InputRequired("Say in one line what is wrong.")]
    )
    email = EmailField("Your email", validators=[InputRequired("Give the address we answer to.")])
    text = TextAreaField("What happened?")
    body = TextAreaField("Text of the article", default="## What you see")
    product = SelectField(
        "Product",
        choices=[
            SelectChoice("", "Choose one"),
            SelectChoice("web", "Web chat"),
            SelectChoice("voice", "Calls"),
        ],
    )
    day = DateField("Since when?")
    kind = RadioField(
        "What do you need?",
        choices=[
            SelectChoice("incident", "Something does not work"),
            SelectChoice("question", "I have a question"),
            SelectChoice("change", "Please change something"),
        ],
        validators=[InputRequired("Choose what you need.")],
    )
    topics = SelectMultipleField(
        "What is affected?",
        choices=[
            SelectChoice("a", "Calls"),
            SelectChoice("b", "Reports"),
            SelectChoice("c", "Sign-in"),
        ],
    )
    agreed = BooleanField(
        "My colleagues may see this ticket", validators=[InputRequired("Tick this to go on.")]
    )
    files = MultipleFileField("Screenshots and logs")
    steps = FieldList(FormField(StepForm), min_entries=3)


@dataclass(frozen=True)
class Somebody:
    name: str = "Vera Molina"
    email: str = "vera@example.test"
    is_agent: bool = True
    is_lead: bool = True


@dataclass(frozen=True)
class Place:
    """The site of the gallery."""

    name: str = "Northwind Support"
    logo_url: str | None = None
    base_url: str = "https://help.northwind.example"
    hue: int = 195
    tint: float = 1.0
    languages: tuple[str, ...] = field(default=("es", "en"))


def moment(words: str) -> Thing:
    return Thing(words=words, exact="21 Nov 2026, 14:05 (Madrid)", iso="2026-11-21T13:05:00+00:00")


def make_app() -> Flask:
    """The gallery: `/` every component, `/errors` a form that was sent empty, `/missing` an error page."""
    app = Flask(__name__, static_folder=None, root_path=str(PROJECT))
    app.config.update(SECRET_KEY="gallery", WTF_CSRF_TIME_LIMIT=None)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(PROJECT / "translations")
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(PROJECT / "templates"), FileSystemLoader(PROJECT / "tests/look")]
    )
    app.jinja_env.undefined = StrictUndefined  # as the portal has it
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["file_limits"] = lambda: "Up to 5 files of up to 20\u00a0MB each."
    Babel(app, locale_selector=language)
    CSRFProtect(app)
    static.register(app, PROJECT / "static")
    telling.register(app)
    static.register_brand(app, lambda: request.args.get("h", 195, int))
    app.context_processor(surroundings)
    for endpoint, path in ADDRESSES.items():
        app.add_url_rule(path, endpoint, show("errors/404.html"), methods=["GET", "POST"])
    app.add_url_rule("/", "gallery", components)
    app.add_url_rule("/errors", "errors", form_with_errors)
    app.add_url_rule("/kept", "kept", lambda: ("", 204), methods=["POST"])
    app.add_url_rule("/done", "done", show("gallery_done.html"))
    app.add_url_rule(
        "/fragment", "fragment", lambda: "<p>Made just now.</p>", methods=["GET", "POST"]
    )
    for code in (403, 404, 500):
        app.add_url_rule(f"/missing/{code}", f"missing{code}", show(f"errors/{code}.html"))
    return app


def language() -> str:
    return request.cookies.get("language", "en")


def surroundings() -> dict[str, Any]:
    return {
        "site": Place(
            name=request.args.get("site", Place.name), hue=request.args.get("hue", 195, int)
        ),
        "person": None if "guest" in request.args else somebody(),
        "viewer_mark": lambda: "",
        "language": language(),
        "theme": request.args.get("theme"),
    }


def somebody() -> Somebody:
    """A lead, or a client with `?client=1`; perhaps with another name."""
    is_staff = "client" not in request.args
    name = request.args.get("person", Somebody.name)
    return Somebody(name=name, is_agent=is_staff, is_lead=is_staff)


def components() -> str:
    form = SampleForm(
        data={"kind": "incident", "topics": ["a"], "title": "Calls drop after ten seconds"}
    )
    flash("Your answer was sent. We reply by 16:00 today.", "good")
    return render_template(
        "gallery.html",
        form=form,
        moment=moment,
        files=pictures(),
        markup=Markup,
        article=Markup(  # noqa: S704 (our own words)
            render_template("gallery_article.html", code=sample_code())
        ),
        page_url=lambda page: f"?page={page}",
    )


def sample_code() -> Markup:
    """A block of code as the renderer of articles makes it: Pygments' classes, no inline style."""
    text = 'import json\n\ndef ports(path):\n    """What is open."""\n    return json.load(path)["udp"][:20]  # outwards\n'
    drawn = highlight(text, PythonLexer(), HtmlFormatter(cssclass="highlight"))
    return Markup(drawn)  # noqa: S704 (our own words)


def form_with_errors() -> str:
    form = SampleForm()
    form.validate()
    return render_template("gallery_form.html", form=form)


def pictures() -> list[Thing]:
    picture = current_app.jinja_env.globals["static_url"]("icon.svg")
    return [
        Thing(
            url=picture,
            name="call-log-2026-11-21.png",
            size_words="148 kB",
            is_picture=True,
            thumb_url=None,
        ),
        Thing(
            url=picture, name="console.log", size_words="12 kB", is_picture=False, thumb_url=None
        ),
    ]


def show(template: str) -> Callable[[], str]:
    return lambda: render_template(template)
