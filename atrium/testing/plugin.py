"""The pytest plugin: where test databases come from, and the browser. Loaded by conftest.py."""

import os
from collections.abc import Iterator
from typing import Any

import django.test
import pytest
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker

PATIENCE = 15_000.0  # milliseconds that a step in the browser may take
# The same examples each time, however long they take on a busy machine; HYPOTHESIS_PROFILE=default looks for others.
settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first: begun last, one of them would keep a whole round waiting."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """A database of this process's own, copied from a migrated template."""
    from atrium.testing import databases

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        database = databases.TestDatabase(worker)
        database.renew()
    # Django would empty each table, which append-only tables refuse and which forgets the rows migrations made.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            django.test.TransactionTestCase, "_fixture_teardown", lambda _case: database.renew()
        )
        yield
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once per process."""
    from playwright.sync_api import sync_playwright

    from atrium.testing.chromium import ARGUMENTS, program

    executable = program()
    if executable is None:
        pytest.skip("no Chromium on this machine")
    # Playwright's synchronous calls run an event loop in this thread; the ORM's guard against that does not apply.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A tab with cookies of its own; a breach of the page's security policy fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    tab = context.new_page()
    breaches: list[str] = []
    tab.on(
        "console",
        lambda said: breaches.append(said.text) if "Content Security Policy" in said.text else None,
    )
    yield tab
    context.close()
    assert breaches == []
