"""How a stored file is sent: pictures to be seen, all else to be saved, nothing to be run."""

from flask import Response, abort, send_file

from portal.files.file import File
from portal.files.names import tidy_name
from portal.files.storing import path_of


def send(file: File, thumb: bool = False) -> Response:
    """The file's bytes, or its small copy's, with ranges and conditions honoured; 404 where they are gone.

    The route of the room that owns the file has decided that this reader may have it.
    """
    thumb = thumb and file.is_picture
    path = path_of(file.key, thumb)
    if not path.is_file():
        abort(404)
    response = send_file(
        path,
        mimetype=_of_thumb(file) if thumb else file.media_type,
        as_attachment=not file.is_picture,
        download_name=tidy_name(file.name),
        conditional=True,
        etag=f"{file.sha256[:32]}{'-thumb' if thumb else ''}",
        last_modified=file.created_at,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = (
        "private, no-cache"  # asked for again, so that it is gone with the session
    )
    return response


def _of_thumb(file: File) -> str:
    """A photograph's small copy is one; that of any other picture is a PNG, and does not move."""
    return file.media_type if file.media_type == "image/jpeg" else "image/png"
