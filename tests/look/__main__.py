"""`python -m tests.look [--out FOLDER] [--only NAME] [--quick]`: the contact sheet and its findings; exit 1 on any."""

import argparse
import sys
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path

from werkzeug.serving import make_server

from tests.look import scene
from tests.look.gallery import make_app
from tests.look.organisations import FIVE
from tests.look.pages import FRESH, GALLERY, PAGES, PROMISES, Page
from tests.look.sheet import write_sheet
from tests.look.standing import Quiet, Scene
from tests.look.walk import ALL, QUICK, Shot, walk


def main() -> int:
    """Look at everything asked for; 0 when the checks found nothing."""
    parser = argparse.ArgumentParser(prog="python -m tests.look", description=__doc__)
    parser.add_argument(
        "--out", type=Path, help="where the pictures go (else a new temporary folder)"
    )
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    parser.add_argument("--quick", action="store_true", help="two ways of looking instead of eight")
    options = parser.parse_args()
    out = options.out or Path(tempfile.mkdtemp(prefix="look-"))
    out.mkdir(parents=True, exist_ok=True)

    ways = QUICK if options.quick else ALL
    shots = _shots(_gallery(), GALLERY, options.only, out, ways)
    for build, pages in (
        (scene.build, PAGES + PROMISES),
        (scene.build_fresh, FRESH),
        *FIVE.values(),
    ):
        if any(options.only in page.name for page in pages):
            with tempfile.TemporaryDirectory(prefix="look-data-") as data:
                shots += _shots(build(Path(data)), pages, options.only, out, ways)
    return _report(shots, out)


def _gallery() -> Scene:
    server = make_server("127.0.0.1", 0, make_app(), threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return Scene(f"http://127.0.0.1:{server.server_port}", {}, server.shutdown)


def _shots(
    scene: Scene,
    pages: tuple[Page, ...],
    only: str,
    out: Path,
    ways: Iterable[tuple[str, str, int]],
) -> list[Shot]:
    try:
        return list(walk(scene, [page for page in pages if only in page.name], out, ways))
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
