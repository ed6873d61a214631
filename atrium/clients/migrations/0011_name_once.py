from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0010_first_rules_and_namesakes"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="client",
            constraint=models.UniqueConstraint(
                condition=models.Q(("namesake", False), ("state", 0)),
                fields=("organisation", "name_key"),
                name="client_name_once",
            ),
        ),
    ]
