"""`python -m tests.look [--out FOLDER] [--only NAME]`: the contact sheet and its findings; exit 1 on any."""

import argparse
import importlib
import importlib.util
import sys
import tempfile
import threading
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from tests.look.gallery import make_app
from tests.look.pages import GALLERY, PAGES, Page
from tests.look.sheet import write_sheet
from tests.look.standing import Scene
from tests.look.walk import Shot, walk


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log(self, type: str, message: str, *args: object) -> None:
        pass


def main() -> int:
    """Look at everything asked for; 0 when the checks found nothing."""
    parser = argparse.ArgumentParser(prog="python -m tests.look", description=__doc__)
    parser.add_argument(
        "--out", type=Path, help="where the pictures go (else a new temporary folder)"
    )
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    options = parser.parse_args()
    out = options.out or Path(tempfile.mkdtemp(prefix="look-"))
    out.mkdir(parents=True, exist_ok=True)

    shots = _shots(_gallery(), GALLERY, options.only, out)
    if importlib.util.find_spec("tests.look.scene") is None:
        print("There is no tests/look/scene.py: only the gallery is shown.")
    elif any(options.only in page.name for page in PAGES):
        with tempfile.TemporaryDirectory(prefix="look-data-") as data:
            scene = importlib.import_module("tests.look.scene").build(Path(data))
            shots += _shots(scene, PAGES, options.only, out)
    return _report(shots, out)


def _gallery() -> Scene:
    server = make_server("127.0.0.1", 0, make_app(), threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return Scene(f"http://127.0.0.1:{server.server_port}", {}, server.shutdown)


def _shots(scene: Scene, pages: tuple[Page, ...], only: str, out: Path) -> list[Shot]:
    try:
        return list(walk(scene, [page for page in pages if only in page.name], out))
    finally:
        scene.stop()


def _report(shots: list[Shot], out: Path) -> int:
    found: dict[str, list[Shot]] = {}
    for shot in shots:
        for finding in shot.findings:
            found.setdefault(f"{shot.page.name}: {finding}", []).append(shot)
    for finding, where in found.items():
        places = ", ".join(f"{shot.language}/{shot.theme}/{shot.width}" for shot in where[:3])
        more = f" and {len(where) - 3} more" if len(where) > 3 else ""
        print(f"{finding}  [{places}{more}]")
    print(f"{len(shots)} pictures, {len(found)} findings: {write_sheet(shots, out)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
