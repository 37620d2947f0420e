"""Which contents are accepted, known by their bytes; the name must agree with what the file holds."""

from dataclasses import dataclass
from enum import StrEnum

from portal.files.names import ending_of
from portal.files.signatures import guessed
from portal.files.texts import as_text, is_page

LIMIT = 20_000_000
"""The most bytes that one file may have, whatever the policy allows."""
HEAD = 8192
"""How many bytes of the beginning tell what a file is."""


class Reason(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    TOO_MANY = "too_many"
    OVER_BUDGET = "over_budget"
    BUSY = "busy"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_LONG = "too_long"
    SEVERAL_PAGES = "several_pages"
    BROKEN_PICTURE = "broken_picture"
    TOO_SLOW = "too_slow"
    HEIC = "heic"
    NO_PICTURE = "no_picture"
    PROGRAM = "program"
    MACROS = "macros"
    WEB_PAGE = "web_page"
    NAME_DISAGREES = "name_disagrees"
    UNKNOWN = "unknown"


class Unacceptable(Exception):
    """This file is not taken, for `reason`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Kind:
    """One accepted kind of content: how it is sent, and which endings of a name agree with it."""

    media_type: str
    endings: frozenset[str]

    @property
    def is_picture(self) -> bool:
        """Whether it is re-encoded and shown in the page; all else is only downloaded."""
        return self.media_type.startswith("image/")


def _endings(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _kind(media_type: str, endings: str) -> Kind:
    return Kind(media_type, _endings(endings))


# A picture is made anew whatever it was called, so any ending of a picture agrees with any; a phone
# calls a recording .mp4, .m4v, .mov or .3gp, whichever of these it is.
PICTURES = _endings("png apng jpg jpeg jpe jfif mpo gif webp avif bmp dib tif tiff")
_MADE_ANEW = ("png", "jpeg", "gif", "webp", "avif", "bmp", "tiff")
_MOVIES = "mp4 m4v mov qt 3gp 3gpp 3g2 m4a 3ga"
TEXT = _kind(
    "text/plain",
    "txt text log json jsonl ndjson har csv tsv xml md rst conf cfg config ini yml yaml toml properties env "
    "out err trc trace dmesg diff patch sql srt vtt ics vcf eml ips crash stackdump",
)
KINDS = {
    kind.media_type: kind
    for kind in (
        *(Kind(f"image/{name}", PICTURES) for name in _MADE_ANEW),
        _kind("application/pdf", "pdf"),
        _kind("video/mp4", _MOVIES),
        _kind("video/quicktime", _MOVIES),
        _kind("video/3gpp", _MOVIES),
        _kind("video/webm", "webm mkv weba"),
        _kind("video/x-matroska", "mkv mka webm"),
        _kind("video/x-msvideo", "avi"),
        _kind("video/x-ms-asf", "wmv wma asf"),
        _kind("audio/mp4", _MOVIES),
        _kind("audio/ogg", "ogg oga opus ogv"),
        _kind("audio/mpeg", "mp3 mpga"),
        _kind("audio/aac", "aac"),
        _kind("audio/amr", "amr"),
        _kind("audio/wav", "wav wave"),
        _kind("audio/flac", "flac"),
        _kind("audio/x-caf", "caf"),
        _kind("application/zip", "zip docx xlsx pptx dotx xltx potx ppsx odt ods odp odg"),
        _kind("application/x-ole", "doc xls ppt pps msg dot xlt"),
        _kind("application/gzip", "gz tgz"),
        _kind("application/x-7z-compressed", "7z"),
        _kind("application/vnd.rar", "rar"),
        _kind("application/x-xz", "xz txz"),
        _kind("application/x-bzip2", "bz2 tbz tbz2"),
        _kind("application/zstd", "zst"),
        _kind("application/x-tar", "tar"),
        _kind("application/vnd.tcpdump.pcap", "pcap cap pcapng"),
        _kind("application/x-evtx", "evtx"),
    )
}
"""`application/zip` and `application/x-ole` are only what holds a document: see `documents`."""

PROGRAM_ENDINGS = _endings(
    "exe msi msp mst msix msixbundle appx com scr pif dll sys cpl ocx drv bat cmd ps1 psm1 psd1 ps1xml vb vbs vbe "
    "js mjs cjs jse ws wsf wsh wsc sct msc jar war class apk aab ipa app dmg pkg mpkg deb rpm snap flatpak appimage "
    "run sh bash zsh csh ksh fish command tool workflow py pyc pyw pyz pl rb php phar lua tcl lnk url desktop webloc "
    "reg inf hta chm hlp gadget wasm iso img vhd vhdx scpt scptd applescript jnlp application xll settingcontent-ms"
)
MACRO_ENDINGS = _endings("docm dotm xlsm xltm xlsb xlam pptm potm ppsm ppam sldm")
PAGE_ENDINGS = _endings("html htm xhtml xht shtml mht mhtml svg svgz xsl xslt htc")


def recognise(head: bytes, name: str) -> Kind:
    """The kind of a file by its first `HEAD` bytes and its name; raises Unacceptable."""
    ending = ending_of(name)
    if not head:
        raise Unacceptable(Reason.EMPTY)
    media_type = guessed(head)
    _refuse_what_runs(ending, media_type)
    text = None if media_type else as_text(head, len(head) < HEAD, ending in TEXT.endings)
    if ending in PAGE_ENDINGS or (text is not None and is_page(text)):
        raise Unacceptable(Reason.WEB_PAGE)
    kind = KINDS.get(media_type) or (TEXT if text is not None else None)
    if kind is None:
        raise Unacceptable(Reason.UNKNOWN)
    if ending and ending not in kind.endings:
        known = any(ending in other.endings for other in (TEXT, *KINDS.values()))
        raise Unacceptable(Reason.NAME_DISAGREES if known else Reason.UNKNOWN)
    return kind


def _refuse_what_runs(ending: str, media_type: str) -> None:
    if ending in PROGRAM_ENDINGS or media_type == "program":
        raise Unacceptable(Reason.PROGRAM)
    if ending in MACRO_ENDINGS:
        raise Unacceptable(Reason.MACROS)
    if media_type == "image/heic" or ending in {"heic", "heif", "hif"}:
        raise Unacceptable(Reason.HEIC)
