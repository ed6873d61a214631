"""J11: whatever a screen says can be translated: drawn in a language of brackets, nothing but data stands outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as config
from django.test import Client as Browser

from atrium.accounts.models import User
from atrium.clients.duplicates.scan import look as look_for_duplicates
from atrium.config.environment import CHECKOUT
from atrium.demo.settling import settle
from atrium.demo.world import world
from atrium.foundation.sentences import catalog
from atrium.organisations import current
from atrium.testing.pseudo import LANGUAGE, Data, bare, bracketed, write
from atrium.testing.screens import LOGIN, PLACE, screens

TEMPLATE = CHECKOUT / "atrium" / "locale" / "atrium.pot"


@pytest.fixture
def bracketing(settings: Any, tmp_path: Path) -> None:
    """A server that offers the language of brackets."""
    write(tmp_path, TEMPLATE)
    settings.LANGUAGES = [*config.LANGUAGES, (LANGUAGE, "Brackets")]
    settings.LOCALE_PATHS = [tmp_path]
    catalog._read.cache_clear()  # noqa: SLF001 - it knows of no such language yet


def test_a_message_is_bracketed_round_its_parts() -> None:
    assert bracketed("Put {code} into <1>the bin</1>.") == "«Put »{code}« into »<1>«the bin»</1>."
    assert bracketed("{a}, {b}") == "{a}, {b}"


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.usefixtures("bracketing")
def test_j11_nothing_but_data_is_shown_that_nobody_could_translate() -> None:
    with current.entered(settle(world(PLACE))):
        look_for_duplicates()
        data = Data(screen.path for screen in screens())
    browser = Browser(headers={"Accept-Language": LANGUAGE})
    browser.force_login(User.objects.get(email=LOGIN))
    found: dict[str, list[str]] = {}
    for screen in screens():
        if screen.name.startswith(("styleguide", "api-reference")):
            continue  # for those who write code
        page = browser.get(screen.path, follow=True)
        if screen.link:
            page = browser.get(screen.followed(page.text))
        for text in bare(page.text, data):
            found.setdefault(text, []).append(screen.name)
    assert [f"{text} ({', '.join(names[:3])})" for text, names in found.items()] == []
