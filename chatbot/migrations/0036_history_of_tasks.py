import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models



def describe(apps, schema_editor):
    """So far only tool calls were recorded: the changes of each have its owner, its time and an id of their own."""
    Change, ToolCall = apps.get_model("chatbot", "Change"), apps.get_model("chatbot", "ToolCall")
    calls = ToolCall.objects.filter(pk__in=Change.objects.values("tool_call"))
    for pk, owner, started, finished in calls.values_list(
        "pk", "run__owner_id", "started_at", "finished_at"
    ).iterator():
        Change.objects.filter(tool_call=pk).update(
            owner=owner, actor="assistant", created_at=finished or started, command_id=uuid.uuid4()
        )


class Migration(migrations.Migration):
    dependencies = [
        ("chatbot", "0035_run_status_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="change",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="actor",
            field=models.CharField(max_length=42, null=True),
        ),
        migrations.AddField(
            model_name="change",
            name="created_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="change",
            name="command_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="change",
            name="is_undo",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="change",
            name="tool_call",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="changes",
                to="chatbot.toolcall",
            ),
        ),
        migrations.RunPython(describe, migrations.RunPython.noop, elidable=True),
    ]
