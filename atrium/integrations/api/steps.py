"""Next steps as programs read them (J20)."""

from __future__ import annotations

from ninja import Field, Schema


class StepOut(Schema):
    """What to do next."""

    does: str = Field(examples=["search_archive"], description="What it does, for programs.")
    label: str = Field(examples=["See it in the archive"])
    url: str = Field("", description="The page where people do it, if there is one.")
