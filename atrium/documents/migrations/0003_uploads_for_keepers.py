"""An upload may be for a folder that something keeps, such as a project."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_words_and_first_kinds"),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="keeper",
            field=models.CharField(blank=True, max_length=100),
        ),
    ]
