import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import chatbot.models.now


class Migration(migrations.Migration):
    """Apart from the one before, since PostgreSQL refuses to alter a table after its rows in one transaction."""

    dependencies = [
        ("chatbot", "0036_history_of_tasks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="change",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="change",
            name="actor",
            field=models.CharField(max_length=42),
        ),
        migrations.AlterField(
            model_name="change",
            name="created_at",
            field=models.DateTimeField(
                db_default=chatbot.models.now.Now(), db_index=True, editable=False
            ),
        ),
        migrations.AlterField(
            model_name="change",
            name="command_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["owner", "-id"], name="change_history"),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["task_id", "-id"], name="change_task"),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                condition=models.Q(("after__isnull", True)), fields=["owner", "-id"], name="change_deletion"
            ),
        ),
    ]
