"""A worker process of its own database, for the tests that kill it; nothing but the queue is installed.

Run as ``python -m atrium.queue.tests.rig`` with DJANGO_SETTINGS_MODULE set to this module.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path

from atrium.config import environment

SECRET_KEY = "only for the tests"
USE_TZ = True
ROOT_URLCONF = "atrium.queue.tests.rig_urls"
INSTALLED_APPS = ["atrium.queue"]
DATABASES = {"default": environment.read().database}
if DATABASES["default"]["ENGINE"] == "atrium.foundation.postgresql":
    DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
# A killed process loses nothing that it has handed to the system; only a power cut would.
elif "init_command" in DATABASES["default"]["OPTIONS"]:
    DATABASES["default"]["OPTIONS"]["init_command"] += ";PRAGMA synchronous=OFF"
TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}


def main(verb: str, *words: str) -> None:
    """Answer to: setup N SECONDS, work LEASE, tally, remove."""
    import django  # noqa: PLC0415  (this module is the settings)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415
    from django.db.models import Count  # noqa: PLC0415

    from atrium.queue.command import worker  # noqa: PLC0415
    from atrium.queue.models import TaskRun  # noqa: PLC0415
    from atrium.queue.tests.rig_tasks import leave_a_line  # noqa: PLC0415

    if verb == "setup":
        if connection.vendor == "postgresql":
            connection.cursor().execute("CREATE SCHEMA queue_rig")
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            for number in range(int(words[0])):
                leave_a_line.enqueue(number, float(words[1]))
    elif verb == "work":
        worker(lease=timedelta(seconds=float(words[0])))
    elif verb == "tally":
        for row in TaskRun.objects.values("status").annotate(n=Count("id")):
            sys.stdout.write(f"{row['status']} {row['n']}\n")
    elif verb == "remove":
        connection.cursor().execute("DROP SCHEMA queue_rig CASCADE")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "atrium.queue.tests.rig"
    Path(os.environ["ATRIUM_DATA"]).mkdir(parents=True, exist_ok=True)
    main(*sys.argv[1:])
