"""As many articles as wanted of 6 sections and 2 kB each, recombined from the real ones of CORPUS, the same every time.

Each takes its sentences from four real articles of one area, so that words stand together as they
do in real texts; titles and headings are pieces of real ones. Nothing of it is kept in the project.
"""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from portal.search.engine import Entry, Section
from tests.benchmarks.articles import TOPICS

SECTIONS = 6
SECTION_LENGTH = 260
"""Letters of a section: with its heading, six of them make 2 kB."""

SOURCES = 4
_NO_TEXT = re.compile(r"```[\s\S]*?```|!\[[^\]]*\]\([^)]*\)|<[^>]+>|^\s*[#|>].*$", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n\s*\n")
_MARKS = re.compile(r"[*`]+")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Source:
    """A real article, taken apart."""

    title: list[str]
    sentences: list[str]


def entries(corpus: Path, language: str, count: int, seed: int = 1) -> Iterator[Entry]:
    """So many articles of one language, numbered from 1."""
    dice = random.Random(f"{language} {seed}")  # noqa: S311 (the same articles every time)
    areas = _areas(corpus / language)
    names = sorted(areas)
    weights = [len(areas[name]) for name in names]
    for number in range(1, count + 1):
        area = dice.choices(names, weights)[0]
        yield _entry(number, language, area, areas[area], dice)


def questions(corpus: Path, language: str, count: int, seed: int = 2) -> list[str]:
    """So many different questions as people type them, at most: three to seven words that stand together in a real sentence."""
    dice = random.Random(f"{language} {seed}")  # noqa: S311
    sentences = [
        sentence.split()
        for sources in _areas(corpus / language).values()
        for source in sources
        for sentence in source.sentences
    ]
    asked: dict[str, None] = {}
    for _attempt in range(20 * count):  # a small corpus has not so many
        if len(asked) == count:
            break
        words, length = dice.choice(sentences), dice.randint(3, 7)
        start = dice.randrange(max(1, len(words) - length))
        asked[re.sub(r"[^\w\s./@#:]", " ", " ".join(words[start : start + length])).strip()] = None
    return [words for words in asked if len(words.split()) > 1]


def kept(path: Path, corpus: Path, language: str, count: int) -> Path:
    """The same articles in a file of JSON lines, made where it is not there yet."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_suffix(".part").open("w", encoding="utf-8") as file:
            for entry in entries(corpus, language, count):
                file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
        path.with_suffix(".part").rename(path)
    return path


def read(path: Path) -> Iterator[Entry]:
    """The articles of such a file, one at a time."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            sections = tuple(Section(**section) for section in row.pop("sections"))
            lists = {name: tuple(row.pop(name)) for name in ("plans", "tags", "asked_as")}
            yield Entry(**row, **lists, sections=sections)


def write(source: Path, folder: Path) -> None:
    """The articles of such a file as the portal's own folder holds them, with their topics."""
    for entry in read(source):
        home = folder / entry.language
        if not home.is_dir():
            home.mkdir(parents=True)
            topics = [
                f'[[topic]]\nslug = "topic-{n}"\ntitle = "Topic {n}"\n' for n in range(TOPICS)
            ]
            (home / "topics.toml").write_text("\n".join(topics), encoding="utf-8")
        (home / f"article-{entry.article_id}.md").write_text(_file(entry), encoding="utf-8")


def _file(entry: Entry) -> str:
    head = {
        "title": json.dumps(entry.title, ensure_ascii=False),
        "type": "guide",
        "status": "published",
        "language": entry.language,
        "slug": f"article-{entry.article_id}",
        "topic": entry.topic,
        "audience": entry.audience,
        "updatedAt": "2026-01-15",
        "approver": "Valeria",
    }
    fields = "".join(f"{name}: {value}\n" for name, value in head.items())
    sections = "\n\n".join(f"## {each.heading}\n\n{each.text}" for each in entry.sections)
    return f"---\n{fields}---\n{sections}\n"


def _entry(
    number: int, language: str, area: str, sources: Sequence[Source], dice: random.Random
) -> Entry:
    chosen = [dice.choice(sources) for _source in range(SOURCES)]
    one, other = chosen[0].title, chosen[1].title
    title = " ".join([*one[: len(one) // 2 + 1], *other[len(other) // 2 :]])
    sentences = [sentence for source in chosen for sentence in source.sentences]
    dice.shuffle(sentences)
    sections = []
    for place in range(SECTIONS):
        text = ""
        while len(text) < SECTION_LENGTH:
            if not sentences:
                sentences = list(dice.choice(sources).sentences)
            text = f"{text} {sentences.pop()}".strip()
        heading = " ".join(dice.choice(chosen).title[:5])
        sections.append(Section(f"section-{place}", heading, (), text[: 2 * SECTION_LENGTH]))
    return Entry(
        article_id=number,
        language=language,
        title=title,
        audience="everyone",
        kind="guide",
        topic=f"topic-{number % TOPICS}",
        tags=(area,),
        sections=tuple(sections),
    )


def _areas(folder: Path) -> dict[str, list[Source]]:
    """The real articles of each area that have sentences."""
    areas: dict[str, list[Source]] = {}
    for path in sorted(folder.rglob("*.md")):
        _, head, body = path.read_text("utf-8").replace("\r\n", "\n").split("---\n", 2)
        named = re.search(r"^title: \"?(.*?)\"?$", head, re.MULTILINE)
        plain = _MARKS.sub("", _LINK.sub(r"\1", _NO_TEXT.sub(" ", body)))
        sentences = [" ".join(each.split()) for each in _SENTENCE.split(plain)]
        sentences = [each for each in sentences if 5 <= len(each.split()) <= 60]
        title = re.sub(r"[\\\"']", "", named[1] if named else path.stem).split()
        if sentences and title:
            areas.setdefault(path.parent.name, []).append(Source(title, sentences))
    return areas
