"""What is owed of each open invoice stands in its row, so that sums over many read an index alone."""

from typing import Any

from django.db import migrations, models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from atrium.organisations import current


def _sum(rows: Any, by: str, name: str = "amount") -> Coalesce:
    found = rows.filter(**{by: OuterRef("pk")}, organisation=OuterRef("organisation"))
    summed = found.order_by().values("organisation").annotate(n=Sum(name)).values("n")
    return Coalesce(Subquery(summed), 0, output_field=models.BigIntegerField())


def fill(apps: Any, schema_editor: Any) -> None:
    rows = {
        name: apps.get_model("billing", name).objects
        for name in ("Invoice", "Allocation", "WriteOff")
    }
    invoices = rows["Invoice"]
    owed = (
        F("total")
        - F("paid_elsewhere")
        - _sum(rows["Allocation"], "invoice")
        - _sum(rows["WriteOff"], "invoice")
        - _sum(invoices.filter(number__isnull=False), "credits", "total")
    )
    with current.unscoped("a migration is about every organisation"):
        open_ones = invoices.filter(number__isnull=False, settled_on=None)
        open_ones.exclude(kind="credit").update(owed=owed)


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0007_invoices_from_elsewhere"),
    ]

    operations = [
        migrations.AddField(
            model_name="invoice",
            name="owed",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(
                condition=Q(("owed__isnull", False)),
                fields=["organisation", "client", "currency", "due_on", "owed"],
                name="invoice_owed_by_client",
            ),
        ),
    ]
