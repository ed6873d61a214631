"""Every text of every table and every particular of an event says whether it holds personal data."""

from __future__ import annotations

from dataclasses import fields

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import QuerySet

from atrium.foundation.personal import KEPT, PARTICULARS
from atrium.timeline.kinds import KINDS

TEXTS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.FileField,
    models.BinaryField,
    models.GenericIPAddressField,
)
pytestmark = pytest.mark.once


def test_x11_every_text_of_a_table_says_whether_it_is_personal() -> None:
    unsaid: list[str] = []
    for model in apps.get_models():
        if model._meta.proxy:
            continue
        label = model._meta.label
        kept = KEPT.get(label)
        declared = kept.declared if kept else ()
        assert len(set(declared)) == len(declared), f"{label} declares a field twice"
        texts = [f for f in model._meta.concrete_fields if isinstance(f, TEXTS) and not f.choices]
        unsaid += [f"{label}.{f.name}" for f in texts if f.name not in declared]
    assert unsaid == [], "declare them in the personal.py of their app"


def test_x11_what_is_declared_is_there_and_says_why_it_is_kept() -> None:
    for kept in KEPT:
        for name in {*kept.declared, *kept.files, *kept.instead}:
            try:
                kept.table._meta.get_field(name)
            except FieldDoesNotExist:
                pytest.fail(f"{kept.model} has no field {name}")
        for path in kept.of.values():
            QuerySet(kept.table).filter(**{path: 1})
        assert kept.why or kept.declared == kept.plain, f"{kept.model} does not say why"
        assert kept.title or not kept.of, f"{kept.model} has no heading for the export"


def test_x11_every_particular_of_an_event_says_whether_it_is_wiped() -> None:
    unsaid = []
    for kind in KINDS:
        app = kind.__module__.split(".")[1]
        stays = PARTICULARS.get(app) or frozenset()
        said = {"amount", *stays, *kind.wipes}
        unsaid += [f"{kind.__name__}.{f.name}" for f in fields(kind)
                   if f.name not in said and f.type not in {int, bool, "int", "bool"}]  # fmt: skip
    assert unsaid == [], "let the kind wipe them, or name them in tells() of the app's personal.py"
