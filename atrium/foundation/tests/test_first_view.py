"""What a first visit has to fetch before the page is worked with."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client, override_settings
from django.urls import reverse

from atrium.config.environment import CHECKOUT
from atrium.foundation.built import built

BUILT = CHECKOUT / "atrium" / "static_build"
LARGEST = 60 * 1024
needs_build = pytest.mark.skipif(
    not (BUILT / "app.modules").exists(), reason="the front end is not built (make test builds it)"
)


def _modules() -> list[str]:
    return (BUILT / "app.modules").read_text().split()


@needs_build
def test_scripts_and_styles_of_the_first_view_are_small() -> None:
    files = [BUILT / name for name in ("app.js", "app.css", *_modules())]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= LARGEST


@needs_build
@pytest.mark.django_db
def test_the_modules_that_the_script_waits_for_are_asked_for_beside_it() -> None:
    taken = re.findall(r'from ?"\./([^"]+)"', (BUILT / "app.js").read_text())
    page = Client().get(reverse("account_login")).content.decode()
    asked = re.findall(r'<link rel="modulepreload" href="/static/([^"]+)"', page)
    assert taken
    assert sorted(asked) == sorted(taken)


@needs_build
def test_what_bears_a_digest_is_kept_for_good_and_the_rest_is_not() -> None:
    for_good = re.compile(settings.WHITENOISE_IMMUTABLE_FILE_TEST)
    assert all(for_good.search(f"{settings.STATIC_URL}{name}") for name in _modules())
    assert for_good.search("/static/app.3a2d06ad9034.css")
    assert not for_good.search("/static/app.css")


@needs_build
def test_the_letters_are_cut_to_what_the_styles_use() -> None:
    sizes = {file.name: file.stat().st_size for file in (BUILT / "fonts").glob("*.woff2")}
    assert sizes["inter.woff2"] <= 50_000
    assert sizes["inter-central.woff2"] <= 20_000
    assert sizes["inter-ext.woff2"] <= 90_000


def test_an_installed_wheel_reads_its_letters_from_what_was_gathered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wheel has no build beside it: without this its papers were drawn without our letters."""
    monkeypatch.setattr(finders, "find", lambda _: None)
    kept = tmp_path / "fonts" / "inter.woff2"
    with override_settings(STATIC_ROOT=tmp_path):
        assert built("fonts/inter.woff2") is None
        kept.parent.mkdir()
        kept.write_bytes(b"letters")
        assert built("fonts/inter.woff2") == kept
