"""A real browser for what the scripts do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.look.walk import CHROMIUM, FLAGS

IN_CHROMIUM = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists(),
        reason=f"NOT TESTED: there is no Chromium at {CHROMIUM} (tests/install-chromium)",
    ),
]
"""The marks of a file whose tests need it: skipped, loudly, only where there is none."""
LONG_ENOUGH = 60_000  # ms: for work that takes a moment, on a machine that has other things to do


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        expect.set_options(timeout=LONG_ENOUGH)
        yield browser
        expect.set_options(timeout=None)
        browser.close()
