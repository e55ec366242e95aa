from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models

import chatbot.models.now


class Migration(migrations.Migration):

    dependencies = [
        ('chatbot', '0052_webhook_actions'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='reminder_site',
            field=models.URLField(blank=True, db_default='', default='', editable=False, max_length=300),
        ),
        migrations.CreateModel(
            name='ReminderMail',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField(db_default=chatbot.models.now.Now())),
                ('started_at', models.DateTimeField(null=True)),
                ('task', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='chatbot.task')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('started_at', None)), fields=['next_attempt_at'], name='reminder_mail_pending')],
            },
        ),
    ]
