"""What the demo makes up: themes' introductions, contributions, album. Each says “mẫu”."""

from dataclasses import dataclass, field

from campaigns.states import ItemKind

NOTE = "Đây là bài mẫu, lời và tranh do dự án làm ra để dùng thử, không phải tư liệu thật."


@dataclass(frozen=True)
class Theme:
    slug: str
    title: str
    summary: str
    picture: str


THEMES = (
    Theme(
        "kinh-te",
        "Kinh tế",
        "Từ công nghiệp sang thương mại, dịch vụ; số doanh nghiệp và thu ngân sách qua các năm.",
        "kinh-te",
    ),
    Theme(
        "do-thi-ha-tang",
        "Đô thị - hạ tầng",
        "Cầu, đường, công viên, những khu ở mới; làng thành phố.",
        "do-thi-ha-tang",
    ),
    Theme(
        "van-hoa-xa-hoi",
        "Văn hóa - xã hội",
        "Đình làng, lễ hội, gương người tốt - việc tốt, đời sống ở tổ dân phố.",
        "van-hoa-xa-hoi",
    ),
    Theme(
        "giao-duc",
        "Giáo dục",
        "Trường mới, lớp mới, những buổi học đầu tiên và mô hình trường học điện tử.",
        "giao-duc",
    ),
    Theme(
        "xay-dung-dang",
        "Xây dựng Đảng và hệ thống chính trị",
        "Các kỳ đại hội, tổ chức bộ máy, công tác vận động quần chúng.",
        "xay-dung-dang",
    ),
    Theme(
        "quoc-phong-an-ninh",
        "Quốc phòng - an ninh",
        "Giữ bình yên cho phố phường, tuyển quân, phòng cháy và chữa cháy.",
        "quoc-phong-an-ninh",
    ),
)


@dataclass(frozen=True)
class Sample:
    """A contribution. `state`: how far it is on its way, as `campaigns.states.DeliveryState`."""

    theme: str
    unit: str
    title: str
    summary: str
    paragraphs: tuple[str, ...]
    picture: str = ""
    kind: ItemKind = ItemKind.ARTICLE
    gallery: tuple[str, ...] = ()
    pair: str = ""
    quote: str = ""
    asked: bool = True
    state: str = "published"
    reason: str = ""
    tags: tuple[str, ...] = field(default=())


SAMPLES = (
    Sample(
        "kinh-te",
        "phong-kinh-te",
        "Bài mẫu: Chợ quê thành chợ phố",
        "Một khu chợ mẫu qua ba đời sạp hàng, từ mái lá đến mái tôn rồi mái kính.",
        (
            "Người bán hàng đầu tiên kể chuyện gánh rau qua cầu từ ba giờ sáng.",
            "Nay rau được giao theo đơn đặt trên điện thoại, nhưng tiếng mời vẫn như xưa.",
        ),
        picture="anh-1",
        quote="Chợ mới rộng hơn, mà người quen thì vẫn ngồi cạnh nhau.",
    ),
    Sample(
        "kinh-te",
        "phong-tckh",
        "Bài mẫu: Mỗi đồng thu là một cây cầu, một lớp học",
        "Cách đọc một bảng ngân sách cho người không làm kế toán, bằng ví dụ mẫu.",
        (
            "Bài giải thích thu ngân sách từ đâu mà có, chi cho việc gì, ai quyết định.",
            "Phần cuối là mười câu hỏi mà người dân hay hỏi nhất.",
        ),
    ),
    Sample(
        "kinh-te",
        "00133",
        "Bài mẫu: Phố nghề giữ lửa bên chân cầu",
        "Ba gia đình ở một phường mẫu vẫn giữ nghề của ông bà.",
        ("Nghề không lớn, nhưng nuôi được ba đời người và vài chục thợ trẻ.",),
        picture="anh-2",
        kind=ItemKind.PHOTO,
        gallery=("anh-1", "anh-2", "anh-3"),
    ),
    Sample(
        "do-thi-ha-tang",
        "phong-qldt",
        "Bài mẫu: Con ngõ đất năm xưa",
        "Cùng một góc nhìn, hai thời điểm: ngõ đất thành ngõ lát gạch, có đèn, có cây.",
        (
            "Người trong ngõ góp đất, quận góp gạch và đèn, tổ dân phố cùng trông coi.",
            "Ba mươi hai hộ ký tên vào biên bản hiến đất đầu tiên (số mẫu).",
        ),
        pair="ngo-xom",
        picture="ngo-xom-nay",
    ),
    Sample(
        "do-thi-ha-tang",
        "ban-qlda",
        "Bài mẫu: Một công viên lớn lên thế nào",
        "Từ bãi đất trống đến hồ nước, cây xanh và lối đi bộ.",
        ("Nhật ký mẫu của công trường: đo đạc, trồng cây, đón những người chạy bộ đầu tiên.",),
        pair="bai-dat",
        picture="bai-dat-nay",
    ),
    Sample(
        "do-thi-ha-tang",
        "00139",
        "Bài mẫu: Phường Bồ Đề kể chuyện bờ sông",
        "Bến đò, bờ kè, hàng cây: một phường nhìn ra sông Hồng.",
        (
            "Người già nhớ bến đò, người trẻ biết bờ kè. Giữa hai ký ức ấy là mười lăm năm.",
            "Phường mời người dân gửi thêm ảnh cũ vào Góc ký ức.",
        ),
        pair="ben-do",
        picture="ben-do-nay",
    ),
    Sample(
        "van-hoa-xa-hoi",
        "phong-vhtt",
        "Bài mẫu: Trống hội đình làng giữa phố",
        "Giữ một lễ hội khi làng đã thành phố: ai đánh trống, ai rước kiệu, ai nấu cơm.",
        (
            "Mỗi năm một tổ dân phố đăng cai; người mới đến được mời trước tiên.",
            "Bài có lịch các ngày hội mẫu và lời dặn khi đi lễ.",
        ),
        picture="van-hoa-xa-hoi",
        quote="Có trống là có làng, dù làng nay là phố.",
    ),
    Sample(
        "van-hoa-xa-hoi",
        "hoi-lhpn",
        "Bài mẫu: Bếp ăn của các mẹ",
        "Một nhóm phụ nữ nấu cơm cho người bệnh, đều đặn mỗi thứ năm.",
        ("Bắt đầu từ năm suất, nay là sáu mươi suất (số mẫu), ai cũng có thể góp một mớ rau.",),
        picture="anh-4",
        asked=False,
    ),
    Sample(
        "giao-duc",
        "phong-gddt",
        "Bài mẫu: Ngày khai trường đầu tiên của một ngôi trường mới",
        "Trường Tiểu học Mẫu 1 mở cửa: từ viên gạch đến tiếng trống.",
        (
            "Cô giáo nhớ buổi sáng học trò xếp hàng trên nền xi măng còn mới.",
            "Thư viện khi ấy có hai trăm cuốn sách (số mẫu), nay mỗi lớp một tủ sách.",
        ),
        picture="giao-duc",
    ),
    Sample(
        "giao-duc",
        "doan-tn",
        "Bài mẫu: Lớp tin học của ông bà",
        "Học sinh dạy người già dùng dịch vụ công trên điện thoại.",
        ("Mỗi em kèm một ông, một bà; bài đầu tiên là gõ tên mình có dấu.",),
        picture="anh-5",
        kind=ItemKind.NEWS,
        asked=False,
    ),
    Sample(
        "xay-dung-dang",
        "ban-tuyen-giao",
        "Bài mẫu: Người giữ cuốn biên bản đầu tiên",
        "Chuyện những cuốn sổ tay, biên bản họp và cách lưu giữ tư liệu của một chi bộ mẫu.",
        ("Bài hướng dẫn cách chụp lại, ghi chú và gửi tư liệu giấy cho chuyên trang.",),
        picture="xay-dung-dang",
        kind=ItemKind.RECORD,
    ),
    Sample(
        "quoc-phong-an-ninh",
        "cong-an",
        "Bài mẫu: Tiếng mõ đêm và chiếc camera",
        "Từ tổ tuần tra đi bộ đến hệ thống camera, vẫn là người trông coi lẫn nhau.",
        ("Tổ tuần tra mẫu kể về một đêm mưa, một em nhỏ đi lạc và cách cả ngõ đi tìm.",),
        picture="quoc-phong-an-ninh",
    ),
    # On their way.
    Sample(
        "van-hoa-xa-hoi",
        "phong-vhtt",
        "Bài mẫu đang viết: Thư viện trên bến sông",
        "Bản nháp của đơn vị.",
        ("Đang ghi lời kể.",),
        state="draft",
    ),
    Sample(
        "van-hoa-xa-hoi",
        "phong-vhtt",
        "Bài mẫu chờ trưởng phòng duyệt: Người vẽ tranh Tết",
        "Bài đã gửi, chờ trưởng đơn vị.",
        ("Ông vẽ tranh từ năm mười hai tuổi (nhân vật mẫu).",),
        state="with_head",
    ),
    Sample(
        "do-thi-ha-tang",
        "phong-qldt",
        "Bài mẫu chờ Ban Biên tập: Hàng cây mười lăm tuổi",
        "Bài đã qua đơn vị, chờ Ban Biên tập.",
        ("Mỗi gốc cây một số hiệu, một người chăm.",),
        state="sent",
    ),
    Sample(
        "do-thi-ha-tang",
        "phong-qldt",
        "Bài mẫu được trả lại: Số liệu cây xanh",
        "Bài bị trả lại vì thiếu nguồn.",
        ("Bảng số liệu chưa có nguồn.",),
        kind=ItemKind.FIGURES,
        state="returned",
        reason="Số liệu chưa ghi nguồn và ngày tính. Bổ sung rồi gửi lại.",
    ),
)

ALBUM = ("anh-1", "anh-2", "anh-3", "anh-4", "anh-5", "anh-6")


@dataclass(frozen=True)
class Remembered:
    picture: str
    title: str
    words: str
    year: int | None
    place: str
    sender: str


MEMORIES = (
    Remembered(
        "ky-uc-1",
        "Chuyến đò cuối ngày (mẫu)",
        "Tranh vẽ mẫu. Bà tôi kể mỗi chiều đứng đợi mẹ ở bến, nghe tiếng chèo là biết đò nào.",
        2004,
        "Bến đò (mẫu)",
        "Người gửi mẫu",
    ),
    Remembered(
        "ky-uc-2",
        "Xe đạp qua cầu (mẫu)",
        "Tranh vẽ mẫu. Ngày ấy cả xóm có ba chiếc xe đạp, ai đi chợ thì mượn nhau.",
        2005,
        "Trên cầu (mẫu)",
        "Người gửi mẫu",
    ),
    Remembered(
        "ky-uc-3",
        "Lớp học mái ngói (mẫu)",
        "Tranh vẽ mẫu. Mùa mưa thầy trò dồn bàn vào giữa lớp cho khỏi ướt vở.",
        2006,
        "Trường làng (mẫu)",
        "",
    ),
    Remembered(
        "ky-uc-4",
        "Vườn ổi bên đê (mẫu)",
        "Tranh vẽ mẫu. Mùa ổi chín, trẻ con cả làng biết đường tắt qua đê.",
        None,
        "Ngoài đê (mẫu)",
        "Người gửi mẫu",
    ),
)
