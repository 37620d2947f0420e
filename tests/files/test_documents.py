"""Documents of an office are told apart by what is in them; macros and installers are refused."""

from pathlib import Path

import pytest

from portal.files.documents import looked_into
from portal.files.kinds import HEAD, Reason, Unacceptable, recognise
from tests.files import samples

INSTALLER = bytes.fromhex("84100c0000000000c000000000000046")
TYPES = "[Content_Types].xml"
OPEN = {"mimetype": "application/vnd.oasis.opendocument.text"}
WORD = "wordprocessingml.document"


def kind_of(folder: Path, name: str, content: bytes) -> str:
    path = folder / "source"
    path.write_bytes(content)
    return looked_into(recognise(content[:HEAD], name), path, name).media_type


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("carta.docx", samples.zipped(TYPES, "word/document.xml"), WORD),
        ("tabla.xlsx", samples.zipped(TYPES, "xl/workbook.xml"), "spreadsheetml.sheet"),
        ("charla.pptx", samples.zipped(TYPES, "ppt/presentation.xml"), "presentation"),
        ("carta.odt", samples.zipped("content.xml", **OPEN), "opendocument.text"),
        ("cualquiera", samples.zipped(TYPES, "word/document.xml"), WORD),
        ("cartas.zip", samples.zipped(TYPES, "word/document.xml"), "application/zip"),
        ("correo.msg", samples.compound("__properties_version1.0"), "application/vnd.ms-outlook"),
        ("carta.doc", samples.compound("WordDocument"), "application/msword"),
        ("tabla.xls", samples.compound("Workbook"), "application/vnd.ms-excel"),
        ("charla.ppt", samples.compound("PowerPoint Document"), "application/vnd.ms-powerpoint"),
    ],
)
def test_a_document_is_known(tmp_path: Path, name: str, content: bytes, media_type: str) -> None:
    assert kind_of(tmp_path, name, content).endswith(media_type)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("carta.docx", samples.archive(), Reason.NAME_DISAGREES),
        ("tabla.xlsx", samples.zipped(TYPES, "word/document.xml"), Reason.NAME_DISAGREES),
        (
            "tabla.xlsx",
            samples.zipped(TYPES, "xl/workbook.xml", "xl/vbaProject.bin"),
            Reason.MACROS,
        ),
        ("setup.msg", samples.compound("x", INSTALLER), Reason.PROGRAM),
        ("carta.doc", samples.compound("Macros"), Reason.MACROS),
        ("carta.doc", samples.compound("Workbook"), Reason.NAME_DISAGREES),
        ("correo.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Reason.UNKNOWN),
        ("datos.xml", b"<a><b xmlns='http://www.w3.org/1999/xhtml'/></a>", Reason.WEB_PAGE),
    ],
)
def test_what_is_in_it_can_refuse_it(
    tmp_path: Path, name: str, content: bytes, reason: Reason
) -> None:
    with pytest.raises(Unacceptable) as refused:
        kind_of(tmp_path, name, content)
    assert refused.value.reason is reason
