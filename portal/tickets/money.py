"""Amounts of money: read as people write them, kept in hundredths, shown in the reader's words."""

import re
from decimal import Decimal

from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers
from babel.numbers import (
    format_currency,
    format_decimal,
    get_currency_name,
    get_currency_precision,
    get_currency_symbol,
)

from portal.ground.catalogue import _
from portal.ground.language import current_locale
from portal.ground.site import current_site

CURRENCIES = (
    *("USD", "EUR", "ARS", "BOB", "BRL", "CLP", "COP", "CRC", "DOP", "GTQ", "HNL"),
    *("MXN", "NIO", "PAB", "PEN", "PYG", "UYU", "VES"),
)
"""What quotes are made in (ISO 4217): the dollar and the euro, and what Latin America pays with."""

MOST = 10**12
"""Nothing is quoted at more hundredths than this."""

_WHOLE = re.compile(r"\d+|[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
_SPACES = re.compile(r"[\s'’]")


def cents_of(text: str) -> int:
    """The hundredths that an amount means, whichever sign parts its thousands: '1.234,50' and '1,234.50' are 123450.

    A single sign before exactly three figures parts thousands: prices have no third decimal.
    Raises ValueError for what is not an amount, or not one of more than nothing.
    """
    plain = _SPACES.sub("", text)
    if len(plain) > 30:
        raise ValueError("too long for an amount")
    whole, fraction = _parted(plain)
    if not whole.isascii() or not _WHOLE.fullmatch(whole):
        raise ValueError(f"not an amount: {text}")
    cents = int(re.sub(r"[.,]", "", whole)) * 100 + int(fraction.ljust(2, "0") or 0)
    if not 0 < cents <= MOST:
        raise ValueError(f"not an amount that can be asked: {text}")
    return cents


def _parted(plain: str) -> tuple[str, str]:
    """The whole number, its thousands still parted, and its decimals (none to two)."""
    decimals = re.fullmatch(r"(.*\d)([.,])(\d{1,2})", plain, re.ASCII)
    if decimals is None:
        return plain, ""
    whole, sign, fraction = decimals.groups()
    if sign in whole:
        raise ValueError(f"the same sign parts thousands and decimals: {plain}")
    return whole, fraction


def is_whole(cents: int) -> bool:
    return cents % 100 == 0


def has_decimals(currency: str) -> bool:
    """Whether the currency is paid in fractions: the Chilean peso is not."""
    return get_currency_precision(currency) > 0


def money(cents: int, currency: str) -> str:
    """The amount as it is written where the site is: '$1.480.000' for pesos in Chile, 'US$1.234,50' for dollars there.

    A sign alone is the money of the site's own country; that of another has its code, or a sign of its own.
    """
    home, amount = _home(), Decimal(cents) / 100
    if current_locale().language == "es":
        return _apart(format_currency(amount, currency, locale=home))
    places = get_currency_precision(currency)
    number = format_decimal(
        amount, f"#,##0.{'0' * places}" if places else "#,##0", current_locale()
    )
    return _apart(f"{get_currency_symbol(currency, home)}{number}")


def _home() -> Locale:
    """Spanish as it is written in the country of the site's clock: its own money has a plain sign there."""
    territory = get_global("zone_territories").get(current_site().time_zone)
    name = f"es_{territory}"
    return Locale.parse(name if name in locale_identifiers() else "es_419")


def _apart(words: str) -> str:
    """The words with a space between a code and the number."""
    return re.sub(r"(?<=[A-Z])(?=\d)", "\N{NO-BREAK SPACE}", words)


def money_in(text: str | None) -> str:
    """The amount that an event holds ('123450 USD'), in words."""
    cents, _space, currency = (text or "").partition(" ")
    return money(int(cents), currency) if cents.isdigit() and currency else ""


def currency_choices() -> list[tuple[str, str]]:
    """The currencies with their names in the reader's language, for a select."""
    locale = current_locale()
    return [
        (code, _("%(code)s, %(name)s", code=code, name=get_currency_name(code, locale=locale)))
        for code in CURRENCIES
    ]
