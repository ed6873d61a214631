"""Three addresses for machines: is the process up, can it serve, what does it count."""

from __future__ import annotations

import ipaddress
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from atrium.foundation.buckets import bucket_errors
from atrium.foundation.metrics import told

if TYPE_CHECKING:
    from collections.abc import Callable

# Apps above add what they need before anyone is served: each gives sentences, none when all is well.
READY: list[Callable[[], list[str]]] = []


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when a page can be served, else 503 and what is missing, one sentence per line."""
    missing = _database() or [sentence for check in READY for sentence in check()]
    missing += _storage()
    text = "\n".join(missing) or "ready"
    return HttpResponse(f"{text}\n", status=503 if missing else 200, content_type="text/plain")


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' figures, for this machine or who knows METRICS_TOKEN; else 404."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    known = settings.METRICS_TOKEN and secrets.compare_digest(
        token.encode(), settings.METRICS_TOKEN.encode()
    )
    if not known and not _from_here(request):
        raise Http404
    return HttpResponse(told(), content_type=CONTENT_TYPE_LATEST)


def _from_here(request: HttpRequest) -> bool:
    """Whether the caller is on this machine; what a proxy on it passes on is not."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _database() -> list[str]:
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return ["The database cannot be reached."]
    return [f"{len(plan)} migrations have not been applied. Run the migrations."] if plan else []


_NOT_WRITTEN = "The file storage cannot be written."


def _storage() -> list[str]:
    try:
        name = default_storage.save("readyz", ContentFile(b"ready"))
        default_storage.delete(name)
    except OSError:
        return [_NOT_WRITTEN]
    except bucket_errors():
        return [_NOT_WRITTEN]
    return []
