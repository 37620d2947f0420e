#!/usr/bin/env bash
# Guess: a client that announces a body larger than `max_request_body_size` and waits for leave to send it
# (Expect: 100-continue, as curl does) is refused with 413 at once; that is what the header is for.
#
# So it is: waitress sees by the head that the body is too large, and sends '100 Continue' all the same. The 413 comes
# only when the limit has been sent. (Sending the leave marks the refused request as not complete again.)
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check "waitress==3.0.2"
"$folder/venv/bin/python" - <<'PYTHON'
import socket
import threading
from importlib.metadata import version

from waitress.server import create_server

LIMIT = 1000


def app(_environ, start_response):
    start_response("200 OK", [("Content-Length", "0")])
    return []


server = create_server(app, host="127.0.0.1", port=0, max_request_body_size=LIMIT)
threading.Thread(target=server.run, daemon=True).start()


def first_answer(expect: str) -> str:
    with socket.create_connection(("127.0.0.1", server.effective_port), 10) as there:
        head = f"POST / HTTP/1.1\r\nHost: localhost\r\n{expect}Content-Length: {5 * LIMIT}\r\n\r\n"
        there.sendall(head.encode())
        return there.recv(100).split(b"\r\n")[0].decode()


print("waitress", version("waitress"), f"- limit {LIMIT} bytes, announced {5 * LIMIT}")
print("without Expect:", plain := first_answer(""))
print("with Expect: 100-continue:", asking := first_answer("Expect: 100-continue\r\n"))
assert plain.startswith("HTTP/1.0 413") or plain.startswith("HTTP/1.1 413"), "this has changed"
assert asking == "HTTP/1.1 100 Continue", "this has changed"
PYTHON
