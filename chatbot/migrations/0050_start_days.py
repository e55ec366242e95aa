from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chatbot", "0049_webhooks")]

    operations = [
        migrations.AddField(
            model_name="task",
            name="start_on",
            field=models.DateField(blank=True, null=True, verbose_name="starts"),
        ),
    ]
