"""Uploads: pictures are made anew, what is bad is refused in words, bytes lie on disk before a row names them."""

import io
import time
from datetime import timedelta

import pytest
from flask import Flask
from PIL import Image

from portal.files.file import File
from portal.files.kinds import LIMIT
from portal.files.receiving import Prepared, add, keep, prepare, release
from portal.files.storing import path_of
from portal.files.sweeping import sweep
from portal.ground.db import db, writing
from tests.files import samples
from tests.files.conftest import ALLOWED, NOW
from tests.files.samples import upload


def take_in(name: str, content: bytes) -> Prepared:
    prepared, refusals = prepare([upload(name, content)], NOW, ALLOWED)
    assert not refusals, refusals
    return prepared[0]


def refused(name: str, content: bytes) -> str:
    prepared, refusals = prepare([upload(name, content)], NOW, ALLOWED)
    assert not prepared
    return refusals[0].reason


def image_of(prepared: Prepared, thumb: bool = False) -> Image.Image:
    return Image.open(io.BytesIO(path_of(prepared.key, thumb).read_bytes()))


def test_a_photo_is_turned_upright_and_loses_all_it_told(app: Flask) -> None:
    photo = take_in("IMG_1.jpg", samples.sideways_photo())
    image = image_of(photo)
    assert (image.format, image.size) == ("JPEG", (40, 80))
    assert (photo.width, photo.height, photo.media_type) == (40, 80, "image/jpeg")
    assert not image.getexif()
    content = path_of(photo.key).read_bytes()
    for secret in (b"Cameramaker", b"secret comment", b"profile", b"Exif"):
        assert secret not in content
        assert secret not in path_of(photo.key, thumb=True).read_bytes()


def test_texts_inside_a_png_are_gone(app: Flask) -> None:
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", "Ana Muñoz")
    shot = take_in("shot.png", samples.picture(pnginfo=told))
    assert b"Ana" not in path_of(shot.key).read_bytes()
    assert image_of(shot).format == "PNG"


MODES = ("1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16")
HAVE_NOT = {"PNG": {"CMYK"}, "JPEG": {"P", "RGBA", "LA", "I;16"}, "GIF": {"CMYK"}, "WEBP": set()}
"""The modes that a format cannot be written in."""


@pytest.mark.parametrize(
    ("kind", "mode"),
    [(kind, mode) for kind, lacking in HAVE_NOT.items() for mode in MODES if mode not in lacking],
)
def test_each_kind_of_picture_is_still_itself(app: Flask, kind: str, mode: str) -> None:
    image = Image.new("L", (60, 40), 0)
    image.paste(255, (30, 0, 60, 40))
    if mode == "I;16":
        image = image.convert("I").point(lambda value: value * 257).convert("I;16")
    content = samples.saved(image.convert(mode), kind)
    made = image_of(take_in(f"a.{kind.lower()}", content)).convert("L")
    assert made.size == (60, 40)
    assert made.getpixel((5, 20)) < 40
    assert made.getpixel((55, 20)) > 215


def test_transparency_stays(app: Flask) -> None:
    image = Image.new("RGBA", (10, 10), (255, 0, 0, 0))
    made = image_of(take_in("a.webp", samples.saved(image, "WEBP", lossless=True)))
    assert made.mode == "RGBA"
    assert made.getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_what_moves_goes_on_moving(app: Flask, kind: str) -> None:
    taken = take_in(f"wait.{kind.lower()}", samples.moving(kind))
    assert (taken.name, taken.media_type) == (f"wait.{kind.lower()}", f"image/{kind.lower()}")
    image = image_of(taken)
    shown = []
    for number in range(3):
        image.seek(number)
        red, green, blue = image.convert("RGB").getpixel((5, 5))
        shown.append(("red", "green", "blue")[[red, green, blue].index(max(red, green, blue))])
        if kind != "WEBP":  # Pillow tells it one frame late
            assert image.info["duration"] == (200 if number == 1 else 100)
    assert shown == ["red", "green", "blue"]
    assert getattr(image_of(taken, thumb=True), "n_frames", 1) == 1


def test_what_is_written_into_an_animation_is_gone(app: Flask) -> None:
    taken = take_in("wait.gif", samples.moving("GIF", comment=b"Ana Munoz"))
    assert b"Ana" not in path_of(taken.key).read_bytes()


def test_an_animation_that_is_too_long_is_refused_in_words(app: Flask) -> None:
    frames = [Image.new("1", (10, 10), number % 2) for number in range(700)]
    content = samples.saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=20)
    assert "Send a shorter one, or a video" in refused("long.gif", content)


def test_a_scan_of_several_pages_is_not_cut_to_its_first(app: Flask) -> None:
    pages = samples.saved(
        Image.new("L", (10, 10)), "TIFF", save_all=True, append_images=[Image.new("L", (10, 10))]
    )
    assert "Send it as a PDF" in refused("scan.tif", pages)


def test_the_photo_of_an_iphone_is_a_photo(app: Flask) -> None:
    content = samples.iphone_photo()
    assert image_of_bytes(content).format == "MPO"
    photo = take_in("IMG_0815.JPG", content)
    assert (photo.name, photo.media_type) == ("IMG_0815.JPG", "image/jpeg")
    assert photo.size < 1.1 * len(content)
    assert b"MPF" not in path_of(photo.key).read_bytes()


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "AVIF"])
def test_pictures_of_the_office_are_taken(app: Flask, kind: str) -> None:
    taken = take_in(f"shot.{kind.lower()}", samples.picture(kind))
    assert taken.media_type in {"image/png", "image/jpeg"}
    assert image_of(taken).convert("RGB").getpixel((5, 5))[0] > 180


def test_a_photo_that_cannot_be_read_is_told_how_to_send(app: Flask) -> None:
    heic = b"\0\0\0\x20ftypheic\0\0\0\0mif1heic" + bytes(400)
    assert "Send it as JPEG" in refused("IMG_1.HEIC", heic)
    assert "Send it as JPEG" in refused("IMG_1.jpg", heic)


def image_of_bytes(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_large_picture_is_reduced_and_has_a_small_copy(app: Flask) -> None:
    photo = take_in("big.jpg", samples.picture("JPEG", (6000, 4000)))
    assert photo.width is not None
    assert photo.height is not None
    assert 11_000_000 < photo.width * photo.height <= 12_000_000
    assert image_of(photo, thumb=True).size == (480, 320)


def test_a_picture_at_the_limit_is_taken_and_one_beyond_it_is_not(app: Flask) -> None:
    assert (
        take_in("wide.png", samples.picture("PNG", (8000, 5000), "RGBA")).media_type == "image/png"
    )
    assert "40 million pixels" in refused("wide.png", samples.picture("PNG", (8001, 5000), "L"))


def test_a_bomb_is_refused_at_once_with_a_reason(app: Flask) -> None:
    bomb = samples.bomb()
    assert len(bomb) < 1_000_000
    started = time.monotonic()
    reason = refused("black.png", bomb)
    assert "“black.png” has more than 40 million pixels" in reason
    assert "Crop it" in reason
    assert time.monotonic() - started < 30, "some milliseconds on a machine that has time"


@pytest.mark.parametrize("cut", [60, 200, 600])
def test_a_broken_picture_is_refused(app: Flask, cut: int) -> None:
    whole = samples.picture("JPEG", (200, 200))
    assert "can’t be read as an image" in refused("a.jpg", whole[:cut])


def test_refusals_say_what_helps(app: Flask) -> None:
    assert "Send a screenshot or a log file" in refused("holiday.png", samples.EXE)
    assert "Send a screenshot or a PDF" in refused("drawing.svg", samples.SVG)
    assert "is empty" in refused("a.txt", b"")
    assert "larger than 20\u00a0MB" in refused("a.log", b"line of text\n" * (LIMIT // 13 + 1))
    assert "Correct the extension" in refused("letter.docx", samples.archive())
    assert "put the file in a ZIP" in refused("core", bytes(range(256)) * 4)


def test_what_is_good_is_taken_although_a_neighbour_is_refused(app: Flask) -> None:
    uploads = [
        upload("a.txt", b"one"),
        upload("b.exe", samples.EXE),
        upload("", b""),
        upload("c.log", b"two"),
    ]
    prepared, refusals = prepare(uploads, NOW, ALLOWED)
    assert [each.name for each in prepared] == ["a.txt", "c.log"]
    assert [each.name for each in refusals] == ["b.exe"]
    assert path_of(prepared[0].key).read_bytes() == b"one"
    assert path_of(prepared[0].key).stat().st_mode & 0o077 == 0


def test_a_file_lives_until_its_time_unless_it_is_kept(app: Flask) -> None:
    prepared, _ = prepare(
        [upload(f"{name}.png", samples.picture()) for name in "abc"], NOW, ALLOWED
    )
    with writing():
        kept, pushed, _gone = add(prepared, NOW, expires_at=NOW + timedelta(days=1))
        keep([kept])
        release([pushed], NOW + timedelta(days=9))
    assert sweep(NOW + timedelta(hours=23)) == 0
    assert sweep(NOW + timedelta(days=2)) == 1
    assert {file.name for file in db.session.scalars(db.select(File))} == {"a.png", "b.png"}
    there = [path_of(each.key, thumb).exists() for each in prepared for thumb in (False, True)]
    assert there == [True, True, True, True, False, False]


def test_what_is_not_kept_needs_an_end(app: Flask) -> None:
    prepared, _ = prepare([upload("a.txt", b"one")], NOW, ALLOWED)
    with pytest.raises(ValueError, match="not kept"), writing():
        add(prepared, NOW)


def test_bytes_without_a_row_go_after_an_hour(app: Flask) -> None:
    from portal.ground.now import now

    prepared, _ = prepare(
        [upload("a.png", samples.picture()), upload("b.txt", b"two")], now(), ALLOWED
    )
    with writing():
        add(prepared[1:], now(), kept=True)
    assert sweep(now()) == 0
    assert sweep(now() + timedelta(hours=2)) > 0
    assert not path_of(prepared[0].key).exists()
    assert not path_of(prepared[0].key, thumb=True).exists()
    assert path_of(prepared[1].key).exists()
