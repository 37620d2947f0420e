"""What a file is decides, not what it is called; a name that disagrees is told so."""

import pytest

from portal.files.kinds import Reason, Unacceptable, recognise, renamed, tidy_name
from tests.files import samples

ACCEPTED = [
    ("shot.png", samples.picture(), "image/png"),
    ("shot.jpg", samples.picture(), "image/png"),  # made anew anyway, so any picture ending will do
    ("photo.JPEG", samples.picture("JPEG"), "image/jpeg"),
    ("a.gif", samples.animation(), "image/gif"),
    ("a.webp", samples.picture("WEBP"), "image/webp"),
    ("notes.txt", "Señal caída a las 10:05\n".encode(), "text/plain"),
    ("notes.txt", "Señal caída".encode("latin-1"), "text/plain"),
    ("notes.txt", "Señal caída".encode("utf-16"), "text/plain"),
    ("app.log.1", b"<14>Mar  2 10:05:01 pbx kernel: up", "text/plain"),
    ("cut.log", ("x" + "ñ" * 8000).encode()[:8192], "text/plain"),  # a character cut in two
    ("coloured.log", b"\x1b[31mERROR\x1b[0m no route", "text/plain"),
    ("trace.json", b'{"html": "<html>"}', "text/plain"),
    ("table.csv", b"a;b\n1;2\n", "text/plain"),
    ("manual.pdf", samples.PDF, "application/pdf"),
    ("logs.zip", samples.archive(), "application/zip"),
    ("log.gz", samples.GZ, "application/gzip"),
    ("logs.tar.gz", samples.GZ, "application/gzip"),
    ("video.mp4", samples.MP4, "video/mp4"),
    ("video.webm", samples.WEBM, "video/webm"),
    ("syslog", b"Mar  2 10:05:01 pbx kernel: up", "text/plain"),
]

REFUSED = [
    ("nothing.txt", b"", Reason.EMPTY),
    ("setup.exe", samples.EXE, Reason.PROGRAM),
    ("holiday.png", samples.EXE, Reason.PROGRAM),  # a renamed executable
    ("notes.txt", samples.ELF, Reason.PROGRAM),
    ("notes.txt", b"#!/bin/sh\nrm -rf ~", Reason.PROGRAM),
    ("clean.bat", b"@echo off", Reason.PROGRAM),
    ("tool.jar", samples.archive(), Reason.PROGRAM),
    ("drawing.svg", samples.SVG, Reason.WEB_PAGE),
    ("drawing.png", samples.SVG, Reason.WEB_PAGE),
    ("page.html", samples.HTML, Reason.WEB_PAGE),
    ("page.txt", samples.HTML, Reason.WEB_PAGE),
    ("page.txt", "<html>".encode("utf-16"), Reason.WEB_PAGE),
    ("shot.png", b"just words", Reason.NAME_DISAGREES),
    ("report.pdf", samples.archive(), Reason.NAME_DISAGREES),
    ("letter.docx", samples.archive(), Reason.UNKNOWN),
    ("core", bytes(range(256)) * 4, Reason.UNKNOWN),
]


@pytest.mark.parametrize(("name", "content", "media_type"), ACCEPTED)
def test_a_good_file_is_known_by_its_content(name: str, content: bytes, media_type: str) -> None:
    assert recognise(content[:8192], name).media_type == media_type


@pytest.mark.parametrize(("name", "content", "reason"), REFUSED)
def test_a_bad_file_is_refused_for_what_it_is(name: str, content: bytes, reason: Reason) -> None:
    with pytest.raises(Unacceptable) as refused:
        recognise(content[:8192], name)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("given", "tidy"),
    [
        ("shot.png", "shot.png"),
        ("C:\\Users\\ana\\shot.png", "shot.png"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x=1.png", "a Set-Cookie: x=1.png"),
        ("\u202egnp.exe", "gnp.exe"),
        ("  señal caída .txt ", "señal caída .txt"),
        ("...", "file"),
        ("", "file"),
    ],
)
def test_a_name_is_tidied(given: str, tidy: str) -> None:
    assert tidy_name(given) == tidy


def test_a_long_name_keeps_its_ending() -> None:
    name = tidy_name("x" * 400 + ".log")
    assert len(name) == 120
    assert name.endswith("x.log")


def test_a_picture_made_into_another_kind_is_renamed() -> None:
    assert renamed("shot.webp", "png") == "shot.png"
    assert renamed("photo.jpeg", "jpg") == "photo.jpeg"
    assert renamed("image", "png") == "image.png"
    assert renamed("v1.2", "png") == "v1.2.png"
