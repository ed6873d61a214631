"""What programs send about clients: the shape of the bodies."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Field
from pydantic import StrictStr

from atrium.integrations.api.types import UNSET, Day, Id, Input, Patch, YesNo

SURE: Any = Field(
    default=False,
    description="Go on although the member of the token loses sight of the client; else 422.",
)


class Details(Patch):
    """The plain fields of a client."""

    title: StrictStr = Field("", max_length=40, examples=["Dr"])
    given_name: StrictStr = Field("", max_length=150, examples=["Mina"])
    family_name: StrictStr = Field("", max_length=150, examples=["Patel"])
    legal_name: StrictStr = Field("", max_length=300, examples=["Vincent's Bakery Ltd"])
    registration_number: StrictStr = Field("", max_length=60, examples=["09446231"])
    tax_id: StrictStr = Field(
        "", max_length=60, description="Checked for its country.", examples=[""]
    )
    industry: StrictStr = Field("", max_length=120, examples=["Food"])
    came_from: StrictStr = Field("", max_length=200, examples=["Trade fair"])
    about: StrictStr = Field("", max_length=100_000, examples=["Bakes at night."])
    language: StrictStr = Field("", max_length=16, examples=["en-GB"])
    timezone: StrictStr = Field("", max_length=60, examples=["Europe/London"])
    preferred_channel: StrictStr = Field("", max_length=120, examples=["Phone"])
    since: Day | Literal[""] | None = Field(
        None, description="Up to today.", examples=["2024-02-29"]
    )
    birthday: Day | Literal[""] | None = Field(
        None, description="Up to today.", examples=["1980-05-17"]
    )


FIELDS: Any = Field(
    {},
    max_length=500,
    description="Custom fields by their key; null empties one. /fields says what each takes.",
    examples=[{}],
)


class PointIn(Input):
    """A way to reach someone."""

    kind: Literal["email", "phone", "link"] = Field(examples=["phone"])
    value: StrictStr = Field(
        max_length=500, description="In any notation; checked.", examples=["020 7946 0123"]
    )
    label: StrictStr = Field("", max_length=60, examples=["Work"])
    preferred: YesNo = Field(default=False, description="Use this one of its kind first.")


_ANYWAY = Field(
    None,
    max_length=500,
    description="Why it has a name that another client has; without it such a name is a 409.",
    examples=["Another branch"],
)


class ClientIn(Details):
    """A new client."""

    name: StrictStr = Field(min_length=1, max_length=300, examples=["Vincent's Bakery"])
    kind: Literal["company", "individual"] = Field("company", description="Who it is to the law.")
    status: Id | None = Field(None, description="Of /statuses; left out, the default one.")
    owner: Id | None = Field(
        None, description="Of /members; needs the permission to change owners."
    )
    external_id: StrictStr = Field("", max_length=200, description="What another system calls it.")
    tags: list[Id] = Field([], max_length=50, description="Of /tags.")
    fields: dict[str, Any] = FIELDS
    points: list[PointIn] = Field([], max_length=50)
    anyway: StrictStr | None = _ANYWAY


class ClientPatch(Details):
    """What is to change; what is not sent stays."""

    name: StrictStr = Field("", min_length=1, max_length=300, examples=["Vincent's Bakery"])
    status: Id = Field(default=UNSET, description="Of /statuses.")
    owner: Id | None = Field(None, description="Of /members; null for nobody.")
    restricted: YesNo = Field(
        default=False, description="Only its team and those it is granted to see it."
    )
    sure: YesNo = SURE
    anyway: StrictStr | None = _ANYWAY
    fields: dict[str, Any] = FIELDS
