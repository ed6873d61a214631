"""The pytest plugin: where test databases come from, and the browser. Loaded by conftest.py."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django.test
import pytest
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker

from atrium.testing import grounds

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


GROUND = pytest.StashKey[str | None]()
STAND_ON = pytest.StashKey[Callable[[str], None]]()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """In the browser's round: read no file that names no browser; to import them all takes 10 s."""
    if config.option.markexpr != "browser" or not collection_path.match("test_*.py"):
        return None
    return "browser" not in collection_path.read_text(encoding="utf-8") or None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks no database is ``once`` without saying so, but for the slow ones: their servers ask one.

    The slow ones come first: begun last, one of them would keep a whole round waiting. The others come
    by the ground they stand on, since changing it costs a connection.
    """
    for item in items:
        if grounds.of(item) is None and item.get_closest_marker("slow") is None:
            item.add_marker(pytest.mark.once)
    items.sort(key=lambda item: (item.get_closest_marker("slow") is None, grounds.of(item) or ""))


def pytest_collection_finish() -> None:
    """What was collected lives as long as the process: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Change the ground before the test's transaction begins."""
    ground = item.config.stash[GROUND] = grounds.of(item)
    if ground is not None and STAND_ON in item.config.stash:
        item.config.stash[STAND_ON](ground)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Databases of this process's own, copied from a migrated template."""
    from atrium.testing import databases, journalled

    journalled.watch()
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        own = databases.TestDatabases(worker, grounds.GROUNDS)

    def stand_on(ground: str) -> None:
        with django_db_blocker.unblock():
            own.stand_on(ground)

    request.config.stash[STAND_ON] = stand_on
    stand_on(request.config.stash[GROUND] or grounds.BARE)
    # Django would empty each table, which append-only tables refuse and which forgets the rows migrations made.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            django.test.TransactionTestCase, "_fixture_teardown", lambda _case: own.renew()
        )
        yield
    with django_db_blocker.unblock():
        own.drop()


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
