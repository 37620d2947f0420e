"""What befalls an index: the job killed in its midst, files spoilt, cut or deleted; pages asked for all the while.

KILLS=number and EACH=number do it otherwise than 100 and 20 times, SEED=number as it was done before."""

import os
import random
import shutil
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flask_migrate import upgrade

from tests.benchmarks.base import opened
from tests.benchmarks.table import table
from tests.search.agreeing import Base, agreement
from tests.search.killing import Asked, busy_with, job, killed_at_work, readers

KILLS = int(os.environ.get("KILLS", "100"))
EACH = int(os.environ.get("EACH", "20"))
ARTICLES = 200
COMMITTING, BUILDING = 0.04, 0.3  # seconds into its work that the job is killed at most


@dataclass
class Harm:
    """What was done to the index so often, and how it fared: where it struck, the seconds until the
    index was again as the database has it, and what readers met meanwhile."""

    name: str
    times: int = 0
    struck: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    asked: Asked = field(default_factory=Asked)


def kills(data: Path, count: int = KILLS, articles: int = ARTICLES) -> Harm:
    """A job is killed at a random moment of a commit or (every third time) of a build, over changes that
    it has not followed yet, until it was so often in the midst of one; each time the next job is waited
    for."""
    harm = Harm("the job is killed")
    with opened(data):
        base = _base(articles)
        with readers(data) as told:
            while harm.times - harm.struck["nothing"] < count:
                number = harm.times % articles
                _change(base, number)
                is_build = number % 3 == 2
                if is_build:
                    (data / "index" / "CURRENT").unlink()
                harm.struck[killed_at_work(data, BUILDING if is_build else COMMITTING)] += 1
                _change(base, number + articles // 2)
                with job(data):
                    harm.seconds.append(agreement(base))
                harm.times += 1
            harm.asked = told()
    return harm


def damages(data: Path, seed: int, each: int = EACH, articles: int = ARTICLES) -> Iterator[Harm]:
    """A random file of the index, at a random place, so often in each way, while the job runs."""
    dice = random.Random(seed)  # noqa: S311 (it can be done again)
    with opened(data):
        base = _base(articles)
        with job(data):
            agreement(base)
            for how, strike in WAYS.items():
                harm = Harm(how)
                with readers(data) as told:
                    for _number in range(each):
                        while busy_with(data / "index"):
                            time.sleep(
                                0.01
                            )  # what a commit has not signed yet is told from damage by nobody
                        harm.struck[strike(data / "index", dice)] += 1
                        _change(base, dice.randrange(articles))
                        harm.seconds.append(agreement(base))
                        harm.times += 1
                    harm.asked = told()
                yield harm


def _base(articles: int) -> Base:
    upgrade()
    base = Base()
    for number in range(articles):
        base.change(number)
    return base


def _change(base: Base, number: int) -> None:
    base.change(number)
    base.change(max(base.ids) + 1)
    retired = number - 1
    if retired in base.ids:
        base.retire(retired)
        base.change(retired) if number % 2 else None


def _file(index: Path, dice: random.Random) -> Path:
    """Any file of the build in use, or the one that names it."""
    build = _build(index)
    return dice.choice(
        [
            *sorted([*build.glob("*.seg"), *build.glob("*.toc")]),
            build / "MANIFEST",
            index / "CURRENT",
        ]
    )


def _build(index: Path) -> Path:
    return index / (index / "CURRENT").read_text()


def damage(index: Path, dice: random.Random) -> str:
    """Overwrite a few bytes somewhere."""
    path = _file(index, dice)
    place = dice.randrange(max(1, path.stat().st_size))
    with path.open("r+b") as file:
        file.seek(place)
        file.write(dice.randbytes(16))
    return path.suffix or path.name


def truncate(index: Path, dice: random.Random) -> str:
    """Cut a file short."""
    path = _file(index, dice)
    os.truncate(path, dice.randrange(max(1, path.stat().st_size)))
    return path.suffix or path.name


def delete(index: Path, dice: random.Random) -> str:
    """Delete a file, the build in use, or all there is."""
    path = dice.choice([_file(index, dice), _file(index, dice), _build(index), index])
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
        return "build" if path != index else "index"
    path.unlink()
    return path.suffix or path.name


WAYS: dict[str, Callable[[Path, random.Random], str]] = {
    "a file is damaged": damage,
    "a file is cut short": truncate,
    "a file is deleted": delete,
}


def measure_faults(home: Path, _corpus: Path) -> None:
    """Print what was done, how soon it was mended, and what readers met. AssertionError where the
    index and the database never agreed again."""
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
    print(f"SEED={seed}")
    with tempfile.TemporaryDirectory(dir=home) as spare:
        table(HEADS, [_row(kills(Path(spare) / "kills"))])
        table(HEADS, [_row(harm) for harm in damages(Path(spare) / "damages", seed)])


HEADS = ("what", "times", "struck", "mended after s, median", "at most", "pages", "errors")


def _row(harm: Harm) -> tuple[str, ...]:
    return (
        harm.name,
        str(harm.times),
        ", ".join(f"{what} {count}" for what, count in harm.struck.most_common()),
        f"{statistics.median(harm.seconds):.1f}",
        f"{max(harm.seconds):.1f}",
        str(harm.asked.pages),
        ", ".join([str(len(harm.asked.wrong)), *sorted(set(harm.asked.wrong))[:3]]),
    )
