"""What opens a door or names a machine: passwords, keys, links with tokens, addresses of mail and machines, home folders."""

import re
from collections.abc import Iterator

from portal.ground.private_data.finding import Kind

_FILES = "png|jpe?g|gif|svg|webp|css|js|ts|py|json|ya?ml|md|txt|log|zip|exe|dll"
_EMAIL = re.compile(
    r"(?<![\w.+%'\\-])[\w.+%'\\-]{1,64}(?:@| ?[\[(](?:at|arroba)[\])] ?| arroba )"
    rf"(?:[a-zA-Z0-9-]{{1,63}}(?:\.|(?: punto | ?[\[(](?:dot|punto)[\])] ?))){{1,5}}(?!(?:{_FILES})\b)[a-zA-Z]{{2,24}}(?![\w@-])"
)
_EXAMPLES = re.compile(
    r"(?i)@(?:example\.(?:com|net|org)|(?:su-?)?(?:ejemplo|empresa|dominio|company|domain|yourdomain)\.(?:com|cl|es))$"
)

_URL = re.compile(
    r"(?i)\b(?:https?|ftp|sftp|ssh|wss?|postgres(?:ql)?|mysql|mongodb|redis|amqp|smtps?|sip)://[^\s<>\"')\]]+"
)
_USERINFO = re.compile(r"://[^/@\s:]*:[^/@\s]+@")
_TOKEN_PARAM = re.compile(
    r"(?i)[?&#;](?:[a-z_-]*token|key|api_?key|sig|signature|auth|password|passwd|pwd|pass|session|session_?id|sid|"
    r"jwt|secret|code|otp|pin|email|correo|user|usuario|username)=(?![<{*$%.…]|xxx|your)[^&\s]{3,}"
)
_TOKEN_STEP = re.compile(
    r"/(?=[A-Za-z0-9_-]*\d)(?=[A-Za-z0-9_-]*[a-z])(?=[A-Za-z0-9_-]*[A-Z])[A-Za-z0-9_-]{16,}(?![\w.-])"
)

_LABEL = (
    r"contrasenas?|claves?(?: de (?:acceso|api|wifi))?|passwords?|passwd|passphrase|passcode|pwd|pass|pin|tokens?|"
    r"bearer|secretos?|secret(?:_?key)?|client[_ -]?secret|api[ _-]?keys?|access[ _-]?keys?|license key|licencia|"
    r"(?:session|cookie)(?:[ _-]?id)?|otp|codigo de (?:verificacion|acceso)|verification code|psk|community"
)
_LABELLED = re.compile(
    rf"(?i)(?<![a-z])(?:[\w-]{{0,20}}[_-])?(?:{_LABEL})(?P<sign>[*_`\"']*\s?[:=]\s?|\s(?:es|era|is|was)\s(?:[:]\s?)?|\s)"
    r"[*_`\"'“«]*(?P<value>[^\s\"'`<>“”«»,;|]{3,200})"
)
_NO_SECRET = re.compile(
    r"(?i)[*•x.…_-]+|[{$%\[].*|(?:su|tu|your|my|mi)[-_ ].*|ningun[ao]?|none|null|true|false|yes|no|si|"
    r"requerid[ao]|obligatori[ao]|required|optional|opcional|mandatory|incorrect[ao]?|invalid[ao]?|wrong|expired|vencid[ao]|"
    r"(?:abc|pass|clave)?1234?5?6?"
)
_LINE_ENDS = re.compile(r"[ .*_`\"']{0,5}(?:\n|$)")
_PREFIXED = re.compile(
    r"(?<![\w-])(?:sk|pk|rk)[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9_-]{16,}|(?<!\w)gh[pousr]_[A-Za-z0-9]{20,}"
    r"|(?<!\w)github_pat_\w{20,}|(?<!\w)glpat-[\w-]{16,}|(?<![\w-])xox[abprs]-[\w-]{10,}|(?<!\w)A[KS]IA[0-9A-Z]{16}(?!\w)"
    r"|(?<!\w)AIza[\w-]{30,}|(?<!\w)SG\.[\w-]{16,}\.[\w-]{16,}|(?<!\w)eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[^-]{1,8000}-----END [A-Z ]*PRIVATE KEY-----)?"
)
_UUID = re.compile(r"(?i)(?<![\w{-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w}-])")
_MIXED = re.compile(
    r"(?<![\w/+.=-])(?=[A-Za-z0-9+/_]{0,199}\d)[A-Za-z0-9+/_]{16,200}={0,2}(?![\w+/.=-])"
)
_CHECKSUM = re.compile(
    r"(?i)(?:commit|sha-?\d*|md5|checksum|hash|huella|suma de verificacion)\W{0,4}$"
)
_TURNS = re.compile(r"[A-Za-z]\d|\d[A-Za-z]")

_IPV4 = re.compile(
    r"(?<![\w.-])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w-]|\.\d)"
)
_VERSION = re.compile(
    r"(?i)(?:version|versiones|ver|v|build|firmware|release|compilacion)[.:]?\s?$"
)
_WELL_KNOWN = re.compile(r"127\..*|0\.0\.0\.0|255\..*|8\.8\.[84]\.[84]|1\.[01]\.[01]\.1|9\.9\.9\.9")
_IPV6 = re.compile(
    r"(?i)(?<![\w:.])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){0,6}(?:::)?(?![\w:])"
)
_MAC = re.compile(
    r"(?i)(?<![\w:-])(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?![\w:-])|(?<![\w:-])(?:[0-9a-f]{2}-){5}[0-9a-f]{2}(?![\w:-])"
)
_HOME = re.compile(
    r"(?i)(?:[a-z]:[\\/]+(?:users|usuarios|documents and settings)[\\/]+|(?<![\w/])/(?:home|users|export/home)/|\\\\[\w.-]{1,60}\\(?:users|home)\\)"
    r"(?P<name>[^\\/:*?\"<>|\r\n\s]{2,60}(?: [^\\/:*?\"<>|\r\n\s]{1,40}){0,2}(?=[\\/])|[^\\/:*?\"<>|\r\n\s,;)`]{2,60})"
)
_NOBODYS_HOME = re.compile(
    r"(?i)public|publico|default|all users|shared|users?|usuarios?|username|(?:su|tu|your|my|mi)?[-_ ]?(?:usuario|nombre|name|user|username)|admin(?:istrator|istrador)?|root|[%$<{\[].*|\.+|ubuntu|runner|www-data"
)


def secrets_in(text: str) -> Iterator[tuple[int, int, Kind]]:
    """Where such things stand."""
    yield from _links(text)
    yield from _told(text)
    yield from _random(text)
    yield from _machines(text)
    for match in _EMAIL.finditer(text):
        if not _EXAMPLES.search(match.group()):
            yield *match.span(), Kind.EMAIL
    for match in _HOME.finditer(text):
        if not _NOBODYS_HOME.fullmatch(match["name"]):
            yield *match.span("name"), Kind.PATH


def _links(text: str) -> Iterator[tuple[int, int, Kind]]:
    for match in _URL.finditer(text):
        address = match.group().rstrip(".,;:!?*_")
        if any(sign.search(address) for sign in (_USERINFO, _TOKEN_PARAM, _TOKEN_STEP)):
            yield match.start(), match.start() + len(address), Kind.LINK


def _told(text: str) -> Iterator[tuple[int, int, Kind]]:
    """What is said to be the password. Behind '=' it is one; else it must look like one, or end its line."""
    for match in _LABELLED.finditer(text):
        value, sign = match["value"].rstrip(".):*_"), match["sign"].strip(" *_`\"'")
        end = match.start("value") + len(value)
        if len(value) < 4 or _NO_SECRET.fullmatch(value):
            continue
        is_last = sign == ":" and value.islower() and _LINE_ENDS.match(text, end) is not None
        if sign == "=" or is_last or _looks_secret(value, bool(sign)):
            yield match.start("value"), end, Kind.SECRET


def _looks_secret(value: str, has_sign: bool) -> bool:
    """Whether no plain word is written so; without a sign between it and its label, letters and digits must mix."""
    has_digit, has_letter = any(c.isdigit() for c in value), any(c.isalpha() for c in value)
    if re.fullmatch(r"\d+(?:\.\d+)*", value):
        return has_sign and len(value) >= 4
    if has_digit and has_letter:
        return not re.fullmatch(r"[A-Za-z]+\d?|0x\w+|[A-Z]+[-_]?\d+|\d+-\w+", value) or (
            has_sign and len(value) > 5
        )
    return has_sign and bool(re.search(r"\w[@#$%&!+*^~]|[@#$%&!+*^~]\w", value))


def _random(text: str) -> Iterator[tuple[int, int, Kind]]:
    """Keys that carry their maker's mark, and letters and digits mixed as nobody writes them."""
    for pattern in (_PREFIXED, _UUID):
        yield from ((*match.span(), Kind.SECRET) for match in pattern.finditer(text))
    for match in _MIXED.finditer(text):
        if _is_key(match.group()) and not _CHECKSUM.search(
            text, max(0, match.start() - 30), match.start()
        ):
            yield *match.span(), Kind.SECRET


def _is_key(word: str) -> bool:
    """Whether letters and digits change so often that no name of a file or a setting is meant."""
    digits, turns = sum(sign.isdigit() for sign in word), len(_TURNS.findall(word))
    is_path = word.count("/") > 1 or word.count("_") > 1 or word.startswith("0x")
    return digits > 2 and turns > 2 and not is_path


def _machines(text: str) -> Iterator[tuple[int, int, Kind]]:
    for match in _IPV4.finditer(text):
        is_version = _VERSION.search(text, max(0, match.start() - 16), match.start())
        if not is_version and not _WELL_KNOWN.fullmatch(match.group()):
            yield *match.span(), Kind.MACHINE
    for match in _IPV6.finditer(text):
        words = match.group()
        is_address = words.count(":") >= 3 and (words.count(":") == 7 or "::" in words)
        if is_address and not words.lower().startswith(("fe80::1", "::1")):
            yield *match.span(), Kind.MACHINE
    yield from ((*match.span(), Kind.MACHINE) for match in _MAC.finditer(text))
