from __future__ import annotations

import io
import re
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from PIL import Image, UnidentifiedImageError

from atrium.foundation import files
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member, Organisation
from atrium.organisations.owned import Owned
from atrium.timeline.acting import acting

LARGEST = 5 * 1024 * 1024
PIXELS = 40_000_000
WIDE, HIGH = 1200, 480
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_KINDS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}


class Letterhead(Owned):
    """How the papers of an organisation look: its logo and its colour; one row for each."""

    logo = models.CharField(max_length=100, blank=True)
    colour = models.CharField(max_length=7, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_letterhead")]

    def __str__(self) -> str:
        return gettext("Letterhead of {organisation}").format(organisation=self.organisation)

    @classmethod
    def of(cls, organisation: Organisation) -> Letterhead:
        """The organisation's own, or a plain one."""
        found: Letterhead | None = cls.objects.first()
        return found or cls(organisation=organisation)

    @classmethod
    def edit(cls, organisation: Organisation, *, by: Member, **values: Any) -> Letterhead:
        """Change ``colour`` (#3b4bb8, or nothing) or ``logo`` (a picture, or None to take it off).

        What was drawn stays as it is. Refused where the picture cannot be read.
        """
        if values.get("colour") and not _COLOUR.fullmatch(values["colour"]):
            raise Refusal(gettext("Write the colour like #3b4bb8."), field="colour")
        if "logo" in values:
            picture = values["logo"]
            values["logo"] = "" if picture is None else _kept(picture)
        with acting(by=by, label=gettext("Changed the letterhead")) as act:
            act.lock(organisation)
            row = cls.of(organisation)
            if row._state.adding:
                for name, value in values.items():
                    setattr(row, name, value)
                act.insert(row)
            else:
                act.change(row, **values)
        return row

    @property
    def picture(self) -> bytes:
        """The logo; nothing where there is none."""
        return files.read(self.logo) if self.logo else b""


def _kept(picture: Any) -> str:
    """The picture drawn anew, so that nothing but what is seen is kept."""
    files.sized(picture, LARGEST)
    kind = _KINDS.get(files.type_of(picture))
    if kind is None:
        raise Refusal(gettext("Choose a picture: PNG, JPEG, GIF or WebP."), field="logo")
    picture.seek(0)
    drawn = io.BytesIO()
    try:
        with Image.open(io.BytesIO(picture.read()), formats=[kind]) as image:
            if image.width * image.height > PIXELS:
                raise Refusal(
                    gettext("This picture has too many dots; make it smaller."), field="logo"
                )
            plain = image.convert("RGBA")
            plain.thumbnail((WIDE, HIGH))
            plain.save(drawn, "PNG", optimize=True)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refusal(
            gettext("This picture cannot be read; choose another one."), field="logo"
        ) from error
    return files.keep(ContentFile(drawn.getvalue()), "letterheads", ".png")
