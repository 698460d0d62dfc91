"""The table of messages becomes the one outbox. The messages that stand in it are kept: a daily one
gets the key of its day, an urgent one that of its row."""

from datetime import timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Cast, Concat
from django.utils import timezone

# What gave reminders before sources were marked as begun.
SOURCES = ("beautiful_city", "campaigns", "leader_notes")


def name_messages(apps, schema_editor):
    Message = apps.get_model("portal", "Message")
    person = Concat(Value(":user:"), Cast("recipient_id", CharField()))
    daily = Concat(Value("day:"), Cast("day", CharField()), person)
    urgent = Concat(Value("message:"), Cast("pk", CharField()), person)
    Message.objects.update(
        kind=Case(When(urgent=True, then=Value("urgent")), default=Value("day")),
        key=Case(When(urgent=True, then=urgent), default=daily),
        created_at=F("not_before"),
        give_up_at=timezone.now() + timedelta(days=1),
    )


def begin_sources(apps, schema_editor):
    if apps.get_model("portal", "Reminder").objects.exists():
        apps.get_model("portal", "ReminderSource").objects.bulk_create(
            apps.get_model("portal", "ReminderSource")(name=name, begun_at=timezone.now())
            for name in SOURCES
        )


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("portal", "0006_leader_notes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReminderSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True)),
                ("begun_at", models.DateTimeField()),
            ],
        ),
        migrations.RunPython(begin_sources, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="message", name="message_one_a_day"),
        migrations.AddField("message", "key", models.CharField(max_length=150, null=True)),
        migrations.AddField(
            "message",
            "kind",
            models.CharField(
                choices=[
                    ("day", "Việc trong ngày"),
                    ("urgent", "Nhắc việc khẩn"),
                    ("notice", "Báo tin về bài viết, tư liệu"),
                    ("school", "Báo có mục mới ở cổng nội bộ của trường"),
                    ("follower", "Thư cho người theo dõi phản ánh"),
                    ("task", "Báo việc xử lý nền không làm được"),
                ],
                default="day",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField("message", "created_at", models.DateTimeField(null=True)),
        migrations.AddField("message", "give_up_at", models.DateTimeField(null=True)),
        migrations.RunPython(name_messages, migrations.RunPython.noop),
        migrations.AlterField("message", "key", models.CharField(max_length=150, unique=True)),
        migrations.AlterField("message", "created_at", models.DateTimeField()),
        migrations.AlterField("message", "give_up_at", models.DateTimeField()),
        migrations.AlterField(
            "message",
            "recipient",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="messages",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "message",
            "contact_type",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="contenttypes.contenttype",
            ),
        ),
        migrations.AddField("message", "contact_id", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("message", "path", models.CharField(blank=True, max_length=300)),
        migrations.AddField("message", "stop_path", models.CharField(blank=True, max_length=300)),
        migrations.AddField("message", "takeovers", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("message", "failure", models.CharField(blank=True, max_length=60)),
        migrations.AddField("message", "noted_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "message",
            "status",
            models.CharField(
                choices=[
                    ("queued", "Chờ gửi"),
                    ("sending", "Đang gửi"),
                    ("sent", "Đã gửi"),
                    ("in_app", "Chỉ hiện trên trang việc"),
                    ("superseded", "Đã có tin mới hơn thay"),
                    ("failed", "Không gửi được"),
                ],
                default="queued",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            "message",
            models.Index(fields=["contact_type", "contact_id"], name="message_contact"),
        ),
        migrations.AddIndex(
            "message", models.Index(fields=["status", "created_at"], name="message_status")
        ),
        migrations.AddConstraint(
            "message",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("contact_id__isnull", False), ("recipient", None)),
                    models.Q(("contact_id", None), ("recipient__isnull", False)),
                    _connector="OR",
                ),
                name="message_to_one",
            ),
        ),
    ]
