"""Keep what the planner of SQLite is told of the tables: ATRIUM_DATA=FOLDER scripts/figures.py, over a base of `make bench ARGS="--sizes 1M"`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atrium.config.settings")
django.setup()

from django.db import connection  # noqa: E402 - after the settings

from atrium.foundation.sqlite3 import figures  # noqa: E402
from atrium.organisations import current  # noqa: E402

with current.unscoped("counting rows"):
    print(f"{figures.write(connection)} indexes")
