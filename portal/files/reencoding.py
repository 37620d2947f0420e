"""A program of its own: one picture made anew (upright, without metadata) under hard limits.

Run as `python -I reencoding.py SOURCE PICTURE THUMB`, never imported by the portal: decoders of strangers'
bytes work in a process that can be cut off. Prints one line of JSON: {"ending", "width", "height"} or
{"refused": reason}. It imports nothing of the portal, so that it starts fast and can be run by its path.
What moves goes on moving: a GIF stays one, an animated PNG and WebP too; all else becomes PNG or JPEG.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator
from typing import Any

from PIL import GifImagePlugin, Image, ImageFile, ImageOps, ImageSequence

ACCEPTED_PIXELS = 40_000_000
KEPT_PIXELS = 12_000_000
MOST_FRAMES = 600
MOVING_PIXELS = 150_000_000
"""Of all frames together."""
KEPT_BYTES = 20_000_000
THUMB_SIDE = 480
MEMORY = 1_200_000_000
"""Bytes of address space: a picture of 40 Mpx with transparency, decoded, and its reduced copy."""
SECONDS = 30
PHOTO_BYTES = 3_000_000
"""An opaque picture that is larger than this as PNG is a photograph, and is kept as JPEG."""
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "TIFF", "MPO")
PHOTOS = frozenset({"JPEG", "MPO", "AVIF"})
TWO_IN_ONE = frozenset({"JPEG", "MPO"})
"""MPO is how phones write a photo with a second one (depth, brightness) behind it in the same JPEG."""
ENDINGS = {"GIF": "gif", "PNG": "png", "WEBP": "webp"}


def limit() -> None:
    """No more memory, time, or disk than one honest picture needs; and pages go first."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000_000, 100_000_000))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def reencode(source: str, picture: str, thumb: str) -> dict[str, object]:
    """Write `picture` and `thumb`; what came of it. Raises what Pillow raises for a broken picture."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit, below, comes before any decoding
    GifImagePlugin.LOADING_STRATEGY = (
        GifImagePlugin.LoadingStrategy.RGB_AFTER_DIFFERENT_PALETTE_ONLY
    )
    with Image.open(source, formats=FORMATS) as opened:
        width, height = opened.size
        if width * height > ACCEPTED_PIXELS:
            return {"refused": "too_many_pixels"}
        if opened.format not in TWO_IN_ONE and getattr(opened, "n_frames", 1) > 1:
            return moving(opened, picture, thumb)
        return still(opened, picture, thumb)


def still(opened: ImageFile.ImageFile, picture: str, thumb: str) -> dict[str, object]:
    """One picture, upright, of at most the kept number of pixels."""
    is_photo = opened.format in PHOTOS
    if is_photo:
        opened.draft("", reduced(*opened.size))
    opened.load()
    image = plain(ImageOps.exif_transpose(opened))
    if image.width * image.height > KEPT_PIXELS:
        image = image.resize(
            reduced(image.width, image.height), Image.Resampling.LANCZOS, reducing_gap=2.0
        )
    image.info.clear()
    ending = save(image, picture, is_photo)
    save_small(image, thumb, "JPEG" if ending == "jpg" else "PNG")
    return {"ending": ending, "width": image.width, "height": image.height}


def moving(opened: ImageFile.ImageFile, picture: str, thumb: str) -> dict[str, object]:
    """All frames, each as it looks when it is shown, with its time."""
    if opened.format == "TIFF":
        return {"refused": "several_pages"}
    frames, (width, height) = getattr(opened, "n_frames", 1), opened.size
    if frames > MOST_FRAMES or frames * width * height > MOVING_PIXELS:
        return {"refused": "too_long"}
    kind = str(opened.format if opened.format in ENDINGS else "WEBP")
    first, *rest = shown = list(bare(opened))  # a list: the writer of PNG reads it twice
    options = how_it_moves(opened, kind, shown)
    first.save(picture, kind, save_all=True, append_images=rest, **options)
    if os.path.getsize(picture) > KEPT_BYTES:  # noqa: PTH202 (a bare program)
        return {"refused": "too_long"}
    save_small(plain(first), thumb, "PNG")
    return {"ending": ENDINGS[kind], "width": width, "height": height}


def how_it_moves(
    opened: ImageFile.ImageFile, kind: str, frames: list[Image.Image]
) -> dict[str, Any]:
    """How often it is shown, and what each format must be told besides the frames."""
    told = opened.info
    often = {"loop": told["loop"]} if "loop" in told else {}
    if kind == "GIF":
        # Frames that are see-through are written whole: over the last one, they would not be.
        return often | {"disposal": 2 if any(map(is_see_through, frames)) else 1}
    if kind == "PNG":
        return often | {"default_image": bool(told.get("default_image"))}
    times = [frame.info.get("duration", 100) for frame in frames]
    return often | {"duration": times, "quality": 80, "method": 2}


def is_see_through(image: Image.Image) -> bool:
    if not image.has_transparency_data:
        return False
    lowest, _highest = image.copy().convert("RGBA").getchannel("A").getextrema()
    return isinstance(lowest, (int, float)) and lowest < 255


def bare(opened: ImageFile.ImageFile) -> Iterator[Image.Image]:
    """The frames without what was written into them, but for how long each is shown."""
    for frame in ImageSequence.Iterator(opened):
        image = frame.copy()
        image.info = {
            name: image.info[name] for name in ("transparency", "duration") if name in image.info
        }
        yield image


def save_small(image: Image.Image, path: str, kind: str) -> None:
    """Write the small copy."""
    image = image.copy()
    image.thumbnail((THUMB_SIDE, THUMB_SIDE), reducing_gap=2.0)
    image.save(path, kind, quality=80)


def plain(image: Image.Image) -> Image.Image:
    """The picture in one of three modes: grey, colours, colours with transparency."""
    if image.mode.startswith("I"):  # sixteen bits a pixel
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")


def reduced(width: int, height: int) -> tuple[int, int]:
    """The size at which the picture has no more than the kept number of pixels."""
    share = min(1.0, (KEPT_PIXELS / (width * height)) ** 0.5)
    return max(1, int(width * share)), max(1, int(height * share))


def save(image: Image.Image, path: str, is_photo: bool) -> str:
    """Write the picture; the ending that says as what."""
    if not is_photo or image.mode == "RGBA":
        image.save(path, "PNG")
        with open(path, "rb") as written:  # noqa: PTH123 (a bare program)
            small = written.seek(0, 2) <= PHOTO_BYTES
        if small or image.mode == "RGBA" or max(image.size) > 65_000:
            return "png"
    image.save(path, "JPEG", quality=86, progressive=True)
    return "jpg"


def main(source: str, picture: str, thumb: str) -> None:
    """Make the picture and say in JSON what came of it; whatever goes wrong is a broken picture."""
    limit()
    try:
        outcome = reencode(source, picture, thumb)
    except MemoryError:
        outcome = {"refused": "too_many_pixels"}
    except Exception:  # Pillow raises six types on bad pictures; each means the same here
        outcome = {"refused": "broken_picture"}
    sys.stdout.write(json.dumps(outcome))


if __name__ == "__main__":
    main(*sys.argv[1:4])
