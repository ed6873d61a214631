"""What tests need that draw PDFs."""

from __future__ import annotations

import pytest

from atrium.billing.printed.drawing import PACKAGES


def _can_draw() -> bool:
    try:
        import weasyprint  # noqa: F401, PLC0415 - fails where the system has no pango
    except OSError:
        return False
    return True


draws = pytest.mark.skipif(not _can_draw(), reason=f"PDFs cannot be drawn here: install {PACKAGES}")
