"""Files on a ticket come in by the policy's limits, which stand beside the field; what is refused is named, the rest waits."""

from collections.abc import Callable
from pathlib import Path

import pytest

from portal import policy
from portal.ground.now import now
from portal.people.person import Person
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.tickets.conftest import MIN, opened

Enter = Callable[..., Browser]
PRESETS = Path(policy.__file__).parent / "presets"


@pytest.fixture
def limit(use_policy: Callable[[str], None], tmp_path: Path) -> Callable[[str], None]:
    """`limit("client_megabytes = 1")`: the policy says so from now on."""

    def by(line: str) -> None:
        name, text = line.partition(" ")[0], (PRESETS / "politica-base.toml").read_text()
        lines = [each for each in text.splitlines() if not each.startswith(f"{name} ")]
        lines.insert(lines.index("[limits]") + 1, line)
        (tmp_path / "own.toml").write_text("\n".join(lines))
        use_policy(str(tmp_path / "own.toml"))

    return by


@pytest.fixture
def fresh(characters: dict[str, Person]) -> Ticket:
    return opened(characters["alice"], now() - 10 * MIN)


def test_the_limits_stand_beside_the_field(fresh: Ticket, browser: Enter) -> None:
    for who, path in (("alice", f"/tickets/{fresh.ref}"), ("vera", f"/desk/{fresh.ref}")):
        browser(who).visit(path).sees("Up to 10 files of up to 20 MB each: images, videos")


def test_a_reply_takes_no_more_files_than_the_policy(fresh: Ticket, browser: Enter) -> None:
    alice = browser("alice").visit(f"/tickets/{fresh.ref}").fill("Your reply", "Here they are.")
    alice.attach("Screenshots and files", *[(f"{n}.txt", f"log {n}".encode()) for n in range(12)])
    alice.press("Send", status=422)
    alice.sees("“10.txt” was not added", "“11.txt” was not added", "9.txt")
    assert alice.value("Your reply") == "Here they are."
    alice.press("Send").sees("Here they are.", "0.txt", "9.txt").does_not_see("10.txt")


def test_files_held_for_a_refused_reply_count_with_the_new_ones(
    fresh: Ticket, browser: Enter
) -> None:
    alice = browser("alice").visit(f"/tickets/{fresh.ref}")
    alice.attach("Screenshots and files", *[(f"{n}.txt", f"log {n}".encode()) for n in range(9)])
    alice.press("Send", status=422).fill("Your reply", "Two more.")
    alice.attach("Screenshots and files", ("a.txt", b"a"), ("b.txt", b"b"))
    alice.press("Send", status=422).sees("“b.txt” was not added").does_not_see("“a.txt” was not")


def test_a_file_larger_than_the_policy_takes_is_refused(
    fresh: Ticket, browser: Enter, limit: Callable[[str], None]
) -> None:
    limit("file_megabytes = 1")
    alice = browser("alice").visit(f"/tickets/{fresh.ref}").fill("Your reply", "The log.")
    alice.attach("Screenshots and files", ("a.log", b"line\n" * 300_000)).press("Send", status=422)
    alice.sees("“a.log” is larger than 1 MB")


def test_a_clients_day_has_an_end_and_an_agents_is_longer(
    fresh: Ticket, browser: Enter, limit: Callable[[str], None]
) -> None:
    limit("client_megabytes = 1")
    log = b"line\n" * 100_000
    alice = browser("alice").visit(f"/tickets/{fresh.ref}").fill("Your reply", "The logs.")
    logs = [(f"{n}.log", log + b"%d" % n) for n in range(3)]
    alice.attach("Screenshots and files", *logs).press("Send", status=422)
    alice.sees("“2.log” was not added: you have reached the limit for one day", "0.log")
    vera = browser("vera").visit(f"/desk/{fresh.ref}").fill("Your reply", "Thank you.")
    vera.attach("Files for the client", *logs).press("Send the reply").sees("Thank you.", "2.log")
