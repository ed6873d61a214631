from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows when its session settings may have changed under it.

    ``told`` is what was last set in the session, by whoever keeps settings there; it is None on
    a new connection and after a rollback, which takes settings back as well. Behind a pool that
    lends a session for one transaction, settings live no longer than that transaction.
    """

    told: Any = None

    @property
    def is_pooled(self) -> bool:
        return bool(self.settings_dict.get("POOLED"))

    def init_connection_state(self) -> None:
        self.told = None
        super().init_connection_state()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        if self.is_pooled:
            self.told = None

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001 - as Django has it
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if self.is_pooled:
            self.told = None

    def _rollback(self) -> None:
        self.told = None
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self.told = None
