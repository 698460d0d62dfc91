"""Made-up Vietnamese news text, put together from word lists. It names no person and no place."""

import json
import random
import uuid

KINDS = ("Hội nghị", "Lễ phát động", "Buổi kiểm tra", "Lớp tập huấn", "Kế hoạch", "Ngày hội")
DEEDS = (
    "tuyên truyền về an toàn giao thông",
    "ra quân tổng vệ sinh môi trường",
    "cải cách thủ tục hành chính",
    "chuẩn bị năm học mới",
    "phòng cháy, chữa cháy tại khu dân cư",
    "chăm sóc người cao tuổi",
    "giao ban công nghệ thông tin",
    "trồng cây đầu xuân",
    "tiêm phòng cho trẻ em",
    "chỉnh trang đô thị",
    "hiến máu tình nguyện",
    "giới thiệu sách hay",
)
WHOM = ("tổ dân phố", "cán bộ, công chức", "đoàn viên thanh niên", "học sinh", "hội viên phụ nữ")
WHEN = ("quý một", "quý hai", "sáu tháng đầu năm", "quý ba", "cuối năm", "tuần qua")
CLAUSES = (
    "các đại biểu đã nghe báo cáo kết quả thực hiện nhiệm vụ",
    "nhiều ý kiến tập trung vào việc nâng cao chất lượng phục vụ nhân dân",
    "đơn vị chủ trì đã ghi nhận và giải đáp các kiến nghị của người dân",
    "công tác phối hợp giữa các bộ phận tiếp tục được đẩy mạnh",
    "kinh phí được sử dụng đúng mục đích, tiết kiệm và công khai",
    "các khu dân cư duy trì nền nếp vệ sinh vào sáng thứ bảy hằng tuần",
    "hồ sơ được tiếp nhận và trả kết quả qua bộ phận một cửa",
    "lực lượng chức năng hướng dẫn người dân thực hiện đúng quy định",
    "nhà trường phối hợp với cha mẹ học sinh chuẩn bị cơ sở vật chất",
    "việc kiểm tra được thực hiện thường xuyên, có biên bản cụ thể",
)
OPENINGS = (
    "Tại buổi làm việc,",
    "Theo báo cáo,",
    "Trong thời gian tới,",
    "Bên cạnh đó,",
    "Cũng dịp này,",
)
HEADINGS = ("Kết quả đạt được", "Việc cần làm tiếp", "Tổ chức thực hiện", "Ý kiến của người dân")

# What a search looks for when it is measured: in every article, and in one of a thousand.
COMMON_WORD = "quận"
RARE_WORD = "chuồn chuồn"
RARE_EVERY = 1000


def title(choice: random.Random, number: int) -> str:
    words = (choice.choice(KINDS), choice.choice(DEEDS), "cho", choice.choice(WHOM))
    return f"Tin mẫu {number}: {' '.join(words)} {choice.choice(WHEN)}"


def summary(choice: random.Random, number: int) -> str:
    rare = f" Có tiết mục {RARE_WORD}." if number % RARE_EVERY == RARE_EVERY - 1 else ""
    return f"Tin mẫu của {COMMON_WORD}: {choice.choice(CLAUSES)}.{rare}"


def paragraph(choice: random.Random) -> str:
    sentences = (
        f"{choice.choice(OPENINGS)} {choice.choice(CLAUSES)}, {choice.choice(CLAUSES)}."
        for _ in range(choice.randint(2, 4))
    )
    return " ".join(sentences)


def body(choice: random.Random) -> str:
    """The JSON of an article's blocks: five to eight, two to three KB of text."""
    blocks = []
    for number in range(choice.randint(5, 8)):
        if number % 4 == 3:
            block = {"type": "heading", "value": {"text": choice.choice(HEADINGS)}}
        else:
            block = {"type": "paragraph", "value": f"<p>{paragraph(choice)}</p>"}
        blocks.append({**block, "id": str(uuid.UUID(int=choice.getrandbits(128), version=4))})
    return json.dumps(blocks, ensure_ascii=False)
