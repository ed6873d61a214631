"""What the foundation does by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.tasks import task

from atrium.foundation.models import Bucket
from atrium.queue.periodic import periodic


@periodic(every=timedelta(hours=1), name="forget who asked long ago")
@task()
def drop_full_buckets() -> int:
    """How many buckets were forgotten because they are full."""
    return Bucket.drop_full()
