"""The files of a draft, seen and saved by its owner alone."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, request, url_for

from portal.asking.draft import Draft, DraftFile
from portal.asking.views.own import own_draft
from portal.files.sending import send
from portal.ground.wording import size
from portal.people.gate import for_everyone


@dataclass(frozen=True)
class ShownFile:
    """A file as the page lists it."""

    number: int
    step_number: int | None
    url: str
    name: str
    size_words: str
    is_picture: bool
    thumb_url: str | None


def routes(asking: Blueprint) -> None:
    """The route of a draft's file."""
    asking.add_url_rule("/<key>/files/<int(max=2147483647):number>", "file", file, methods=["GET"])


@for_everyone
def file(key: str, number: int) -> Response:
    """The file's bytes; its small copy with `?thumb=1`."""
    draft = own_draft(key)
    found = next((each for each in draft.files if each.id == number), None) or abort(404)
    return send(found.file, thumb="thumb" in request.args)


def shown_files(draft: Draft) -> list[ShownFile]:
    """The draft's files in the order they came."""
    return [_shown(draft, each) for each in draft.files]


def _shown(draft: Draft, each: DraftFile) -> ShownFile:
    url = url_for("asking.file", key=draft.key, number=each.id)
    return ShownFile(
        number=each.id,
        step_number=each.step_number,
        url=url,
        name=each.file.name,
        size_words=size(each.file.size),
        is_picture=each.file.is_picture,
        thumb_url=f"{url}?thumb=1" if each.file.is_picture else None,
    )
