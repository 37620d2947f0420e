"""The table of kinds in docs/files.md is that of the code."""

from pathlib import Path

from portal.files.kinds import KINDS, PICTURES, TEXT

TABLE = Path(__file__).parents[2] / "docs" / "files.md"


def rows() -> dict[str, tuple[set[str], str]]:
    lines = [line.split("|")[1:-1] for line in TABLE.read_text().splitlines() if line[:2] == "| "]
    cells = [[cell.strip() for cell in line] for line in lines[1:]]
    return {kind: (set(endings.split()), source) for kind, endings, _fate, source in cells}


def test_every_kind_stands_in_the_table_with_its_endings_and_a_source() -> None:
    told = rows()
    assert set(told) == {*KINDS, TEXT.media_type}
    for kind in (*KINDS.values(), TEXT):
        endings, source = told[kind.media_type]
        assert source
        assert endings <= kind.endings if kind.is_picture else endings == kind.endings
    pictures = [endings for kind, (endings, _source) in told.items() if kind.startswith("image/")]
    assert set().union(*pictures) == PICTURES
