import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0032_who_changes_a_field"),
        ("notifications", "0002_rhythm"),
        ("timeline", "0009_messages_of_acts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="event",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notifications",
                to="timeline.event",
            ),
        ),
        migrations.AlterField(
            model_name="notification",
            name="client",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clients.client",
            ),
        ),
        migrations.AddField(
            model_name="notification",
            name="notice",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="notification",
            name="particulars",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="notification",
            name="noticed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=Q(notice="", event__isnull=False, client__isnull=False)
                | (~Q(notice="") & Q(event=None, client=None, noticed_at__isnull=False)),
                name="event_or_notice",
            ),
        ),
    ]
