from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0010_passwords")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="detail_roles",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]
