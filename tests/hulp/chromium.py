"""Which Chromium the tests start, and how."""

from __future__ import annotations

import os
import shutil
from typing import Any

NAMEN = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def pad() -> str | None:
    """What `scripts/chromium` found, else the Chromium on the path; without one Playwright takes its own."""
    return os.environ.get("JID_CHROMIUM") or next(filter(None, map(shutil.which, NAMEN)), None)


def start(gegeven: dict[str, Any]) -> dict[str, Any]:
    """That Chromium, with nothing that phones home.

    V8 compiles nothing twice: each page is new, so better code of the same function is never used long enough.
    """
    vlaggen = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--lang=nl", "--js-flags=--no-opt",
    ]  # fmt: skip
    extra = {"executable_path": gevonden} if (gevonden := pad()) else {}
    return {**gegeven, "args": vlaggen, "env": {**os.environ, "LANGUAGE": "nl"}, **extra}
