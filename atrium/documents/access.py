"""The doors to one file, one folder, one link, one upload."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.http import Http404

from atrium.clients.models import Client
from atrium.documents.models import Agreement, Content, File, Folder, Share, Upload
from atrium.documents.models.content import Reading
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.middleware import MemberRequest


def the_file(request: MemberRequest, client: Client, key: UUID) -> File:
    """The client's file with this key, in the bin or not, if the member may see it; else 404."""
    rows = File.objects.visible_to(request.member).select_related("content", "folder", "kind")
    file: File | None = rows.defer("content__text").filter(client=client, public_id=key).first()
    if file is None:
        raise Http404
    file.client = client
    return file


def the_files(request: MemberRequest, client: Client, keys: Iterable[str]) -> list[File]:
    """Those of the client's files that the keys name; keys of none are passed over."""
    rows = File.objects.visible_to(request.member).filter(client=client)
    return list(rows.filter(public_id__in=uuids(keys)).order_by("id"))


def the_agreement(request: MemberRequest, client: Client, key: UUID) -> Agreement:
    """The client's agreement with this key, if the member may see it; else 404."""
    rows = Agreement.objects.visible_to(request.member).select_related("file")
    row: Agreement | None = rows.filter(client=client, public_id=key).first()
    if row is None:
        raise Http404
    row.client = client
    return row


def the_folder(request: MemberRequest, client: Client, key: UUID) -> Folder:
    """The client's folder with this key, if the member may see it; else 404."""
    rows = Folder.objects.visible_to(request.member).select_related("parent")
    folder: Folder | None = rows.filter(client=client, public_id=key).first()
    if folder is None:
        raise Http404
    folder.client = client
    return folder


def the_folder_or_none(request: MemberRequest, client: Client, text: str) -> Folder | None:
    """The live folder that a form names; None for no folder. Refused where it is gone."""
    if not text:
        return None
    found = uuids([text])
    rows = Folder.objects.visible_to(request.member).live().filter(client=client)
    folder: Folder | None = rows.filter(public_id__in=found).first()
    if folder is None:
        msg = gettext("This folder is not there any more; choose another one.")
        raise Refusal(msg, field="folder")
    folder.client = client
    return folder


def folders_into(client: Client) -> list[Folder]:
    """The live folders of the client."""
    return list(Folder.objects.live().filter(client=client))


def with_contents(files: Iterable[File]) -> list[File]:
    """The files by name, each with its content."""
    rows = File.objects.filter(pk__in=[file.pk for file in files]).select_related("content")
    return list(rows.defer("content__text").order_by("name_key", "id"))


def the_share(request: MemberRequest, client: Client, key: UUID) -> Share:
    """The client's link with this key, if the member may see it; else 404."""
    rows = Share.objects.visible_to(request.member).filter(client=client, public_id=key)
    share: Share | None = rows.first()
    if share is None:
        raise Http404
    share.client = client
    return share


def the_upload(request: MemberRequest, client: Client, key: UUID) -> Upload:
    """The member's own upload with this key; else 404."""
    rows = Upload.objects.filter(client=client, public_id=key, member=request.member)
    upload: Upload | None = rows.select_related("folder", "of_file", "file").first()
    if upload is None:
        raise Http404
    upload.client = client
    for named in (upload.folder, upload.of_file):
        if named is not None:
            named.client = client
    return upload


def handed(content: Content) -> Content:
    """The content, to be handed out; refused where a virus was found, or may yet be found, in it."""
    if settings.SCANNER and content.reading == Reading.WAITING:
        msg = gettext("The virus scanner has not looked at this file yet. Try again in a moment.")
        raise Refusal(msg)
    if content.reading == Reading.HARMFUL:
        msg = gettext("A virus was found in this file, so it is not handed out.")
        raise Refusal(msg)
    return content


def uuids(texts: Iterable[str]) -> list[UUID]:
    """Those of the texts that are identifiers."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
