"""Tenders of the bakery, added by Alice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from atrium.clients.models import Client
from atrium.organisations.models import Member
from atrium.tenders.models import Tender

type NewTender = Callable[..., Tender]


@pytest.fixture
def new_tender(bakery: Client, alice: Member) -> NewTender:
    def make(title: str = "Service of all ovens", client: Client = bakery, **values: Any) -> Tender:
        return Tender.add(client, by=alice, title=title, **values)

    return make
