"""What a Markdown text will look like, as a fragment beside the field in which it is written."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.desk.views.editor import preview_of
from portal.ground.bodies import ARTICLE, takes_words
from portal.ground.rendering import render_message
from portal.ground.site import LANGUAGES
from portal.people.gate import for_agents


def routes(desk: Blueprint) -> None:
    desk.add_url_rule("/desk/preview", "preview", preview, methods=["POST"])


@takes_words(ARTICLE)
@for_agents
def preview() -> ResponseReturnValue:
    text, written_in = request.form.get("text", ""), request.args.get("written_in", "")
    if request.args.get("of") == "message":
        return render_message(text)
    return preview_of(text, written_in if written_in in LANGUAGES else LANGUAGES[0])
