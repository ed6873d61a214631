"""How often somebody asked, counted by all processes together."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Bucket",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("full_at", models.FloatField(db_index=True)),
            ],
        ),
    ]
