"""Mail stays in the outbox of the test."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _mail_into_the_outbox(settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
