"""The walls stand on a connection however it comes to be."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from atrium.organisations.walls.guard import Guard
from atrium.organisations.walls.rls import tell


def passing(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - as Django calls it
    return execute(sql, params, many, context)


@pytest.mark.django_db
def test_walls_outlast_a_block_in_which_the_connection_was_made() -> None:
    """As on a server's first request, whose log counts statements around everything."""
    fresh = connection.copy()
    try:
        with fresh.execute_wrapper(passing):
            fresh.ensure_connection()

        assert passing not in fresh.execute_wrappers
        assert any(isinstance(wall, Guard) for wall in fresh.execute_wrappers)
        assert (tell in fresh.execute_wrappers) == (connection.vendor == "postgresql")
    finally:
        fresh.close()
