"""One of each noun that the API knows, for tests that ask every operation."""

from __future__ import annotations

from base64 import b64decode
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.http import QueryDict
from django.utils import timezone

from atrium.billing.models import Invoice, InvoicePlan, NewLine, Payment
from atrium.calendar.models import Task
from atrium.clients import lexicon
from atrium.clients.bulk import Order, begin
from atrium.clients.listing import Listing
from atrium.clients.models import (
    Assignment,
    Client,
    Contact,
    Different,
    Field,
    FieldFile,
    FieldSection,
    Grant,
    Hold,
    Industry,
    Link,
    Location,
    Merge,
    NoContact,
    Point,
    Relation,
    Rule,
    SavedView,
    ServiceArea,
)
from atrium.clients.tasks import perform_order
from atrium.conversations.facts import versions
from atrium.conversations.mail.storing import stored
from atrium.conversations.mail.writing import Writing
from atrium.conversations.models import (
    Call,
    Comment,
    Image,
    Mailbox,
    Message,
    MessageTemplate,
    Note,
    NoteTemplate,
    Sms,
    SmsNumber,
)
from atrium.conversations.models.sms import To
from atrium.documents.models import Agreement, DocumentKind, Folder, Share, Upload
from atrium.documents.models import File as Document
from atrium.imports.models import Export, Import
from atrium.jobs.models import Candidate, ChecklistItem, Incident, Job, JobRole, Stage, TimeEntry
from atrium.meetings.models import Meeting
from atrium.organisations.models import Member, Organisation, OwnRole
from atrium.organisations.permissions import Role
from atrium.payments.bank.line import BankLine
from atrium.payments.models import BankEntry, BankFile, Card, ProviderAccount, ReminderLevel
from atrium.prices.models import AgreedPrice, Item, TaxRate
from atrium.privacy.models import ConsentPurpose, Dossier, Erasure
from atrium.profile.models import ChangeRequest, Equipment
from atrium.projects.models import Deliverable, Project, Sending
from atrium.queue.backend import DatabaseBackend
from atrium.sso.models import Provider
from atrium.tenders.models import Tender, TenderReason
from atrium.timeline.models import Change

TINY = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def _order(acme: Organisation, alice: Member) -> str:
    """A long order of Alice's that waits in the queue."""
    order = Order(deed="archive", terms={"total": 0})
    act = begin(order, by=alice, label="Archived 0 clients")
    told = [acme.pk, alice.pk, act.pk, order.as_json()]
    return DatabaseBackend("default", {}).enqueue(perform_order, told, {}).id


def _sms(bakery: Client, alice: Member) -> Sms:
    """One that came in, and waits for an answer."""
    number = SmsNumber.set_up(by=alice, name="Office", provider="outbox")
    sender = To("+447700900123", "Mina")
    found = Sms.take_in(number, sid="SM1", sender=sender, text="Nine?", clients=[bakery])
    assert found is not None
    return found


def _export(alice: Member) -> Export:
    """An export of Alice's that is ready."""
    made = Export.ask(Listing.read(alice, QueryDict("q=ally")), format="csv", by=alice)
    made.write()
    return made


def _message(alice: Member) -> Message:
    """A message that came into Alice's mailbox."""
    box = Mailbox.open(by=alice, address="alice@acme.example", member=alice)
    return stored(box, b"From: cy@new.example\r\nSubject: Hello\r\n\r\nHello")


def _sent(film: Deliverable, to: Contact, alice: Member) -> Sending:
    """One that is to leave tomorrow, agreed although the client is on hold."""
    Point.add(to, by=alice, kind="email", text="mina@post.example")
    tomorrow = timezone.now() + timedelta(days=1)
    [sent] = Sending.send([film], [to], by=alice, at=tomorrow, override="Agreed")
    return sent


def _work(bakery: Client, alice: Member) -> Job:
    """A job that is done, for a price that was agreed."""
    job = Job.add(bakery, by=alice, title="Shelves", amount=5000)
    job.complete(by=alice)
    return job


def _card(bakery: Client, alice: Member) -> Card:
    """A card on file of a provider that nobody reaches."""
    home = "https://8.8.8.8"
    account = ProviderAccount.set_up(by=alice, secret="sk_x", hook_secret="whsec_x", home=home)
    told = {"brand": "visa", "last4": "4242", "month": 12, "year": 2031}
    made: Card = Card.objects.create(client=bakery, account=account, token="pm", **told)
    return made


def _entry(alice: Member) -> BankEntry:
    """Money that came in at the bank."""
    day = timezone.localdate()
    line = BankLine(account="DE1", currency="GBP", amount=500, booked_on=day, text="INV-1")
    BankFile.take(b"1", [line], by=alice, name="a.xml")
    return BankEntry.objects.get()  # type: ignore[no-any-return]


def one_of_each(acme: Organisation, alice: Member, bakery: Client) -> dict[str, Any]:
    """One of each noun at Acme, by the name that it has in addresses and bodies."""
    words = lexicon.of(acme)
    mina = Contact.add(by=alice, given_name="Mina", family_name="Patel")
    link = Link.make(bakery, mina, by=alice)
    kind = next(iter(words.location_types.values()))
    phone = Point.add(bakery, by=alice, kind="phone", text="020 7946 0123")
    Hold.place(bakery, by=alice, reason="Unpaid")
    place = Location.add(bakery, by=alice, type=kind, city="Bristol")
    bakery.edit(by=alice, about="Bakes at night.")
    image = Image.add(bakery, by=alice, file=BytesIO(TINY))
    html = f'<p>Called. <img src="image:{image.public_id}"></p>'
    note = Note.write(bakery, by=alice, html=html, kind="escalation")
    partner = next(k for k in words.relation_kinds.values() if k.symmetric)
    ally = Client.add(by=alice, name="Ally", status=bakery.status)
    related = Relation.make(ally, bakery, by=alice, kind=partner)
    apart = Different.say(bakery, ally, by=alice)
    twin = Client.add(by=alice, name="Twin", status=bakery.status)
    [merge] = Merge.perform(keep=ally, absorb=[twin], by=alice)
    bars = {who: NoContact.place(who, by=alice, reason="Asked") for who in (bakery, mina)}
    change = Change.objects.filter(client=bakery, operation="U").latest("id")
    asked = ChangeRequest.ask(bakery, by=alice, texts={"payment_terms": "30 days"})
    drawing = Field.add(by=None, label="Drawing", type="file")
    paper = FieldFile.add(drawing, by=alice, file=ContentFile(TINY, "a.png"))
    bakery.edit(by=alice, fields={drawing: str(paper.public_id)})
    _message(alice)
    picture = Image.add(bakery, by=alice, file=BytesIO(TINY))
    rye = Writing(subject="Rye", html=f'<p><img src="image:{picture.public_id}"></p>')
    draft = Message.write(bakery, rye, by=alice, mailbox=Mailbox.of(alice))
    template = MessageTemplate.add(by=alice, label="Quote", html="<p>Dear</p>")
    begins = timezone.now() + timedelta(days=1)
    meeting = Meeting.plan(
        bakery,
        by=alice,
        title="Tasting",
        starts_at=begins,
        ends_at=begins + timedelta(hours=1),
        ask={"members": [alice]},
    )
    folder = Folder.make(bakery, name="Contracts", by=alice)
    terms = Document.add(bakery, ContentFile(b"Net 30", "terms.txt"), by=alice, folder=folder)
    coming = Upload.begin(bakery, by=alice, key="k", name="b.txt", size=3)
    until = timezone.now() + timedelta(days=7)
    project = Project.add(bakery, by=alice, title="Signs")
    job = Job.add(bakery, by=alice, title="Oven", is_opening=True)
    tender = Tender.add(bakery, by=alice, title="Ovens")
    sms = _sms(bakery, alice)
    film = Deliverable.add(project, by=alice, link="https://signs.example/film")
    leaver = Contact.add(by=alice, given_name="Lee", family_name="Vine")
    visit = Item.add(by=alice, name="Visit", price_minor=100)
    return {
        "conversation_id": sms.thread.public_id,
        "project_id": project.public_id,
        "deliverable_id": film.public_id,
        "sending_id": _sent(film, mina, alice).public_id,
        "column_id": project.column.public_id,
        "document_id": terms.public_id,
        "folder_id": folder.public_id,
        "upload_id": coming.public_id,
        "share_id": Share.give(terms, by=alice, until=until).public_id,
        "document_kind_id": DocumentKind.objects.earliest("id").public_id,
        "number": 1,
        "consent_purpose_id": ConsentPurpose.objects.earliest("id").public_id,
        "sort": "calls",
        "part": 0,
        "job_id": job.public_id,
        "invoice_id": Invoice.draft(
            bakery, by=alice, lines=[NewLine(text="Bread", price=100)]
        ).public_id,
        "plan_id": InvoicePlan.begin(
            bakery, by=alice, name="Care", lines=[NewLine(text="Care", price=100)]
        ).public_id,
        "payment_id": Payment.take(bakery, by=alice, amount=100).public_id,
        "item_id": ChecklistItem.add(job, by=alice, text="Sweep")[0].public_id,
        "incident_id": Incident.report(job, by=alice, text="It smokes.").public_id,
        "time_id": TimeEntry.log(job, by=alice, minutes=5).public_id,
        "candidate_id": Candidate.propose(job, by=alice, name="Iris").public_id,
        "participation_id": job.participations.get().public_id,
        "job_role_id": JobRole.objects.earliest("position").public_id,
        "stage_id": Stage.objects.earliest("position").public_id,
        "tender_id": tender.public_id,
        "tender_stage_id": tender.stage.public_id,
        "tender_reason_id": TenderReason.objects.earliest("position").public_id,
        "meeting_id": meeting.public_id,
        "attendee_id": meeting.attendees.get().public_id,
        "message_id": draft.public_id,
        "attachment_id": draft.attach(ContentFile(b"Rye", "rye.txt"), by=alice).public_id,
        "message_template_id": template.public_id,
        "client_id": bakery.public_id,
        "contact_id": mina.public_id,
        "link_id": link.public_id,
        "point_id": phone.public_id,
        "contact_point_id": Point.add(
            mina, by=alice, kind="email", text="mina@bar.example"
        ).public_id,
        "location_id": place.public_id,
        "area_id": ServiceArea.add(bakery, by=alice, postcodes=["BS1"]).public_id,
        "price_item_id": visit.public_id,
        "price_id": AgreedPrice.agree(bakery, by=alice, item=visit, amount=90).public_id,
        "tax_rate_id": TaxRate.objects.earliest("id").public_id,
        "agreement_id": Agreement.sign(
            bakery, by=alice, kind="data", signed_on=acme.today()
        ).public_id,
        "equipment_id": Equipment.add(bakery, by=alice, name="Oven").public_id,
        "rule_id": Rule.objects.earliest("id").public_id,
        "note_id": note.public_id,
        "version_id": versions(note)[0].key,
        "image_id": image.public_id,
        "picture_id": picture.public_id,
        "template_id": NoteTemplate.add(by=alice, label="Visit", html="<p>Visit</p>").public_id,
        "call_id": Call.log(bakery, by=alice, number="020 7946 0123").public_id,
        "sms_id": sms.public_id,
        "comment_id": Comment.write(bakery, by=alice, html="<p>Who rings?</p>").public_id,
        "task_id": Task.add(bakery, by=alice, title="Send the quote").public_id,
        "assignment_id": Assignment.give(bakery, by=alice, member=alice, role="Lead").public_id,
        "grant_id": Grant.give(bakery, by=alice, to=alice).public_id,
        "tag_id": next(iter(words.tags.values())).public_id,
        "status_id": next(iter(words.statuses.values())).public_id,
        "type_id": kind.public_id,
        "role_id": next(iter(words.contact_roles.values())).public_id,
        "kind_id": partner.public_id,
        "relation_id": related.public_id,
        "industry_id": Industry.add(by=alice, label="Pub trade").public_id,
        "section_id": FieldSection.add(by=alice, label="Heating").public_id,
        "field_id": drawing.public_id,
        "file_id": paper.public_id,
        "team_role_id": next(iter(words.team_roles.values())).public_id,
        "row_id": bars[bakery].public_id,
        "contact_row_id": bars[mina].public_id,
        "run_id": _order(acme, alice),
        "view_id": SavedView.save_as(by=alice, label="All", sharing="everyone").public_id,
        "member_id": alice.public_id,
        "own_role_id": OwnRole.make("Clerk", base=Role.STAFF, permissions=[], by=alice).public_id,
        "sso_provider_id": _provider().public_id,
        "change_id": change.pk,
        "act_id": change.act_id,
        "different_id": apart.public_id,
        "merge_id": merge.public_id,
        "request_id": asked.public_id,
        "dossier_id": Dossier.ask(leaver, by=alice).public_id,
        "erasure_id": Erasure.begin(leaver, by=alice, typed="Lee Vine").public_id,
        "export_id": _export(alice).public_id,
        "entry_id": _entry(alice).public_id,
        "card_id": _card(bakery, alice).public_id,
        "level_id": ReminderLevel.all_of(by=alice)[0].public_id,
        "work_id": _work(bakery, alice).public_id,
        "import_id": Import.take(BytesIO(b"Name\nAsh\n"), by=alice, name="a.csv").public_id,
    }


def _provider() -> Provider:
    row: Provider = Provider.objects.create(
        name="Entra", issuer="https://login.acme.invalid", registered_as="atrium"
    )
    return row
