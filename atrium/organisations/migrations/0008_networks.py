from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0007_own_roles")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="networks",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
    ]
