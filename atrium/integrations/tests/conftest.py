"""Programs that ask the API, each with a token of somebody."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.clients import lexicon
from atrium.integrations.models import Token
from atrium.integrations.scopes import RESOURCES
from atrium.organisations import current
from atrium.organisations.models import Member

EVERYTHING = [f"{resource}:{verb}" for resource in RESOURCES for verb in ("read", "write")]


class Program(Browser):
    """A program with a token; it speaks JSON."""

    def __init__(self, secret: str = "") -> None:
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        super().__init__(headers=headers)

    def ask(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        """The response; ``data`` goes as JSON, headers by their names with underscores."""
        body = b"" if data is None else json.dumps(data).encode()
        kind = "application/json" if body else "application/octet-stream"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        # What the request enters is left when it ends, as on a server.
        with current.entered(current.required()):
            return self.generic(method, f"/api/v1{path}", body, kind, headers=named)


type NewProgram = Callable[..., Program]


def token_of(member: Member, scopes: list[str]) -> str:
    with current.entered(member.organisation):
        return Token.make(by=None, member=member, name="A program", scopes=scopes)[1]


@pytest.fixture(autouse=True)
def fresh_words() -> None:
    """Each test's first organisation has the key of the last one's: its words are to be read anew."""
    lexicon._read.cache_clear()  # noqa: SLF001 - nothing else ever forgets a version


@pytest.fixture
def program(alice: Member) -> Program:
    """A program of Alice's that may do everything."""
    return Program(token_of(alice, EVERYTHING))


@pytest.fixture
def bobs_program(bob: Member) -> Program:
    return Program(token_of(bob, EVERYTHING))


@pytest.fixture
def veras_program(vera: Member) -> Program:
    return Program(token_of(vera, EVERYTHING))


@pytest.fixture
def charlies_program(charlie: Member) -> Program:
    return Program(token_of(charlie, EVERYTHING))
