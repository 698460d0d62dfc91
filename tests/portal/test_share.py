import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.contacts import contacts_in, without_contacts
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
        ("Nhắn zalo.me/0912345678 hay fb.com/nguoi.mau", "Nhắn … hay …"),
        ("SĐT0912345678", "SĐT…"),
        ("gọi 09l2345678 hoặc O912 345 678", "gọi … hoặc …"),
        ("gọi 0912345678", "gọi …"),
        ("gọi 0️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣ nhé", "gọi … nhé"),
        ("gọi 0912/345/678", "gọi …"),
        ("gọi không chín một hai ba bốn năm sáu bảy tám nhé", "gọi … nhé"),
        ("thư a(at)b.vn, a [at] b (dot) vn", "thư …, …"),
        ("thư mau a còng example chấm com", "thư …"),
        ("t.me/mau hay m.me/mau hay bit.ly/3xYz", "… hay … hay …"),
        ("@nguoimau nhé", "… nhé"),
        ("dòng một 0912345678\ndòng hai", "dòng một …\ndòng hai"),
        # What looks alike and is none.
        ("Từ 02/03/2018 08:30 đến 05-06-2018 10:00", "Từ 02/03/2018 08:30 đến 05-06-2018 10:00"),
        ("Phạt 1.500.000.000 đồng", "Phạt 1.500.000.000 đồng"),
        ("Theo 43/2011/NĐ-CP, tọa độ 21.0412345", "Theo 43/2011/NĐ-CP, tọa độ 21.0412345"),
        ("Hai ba người, bốn năm xe, 24.5km/h", "Hai ba người, bốn năm xe, 24.5km/h"),
        ("Nhà số 12, ngõ 345, tổ 6", "Nhà số 12, ngõ 345, tổ 6"),
        ("Ngày 30/05/2018, vụ 2018-17", "Ngày 30/05/2018, vụ 2018-17"),
        ("Phạt 1.500.000 đồng", "Phạt 1.500.000 đồng"),
    ],
)
def test_nobody_can_be_reached_by_it(title: str, clean: str) -> None:
    assert without_contacts(title) == clean


@given(st.text(alphabet="0912 .-@/()a đĐ\n\ufe0fOl", max_size=300))
def test_any_words_are_read_and_nothing_is_left_to_find(words: str) -> None:
    once = without_contacts(words)
    assert all(each in words for each in contacts_in(words))
    assert once.count("\n") <= words.count("\n")
    if not contacts_in(words):
        assert once == words


@pytest.mark.parametrize("piece", ["a", "a.", "0 ", "@", "a@ ", "không ", "(at)", "+84(", "a-b."])
def test_long_words_cost_little(piece: str) -> None:
    begun = time.process_time()
    without_contacts((piece * 4000)[:4000])
    assert time.process_time() - begun < 0.5, "seconds of the processor"
