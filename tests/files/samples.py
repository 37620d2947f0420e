"""Files as people send them, good and bad, made on the spot."""

import gzip
import io
import struct
import zipfile
import zlib

from PIL import Image
from werkzeug.datastructures import FileStorage


def upload(name: str, content: bytes) -> FileStorage:
    """What a form brings."""
    return FileStorage(io.BytesIO(content), filename=name)


def picture(
    kind: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object
) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((30, 30, 200), (size[0] // 2, 0, *size))
    return saved(image.convert(mode), kind, **options)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def sideways_photo() -> bytes:
    """A telephone's JPEG: lying on its side, with place, maker, comment and colour profile written in it."""
    image = Image.new("RGB", (80, 40), (200, 30, 30))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees to see it upright
    exif[0x010F] = "Cameramaker"
    exif[0x8825] = {1: "S", 2: (33.0, 27.0, 0.0)}
    return saved(image, "JPEG", exif=exif, comment=b"a secret comment", icc_profile=b"profile" * 30)


def bomb(side: int = 25_000) -> bytes:
    """A PNG of side × side pixels in a few kilobytes: its rows are all black."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (side + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def animation() -> bytes:
    """A GIF of three frames: red, green, blue."""
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("#ff0000", "#00ff00", "#0000ff")]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:])


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archived:
        archived.writestr("app.log", "line")
    return out.getvalue()


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + b"\0" * 300
WEBM = (
    b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"
    + b"\0" * 300
)
GZ = gzip.compress(b"line\n" * 50, mtime=0)
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\0" * 300
ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 300
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"\xef\xbb\xbf\n<!-- hello -->\n<!DOCTYPE html><title>x</title>"
