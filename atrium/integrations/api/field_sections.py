"""Headings that custom fields stand under, and the order of both (V06)."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import StrictStr

from atrium.clients.models import FieldSection
from atrium.clients.models.field_layout import lay_out
from atrium.integrations.api.auth import ApiRequest
from atrium.integrations.api.errors import Invalid
from atrium.integrations.api.fields import READ, WRITE, seen_fields
from atrium.integrations.api.finding import found, the_word, words
from atrium.integrations.api.paging import Page, Paged
from atrium.integrations.api.shell import answer, nothing
from atrium.integrations.api.terms import TermPatch, change, listed, term_card
from atrium.integrations.api.types import Id, Input

router = Router(tags=["Fields"])
type Subject = Literal["client", "contact"]


class SectionOut(Schema):
    """A heading."""

    id: UUID
    label: str = Field(examples=["Heating"])
    position: int = Field(description="Its place among the headings of its subject.")
    subject: Subject


class SectionIn(Input):
    """A new heading, put at the end."""

    label: StrictStr = Field(min_length=1, max_length=60, examples=["Heating"])
    subject: Subject = Field("client")


class SectionFilter(Paged):
    """Which headings."""

    subject: Subject | None = None


class LayoutIn(Input):
    """The order of headings and fields; what is not named follows as it stood."""

    subject: Subject = Field("client", examples=["client"])
    order: list[Id] = Field(
        max_length=2000,
        description="Of /fields and /field-sections, as one list: a field stands under the last "
        "heading before it.",
        examples=[[]],
    )


@router.get(
    "/field-sections", auth=READ, response=Page[SectionOut], summary="List sections of fields"
)
def list_field_sections(request: ApiRequest, query: Query[SectionFilter]) -> HttpResponse:
    """In the organisation's order."""
    sections = words(request).field_sections.values()
    shown = [each for each in sections if query.subject in {None, each.subject}]
    return listed([_card(each) for each in shown], query)


@router.post(
    "/field-sections", auth=WRITE, response={201: SectionOut}, summary="Add a section of fields"
)
def add_field_section(request: ApiRequest, data: SectionIn) -> HttpResponse:
    """Refused when there is one of that name."""
    section = FieldSection.add(by=request.member, label=data.label, subject=data.subject)
    where = f"/api/v1/field-sections/{section.public_id}"
    return answer(_card(section), status=201, location=where)


@router.get(
    "/field-sections/{section_id}", auth=READ, response=SectionOut, summary="Read a section"
)
def read_field_section(request: ApiRequest, section_id: UUID) -> HttpResponse:
    """One heading."""
    return answer(_card(the_word(words(request).field_sections.values(), section_id)))


@router.patch(
    "/field-sections/{section_id}", auth=WRITE, response=SectionOut, summary="Rename a section"
)
def change_field_section(request: ApiRequest, section_id: UUID, data: TermPatch) -> HttpResponse:
    """Its fields stay under it."""
    return answer(_card(change(request, FieldSection, section_id, data)))


@router.delete("/field-sections/{section_id}", auth=WRITE, response={204: None}, summary="Remove a section")  # fmt: skip
def remove_field_section(request: ApiRequest, section_id: UUID) -> HttpResponse:
    """Its fields stay; they stand above all headings then."""
    section: FieldSection = found(request, FieldSection.objects.all(), section_id)
    section.retire(by=request.member)
    return nothing()


@router.put("/field-layout", auth=WRITE, response={204: None}, summary="Order fields and sections")
def order_fields(request: ApiRequest, data: LayoutIn) -> HttpResponse:
    """As dragging does it in the settings; one act, one Undo."""
    known = {f.public_id: f"f{f.pk}" for f in seen_fields(request) if f.subject == data.subject}
    sections = words(request).field_sections.values()
    known |= {s.public_id: f"s{s.pk}" for s in sections if s.subject == data.subject}
    if unknown := [key for key in data.order if key not in known]:
        raise Invalid([("order", f"There is no field or section {unknown[0]} of this subject.")])
    lay_out(data.subject, [known[key] for key in data.order], by=request.member)
    return nothing()


def _card(section: Any) -> dict[str, Any]:
    return term_card(section) | {"subject": section.subject}
