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


def iphone_photo() -> bytes:
    """A JPEG with a second, small picture behind it, as iPhones write them."""
    image = Image.effect_noise((2000, 1500), 40).convert("RGB")
    return saved(image, "MPO", save_all=True, append_images=[image.resize((500, 375))], quality=85)


def moving(kind: str, **options: object) -> bytes:
    """An animation of three frames, the middle one twice as long."""
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("#ff0000", "#00ff00", "#0000ff")]
    options = {"duration": [100, 200, 100], "loop": 0} | options
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], **options)


def zipped(*parts: str, **texts: str) -> bytes:
    """A ZIP file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archived:
        for part in (*texts, *parts):
            archived.writestr(part, texts.get(part, "x"))
    return out.getvalue()


def compound(stream: str, clsid: bytes = bytes(16)) -> bytes:
    """The smallest file that Microsoft's compound format allows: a root, and one stream of that name."""

    def entry(name: str, kind: int, child: int, of: bytes = bytes(16), start: int = 0) -> bytes:
        text = name.encode("utf-16-le")
        head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
        ends = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
        return head + ends + of + bytes(20) + struct.pack("<IQ", start, 0)

    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header += b"\xff\xff\xff\xff" * 108
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff\xff\xff\xff" * 126
    end = 0xFFFFFFFE
    entries = entry("Root Entry", 5, 1, clsid, end) + entry(stream, 2, 0xFFFFFFFF, start=end)
    return header + table + entries.ljust(512, b"\0")


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
