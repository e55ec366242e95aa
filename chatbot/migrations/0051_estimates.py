from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chatbot", "0050_start_days")]

    operations = [
        migrations.AddField(
            model_name="task",
            name="estimate",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="estimate (minutes)"),
        ),
    ]
