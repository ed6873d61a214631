"""Jobs keep the identifier that another program knows them by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0029_source_mail"),
        ("jobs", "0002_first_stages"),
        ("organisations", "0006_outdated_after"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="external_id",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("external_id", ""), _negated=True),
                fields=["organisation", "external_id"],
                name="job_by_external_id",
            ),
        ),
    ]
