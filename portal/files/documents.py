"""What a container holds: a document of an office, a mail, an archive; told by its parts, since they all begin alike."""

import zipfile
from pathlib import Path

import olefile

from portal.files.kinds import KINDS, Kind, Reason, Unacceptable
from portal.files.names import ending_of
from portal.files.texts import runs_in_browsers

_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIPPED = {
    "word/": (f"{_OFFICE}wordprocessingml.document", "docx dotx"),
    "xl/": (f"{_OFFICE}spreadsheetml.sheet", "xlsx xltx"),
    "ppt/": (f"{_OFFICE}presentationml.presentation", "pptx potx ppsx"),
}
_OPEN = {
    f"{_OPEN_DOCUMENT}text": "odt",
    f"{_OPEN_DOCUMENT}spreadsheet": "ods",
    f"{_OPEN_DOCUMENT}presentation": "odp",
    f"{_OPEN_DOCUMENT}graphics": "odg",
}
_STREAMS = {
    "WordDocument": ("application/msword", "doc dot"),
    "Workbook": ("application/vnd.ms-excel", "xls xlt"),
    "Book": ("application/vnd.ms-excel", "xls xlt"),
    "PowerPoint Document": ("application/vnd.ms-powerpoint", "ppt pps"),
    "__properties_version1.0": ("application/vnd.ms-outlook", "msg"),
}
_INSTALLERS = frozenset(f"000C10{last}-0000-0000-C000-000000000046" for last in ("84", "86", "82"))
"""Root classes of Windows Installer: a package, a patch, a transform."""
_MACROS = frozenset({"VBA", "_VBA_PROJECT_CUR", "Macros"})


def looked_into(kind: Kind, path: Path, name: str) -> Kind:
    """The kind of what the container holds, which the name must agree with; any other kind as it is.

    Raises Unacceptable.
    """
    if kind is KINDS["application/zip"]:
        return _zipped(path, name)
    if kind is KINDS["application/x-ole"]:
        return _agreeing(_compound(path), name)
    if ending_of(name) == "xml" and runs_in_browsers(path.read_bytes()):
        raise Unacceptable(Reason.WEB_PAGE)
    return kind


def _zipped(path: Path, name: str) -> Kind:
    ending = ending_of(name)
    archive = Kind("application/zip", frozenset({"zip"}))
    try:
        with zipfile.ZipFile(path) as opened:
            parts = opened.namelist()
            document = _document(opened, parts)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return _agreeing(archive, name)  # split or locked: it is kept as it is
    if document is not None and any(part.endswith("vbaProject.bin") for part in parts):
        raise Unacceptable(Reason.MACROS)
    return archive if ending in archive.endings else _agreeing(document or archive, name)


def _document(opened: zipfile.ZipFile, parts: list[str]) -> Kind | None:
    if "[Content_Types].xml" in parts:
        for folder, (media_type, endings) in _ZIPPED.items():
            if any(part.startswith(folder) for part in parts):
                return Kind(media_type, frozenset(endings.split()))
    if parts[:1] == ["mimetype"] and opened.getinfo("mimetype").file_size < 100:
        media_type = opened.read("mimetype").decode("ascii", "replace").strip()
        if media_type in _OPEN:
            return Kind(media_type, frozenset({_OPEN[media_type]}))
    return None


def _compound(path: Path) -> Kind:
    try:
        with olefile.OleFileIO(path) as opened:
            if str(opened.root.clsid) in _INSTALLERS:
                raise Unacceptable(Reason.PROGRAM)
            tops = {entry[0] for entry in opened.listdir(streams=True, storages=True)}
    except (OSError, olefile.olefile.OleFileError, ValueError, IndexError, RecursionError):
        raise Unacceptable(Reason.UNKNOWN) from None
    if tops & _MACROS:
        raise Unacceptable(Reason.MACROS)
    for stream, (media_type, endings) in _STREAMS.items():
        if stream in tops:
            return Kind(media_type, frozenset(endings.split()))
    raise Unacceptable(Reason.UNKNOWN)


def _agreeing(kind: Kind, name: str) -> Kind:
    ending = ending_of(name)
    if ending and ending not in kind.endings:
        raise Unacceptable(Reason.NAME_DISAGREES)
    return kind
