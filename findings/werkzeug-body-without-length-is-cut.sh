#!/usr/bin/env bash
# Guess: a request body without a length (chunked, from a server that terminates its input) that is longer than
# `max_content_length` raises 413 RequestEntityTooLarge when it is read, as a longer Content-Length does.
#
# So it is: reading in pieces raises 413, but `stream.read()` and `request.get_data()` give the first
# `max_content_length` bytes and raise nothing, so that an application that reads a JSON or plain form at once works on
# half of it. Who reads at once must compare the length with the limit.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check "werkzeug==3.1.9"
"$folder/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

LIMIT, SENT = 100, 250


def asked() -> Request:
    environ = EnvironBuilder("/", method="POST", content_type="text/plain").get_environ()
    environ.pop("CONTENT_LENGTH", None)
    environ |= {"wsgi.input": io.BytesIO(b"x" * SENT), "wsgi.input_terminated": True}
    request = Request(environ)
    request.max_content_length = LIMIT
    return request


def in_pieces() -> str:
    stream = asked().stream
    try:
        while stream.read(40):
            pass
    except RequestEntityTooLarge:
        return "413"
    return "no error"


print("werkzeug", version("werkzeug"), f"- limit {LIMIT} bytes, sent {SENT} without a length")
print("read in pieces:", in_pieces())
print("get_data():", whole := len(asked().get_data()), "bytes and no error")
print("stream.read():", at_once := len(asked().stream.read()), "bytes and no error")
assert (in_pieces(), whole, at_once) == ("413", LIMIT, LIMIT), "this has changed"
PYTHON
