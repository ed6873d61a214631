"""The organisation's own words for industries, and those of the standard (J14)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from atrium.clients import industries
from atrium.clients.models import Industry
from atrium.integrations.api.auth import ApiRequest, Bearer
from atrium.integrations.api.finding import the_word, words
from atrium.integrations.api.paging import Page, Paged
from atrium.integrations.api.shell import answer
from atrium.integrations.api.terms import TermIn, TermOut, TermPatch, change, listed, term_card
from atrium.organisations.permissions import Can

router = Router(tags=["Words"])
READ = Bearer("industries:read", Can.CLIENTS_SEE)
WRITE = Bearer("industries:write", Can.LEXICON_EDIT)


class StandardOut(Schema):
    """A section or a division of NACE Rev. 2."""

    code: str = Field(examples=["10"])
    title: str = Field(examples=["Manufacture of food products"])
    section: str = Field(description="The section that it is or stands in.", examples=["C"])
    industry: str = Field(
        description="What `industry` of a client holds then.",
        examples=["10 Manufacture of food products"],
    )


class StandardList(Schema):
    """The whole standard."""

    items: list[StandardOut]


@router.get(
    "/industries/standard",
    auth=READ,
    response=StandardList,
    summary="List the industries of the standard",
)
def list_standard(request: ApiRequest) -> HttpResponse:
    """The 21 sections of NACE Rev. 2, each with its divisions behind it."""
    cards = [
        {"code": i.code, "title": i.title, "section": i.section, "industry": str(i)}
        for i in industries.standard().values()
    ]
    return answer({"items": cards})


@router.get("/industries", auth=READ, response=Page[TermOut], summary="List own industries")
def list_industries(request: ApiRequest, query: Query[Paged]) -> HttpResponse:
    """The organisation's own words, by name."""
    return listed([term_card(term) for term in words(request).industries.values()], query)


@router.post("/industries", auth=WRITE, response={201: TermOut}, summary="Add an industry")
def add_industry(request: ApiRequest, data: TermIn) -> HttpResponse:
    """Refused when the list or the standard has it already."""
    return answer(term_card(Industry.add(by=request.member, label=data.label)), status=201)


@router.get("/industries/{industry_id}", auth=READ, response=TermOut, summary="Read an industry")
def read_industry(request: ApiRequest, industry_id: UUID) -> HttpResponse:
    """One word."""
    return answer(term_card(the_word(words(request).industries.values(), industry_id)))


@router.patch(
    "/industries/{industry_id}", auth=WRITE, response=TermOut, summary="Rename an industry"
)
def change_industry(request: ApiRequest, industry_id: UUID, data: TermPatch) -> HttpResponse:
    """Its clients have it by the new name."""
    return answer(term_card(change(request, Industry, industry_id, data)))
