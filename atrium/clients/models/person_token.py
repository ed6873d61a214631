"""What the search for people reads. Derived: made and remade by search/people_index.py."""

from __future__ import annotations

from django.db import models

from atrium.organisations.owned import Owned

LONGEST = 120


class PersonToken(Owned):
    """That a contact is found by a token: a word of the name, an address (``@``), the end of a phone (``#``)."""

    pk = models.CompositePrimaryKey("organisation", "token", "contact_key")
    token = models.CharField(max_length=LONGEST)
    contact_key = models.BigIntegerField(db_column="contact_id")

    class Meta(Owned.Meta):
        pass

    def __str__(self) -> str:
        return self.token
