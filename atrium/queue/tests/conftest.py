from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from atrium.queue.tests.sample_tasks import DONE


@pytest.fixture(autouse=True)
def _database_backend(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}


@pytest.fixture(autouse=True)
def done() -> Iterator[list[Any]]:
    """What the sample tasks have done in this test."""
    DONE.clear()
    yield DONE
    DONE.clear()
