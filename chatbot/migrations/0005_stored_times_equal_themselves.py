from django.db import migrations, models

import chatbot.models.now


def complete_digits(apps, schema_editor):
    """Give times that SQLite wrote with three digits of a second the form in which Django binds them."""
    if schema_editor.connection.vendor != "sqlite":
        return
    quote = schema_editor.quote_name
    for model in apps.get_app_config("chatbot").get_models():
        table = quote(model._meta.db_table)
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.DateTimeField):
                column = quote(field.column)
                schema_editor.execute(
                    f"UPDATE {table} SET {column} = replace({column} || '000', '.000000', '')"
                    f" WHERE length({column}) = 23"
                )


class Migration(migrations.Migration):
    dependencies = [
        ("chatbot", "0004_database_time"),
    ]

    operations = [
        migrations.AlterField(
            model_name="plan",
            name="updated_at",
            field=models.DateTimeField(db_default=chatbot.models.now.Now(), editable=False),
        ),
        migrations.AlterField(
            model_name="run",
            name="created_at",
            field=models.DateTimeField(db_default=chatbot.models.now.Now(), editable=False),
        ),
        migrations.RunPython(complete_digits, migrations.RunPython.noop, elidable=True),
    ]
