from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows when its session settings may have changed under it.

    ``told`` is what was last set in the session, by whoever keeps settings there; it is None on
    a new connection and after a rollback, which takes settings back as well.
    """

    told: Any = None

    def init_connection_state(self) -> None:
        self.told = None
        super().init_connection_state()

    def _rollback(self) -> None:
        self.told = None
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self.told = None
