"""Jobs of the bakery, opened by Alice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from atrium.clients.models import Client
from atrium.jobs.models import Job, Stage
from atrium.organisations.models import Member

type NewJob = Callable[..., Job]


@pytest.fixture
def new_job(bakery: Client, alice: Member) -> NewJob:
    def make(title: str = "Service the oven", client: Client = bakery, **values: Any) -> Job:
        return Job.add(client, by=alice, title=title, **values)

    return make


@pytest.fixture
def stage(bakery: Client) -> Callable[[str], Stage]:
    """The stage of this name."""
    return lambda label: Stage.objects.get(label=label)
