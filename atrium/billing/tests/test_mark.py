"""Guests see whose guests they are: the mark of the organisation, not the program's (R15)."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client as Browser
from django.utils import timezone
from PIL import Image

from atrium.billing.models import Letterhead
from atrium.clients.models import Client
from atrium.documents.models import File, Share
from atrium.organisations import current
from atrium.organisations.brand import mark_of
from atrium.organisations.models import Member

pytestmark = pytest.mark.once


def logo(width: int, height: int) -> ContentFile[bytes]:
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(drawn, "PNG")
    return ContentFile(drawn.getvalue(), "logo.png")


def test_r15_a_guest_sees_the_name_then_the_logo_of_who_shares(
    bakery: Client, alice: Member, charlie: Member, visitor: Browser
) -> None:
    terms = File.add(bakery, ContentFile(b"Net 30", "terms.txt"), by=alice)
    share = Share.give(terms, by=alice, until=timezone.now() + timedelta(days=7))
    page = visitor.get(f"/shared/{share.secret}/").text
    assert '<span dir="auto">Acme</span>' in page
    assert "auth-mark" not in page
    assert "by Atrium" in page

    Letterhead.edit(alice.organisation, by=alice, logo=logo(1000, 100))
    mark = mark_of(alice.organisation)
    assert mark is not None
    assert (mark.width, mark.height) == (200, 20)
    page = visitor.get(f"/shared/{share.secret}/").text
    assert f'src="{mark.source}" width="200" height="20" alt="Acme"' in page
    assert "side-mark" not in page
    with current.entered(charlie.organisation):
        assert mark_of(charlie.organisation) is None
    Letterhead.edit(alice.organisation, by=alice, logo=None)
    assert mark_of(alice.organisation) is None
