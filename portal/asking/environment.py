"""What a browser tells about the place where a problem happens: 'Firefox 133, Windows 10 or 11'."""

import re

_BROWSERS = (
    (r"EdgA?/(\d+)", "Edge"),
    (r"OPR/(\d+)", "Opera"),
    (r"SamsungBrowser/(\d+)", "Samsung Internet"),
    (r"(?:Firefox|FxiOS)/(\d+)", "Firefox"),
    (r"(?:Chrome|CriOS)/(\d+)", "Chrome"),
    (r"Version/(\d+)[\d.]* (?:Mobile/\w+ )?Safari", "Safari"),
)
"""A pattern and the browser it tells; the first that fits, since most call themselves by several names."""

_SYSTEMS = (
    (r"(?:iPhone|CPU) OS (\d+)", "iOS {}"),
    (r"Android (\d+)", "Android {}"),
    (r"Windows NT 10", "Windows 10 / 11"),
    (r"Windows", "Windows"),
    (r"CrOS", "ChromeOS"),
    (r"Mac OS X", "macOS"),
    (r"Linux", "Linux"),
)


def environment_of(user_agent: str) -> str:
    """Browser with version and system, as far as the header tells; '' where it tells nothing."""
    parts = [
        _first(_BROWSERS, user_agent, "{name} {found}"),
        _first(_SYSTEMS, user_agent, "{name}"),
    ]
    return ", ".join(part for part in parts if part)


def _first(patterns: tuple[tuple[str, str], ...], text: str, shape: str) -> str:
    for pattern, name in patterns:
        if match := re.search(pattern, text):
            found = match[1] if match.lastindex else ""
            return shape.format(name=name.format(found), found=found).strip()
    return ""
