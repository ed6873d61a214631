"""The product's settings, with what makes tests quick and harmless."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

KEPT = {"ATRIUM_DATABASE_URL", "ATRIUM_SHARED", "ATRIUM_TEST_DATA"}
for name in [name for name in os.environ if name.startswith("ATRIUM_") and name not in KEPT]:
    del os.environ[name]
# The processes a test run starts inherit the folder; only the one that made it takes it away.
if "ATRIUM_TEST_DATA" not in os.environ:
    os.environ["ATRIUM_TEST_DATA"] = tempfile.mkdtemp(prefix="atrium-test-")
    atexit.register(shutil.rmtree, os.environ["ATRIUM_TEST_DATA"], ignore_errors=True)
TEST_DATA = Path(os.environ["ATRIUM_TEST_DATA"])
os.environ["ATRIUM_DATA"] = str(TEST_DATA)

from atrium.config.settings import *  # noqa: E402, F403  (the environment has to be set first)
from atrium.config.settings import DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "django_linear_migrations"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = TEST_DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}

_database = DATABASES["default"]
# A test's database need not survive a power cut.
if "init_command" in _database["OPTIONS"]:
    _database["OPTIONS"]["init_command"] = _database["OPTIONS"]["init_command"].replace(
        "synchronous=FULL", "synchronous=OFF"
    )
