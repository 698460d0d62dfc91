"""Sample articles. They name no person, no figure and no event, and their titles say "Tin mẫu"."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    section: str
    unit: str
    title: str
    summary: str
    picture: str
    paragraphs: tuple[str, ...]
    quote: str = ""
    gallery: tuple[str, ...] = ()
    table: bool = False
    steps: tuple[str, ...] = ()
    inside: str = ""
    """A picture in the middle of the text."""
    attachment: bool = False
    film: bool = False
    tags: tuple[str, ...] = ()
    days_before: int = 1


NOTE = (
    "Đây là tin mẫu của bản dùng thử: nội dung được viết để trình bày trang, không nói về một sự "
    "việc có thật. Ảnh trong tin là tranh do dự án vẽ."
)

SAMPLES = (
    Sample(
        "van-hoa-xa-hoi",
        "phong-vhtt",
        "Tin mẫu: Bình minh trên cây cầu trăm tuổi",
        "Cây cầu thép bắc qua sông Hồng đi vào đời sống của người dân hai bên bờ như một người bạn "
        "cũ.",
        "cau-long-bien-binh-minh.jpg",
        (
            "Sáng sớm, khi mặt sông còn phủ hơi nước, những người bán rau từ bãi giữa đã đẩy xe "
            "qua cầu. Tiếng tàu đi qua nhịp giàn thép nghe từ rất xa.",
            "Mỗi nhịp cầu một dáng, soi bóng xuống dòng nước phù sa. Người chụp ảnh tìm đến vào "
            "lúc mặt trời vừa lên, người chạy bộ vào lúc chiều xuống.",
            "Với nhiều gia đình, cây cầu là đường đi học, đi làm, là nơi hóng gió những tối mùa "
            "hè.",
        ),
        quote="Đi xa về, thấy nhịp cầu là biết đã tới nhà.",
        gallery=("cau-long-bien-binh-minh.jpg", "bai-giua-song-hong.jpg", "dem-ven-song.jpg"),
        film=True,
        tags=("cầu Long Biên", "sông Hồng"),
        days_before=1,
    ),
    Sample(
        "chi-dao-dieu-hanh",
        "van-phong",
        "Tin mẫu: Họp giao ban về ứng dụng công nghệ thông tin",
        "Cuộc họp rà soát việc đã làm trong tháng và giao việc cho tháng tới, mỗi việc có đơn vị "
        "chủ trì và thời hạn.",
        "hop-giao-ban.jpg",
        (
            "Các đơn vị báo cáo ngắn, tập trung vào việc chậm và nguyên nhân chậm.",
            "Kết luận của cuộc họp được ghi thành thông báo, gửi tới từng đơn vị để theo dõi.",
        ),
        table=True,
        days_before=2,
    ),
    Sample(
        "chi-dao-dieu-hanh",
        "phong-noi-vu",
        "Tin mẫu: Bộ phận một cửa hướng dẫn người dân nộp hồ sơ trực tuyến",
        "Cán bộ một cửa cùng người dân làm từng bước trên máy, từ tạo tài khoản đến nhận kết quả.",
        "mot-cua.jpg",
        (
            "Người dân đến bộ phận một cửa được hỏi trước có muốn nộp hồ sơ qua mạng không.",
            "Nếu có, cán bộ mở máy hướng dẫn, cùng điền tờ khai, chụp giấy tờ và gửi hồ sơ.",
        ),
        days_before=3,
    ),
    Sample(
        "giao-duc",
        "phong-gddt",
        "Tin mẫu: Sân trường mùa phượng nở",
        "Những ngày cuối năm học ở một ngôi trường mẫu: lễ chào cờ, tiết đọc sách ngoài trời và "
        "hàng phượng đỏ.",
        "truong-hoc.jpg",
        (
            "Giờ ra chơi, sân trường rợp bóng phượng. Học sinh đọc sách dưới gốc cây, chơi nhảy "
            "dây, đá cầu.",
            "Thầy cô và phụ huynh cùng dọn vườn trường, chuẩn bị cho kỳ nghỉ hè.",
        ),
        inside="trong-cay.jpg",
        days_before=4,
    ),
    Sample(
        "do-thi",
        "phong-qldt",
        "Tin mẫu: Ngõ nhỏ thành phố hoa",
        "Các hộ dân cùng dọn ngõ, sơn tường, trồng hoa trên ban công; con ngõ cũ sáng và thoáng "
        "hơn.",
        "pho-sach.jpg",
        (
            "Việc bắt đầu từ một buổi sáng cuối tuần: mỗi nhà một chổi, một chậu hoa.",
            "Bảng nội quy của ngõ do chính các hộ viết, treo ở đầu ngõ: giờ đổ rác, chỗ để xe.",
        ),
        gallery=("pho-sach.jpg", "trong-cay.jpg"),
        tags=("tuyến phố kiểu mẫu", "cây xanh"),
        days_before=6,
    ),
    Sample(
        "do-thi",
        "ban-qlda",
        "Tin mẫu: Công trường làm đường trong những ngày nắng",
        "Thợ cầu đường thay ca sớm để tránh nắng; biển báo và rào chắn được kiểm tra mỗi ngày.",
        "cong-trinh-cau-duong.jpg",
        (
            "Công trường bắt đầu làm từ sáng sớm, nghỉ trưa dài hơn khi trời nắng gắt.",
            "Người dân đi qua được hướng dẫn lối tạm, buổi tối có đèn cảnh báo.",
        ),
        days_before=8,
    ),
    Sample(
        "van-hoa-xa-hoi",
        "doan-tn",
        "Tin mẫu: Ngày chủ nhật trồng cây bên sông",
        "Thanh niên và các gia đình trồng thêm một hàng cây dọc lối đi bộ ven sông.",
        "trong-cay.jpg",
        (
            "Hố được đào từ hôm trước, cây giống xếp sẵn theo hàng. Trẻ em tưới nước cho cây của "
            "nhà mình.",
            "Mỗi cây có một thẻ nhỏ ghi tên loài và ngày trồng.",
        ),
        tags=("cây xanh", "sông Hồng"),
        days_before=9,
    ),
    Sample(
        "kinh-te",
        "phong-kinh-te",
        "Tin mẫu: Sạp rau sạch ở chợ quê",
        "Người bán ghi rõ rau trồng ở đâu, hái lúc nào; người mua hỏi được, chọn được.",
        "cho-que.jpg",
        (
            "Chợ họp từ sáng sớm. Rau từ bãi sông về còn đọng sương.",
            "Ban quản lý chợ mẫu đặt cân đối chứng ở lối vào để người mua tự kiểm tra.",
        ),
        days_before=11,
    ),
    Sample(
        "van-hoa-xa-hoi",
        "hoi-lhpn",
        "Tin mẫu: Buổi sáng bên hồ công viên",
        "Tập dưỡng sinh, đi bộ, đọc báo: hồ công viên là phòng khách chung của khu phố.",
        "ho-cong-vien.jpg",
        (
            "Từ năm giờ sáng, quanh hồ đã có người đi bộ. Các câu lạc bộ tập theo nhóm nhỏ.",
            "Nước hồ trong hơn từ khi mỗi nhóm nhận chăm một đoạn bờ.",
        ),
        days_before=13,
    ),
    Sample(
        "chi-dao-dieu-hanh",
        "phong-vhtt",
        "Tin mẫu: Làm thủ tục hành chính trên điện thoại",
        "Hướng dẫn từng bước để nộp hồ sơ, theo dõi và nhận kết quả mà ít phải đi lại.",
        "may-tinh-bang.jpg",
        (
            "Nhiều thủ tục nay làm được trên điện thoại, vào lúc nào tiện.",
            "Ai chưa quen có thể nhờ cán bộ một cửa làm cùng lần đầu.",
        ),
        steps=(
            "Chụp giấy tờ rõ nét, đủ bốn góc; đặt tên tệp dễ nhận.",
            "Điền tờ khai, đính kèm ảnh chụp, đọc lại rồi gửi.",
            "Ghi lại mã hồ sơ để tra cứu.",
        ),
        attachment=True,
        tags=("dịch vụ công trực tuyến",),
        days_before=15,
    ),
    Sample(
        "do-thi",
        "phong-tnmt",
        "Tin mẫu: Giữ xanh bãi giữa sông Hồng",
        "Những người trồng rau trên bãi giữa nhặt rác dạt vào bờ sau mỗi mùa nước.",
        "bai-giua-song-hong.jpg",
        (
            "Bãi giữa là đất phù sa, mỗi mùa nước lên lại đổi dáng.",
            "Bà con trồng rau, trồng chuối, giữ lại những bụi lau làm chỗ cho chim.",
        ),
        tags=("sông Hồng", "môi trường"),
        days_before=18,
    ),
    Sample(
        "van-hoa-xa-hoi",
        "phong-vhtt",
        "Tin mẫu: Phố đêm ven sông",
        "Tối cuối tuần, lối đi ven sông đông người dạo mát, ngắm cầu lên đèn.",
        "dem-ven-song.jpg",
        (
            "Đèn trên cầu bật lúc trời vừa tối. Gió sông làm dịu cái nóng ban ngày.",
            "Các gia đình mang theo chiếu, ngồi nghe nhạc và kể chuyện.",
        ),
        days_before=20,
    ),
    Sample(
        "giao-duc",
        "phong-gddt",
        "Tin mẫu: Thư viện mở cửa suốt mùa hè",
        "Học sinh mượn sách qua mạng, đến lấy vào giờ hẹn; thư viện mẫu mở cả cuối tuần.",
        "",
        ("Danh mục sách được đưa lên trang của trường để phụ huynh cùng chọn.",),
        days_before=22,
    ),
    Sample(
        "giao-duc",
        "phong-gddt",
        "Tin mẫu: Học sinh tìm hiểu dịch vụ công trực tuyến",
        "Một tiết học mẫu: học sinh thử nộp một hồ sơ trên mạng rồi về nhà chỉ lại cho bố mẹ.",
        "may-tinh-bang.jpg",
        (
            "Cả lớp chia nhóm, mỗi nhóm một máy tính bảng và một thủ tục quen thuộc.",
            "Cuối giờ, các nhóm kể lại chỗ nào dễ, chỗ nào khó, và vì sao.",
        ),
        quote="Em chỉ cho bà xem, bà bảo cũng giống như gửi thư.",
        tags=("dịch vụ công trực tuyến", "nhà trường"),
        days_before=16,
    ),
    Sample(
        "giao-duc",
        "phong-gddt",
        "Tin mẫu: Vườn trường xanh, mỗi lớp một luống",
        "Mỗi lớp ở Trường Tiểu học Mẫu 1 nhận chăm một luống rau, một gốc cây trong vườn trường.",
        "trong-cay.jpg",
        (
            "Học sinh ghi nhật ký: hôm nay tưới mấy lần, lá nào mới ra.",
            "Rau hái được chia về bếp ăn, lá khô gom lại ủ làm phân.",
        ),
        days_before=24,
    ),
    Sample(
        "kinh-te",
        "phong-kinh-te",
        "Tin mẫu: Xưởng nhỏ bên bờ sông giữ nghề",
        "Những người thợ kể chuyện giữ nghề, truyền nghề và bán hàng qua mạng.",
        "dem-ven-song.jpg",
        (
            "Buổi tối, xưởng vẫn sáng đèn. Người già làm phần khó, người trẻ chụp ảnh, gói hàng.",
            "Khách ở xa xem hàng trên điện thoại, hẹn ngày đến tận nơi.",
        ),
        days_before=21,
    ),
    Sample(
        "kinh-te",
        "phong-tckh",
        "Tin mẫu: Hộ kinh doanh hỏi, cán bộ thuế trả lời",
        "Buổi trao đổi mẫu giải đáp những câu hỏi thường gặp về kê khai qua mạng.",
        "",
        ("Câu hỏi được gom lại thành một trang hỏi đáp, cập nhật mỗi quý.",),
        table=True,
        days_before=25,
    ),
    Sample(
        "chi-dao-dieu-hanh",
        "phong-tu-phap",
        "Tin mẫu: Phổ biến pháp luật tại tổ dân phố bằng những câu chuyện ngắn gần với đời sống, "
        "để người cao tuổi và người bận rộn đều dễ nghe, dễ nhớ và dễ làm theo",
        "Tin mẫu có tiêu đề dài, để xem trang chịu được những tiêu đề như thế.",
        "",
        ("Mỗi buổi một chuyện, mười lăm phút, có phần hỏi đáp.",),
        days_before=28,
    ),
)
