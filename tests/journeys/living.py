"""A portal as people run it, for real browsers: a data folder of its own, `portal run` over it, letters by real mail.

`python -m tests.journeys.living` fills the data folder of the environment with the characters.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.ground.settings import PROJECT
from tests.journeys.conftest import lay_out
from tests.post.servers import free_port


@contextmanager
def running_portal(data: Path, mail_url: str) -> Iterator[str]:
    """`portal run` until the block ends; gives its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {"DATA": str(data), "PORT": str(port), "BASE_URL": address}
    environment |= {"MAIL_URL": mail_url, "MAIL_FROM": "support@portal.example"}
    environment.pop("KB_DIR", None)
    lay_out(data / "kb_articles")
    subprocess.run([sys.executable, "-m", __name__], env=environment, cwd=PROJECT, check=True)
    with subprocess.Popen(
        [sys.executable, "-m", "portal.cli", "run"],
        env=environment,
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    ) as portal:
        try:
            assert portal.stdout is not None
            said = []
            for line in portal.stdout:
                said.append(line)
                if line.startswith("Ready"):
                    break
            assert said, "it ended without a word"
            assert said[-1].startswith("Ready"), "".join(said)
            yield address
        finally:
            portal.terminate()


def fill() -> None:
    """Migrate, and let the characters in."""
    from flask_migrate import upgrade

    from portal.app import create_app
    from tests.characters import people

    with create_app().app_context():
        upgrade()
        people()


if __name__ == "__main__":
    fill()
