from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('streaming', '0002_event_of_stream'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='subject',
            field=models.CharField(max_length=80, null=True),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('subject__isnull', False)), fields=['stream', 'subject', 'seq'], name='event_of_subject'),
        ),
    ]
