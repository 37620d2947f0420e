"""Numbers that are somebody's: phones, identity and tax numbers, cards and accounts; and the many that are nobody's."""

import re
from collections.abc import Iterator

from portal.ground.private_data.finding import Kind

LONG = 7
"""Digits from which a number is taken for somebody's unless its form or its label says otherwise."""
LABELLED = 6
"""The same, after a word like 'customer' or 'invoice'; a phone after its label."""

_IDENTITY = re.compile(
    r"(?<![\w.-])(?:"
    r"\d{1,2}\.?\d{3}\.?\d{3}-[\dkK]"  # RUT
    r"|\d{8}-?[A-Za-z]|[XYZxyz]-?\d{7}-?[A-Za-z]"  # DNI, NIE
    r"|[A-Za-z]{4}\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])[HMXhmx][A-Za-z]{5}[A-Za-z\d]\d"  # CURP
    r"|[A-Za-z&]{3,4}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[A-Za-z\d]{3}"  # RFC
    r"|(?:2[03-7]|3[034])-?\d{8}-?\d"  # CUIT
    r"|\d{3}\.\d{3}\.\d{3}-\d{1,2}|\d\d\.\d{3}\.\d{3}/\d{4}-\d\d"  # CPF, NIT, CNPJ
    r"|\d{3}-\d\d-\d{4}"  # SSN
    r"|[ABCDEFGHJNPQRSUVWabcdefghjnpqrsuvw]-?\d{8}"  # CIF
    r")(?![\w-]|\.\d)"
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d\d(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?(?!\w)")
_CARD = re.compile(r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-]|\.\d)")

_RUN = re.compile(r"(?<![\w.,:/\\-])(?:\+ ?)?\(?\d(?:[\d().\-/ ]{0,30}\d)?(?!\w|[.:,]\d)")
_PHONE_LABEL = re.compile(
    r"(?i)(?:tel(?:efono|ephone|f)?|phone|mobile|movil|cel(?:ular)?|cell|whats ?app|fax|anexo|ext(?:ension)?|fono|"
    r"llam\w{1,6} al?|llam\w{1,6}|call(?:ed|ing)?|reach \w{2,4} (?:at|on)|numero(?: de telefono)?|number)"
    r"(?: es| is| de \w+)?[\s.:#*_(`]{0,5}(?:n[o.]{0,2} ?)?$"
)
_OWNER_LABEL = re.compile(
    r"(?i)(?:client[es]{0,2}|customer|cuenta|account|pedido|order|factura|invoice|contrato|contract|poliza|policy|"
    r"expediente|paciente|patient|socio|member|matricula|boleta|folio|ticket|caso|case|imei|iccid|serie|serial|"
    r"dni|rut|nie|cedula|ruc|nit|cuit|cuil|cpf|pasaporte|passport|ssn|id|tarjeta|card|numero|number|nro)"
    r"(?: (?:number|no|n|numero|de \w+|id))?[\s.:#*_=(`]{1,5}(?:n[o.]{0,2} ?)?$"
)
_CODE_LABEL = re.compile(
    r"(?i)(?:err(?:or|no|ores)?|codig?o|code|codes|status|estado|evento?|event(?: id)?|exception|excepcion|hresult|"
    r"build|compilacion|version|kb|rfc|iso|port|puertos?|ports?|udp|tcp|rango|range|bytes|timeout|limite|limit|"
    r"max\w*|min\w*|buffer|linea|line|pid|commit|articulo|article)"
    r"(?: (?:is|es|was|fue|of|de|de error|number|numero|id|from|to|udp|tcp))?[\s.:#*_=(`\[-]{0,5}$"
)
_UNIT = re.compile(
    r"(?i)\s?(?:bytes?|[kmgt]i?b(?:ps|it/s)?|bps|ms|us|ns|s|seg|segundos|seconds|min|h|hz|[kmg]hz|px|pixel\w*|%|"
    r"filas|rows|registros|records|lineas|lines|usuarios|users|llamadas|calls|mensajes|messages|veces|times|"
    r"caracteres|characters|entradas|entries|paquetes|packets|pesos|clp|usd|eur|mxn|ars|cop|pen|uf|dolares|euros|dollars|"
    r"millones|million|intentos|attempts|eventos|events|archivos|files|clientes|clients|customers|productos|items)(?!\w)"
)
_CURRENCY = re.compile(r"(?i)(?:[$€£¥]|us\$|clp|usd|eur|mxn|ars|cop|r\$|s/\.?)\s?$")

_NOBODYS = (
    re.compile(
        r"(?<!\d)(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?!\d)(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
    ),
    re.compile(
        r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?:19|20)\d\d(?!\d)"
    ),
    re.compile(r"(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,6})?(?!\d)"),
    re.compile(r"(?<![\d.])(?:19|20)\d\d ?- ?(?:19|20)\d\d(?![\d.-])"),
    re.compile(r"(?<![\d.])20(?:[0-3]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d.-])"),
    re.compile(r"(?<![\d.-])\d{5} ?- ?\d{5}(?![\d.-])|(?<![\d.-])\d{4} ?- ?\d{5}(?![\d.-])"),
    re.compile(r"(?<![\d.])\d{1,4}(?:\.\d{1,5}){2,4}(?!\d|\.\d|-[\dkK])"),
    re.compile(
        r"(?<![\d.,])\d{1,3}[.,]\d{4,}(?![\d.,-])|(?<![\d.,])\d+[.,]\d{1,2}(?![\d.,-])|(?<![\d.,])\d{5}\.\d{1,5}(?![\d.,-])"
    ),
    re.compile(r"(?i)0x[0-9a-f]+"),
)
"""Dates, times, years, days run together, ports, versions, decimals, codes in hexadecimal."""
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_DOTTED_PHONE = re.compile(r"\d{3}\.\d{3}\.\d{4}")
_CONSTANTS = {
    "1048576",
    "10485760",
    "2147483647",
    "2147483648",
    "4294967295",
    "1073741824",
    "4294967296",
}


def numbers_in(text: str) -> Iterator[tuple[int, int, Kind]]:
    """Where such numbers stand. First those whose form names them, then what is left."""
    quiet = list(text)
    for pattern, kind in ((_IDENTITY, Kind.IDENTITY), (_IBAN, Kind.NUMBER), (_CARD, Kind.CARD)):
        for match in pattern.finditer("".join(quiet)):
            if kind is Kind.CARD and not _is_card(match.group()):
                continue
            if kind is Kind.IDENTITY and _is_code(text, match.start()):
                continue
            yield *match.span(), kind
            quiet[match.start() : match.end()] = "_" * len(match.group())
    yield from _runs("".join(quiet))


def _runs(text: str) -> Iterator[tuple[int, int, Kind]]:
    quiet = text
    for pattern in _NOBODYS:
        quiet = pattern.sub(_hidden, quiet)
    for match in _RUN.finditer(quiet):
        if kind := _kind_of(text, match):
            start = match.start() + (match.group().startswith("(") and ")" not in match.group())
            yield start, match.end(), kind


def _hidden(match: re.Match[str]) -> str:
    """What is nobody's, out of the way; a number of three-digit groups may be somebody's after all."""
    words = match.group()
    is_open = _GROUPED.fullmatch(words) or _DOTTED_PHONE.fullmatch(words)
    return words if is_open else "_" * len(words)


def _kind_of(text: str, match: re.Match[str]) -> Kind | None:
    """What a run of digits is; None for what is nobody's."""
    words = match.group()
    digits = "".join(sign for sign in words if sign.isdigit())
    before, after = (
        text[max(0, match.start() - 40) : match.start()],
        text[match.end() : match.end() + 14],
    )
    if words.startswith("+") and 7 <= len(digits) <= 15:
        return Kind.PHONE
    is_grouped = len(words) > len(digits) and not _GROUPED.fullmatch(words)
    if _PHONE_LABEL.search(before) and LABELLED <= len(digits) <= 15 and not _UNIT.match(after):
        return Kind.PHONE
    if _OWNER_LABEL.search(before) and len(digits) >= LABELLED:
        return Kind.NUMBER
    if len(digits) < LONG or _is_amount(words, digits, before, after) or _CODE_LABEL.search(before):
        return None
    if not is_grouped:
        return Kind.NUMBER
    return (
        Kind.PHONE
        if _is_spoken(words) and len(digits) <= 15
        else Kind.NUMBER
        if _is_spoken(words)
        else None
    )


def _is_spoken(words: str) -> bool:
    """Whether its groups are those of a phone, not a list of small numbers."""
    groups = re.findall(r"\d+", words)
    if max(map(len, groups)) >= 3:
        return (
            len(groups) <= 6 and sum(len(group) < 2 for group in groups) <= 1 and "  " not in words
        )
    return len(groups) in {4, 5} and all(len(group) == 2 for group in groups)


def _is_amount(words: str, digits: str, before: str, after: str) -> bool:
    """Money, a size, a count, a round number, a limit of machines."""
    is_round = not digits[1:].strip("0")
    return is_round or digits in _CONSTANTS or bool(_CURRENCY.search(before) or _UNIT.match(after))


def _is_code(text: str, start: int) -> bool:
    return bool(
        re.search(
            r"(?i)(?:err(?:or)?|codigo|code|modelo|model|sku|version)(?: de error)?[\s:#]{1,3}$",
            text[max(0, start - 24) : start],
        )
    )


def _is_card(words: str) -> bool:
    """Luhn's sum, of a number that begins as cards do."""
    digits = [int(sign) for sign in words if sign.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return digits[0] in {2, 3, 4, 5, 6} and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
