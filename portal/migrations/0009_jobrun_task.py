from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0008_photo_state'),
    ]

    operations = [
        migrations.AddField(
            model_name='jobrun',
            name='task_id',
            field=models.CharField(blank=True, max_length=36),
        ),
    ]
