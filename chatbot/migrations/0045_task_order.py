from typing import Any

from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Cast


def order_by_number(apps: Any, schema_editor: Any) -> None:
    """As chatbot.domain.tasks.ranks.rank_of does it for new ones."""
    rank = Cast(F("number"), models.BigIntegerField()) + Value(5_000_000_000, models.BigIntegerField())
    apps.get_model("chatbot", "Task").objects.update(rank=Cast(rank, models.CharField(max_length=250)))


class Migration(migrations.Migration):
    dependencies = [
        ('chatbot', '0044_subtasks'),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="rank",
            field=models.CharField(db_default="5000000000", editable=False, max_length=250),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["owner", "rank"], name="task_ranked"),
        ),
        migrations.RunPython(order_by_number, migrations.RunPython.noop, elidable=True),
    ]
