"""A program of its own: one picture made anew (PNG or JPEG, upright, without metadata) under hard limits.

Run as `python -I reencoding.py SOURCE PICTURE THUMB`, never imported by the portal: decoders of strangers'
bytes work in a process that can be cut off. Prints one line of JSON: {"ending", "width", "height"} or
{"refused": reason}. It imports nothing of the portal, so that it starts fast and can be run by its path.
"""

import json
import resource
import sys

from PIL import Image, ImageOps

ACCEPTED_PIXELS = 40_000_000
KEPT_PIXELS = 12_000_000
THUMB_SIDE = 480
MEMORY = 1_200_000_000
"""Bytes of address space: a picture of 40 Mpx with transparency, decoded, and its reduced copy."""
SECONDS = 30
PHOTO_BYTES = 3_000_000
"""An opaque picture that is larger than this as PNG is a photograph, and is kept as JPEG."""


def limit() -> None:
    """No more memory, time, or disk than one honest picture needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000_000, 100_000_000))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def reencode(source: str, picture: str, thumb: str) -> dict[str, object]:
    """Write `picture` and `thumb`; what came of it. Raises what Pillow raises for a broken picture."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit, below, comes before any decoding
    with Image.open(source, formats=("PNG", "JPEG", "GIF", "WEBP")) as opened:
        width, height = opened.size
        if width * height > ACCEPTED_PIXELS:
            return {"refused": "too_many_pixels"}
        was_jpeg = opened.format == "JPEG"
        if was_jpeg:
            opened.draft(None, reduced(width, height))
        opened.load()  # the first frame of an animation
        image = plain(ImageOps.exif_transpose(opened))
    if image.width * image.height > KEPT_PIXELS:
        image = image.resize(
            reduced(image.width, image.height), Image.Resampling.LANCZOS, reducing_gap=2.0
        )
    image.info.clear()
    ending = save(image, picture, was_jpeg)
    width, height = image.size
    image.thumbnail((THUMB_SIDE, THUMB_SIDE), reducing_gap=2.0)
    image.save(thumb, "PNG" if ending == "png" else "JPEG", quality=80)
    return {"ending": ending, "width": width, "height": height}


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


def save(image: Image.Image, path: str, was_jpeg: bool) -> str:
    """Write the picture; the ending that says as what."""
    if not was_jpeg:
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
