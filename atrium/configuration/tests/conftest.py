"""An organisation that set something in every part."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from atrium.clients.models import (
    ContactRole,
    Field,
    FieldSection,
    Industry,
    Preference,
    RelationKind,
    Rule,
    Status,
    Tag,
)
from atrium.conversations.models import MessageTemplate, NoteTemplate
from atrium.documents.models import DocumentKind
from atrium.jobs.models import JobRole, Stage
from atrium.organisations.models import Member, OwnRole
from atrium.organisations.permissions import Can, Role
from atrium.payments.models import CollectingRules, ReminderLevel, Wording
from atrium.prices.models import Item, TaxRate
from atrium.privacy.models import ConsentPurpose, RetentionRule
from atrium.projects.models import Column
from atrium.tenders.models import TenderReason, TenderStage


@pytest.fixture
def set_up(alice: Member) -> Member:
    """Alice, who set up Acme."""
    by: Any = alice
    by.organisation.edit(by=by, country="DE", currency="EUR", timezone="Europe/Berlin")
    by.organisation.edit(by=by, hidden_tabs=["jobs"], logs_views=True, views_kept_days=90)
    OwnRole.make("Bookkeeper", base=Role.STAFF, permissions={Can.CLIENTS_SEE, Can.MONEY_SEE}, by=by)
    key = Status.add(by=by, label="Key account", tone="good")
    key.make_default(by=by)
    Status.arrange(by=by, order=[key.pk])
    vip = Tag.add(by=by, label="Newsletter", hue=3)
    ContactRole.add(by=by, label="Fire warden", reached_for="emergency")
    RelationKind.add(by=by, label="Landlord", reverse="Tenant")
    Industry.add(by=by, label="Windmills")
    section = FieldSection.add(by=by, label="Boiler", subject="client")
    made = Field.add(
        by=by,
        label="Boiler make",
        type="choice",
        section=section,
        options={"choices": [{"label": "Vaillant"}, {"label": "Buderus"}]},
        default="vaillant",
        filterable=True,
    )
    Field.add(by=by, label="Works council", type="yes_no", subject="contact")
    Rule.add(
        by=by,
        condition="tag",
        value=str(vip.pk),
        requirement="field",
        target=made.key,
        weight=4,
    )
    Preference.settle(None, by=by, hours=[[[540, 1020]]] * 5 + [[], []], choices={})
    Stage.add(by=by, label="Snagging", tone="warn", phase="open")
    JobRole.add(by=by, label="Architect")
    Column.add(by=by, label="Proofs", hue=2, limit=3, meaning="waiting")
    TenderStage.add(by=by, label="Shortlist", tone="info")
    TenderReason.add(by=by, label="Too dear", fits="lost")
    DocumentKind.add(by=by, label="Permit")
    ConsentPurpose.add(by=by, label="Photos", ground="consent")
    NoteTemplate.add(by=by, label="Visit", kind="general", html="<p>Seen: {{client.name}}</p>")
    for language in ("en", "de"):
        MessageTemplate.add(
            by=by, label="Hello", way="mail", language=language, subject="Hi", html="<p>Hi</p>"
        )
    rate = TaxRate.add(by=by, name="7 % USt", percent=Decimal(7), country="DE")
    Item.add(by=by, name="Hour", code="H1", price_minor=9050, unit="HUR", tax=rate)
    level = ReminderLevel.all_of(by=by)[0]
    level.edit(
        by=by,
        label="First",
        after_days=level.after_days,
        subject="Open",
        text="Please pay",
        fee=500,
        interest=Decimal("9.12"),
    )
    Wording.put(level, "de", by=by, subject="Offen", text="Bitte zahlen")
    Wording.put(None, "fr", by=by, subject="Merci", text="Merci beaucoup")
    CollectingRules.put(
        by=by, reminds=True, thanks=True, holding="suggest", hold_days=30, hold_amount=50_000
    )
    RetentionRule.keep("leads", by=by, months=36, statuses=[key.public_id])
    return alice
