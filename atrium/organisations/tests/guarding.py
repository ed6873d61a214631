"""A guard over a small invented schema, and one call that runs a statement under it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from atrium.organisations import current
from atrium.organisations.walls.fence import Fence
from atrium.organisations.walls.guard import Guard, Unguarded

ACME, RIVAL = 5, 6
TIES = {
    "client": [
        ("status_id", "status", "id"),
        ("owner_id", "member", "id"),
        ("parent_id", "client", "id"),
    ],
    "status": [],
    "member": [],
    "note": [("client_id", "client", "id"), ("author_id", "member", "id")],
    "tagging": [("client_id", "client", "id"), ("tag_id", "tag", "id")],
    "tag": [],
}
FENCES = {
    name: Fence(column="organisation_id", key="id", references=frozenset(ties))
    for name, ties in TIES.items()
} | {"organisation": Fence(column="id", key="id", anchor=True)}
ENGINES = ["sqlite", "postgresql"]


def run(
    sql: str,
    params: Any = (),
    *,
    engine: str = "sqlite",
    organisation: int | None = ACME,
    many: bool = False,
) -> str:
    """Execute under the guard; "ran" or the reason why not."""
    guard = Guard(FENCES)
    context = {"connection": SimpleNamespace(vendor=engine)}
    token = current._ORGANISATION.set(organisation)  # noqa: SLF001 no database to tell
    try:
        return str(guard(lambda *_: "ran", sql, params, many, context))
    except Unguarded as error:
        return str(error).split(". The statement")[0]
    finally:
        current._ORGANISATION.reset(token)  # noqa: SLF001
