"""What of a search is not kept: addresses, long numbers and secrets, which tell who somebody is and nothing about what is asked."""

import re

MASK = "…"
LONG_NUMBER = 9
"""Digits from which a bare number is somebody's; an error code has fewer."""
PHONE = 7
"""Digits from which a number with a + or with gaps is somebody's."""

# It begins where its word begins: begun at every letter of a long word, the search would take quadratic time.
ADDRESS = re.compile(r"""(?<![^\s@<>"',;:])[^\s@<>"',;:]++@[^\s@<>"',;]+\.[^\s@<>"',;]+""")
TOLD = re.compile(
    r"(?i)\b(contrase[ñn]a|clave|password|passwd|pwd|pass|pin|token|secret|api[ _-]?key)\s*[:=]\s*\S+"
)
# Letters and digits mixed without a sign between them: a key, a token; an error code has its signs.
RANDOM = re.compile(
    r"(?<![A-Za-z0-9])(?!0[xX])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{16,}(?![A-Za-z0-9])"
)
WORD = re.compile(r"\S+")
UUID = re.compile(r"(?i)\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
NUMBER = re.compile(r"(?<![\w.:/\\-])\+?\(?\d[\d ().-]*\d(?:-?[kK]\b)?(?!\w)")
IDENTITY = re.compile(r"\b\d{8}-?[A-Za-z]\b")
PLAIN = re.compile(r"\d{4}-\d\d-\d\d|\d{5}-\d{5}|\d+(?:\.\d+)+")
"""A date, a range of ports, a version or an address of a machine."""


def masked(text: str) -> str:
    """The text with '…' in place of each e-mail address, phone, card or identity number, and secret.

    Codes stay as they are: 0x80070005, E-1042, 10.4.2, 192.168.1.20, /etc/hosts, user@host.
    """
    text = ADDRESS.sub(MASK, text)
    text = TOLD.sub(rf"\1 {MASK}", text)
    text = UUID.sub(MASK, text)
    text = WORD.sub(lambda word: MASK if RANDOM.search(word[0]) else word[0], text)
    text = IDENTITY.sub(MASK, text)
    return NUMBER.sub(_masked_number, text)


def _masked_number(match: re.Match[str]) -> str:
    number = match.group()
    parts = [part for part in number.split() if not PLAIN.fullmatch(part)]
    digits = sum(sign.isdigit() for sign in "".join(parts))
    return MASK if digits >= (LONG_NUMBER if number.isdigit() else PHONE) else number
