"""Sets to judge search by, and their halves: what is tuned is tuned on the first and told of the second.

Four stand beside the corpus (`relevance/known_issues_…`). Made here, as files of JSON lines: Spanish
questions with English articles, from the pairs of the corpus; and our own questions over the portal's
starting content, in clients' words (`questions/es.jsonl`, `questions/en.jsonl`).
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

from portal.search.judged import JudgedSet, read_set

LANGUAGES = ("es", "en")
OWN = Path(__file__).parent / "questions"
STARTING_CONTENT = Path(__file__).resolve().parents[2] / "kb_articles"
KNOWN = ("known_issues_es", "known_issues_es_notitle", "known_issues_en", "known_issues_en_notitle")
FILES = ("docs.jsonl", "queries.jsonl", "qrels.jsonl")
MOST_QUESTIONS = 700

_FIELD = re.compile(r"^(\w+): (.*)$", re.MULTILINE)
_SUMMARY = re.compile(r"##\s+(?:Summary|Sumario|Resumen)\s*\n(.*?)(?=\n##\s|\Z)", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?])\s")
_NO_TEXT = re.compile(r"!\[[^\]]*\]\([^)]*\)|^\s*>.*$", re.MULTILINE)
"""Pictures, and notes of the publisher about the article itself."""

Row = dict[str, Any]


def sets(corpus: Path, home: Path) -> dict[str, Path]:
    """The folder of each set by name; those made here are written below `home` where they are missing."""
    folders = {name: corpus.parent / "relevance" / name for name in KNOWN}
    folders["questions_es_of_en"] = _once(home / "across", lambda: _across(corpus))
    for language in LANGUAGES:
        folders[f"own_{language}"] = _once(home / f"own_{language}", lambda one=language: _own(one))
    return folders


def read(folder: Path) -> JudgedSet:
    """The set in this folder."""
    return read_set(*(folder / name for name in FILES))


def half(folder: Path, judged: JudgedSet, second: bool) -> dict[str, Mapping[str, float]]:
    """The answers of the questions of one half; which half one is in, the tags of its article say."""
    tags = {
        row["id"]: str(row.get("tags", ""))
        for row in map(json.loads, (folder / FILES[0]).read_text("utf-8").splitlines())
    }
    return {
        question: answers
        for question, answers in judged.answers.items()
        if crc32(tags[next(iter(answers))].encode()) % 2 == second
    }


def without_titles(judged: JudgedSet) -> JudgedSet:
    """The same with every title taken out."""
    return replace(judged, entries=[replace(entry, title="") for entry in judged.entries])


def _once(
    folder: Path, make: Callable[[], tuple[Iterable[Row], Iterable[Row], Iterable[Row]]]
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in zip(FILES, make(), strict=True):
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
        (folder / name).write_text("".join(lines), encoding="utf-8")
    return folder


def _across(corpus: Path) -> tuple[list[Row], list[Row], list[Row]]:
    """The first sentence of a problem's summary in Spanish; its article in English, without summary."""
    english, spanish = _by_slug(corpus / "en"), _by_slug(corpus / "es")
    docs = []
    for slug, (fields, body) in english.items():
        text = _NO_TEXT.sub("", _SUMMARY.sub("", body, count=1)).strip()
        title = re.sub(r"[\\\"']", "", fields.get("title", ""))
        tag = fields.get("tag", "")
        docs.append({"id": slug, "lang": "en", "title": title, "tags": tag, "body": text})
    questions = {
        slug: first
        for slug, (_fields, body) in spanish.items()
        if slug in english and len((first := _first_sentence(body)).split()) > 4
    }
    chosen = sorted(questions, key=lambda slug: crc32(slug.encode()))[:MOST_QUESTIONS]
    asked = [{"id": f"q-{slug}", "lang": "es", "text": questions[slug]} for slug in chosen]
    return docs, asked, [{"query": f"q-{slug}", "doc": slug, "rel": 1} for slug in chosen]


def _by_slug(folder: Path) -> dict[str, tuple[dict[str, str], str]]:
    """Fields and body by the slug that both languages share; of those that repeat the first."""
    found: dict[str, tuple[dict[str, str], str]] = {}
    for path in sorted(folder.rglob("*.md")):
        _, head, body = path.read_text("utf-8").replace("\r\n", "\n").split("---\n", 2)
        fields = dict(_FIELD.findall(head))
        found.setdefault(fields.get("slugEN", ""), (fields, body))
    found.pop("", None)
    return found


def _first_sentence(body: str) -> str:
    summary = _SUMMARY.search(body)
    text = " ".join(_NO_TEXT.sub("", summary[1] if summary else "").split())
    return _SENTENCE.split(text)[0]


def _own(language: str) -> tuple[list[Row], list[Row], list[Row]]:
    """Our questions over the starting content: each names the slugs of the articles that answer it."""
    docs = []
    for path in sorted((STARTING_CONTENT / language).glob("*.md")):
        _, head, body = path.read_text("utf-8").split("---\n", 2)
        fields = dict(_FIELD.findall(head))
        title, described = fields["title"].strip('"'), fields.get("description", "")
        whole = f"{described}\n\n{body}"
        docs.append(
            {"id": path.stem, "lang": language, "title": title, "body": whole}
            | {"tags": fields["topic"]}
        )
    rows = [
        json.loads(line) for line in (OWN / f"{language}.jsonl").read_text("utf-8").splitlines()
    ]
    asked = [{"id": row["id"], "lang": language, "text": row["text"]} for row in rows]
    return (
        docs,
        asked,
        [{"query": row["id"], "doc": slug, "rel": 1} for row in rows for slug in row["docs"]],
    )
