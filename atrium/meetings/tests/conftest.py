from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from atrium.clients.models import Client
from atrium.meetings.models import Meeting
from atrium.organisations.models import Member

# Sunday 22 November 2026, noon: winter time in London.
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
type NewMeeting = Callable[..., Meeting]


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    """Tasks wait for their moment, as they do outside of tests."""
    settings.TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}


@pytest.fixture
def clock(time_machine: Any) -> Any:
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def meet(clock: Any, bakery: Client, alice: Member) -> NewMeeting:
    """Plan a meeting with the bakery: by Alice, in two days at 14:00, for an hour."""

    def make(**values: Any) -> Meeting:
        start = values.pop("starts_at", NOW + timedelta(days=2, hours=2))
        told: dict[str, Any] = {
            "title": "Tasting",
            "by": alice,
            "starts_at": start,
            "ends_at": start + timedelta(hours=1),
            "zone": "Europe/London",
        }
        return Meeting.plan(values.pop("client", bakery), **told | values)

    return make
