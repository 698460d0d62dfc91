from datetime import datetime

import pytest

from portal.contacts import without_contacts
from portal.share import message_line
from portal.working_time import LOCAL_TIME

DUE = datetime(2018, 5, 30, 17, tzinfo=LOCAL_TIME)


def test_a_line_for_a_group_chat() -> None:
    line = message_line("Nắp cống hỏng\n", "Phường Mẫu", DUE, "https://mau.vn/2018-7/")
    assert line == "Nắp cống hỏng · Phường Mẫu · hạn 17:00 30/05/2018 · https://mau.vn/2018-7/"


def test_without_a_time_limit_or_a_unit() -> None:
    assert message_line("Ngõ đẹp", "", None, "https://mau.vn/a/") == "Ngõ đẹp · https://mau.vn/a/"


def test_a_long_title_is_cut() -> None:
    line = message_line("rác " * 100, "Phường Mẫu", None, "/a/")
    assert len(line) < 130
    assert line.endswith("… · Phường Mẫu · /a/")


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("Gọi 0912 345 678 nhé", "Gọi … nhé"),
        ("Gọi 0912.345.678", "Gọi …"),
        ("Gọi (+84)912345678", "Gọi (…"),
        ("thư ai.do@example.vn", "thư …"),
        ("xem https://xau.example/a hoặc www.xau.example", "xem … hoặc …"),
        # What looks alike and is none.
        ("Nhà số 12, ngõ 345, tổ 6", "Nhà số 12, ngõ 345, tổ 6"),
        ("Ngày 30/05/2018, vụ 2018-17", "Ngày 30/05/2018, vụ 2018-17"),
        ("Phạt 1.500.000 đồng", "Phạt 1.500.000 đồng"),
    ],
)
def test_nobody_can_be_reached_by_it(title: str, clean: str) -> None:
    assert without_contacts(title) == clean
