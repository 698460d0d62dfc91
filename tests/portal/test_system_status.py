"""The administrator's page "Tình trạng hệ thống"."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.heartbeats import Heartbeat
from portal.models import JobRun, Message, MessageKind, MessageStatus, Unit, User
from portal.outbox import Draft, message_of
from portal.roles import Role
from portal.schedule import JOBS
from portal.task_labels import TASK_LABELS
from tests.databases import ROOT
from tests.portal.test_health import beats, ticked  # noqa: F401 - fixtures

PAGE = "/quan-tri/tinh-trang-he-thong/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_role(
    client: Client, site: object, district: Unit, make_user: Callable[..., User]
) -> Callable[[Role], Client]:
    def sign_in(role: Role) -> Client:
        user = make_user(role.value, (district, role))
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def admin(ticked: None, as_role: Callable[[Role], Client]) -> Client:  # noqa: F811
    return as_role(Role.ADMINISTRATOR)


def page(client: Client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return " ".join(response.content.decode().split())


def given_up(make_user: Callable[..., User], title: str = "Tin mẫu") -> Message:
    recipient = make_user(f"nguoi-nhan-{Message.objects.count()}")
    message = message_of(Draft(MessageKind.NOTICE, title, title, ""), recipient, timezone.now())
    message.status, message.attempts, message.failure = MessageStatus.FAILED, 5, "Máy chủ từ chối"
    message.save()
    return message


def test_all_is_well(admin: Client) -> None:
    text = page(admin)
    assert "Mọi thứ đang chạy tốt" in text
    assert "Cần xem" not in text
    for job in JOBS:
        assert str(job.label_vi) in text
    assert "Không có tin nào." in text


def test_a_dead_worker_is_told_with_the_time_and_what_to_do(
    admin: Client,
    beats: dict[str, Heartbeat],  # noqa: F811
) -> None:
    beats["worker"].close()
    text = page(admin)
    assert "Mọi thứ đang chạy tốt" not in text
    assert "Có 1 phần cần xem" in text
    assert "Tiến trình xử lý nền (gửi thư, làm ảnh) không chạy từ " in text
    assert "sudo systemctl restart portal-worker" in text


def test_a_job_that_failed_is_told_in_words(admin: Client) -> None:
    JobRun.objects.filter(job="publish_scheduled").update(ok=False, detail="TimeLimitError")
    text = page(admin)
    assert "Đăng và gỡ bài theo lịch: chạy quá giờ nên bị dừng." in text
    assert "TimeLimitError" not in text


def test_undelivered_messages_are_sent_again(admin: Client, make_user: Callable) -> None:
    message = given_up(make_user)
    text = page(admin)
    assert "Báo tin về bài viết, tư liệu" in text
    assert "đã thử 5 lần: Máy chủ từ chối" in text
    assert "Tin mẫu" not in text, "the words are between the portal and the one they are for"
    assert admin.get(f"{PAGE}gui-lai/").status_code == 405
    answer = admin.post(f"{PAGE}gui-lai/", follow=True)
    assert "1 thư, tin sẽ được gửi lại" in answer.content.decode()
    message.refresh_from_db()
    assert (message.status, message.attempts) == (MessageStatus.QUEUED, 0)
    assert "Không có tin nào." in page(admin)


def test_undelivered_messages_are_put_aside(admin: Client, make_user: Callable) -> None:
    message = given_up(make_user)
    admin.post(f"{PAGE}thoi-gui/")
    message.refresh_from_db()
    assert message.noted_at is not None
    assert "Mọi thứ đang chạy tốt" in page(admin)


def test_a_failed_task_is_listed_and_is_of_the_past(admin: Client) -> None:
    DBTaskResult.objects.create(
        task_path="portal.renditions.make_renditions_task",
        backend_name="default",
        args_kwargs={"args": [], "kwargs": {}},
        exception_class_path="builtins.OSError",
        traceback="Nguyễn Văn Mẫu",
        run_after=get_date_max(),
        status="FAILED",
        finished_at=timezone.now() - timedelta(hours=1),
    )
    text = page(admin)
    assert "Làm ảnh thu nhỏ" in text
    assert "lỗi OSError" in text
    assert "Nguyễn Văn Mẫu" not in text
    assert "Mọi thứ đang chạy tốt" in text


def test_it_stands_in_the_administrators_menu_alone(as_role: Callable[[Role], Client]) -> None:
    assert PAGE in as_role(Role.ADMINISTRATOR).get("/quan-tri/").content.decode()
    assert PAGE not in as_role(Role.EDITORIAL_BOARD).get("/quan-tri/").content.decode()


@pytest.mark.parametrize("role", [Role.EDITORIAL_BOARD, Role.CONTRIBUTOR, Role.LEADERSHIP])
def test_others_are_refused(
    as_role: Callable[[Role], Client], make_user: Callable, role: Role
) -> None:
    message = given_up(make_user)
    client = as_role(role)
    assert client.get(PAGE).status_code != 200
    for action in ("gui-lai", "thoi-gui"):
        client.post(f"{PAGE}{action}/")
    message.refresh_from_db()
    assert message.status == MessageStatus.FAILED


def test_every_task_of_the_project_has_a_name() -> None:
    """Looked for in the code: `@background.task(` above a function."""
    found = set()
    for app in ("portal", "home", "campaigns", "beautiful_city", "school_intranet"):
        for file in (ROOT / app).rglob("*.py"):
            module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            names = re.findall(
                r"^@background\.task\(.*\)\ndef (\w+)", file.read_text(), re.MULTILINE
            )
            found |= {f"{module}.{name}" for name in names}
    assert len(found) >= 5
    assert found == set(TASK_LABELS)
