"""Whether both catalogues are whole: `python -m tests.catalogues` names what is missing, fuzzy, empty or out of date.

`--fill` writes the English catalogue's own sentences in (the source is English); the Spanish is for a person.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("es", "en")


def extracted() -> Catalog:
    """Every sentence that the source asks for."""
    with tempfile.NamedTemporaryFile(suffix=".pot") as file:
        command = ["pybabel", "-q", "extract", "-F", "translations/babel.cfg"]
        command += ["-k", "_", "-k", "_l", "-k", "_n:1,2", "--no-location", "-o", file.name, "."]
        subprocess.run(
            [sys.executable, "-m", "babel.messages.frontend", *command[1:]], cwd=ROOT, check=True
        )
        return read_po(file)


def findings() -> list[str]:
    """One line for each thing that is wrong with a catalogue."""
    wanted = {message.id: message for message in extracted() if message.id}
    found = []
    for language in LANGUAGES:
        path = ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        there = {message.id: message for message in catalogue if message.id}
        found += [f"{language}: missing: {id_!r}" for id_ in wanted.keys() - there.keys()]
        found += [f"{language}: no longer used: {id_!r}" for id_ in there.keys() - wanted.keys()]
        for message in there.values():
            texts = (
                message.string if isinstance(message.string, tuple | list) else (message.string,)
            )
            if message.fuzzy:
                found.append(f"{language}: fuzzy: {message.id!r}")
            if not all(texts):
                found.append(f"{language}: empty: {message.id!r}")
            found += [f"{language}: {error}: {message.id!r}" for error in message.check(catalogue)]
    return found


def fill_english() -> None:
    """English says what the source says."""
    path = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale="en")
    for message in catalogue:
        if message.id:
            message.string = message.id
    with path.open("wb") as file:
        write_po(file, catalogue, omit_header=False, width=110)


def main() -> int:
    if "--fill" in sys.argv:
        fill_english()
    lines = findings()
    print("\n".join(sorted(lines)) or "Both catalogues are whole.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
