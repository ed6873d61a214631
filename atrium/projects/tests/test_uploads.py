"""C09, C14: files go into a project's folder in parts, and a cancelled one leaves nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from atrium.clients.models import Client
from atrium.documents.models import File, Upload
from atrium.documents.models.upload import PART
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member
from atrium.projects.models import Project

BEGIN = "/acme/projects/1/uploads/"
TOLD = {"name": "proof.txt", "size": "5", "key": "k"}


def part(text: bytes) -> dict[str, SimpleUploadedFile]:
    return {"part": SimpleUploadedFile("blob", text)}


def test_c09_c14_a_file_comes_in_parts_into_the_folder_of_its_project(
    bakery: Client,
    alice: Member,
    as_alice: Browser,
    as_bob: Browser,
    as_vera: Browser,
    as_charlie: Browser,
) -> None:
    project = Project.add(bakery, by=alice, title="Menus")
    assert as_charlie.post(BEGIN, TOLD).status_code == 404
    assert as_vera.post(BEGIN, TOLD).status_code == 403
    begun = as_bob.post(BEGIN, TOLD)
    assert (begun.status_code, begun.json()["part"]) == (201, PART)
    where = begun.json()["url"]
    assert as_bob.post(BEGIN, TOLD).json()["url"] == where, "the same file again goes on"
    done = as_bob.post(f"{where}0/", part(b"proof")).json()
    file = File.objects.get()
    assert done["file"].endswith(f"{file.public_id}/")
    assert (file.name, file.folder.name if file.folder else "") == ("proof.txt", "P-0001 Menus")
    assert "proof.txt" in as_alice.get("/acme/projects/1/").text
    # A cancel that comes too late says so; one in time leaves nothing, also of a part on its way.
    assert as_bob.post(where, {"stop": "1"}).json()["file"] == done["file"]
    other = as_bob.post(BEGIN, TOLD | {"key": "other"}).json()["url"]
    late = Upload.objects.get(key="other")
    assert as_bob.post(other, {"stop": "1"}).status_code == 204
    with pytest.raises(Refusal, match="was cancelled"):
        late.take(0, SimpleUploadedFile("blob", b"proof"))
    assert as_bob.post(f"{other}0/", part(b"proof")).status_code == 404
    # What is deleted meanwhile takes nothing any more.
    third = as_bob.post(BEGIN, TOLD | {"key": "third"}).json()["url"]
    project.bin(by=alice)
    refused = as_bob.post(f"{third}0/", part(b"proof"))
    assert (refused.status_code, refused.json()["detail"]) == (
        422,
        "This project is gone, or is not yours to change.",
    )
    assert File.objects.count() == 1
