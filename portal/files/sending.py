"""How a stored file is sent: pictures to be seen, all else to be saved, nothing to be run."""

from flask import Response, abort, send_file

from portal.files.file import File
from portal.files.kinds import tidy_name
from portal.files.storing import path_of


def send(file: File, thumb: bool = False) -> Response:
    """The file's bytes, or its small copy's, with ranges and conditions honoured; 404 where they are gone.

    The route of the room that owns the file has decided that this reader may have it.
    """
    path = path_of(file.key, thumb=thumb and file.is_picture)
    if not path.is_file():
        abort(404)
    response = send_file(
        path,
        mimetype=file.media_type,
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
