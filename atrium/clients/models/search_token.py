"""What search reads instead of the clients themselves. Derived: made and remade by search/index.py.

The columns that name a client are plain keys, not references: nothing is ever merged or moved here,
it is made anew from the rows that are.
"""

from __future__ import annotations

from django.db import models

from atrium.organisations.owned import Owned

LONGEST = 120


class SearchToken(Owned):
    """That a client is found by a token. The best matches of a token come first: ``weight``.

    A word stands for itself; marked are a whole name (``^``), an e-mail address (``@``) and what a
    phone number ends in (``#``).
    """

    pk = models.CompositePrimaryKey("organisation", "token", "weight", "client_key")
    token = models.CharField(max_length=LONGEST)
    weight = models.PositiveSmallIntegerField()
    client_key = models.BigIntegerField(db_column="client_id")

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return self.token


class SearchSpelling(Owned):
    """A word of the vocabulary, under itself and under what its beginning is often mistyped as."""

    pk = models.CompositePrimaryKey("organisation", "key", "word")
    key = models.CharField(max_length=LONGEST)
    word = models.CharField(max_length=LONGEST)

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return self.word


class SearchDocument(Owned):
    """All that is searched of one client, a line per value: folded in ``text``, as read in ``shown``."""

    client_key = models.BigIntegerField(primary_key=True, db_column="client_id")
    archived = models.BooleanField(default=False)
    text = models.TextField()
    shown = models.TextField()

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return self.shown
