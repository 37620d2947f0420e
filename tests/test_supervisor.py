"""The supervisor starts again what dies, gives up on what will not live, and ends everything in time."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.cli import children
from portal.cli.children import SHORT_LIVES, Child, part
from portal.ground.settings import Settings
from portal.operations.place import CannotRun, lock, refuse_taken_port
from tests.mailbox import Mailbox
from tests.post.servers import free_port


def wait_for(condition: Callable[[], object], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.02)


def sleep() -> None:
    time.sleep(1000)


@contextmanager
def running(command: list[str], **more: Any) -> Iterator[subprocess.Popen[str]]:
    """A command whose output can be read; it is gone at the end, also where the test failed."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **more) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def child() -> Iterator[Child]:
    made = Child("the sleeper", sleep)
    made.start()
    yield made
    part([made])


def test_a_child_that_dies_is_started_again(child: Child) -> None:
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)

    def lives_again() -> bool:
        child.mind()
        return child.pid not in {None, first}

    wait_for(lives_again)


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LONGEST_PAUSE", timedelta(seconds=0.05))
    monkeypatch.setattr(children, "SHORT_LIFE", timedelta(hours=1))  # however slow it dies here


def test_jobs_that_die_at_once_every_time_are_tried_on_and_the_web_lives(
    child: Child, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hurry(monkeypatch)

    def die() -> int:
        with (tmp_path / "lives").open("a") as lives:
            lives.write(".")
        return 3

    moth, web = Child("the jobs", die, is_needed=False), child.pid
    moth.start()

    def tried_often() -> bool:
        for each in (child, moth):
            each.mind()
        return len((tmp_path / "lives").read_text()) > 2 * SHORT_LIVES

    wait_for((tmp_path / "lives").exists)
    wait_for(tried_often)
    assert child.pid == web
    part([moth])


def test_a_child_rests_longer_each_time_but_never_for_long(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rests = []
    moth = Child("the jobs", lambda: 3, is_needed=False)
    for _life in range(12):
        moth.pid, moth.again_at, moth.started_at = None, None, children.now()
        moth.mind()
        assert moth.again_at is not None
        rests.append(round((moth.again_at - moth.started_at).total_seconds(), 1))
    assert rests == [0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]


def test_a_child_that_dies_at_once_every_time_ends_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hurry(monkeypatch)
    lives: list[int | None] = []
    moth = Child("the moth", lambda: 3)
    moth.start()

    def mind_forever() -> None:
        while True:
            moth.mind()
            lives.append(moth.pid)
            time.sleep(0.01)

    with pytest.raises(CannotRun, match="the moth ends as soon as it is started"):
        mind_forever()
    assert moth.code == 3
    assert len(set(lives) - {None}) < SHORT_LIVES + 1


def test_what_a_child_says_at_its_end_is_not_lost(tmp_path: Path) -> None:
    def work() -> None:
        import atexit

        atexit.register(lambda: (tmp_path / "said").write_text("good bye"))
        sys.exit(0)

    child = Child("the polite", work)
    child.start()
    wait_for(lambda: not child.is_alive())
    assert child.code == 0
    assert (tmp_path / "said").read_text() == "good bye"


def test_all_ends_within_five_seconds_even_what_will_not(child: Child, tmp_path: Path) -> None:
    deaf = tmp_path / "deaf"

    def refuse_to_end() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        deaf.touch()
        sleep()

    stubborn = Child("the stubborn", refuse_to_end)
    stubborn.start()
    wait_for(deaf.exists)
    begun = time.monotonic()
    part([child, stubborn])
    taken = time.monotonic() - begun
    assert child.pid is None
    assert stubborn.pid is None
    assert children.GRACE.total_seconds() < 4.5, "half a second is left for the rest"
    assert taken < 50, "five seconds, and the leave of a machine that stands still for a while"


def test_children_do_not_outlive_a_supervisor_that_is_killed() -> None:
    script = (
        "import os, time; from portal.cli.children import Child\n"
        "def live(): print(os.getpid(), flush=True); time.sleep(1000)\n"
        "Child('s', live).start(); time.sleep(1000)"
    )
    with running([sys.executable, "-c", script]) as parent:
        assert parent.stdout is not None
        grandchild = int(parent.stdout.readline())
        parent.kill()

    def is_gone() -> bool:
        status = Path(f"/proc/{grandchild}/stat")
        return not status.exists() or status.read_text().split()[2] == "Z"

    wait_for(is_gone)


def test_two_portals_never_share_a_data_folder(tmp_path: Path) -> None:
    with lock(tmp_path), pytest.raises(CannotRun, match="running on"):
        lock(tmp_path)
    lock(tmp_path).close()


def test_a_taken_port_is_named_with_the_remedy(mail_server: Mailbox, tmp_path: Path) -> None:
    port = int(mail_server.url.rsplit(":", 1)[1])
    with pytest.raises(CannotRun, match="PORT=8010"):
        refuse_taken_port(Settings(_env_file=None, data=tmp_path, port=port))


def test_the_whole_portal_comes_up_heals_and_goes_down(tmp_path: Path) -> None:
    """As someone types it: ready, printed set-up link, jobs killed and back, ended at once by SIGTERM."""
    port = free_port()
    environment = os.environ | {"DATA": str(tmp_path), "PORT": str(port)}
    environment.pop("KB_DIR", None)
    command = [sys.executable, "-m", "portal.cli", "run"]
    with running(command, env=environment) as portal:
        assert portal.stdout is not None
        said = []
        for line in portal.stdout:
            said.append(line)
            if line.startswith("Ready"):
                break
        assert f"Ready at http://127.0.0.1:{port}" in said[-1]
        [link] = [line.split("/set-up/")[1] for line in said if "/set-up/" in line]
        url = f"http://127.0.0.1:{port}/set-up/{link.strip()}"
        with urllib.request.urlopen(url, timeout=60) as page:
            assert page.status == 200
        _web, jobs = offspring(portal.pid)
        os.kill(jobs, signal.SIGKILL)
        wait_for(lambda: len(offspring(portal.pid)) == 2 and jobs not in offspring(portal.pid))
        portal.send_signal(signal.SIGTERM)
        assert portal.wait(60) == 0
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(url, timeout=60)


def offspring(pid: int) -> list[int]:
    """The children of a process, the oldest first."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
