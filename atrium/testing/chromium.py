"""Where Chromium is on this machine."""

import os
import shutil

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

# Containers run as root and give little shared memory, without which a tab dies.
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]


def program() -> str | None:
    """The path of Chromium: ``CHROMIUM`` names it, else the first found on PATH, else None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
