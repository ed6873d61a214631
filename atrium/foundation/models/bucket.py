from __future__ import annotations

import time

from django.db import connection, models

HOLDS = 60.0
# Instants of today are known to a quarter of a microsecond: what is due now must not be missed by one.
_NEARLY = 0.001
# What is full only later than this was counted by a clock that was wrong, and says nothing.
_BELIEVED = 2 * HOLDS
# The moment at which it will be full moves on by what is taken, in one statement, whoever else takes meanwhile.
_TAKE = """
INSERT INTO foundation_bucket (name, full_at) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET full_at =
  CASE WHEN foundation_bucket.full_at BETWEEN %s AND %s THEN foundation_bucket.full_at ELSE %s END + %s
WHERE foundation_bucket.full_at <= %s OR foundation_bucket.full_at > %s
RETURNING full_at
"""


class Bucket(models.Model):
    """What somebody may still ask for: it fills within a minute, and ``full_at`` (Unix time) says when."""

    name = models.CharField(max_length=100, primary_key=True)
    full_at = models.FloatField(db_index=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def take(cls, name: str, wanted: int, each: float, now: float) -> tuple[int, float]:
        """Take as many as wanted, or one, or none; how many that were, and the seconds to wait for the next.

        ``each`` is how many seconds it takes to fill by one.
        """
        for many in dict.fromkeys((wanted, 1)):
            cost = many * each
            latest, believed = now + HOLDS - cost + _NEARLY, now + _BELIEVED
            known = (name, now + cost, now, believed, now, cost, latest, believed)
            with connection.cursor() as cursor:
                cursor.execute(_TAKE, known)
                if cursor.fetchone():
                    return many, 0.0
        full_at = cls.objects.filter(name=name).values_list("full_at", flat=True).first() or now
        return 0, max(full_at + each - HOLDS - now, 0.0)

    @classmethod
    def drop_full(cls) -> int:
        """Forget those that are full, which say nothing; how many these were."""
        return cls.objects.filter(full_at__lt=time.time() - HOLDS).delete()[0]
