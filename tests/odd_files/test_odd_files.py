"""What becomes of each odd file: taken, taken with a note, or refused for what it is.

`docs/odd-files.md` sets this beside what Chromium and LibreOffice make of the same files.
"""

from __future__ import annotations

import pytest

from tests.odd_files.excel import EXCEL
from tests.odd_files.pictures import PICTURES
from tests.odd_files.reading import TAKEN, of_picture, of_word, of_workbook
from tests.odd_files.word import WORD
from tests.word_reading import word_in_this_process  # noqa: F401 - a fixture

OTHER_PICTURES = (
    *("plain.bmp", "BMP named JPEG.jpg", "plain.tif", "several pages.tif", "plain.jp2"),
    *("plain.ico", "a page named JPEG.jpg", "a PDF named JPEG.jpg", "zeros.jpg"),
    "a line feed before it.jpg",
)
# The others are taken.
REFUSED_PICTURES = {
    **dict.fromkeys(OTHER_PICTURES, "unknown_format"),
    **dict.fromkeys(("plain.gif", "moving.gif"), "gif"),
    **dict.fromkeys(("moving.png", "moving.webp", "moving.avif"), "animated"),
    **dict.fromkeys(("half of it missing.jpg", "half of it missing.png"), "damaged"),
    "a drawing.svg": "svg",
    "nothing.jpg": "empty",
}
# What the writer is told begins so, or holds this; the others are taken without a word.
TOLD_OF_WORD = {
    "tracked changes.docx": "Tệp Word còn 2 chỗ sửa đang theo dõi",
    "hidden text.docx": "Đã bỏ 1 chỗ có nội dung ẩn",
    "an old font.docx": "chuyển từ bảng mã TCVN3 sang Unicode",
    "a formula.docx": "Có 1 công thức toán",
    "an object.docx": "Ảnh thứ 1 trong tệp Word bị hỏng",
    "an object without a picture.docx": "Không lấy được 1 phần chèn từ tệp khác",
    "a picture that is linked.docx": "Ảnh thứ 1 chỉ là liên kết",
    "a picture of nothing.docx": "Không lấy được ảnh thứ 1",
    "a picture that is not there.docx": "Ảnh thứ 1 trong tệp Word bị hỏng",
    "a GIF named JPEG.docx": "Không nhận ảnh GIF",
    "a BMP named JPEG.docx": "Hãy lưu ảnh thành JPEG",
    "a TIFF named JPEG.docx": "Hãy lưu ảnh thành JPEG",
    "a WMF named JPEG.docx": "Hãy lưu ảnh thành JPEG",
    "without its list of kinds.docx": "không phải loại tệp đó, hoặc tệp bị hỏng",
    "without its main part.docx": "không phải loại tệp đó, hoặc tệp bị hỏng",
    "half of it missing.docx": "không phải loại tệp đó, hoặc tệp bị hỏng",
    "a mark left open.docx": "Tệp Word bị hỏng",
    "nothing.docx": "Tệp này rỗng",
    "an empty document.docx": "Không có chữ hay ảnh nào",
    "spaces only.docx": "Không có chữ hay ảnh nào",
    "the old Word.docx": "Word bản cũ (.doc) đổi đuôi, hoặc có đặt mật khẩu",
    "the old Word.doc": "Chỉ đọc được tệp Word có đuôi .docx",
    "RTF named Word.docx": "văn bản loại khác (RTF, OpenDocument hoặc trang web)",
    "RTF.rtf": "Chỉ đọc được tệp Word có đuôi .docx",
    "a page of the web named Word.docx": "văn bản loại khác (RTF, OpenDocument hoặc trang web)",
    "OpenDocument named Word.docx": "văn bản loại khác (RTF, OpenDocument hoặc trang web)",
    "a PDF named Word.docx": "không phải loại tệp đó",
    "a workbook named Word.docx": "không phải loại tệp đó",
    "with macros.docx": "macro",
    "a template.dotx": "Chỉ đọc được tệp Word có đuôi .docx",
}
OTHER_TABLES = (
    *("XML of 2003.xls", "a table of the web named Excel.xls", "a binary workbook.xlsb"),
    *("OpenDocument named Excel.xlsx", "CSV named Excel.xlsx", "commas.csv", "semicolons.csv"),
    *("tabs in UTF-16.txt", "a Word file named Excel.xlsx", "RTF named Excel.xlsx"),
)
TOLD_OF_EXCEL = {
    **dict.fromkeys(OTHER_TABLES, "other_kind"),
    "a formula without its value.xlsx": "Ô C2 có công thức chưa có kết quả",
    "a hidden row.xlsx": "Không đọc 1 dòng đang ẩn hoặc bị lọc (dòng 3)",
    "a hidden column.xlsx": "Không đọc cột đang ẩn C",
    "a filter.xlsx": "Không đọc 1 dòng đang ẩn hoặc bị lọc (dòng 3)",
    "a cell in the last corner.xlsx": "bỏ nội dung ở ô XFD1048576",
    "an old font.xlsx": "1 dòng gõ bằng phông chữ cũ (TCVN3)",
    "a word that is not in the list.xlsx": "damaged",
    "without a sheet.xlsx": "damaged",
    "half of it missing.xlsx": "damaged",
    "nothing.xlsx": "empty",
    "with a password, or the old Excel.xlsx": "old",
    "the old Excel.xls": "old",
}


def test_every_file_that_is_told_of_is_there() -> None:
    assert set(REFUSED_PICTURES) < set(PICTURES)
    assert set(TOLD_OF_WORD) < set(WORD)
    assert set(TOLD_OF_EXCEL) < set(EXCEL)
    assert len(PICTURES) + len(WORD) + len(EXCEL) > 200


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture(name: str) -> None:
    assert of_picture(PICTURES[name]()) == REFUSED_PICTURES.get(name, TAKEN)


@pytest.mark.usefixtures("word_in_this_process")
@pytest.mark.parametrize("name", WORD)
def test_a_word_file(name: str) -> None:
    told = of_word(WORD[name](), name)
    assert TOLD_OF_WORD[name] in told if name in TOLD_OF_WORD else told == TAKEN


@pytest.mark.parametrize("name", EXCEL)
def test_a_workbook(name: str) -> None:
    told = of_workbook(EXCEL[name]())
    assert TOLD_OF_EXCEL[name] in told if name in TOLD_OF_EXCEL else told == TAKEN
