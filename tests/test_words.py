"""One word for one thing: what docs/words.md retires stands in no sentence that people read."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
ROW = re.compile(r"^\| (?P<word>[^|]+) \| (?P<spanish>[^|]+) \| (?P<retired>[^|]*) \|$")


def rows() -> list[dict[str, str]]:
    """The rows of the table, without its head."""
    lines = (ROOT / "docs" / "words.md").read_text().splitlines()
    found = [match.groupdict() for line in lines if (match := ROW.match(line))]
    return [row for row in found if row["word"] != "Word" and not row["word"].startswith("--")]


def retired(cell: str) -> list[str]:
    """The words of a cell, each in quotation marks."""
    return re.findall(r"‘([^’]+)’", cell)


def sentences(language: str) -> list[str]:
    path = ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    texts = (message.string for message in catalogue if message.id)
    return [part for text in texts for part in (text if isinstance(text, tuple) else (text,))]


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_sentence_uses_a_retired_word(language: str) -> None:
    words = [word for row in rows() for word in retired(row["retired"])]
    assert len(words) >= 20
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
    assert [text for text in sentences(language) if pattern.search(text)] == []
