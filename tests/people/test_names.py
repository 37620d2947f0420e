"""Names, addresses, domains and paths that a person typed."""

import pytest

from portal.people.devices import device_of
from portal.people.names import name_from_address, one_line, own_path, plain_address, plain_domain


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ana\r\nBcc: all@example.org", "Ana Bcc: all@example.org"),
        ("  Ana   María ", "Ana María"),
        ("Ana\u2028\u202emoc.elpmaxe", "Ana moc.elpmaxe"),
        ("\x00\t\n", ""),
    ],
)
def test_a_name_is_one_visible_line(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Ana@Aromos.Example ", "ana@aromos.example"),
        ("ñandú@correo.cl", "ñandú@correo.cl"),
        ("ana@aromos.example\r\nBcc: x@y.example", None),
        ("Ana <ana@aromos.example>", None),
        ("ana@", None),
        ("ana", None),
        ("a" * 300 + "@x.example", None),
        ("", None),
    ],
)
def test_an_address_is_plain_or_none(typed: str, address: str | None) -> None:
    assert plain_address(typed) == address


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("@Aromos.Example", "aromos.example"),
        ("münchen.de", "xn--mnchen-3ya.de"),
        ("localhost", None),
        ("a b.example", None),
        ("-x.example", None),
        ("", None),
    ],
)
def test_a_domain_is_plain_or_none(typed: str, domain: str | None) -> None:
    assert plain_domain(typed) == domain


@pytest.mark.parametrize(
    "path", ["/", "/tickets?q=a%20b&p=//x", "/es/articles/a#b", "/desk/T-4F7K2"]
)
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/x\r\nSet-Cookie: a=b",
        "/x\\y",
        "tickets",
        " /tickets",
        "/" + "x" * 3000,
        "",
        None,
    ],
)
def test_a_way_to_another_site_is_not(path: str | None) -> None:
    assert own_path(path) is None


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("maria.perez@x.example", "Maria Perez"),
        ("j_soto2+support@x.example", "J Soto"),
        ("1@x.example", "1"),
    ],
)
def test_a_first_guess_at_a_name(address: str, name: str) -> None:
    assert name_from_address(address) == name


@pytest.mark.parametrize(
    ("header", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/130.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Safari/537.36", "Chrome, Android"),
        ("curl/8", ", "),
        ("", ", "),
    ],
)
def test_a_device_is_told_by_what_its_owner_knows(header: str, device: str) -> None:
    assert device_of(header) == device
