"""Files beside an article (`<language>/<slug>/…`): which may be shown, and as what."""

from pathlib import Path

_HEAD = 32
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"WEBVTT", "text/vtt"),
    (b"\xef\xbb\xbfWEBVTT", "text/vtt"),
)


def file_beside(folder: Path, language: str, slug: str, path: str) -> Path | None:
    """The file at a path beside an article; None for what is not there, hidden, or reached by a detour."""
    parts = path.split("/")
    if "\0" in path or "\\" in path or any(not p or p.startswith(".") for p in parts):
        return None
    home = (folder / language / slug).resolve()
    file = home.joinpath(*parts).resolve()  # a symbolic link is followed, but not out of its home
    try:
        is_there = file.is_file()
    except OSError:  # a name that no disk can hold
        return None
    return file if is_there and file.is_relative_to(home) else None


def type_of(file: Path) -> str | None:
    """The type that the file's first bytes show; None for all that is no picture, video or caption."""
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return "video/mp4" if head[4:8] == b"ftyp" else None
