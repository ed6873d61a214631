"""What tests need that draw PDFs."""

from __future__ import annotations

import pytest

from atrium.billing.printed.drawing import PACKAGES, engine
from atrium.foundation.errors import Refusal


def _can_draw() -> bool:
    try:
        engine()
    except Refusal:
        return False
    return True


draws = pytest.mark.skipif(not _can_draw(), reason=f"PDFs cannot be drawn here: install {PACKAGES}")
