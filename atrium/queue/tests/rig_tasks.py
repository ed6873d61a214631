from __future__ import annotations

import os
import time
from pathlib import Path

from django.tasks import task


@task
def leave_a_line(number: int, seconds: float) -> int:
    """Write "begun", take this long, write "ended", each at once and whole."""
    _append(f"begun {number}")
    time.sleep(seconds)
    _append(f"ended {number}")
    return number


def _append(line: str) -> None:
    path = Path(os.environ["ATRIUM_DATA"]) / "effects"
    with path.open("ab", buffering=0) as file:
        file.write(f"{line} {os.getpid()}\n".encode())
