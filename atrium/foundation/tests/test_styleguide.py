"""The gallery shows everything where it is switched on, and nothing where it is not."""

import pytest
from django.test import Client
from pytest_django import Settings

from atrium.foundation.views import styleguide


@pytest.mark.parametrize("name", styleguide.PAGES)
def test_a_page_of_the_gallery_shows(name: str, client: Client, settings: Settings) -> None:
    settings.STYLEGUIDE = True
    answer = client.get(f"/styleguide/{name}/")
    assert answer.status_code == 200
    assert "{{" not in answer.text
    assert "<c-" not in answer.text


@pytest.mark.parametrize("name", [*styleguide.ANSWERS, *styleguide.OTHER_ANSWERS])
def test_a_sample_gets_its_answer(name: str, client: Client, settings: Settings) -> None:
    settings.STYLEGUIDE = True
    answer = client.get(f"/styleguide/answers/{name}/")
    assert answer.status_code == styleguide.ANSWERS.get(name, 200)


def test_the_gallery_is_not_there_when_switched_off(client: Client, settings: Settings) -> None:
    settings.STYLEGUIDE = False
    assert client.get("/styleguide/").status_code == 404
    assert client.get("/styleguide/answers/toast/").status_code == 404
