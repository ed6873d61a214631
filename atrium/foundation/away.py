"""The database is away for a moment: restarted, cut off, or held by another writer for too long."""

from __future__ import annotations

import logging
import math
import sqlite3
import time
import traceback

import psycopg
from django.db import DatabaseError, InterfaceError, connection

# Seconds after which asking again is worth it: a restart of PostgreSQL takes about as long.
TRY_AGAIN = 5
# Seconds without a failure after which the next one is another outage.
OUTAGE = 60.0
# The server says that it goes, comes, or takes nobody more; a pool, that it has no server to lend.
_GOING = ("08", "57P01", "57P02", "57P03", "57P05", "53300")
_HELD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def is_away(error: BaseException | None) -> bool:
    """Whether the same request may do in a moment, as nothing is wrong with it but that nobody was there to answer.

    What fails while the first failure is dealt with may say another thing, so that counts too.
    """
    if not isinstance(error, DatabaseError | InterfaceError | psycopg.Error):
        return False
    told: BaseException | None = error
    while told is not None:
        if _says_so(told):
            return True
        told = told.__context__
    return False


def _says_so(error: BaseException) -> bool:
    if isinstance(error, psycopg.InterfaceError):
        return connection.connection is None or bool(connection.connection.closed)
    if isinstance(error, psycopg.OperationalError):
        # What was said by no server has no code: refused, cut, timed out.
        return error.sqlstate is None or error.sqlstate.startswith(_GOING)
    # The lower byte is the kind, the upper ones say more of it.
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in _HELD


def may_be_saved(error: BaseException | None) -> bool:
    """Whether the connection broke while a transaction was ended: then nobody knows how it ended."""
    while error is not None:
        if any(
            frame.f_code.co_name == "_commit" for frame, _ in traceback.walk_tb(error.__traceback__)
        ):
            return True
        error = error.__context__
    return False


class OncePerOutage(logging.Filter):
    """Of a database that is away each request says a line, and only the first of an outage where it was noticed."""

    def __init__(self) -> None:
        super().__init__()
        self._seen = -math.inf

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if is_away(error):
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            known, self._seen = self._seen, time.monotonic()
            if self._seen - known < OUTAGE:
                record.exc_info = record.exc_text = None
        return True


def is_hopeless(error: BaseException) -> bool:
    """Whether a server was there and turned us away for good: a wrong password, no such database."""
    return any(words in str(error) for words in ("authentication failed", "does not exist"))
