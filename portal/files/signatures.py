"""How the kinds of files begin. Sources: `docs/files.md`."""

Signature = tuple[int, bytes, str]
"""Where it stands, the bytes there, the kind."""

SIGNATURES: tuple[Signature, ...] = (
    (0, b"#!AMR", "audio/amr"),  # before '#!', which begins a script
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"%PDF", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (257, b"ustar", "application/x-tar"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"caff\0", "audio/x-caf"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (0, b"\xd4\xc3\xb2\xa1", "application/vnd.tcpdump.pcap"),
    (0, b"\xa1\xb2\xc3\xd4", "application/vnd.tcpdump.pcap"),
    (0, b"\x4d\x3c\xb2\xa1", "application/vnd.tcpdump.pcap"),
    (0, b"\x0a\x0d\x0d\x0a", "application/vnd.tcpdump.pcap"),
    (0, b"ElfFile\0", "application/x-evtx"),
    (0, b"MZ", "program"),
    (0, b"\x7fELF", "program"),
    (0, b"#!", "program"),
    (0, b"\xca\xfe\xba\xbe", "program"),
    (0, b"\xfe\xed\xfa\xce", "program"),
    (0, b"\xfe\xed\xfa\xcf", "program"),
    (0, b"\xce\xfa\xed\xfe", "program"),
    (0, b"\xcf\xfa\xed\xfe", "program"),
    (0, b"\0asm", "program"),
    (0, b"dex\n", "program"),
    (0, b"MSCF", "program"),
    (0, b"\x4c\0\0\0\x01\x14\x02\0", "program"),
)
_BRANDS = (
    (("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"), "image/heic"),
    (("avif", "avis"), "image/avif"),
    (("qt",), "video/quicktime"),
    (("3gp", "3g2", "3gr", "3gs"), "video/3gpp"),
    (("M4A", "M4B", "M4P"), "audio/mp4"),
)
"""How the brand of an ISO file begins; any other is a film."""
_ATOMS = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
"""With what a QuickTime film begins that has no brand."""
_RIFF = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp"}
_AUDIO_FRAMES = {0xFB: "audio/mpeg", 0xFA: "audio/mpeg", 0xF3: "audio/mpeg", 0xF2: "audio/mpeg"} | {
    0xF1: "audio/aac", 0xF9: "audio/aac"
}  # fmt: skip


def guessed(head: bytes) -> str:
    """The media type by the first bytes; 'program' for what runs, '' where nothing tells (a text)."""
    for at, mark, media_type in SIGNATURES:
        if head.startswith(mark, at):
            return media_type
    if head[4:8] == b"ftyp":
        return _of_brand(head)
    if head[4:8] in _ATOMS:
        return "video/quicktime"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], "")
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return "image/bmp"
    return _AUDIO_FRAMES.get(head[1], "") if head.startswith(b"\xff") and len(head) > 9 else ""


def _of_brand(head: bytes) -> str:
    """The kind of an ISO file. A picture may call itself 'mif1' first: what else it is compatible with decides."""
    size = min(int.from_bytes(head[:4], "big"), 256)
    brands = [head[at : at + 4].decode("latin-1") for at in (8, *range(16, size, 4))]
    if "avif" in brands and brands[0] in {"mif1", "msf1", "avif", "avis"}:
        return "image/avif"
    for beginnings, media_type in _BRANDS:
        if brands[0].startswith(beginnings):
            return media_type
    return "video/mp4"
