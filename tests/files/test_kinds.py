"""What a file is decides, not what it is called; a name that disagrees is told so."""

import pytest

from portal.files.kinds import PICTURES, Reason, Unacceptable, recognise
from portal.files.names import renamed, tidy_name
from tests.files import samples

QUICKTIME = b"\x00\x00\x00\x14ftypqt  \x20\x05\x03\x00qt  \x00\x00\x00\x08wide" + bytes(400)
EBML = b"\x1a\x45\xdf\xa3\xa3\x42\x86\x81\1\x42\xf7\x81\1\x42\xf2\x81\4\x42\xf3\x81\x08\x42\x82"

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
    ("corto.log", "Conexión rechazada — año 2026".encode("cp1252"), "text/plain"),
    ("tabla.csv", "Número;“total”;€".encode("cp1252"), "text/plain"),
    ("consola.txt", "Ubicación no válida: É, ü".encode("cp850"), "text/plain"),
    ("eventos.txt", "Error 7 del servicio\r\n".encode("utf-16-le"), "text/plain"),
    ("eventos.txt", "Señal caída\r\n".encode("utf-16-be"), "text/plain"),
    ("caida.log", b"inicio\n" + bytes(64) + b"fin\n", "text/plain"),
    ("correo.eml", b"From: ana@example.com\r\nSubject: x\r\n\r\n<html>", "text/plain"),
    ("datos.xml", b'<?xml version="1.0"?>\n<order><id>7</id></order>', "text/plain"),
    ("red.har", b'{"log": {}}', "text/plain"),
    ("grabacion.mov", QUICKTIME, "video/quicktime"),
    ("viejo.mov", b"\0\0\0\x08wide\0\1\2\3mdat" + bytes(400), "video/quicktime"),
    ("RPReplay.MP4", QUICKTIME, "video/quicktime"),
    ("clip.m4v", b"\0\0\0\x20ftypM4V " + bytes(400), "video/mp4"),
    ("clip.3gp", b"\0\0\0\x18ftyp3gp5" + bytes(400), "video/3gpp"),
    ("clip.mkv", EBML + b"\x88matroska" + bytes(400), "video/x-matroska"),
    ("nota.m4a", b"\0\0\0\x20ftypM4A " + bytes(400), "audio/mp4"),
    ("nota.opus", b"OggS\0\2" + bytes(22) + b"\1\x13OpusHead", "audio/ogg"),
    ("nota.mp3", b"\xff\xfb\x90\x44" + bytes(400), "audio/mpeg"),
    ("nota.amr", b"#!AMR\n" + bytes(400), "audio/amr"),
    ("nota.wav", b"RIFF\0\0\0\0WAVEfmt " + bytes(400), "audio/wav"),
    ("logs.7z", b"7z\xbc\xaf\x27\x1c" + bytes(400), "application/x-7z-compressed"),
    ("logs.tar", b"app.log".ljust(257, b"\0") + b"ustar\x0000", "application/x-tar"),
    ("sistema.evtx", b"ElfFile\0" + bytes(400), "application/x-evtx"),
    ("llamada.pcap", b"\xd4\xc3\xb2\xa1\2\0\4\0" + bytes(400), "application/vnd.tcpdump.pcap"),
    ("syslog", b"Mar  2 10:05:01 pbx kernel: up", "text/plain"),
]

REFUSED = [
    ("grabacion.exe", QUICKTIME, Reason.PROGRAM),
    ("macro.xlsm", samples.archive(), Reason.MACROS),
    ("page.txt", "<html>".encode("utf-16-le"), Reason.WEB_PAGE),
    ("page.xml", b"<?xml version='1.0'?><!-- x --><svg xmlns='http://x'/>", Reason.WEB_PAGE),
    ("mail.mht", b"From: x\r\n\r\n<html>", Reason.WEB_PAGE),
    ("core", b"abc" + bytes(64) + b"def", Reason.UNKNOWN),  # NUL only in what is called a text
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
        ("con.txt", "_con.txt"),
        ("console.txt", "console.txt"),
        ("", "file"),
    ],
)
def test_a_name_is_tidied(given: str, tidy: str) -> None:
    assert tidy_name(given) == tidy


def test_a_long_name_keeps_its_ending() -> None:
    name = tidy_name("x" * 400 + ".log")
    assert len(name) == 120
    assert name.endswith("x.log")
    assert len(tidy_name("😀" * 400 + ".log").encode()) <= 200


def test_a_picture_made_into_another_kind_is_renamed() -> None:
    assert renamed("shot.webp", "png", PICTURES) == "shot.png"
    assert renamed("photo.jpeg", "jpg", PICTURES) == "photo.jpeg"
    assert renamed("image", "png", PICTURES) == "image.png"
    assert renamed("v1.2", "png", PICTURES) == "v1.2.png"
