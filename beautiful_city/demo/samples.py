"""The made-up reports. Places are samples too; the points lie somewhere within the ward."""

from dataclasses import dataclass

from beautiful_city.states import Severity, State


@dataclass(frozen=True)
class Sample:
    """`scene` names the drawings. `days_ago` is when it was sent, in days before the loading."""

    scene: str
    category: str
    state: State
    ward: str
    """The code of the ward."""
    latitude: float
    longitude: float
    text: str
    days_ago: float
    severity: Severity = Severity.NORMAL
    answer: str = ""


BO_DE, NGOC_LAM = "00139", "00133"

SAMPLES = (
    Sample(
        "rac-thai-ven-duong", "rac-thai", State.VERIFIED, BO_DE, 21.0338, 105.8741,
        "Rác đổ ven đường nhiều ngày, mùi khó chịu.", 9,
        answer="Đã thu dọn, đặt hai thùng rác và trồng lại bồn hoa.",
    ),
    Sample(
        "lan-chiem-via-he", "lan-chiem", State.CLOSED, NGOC_LAM, 21.0467, 105.8668,
        "Bàn ghế chiếm hết vỉa hè, người đi bộ phải xuống lòng đường.", 40,
        answer="Đã nhắc nhở, thu dọn và kẻ vạch để xe.",
    ),
    Sample(
        "quang-cao-rao-vat", "quang-cao-rao-vat", State.REMEDIATED, BO_DE, 21.0361, 105.8702,
        "Tường và cột điện dán kín giấy rao vặt.", 3,
        answer="Đã bóc sạch, sơn lại tường.",
    ),
    Sample(
        "nap-cong-hong", "duong-hong-nap-cong", State.IN_PROGRESS, BO_DE, 21.0325, 105.8766,
        "Nắp cống vỡ giữa đường, rất nguy hiểm khi trời tối.", 4, Severity.URGENT,
    ),
    Sample(
        "ngo-ngap-nuoc", "ung-ngap", State.WAITING_EXTERNAL, NGOC_LAM, 21.0449, 105.8689,
        "Ngõ ngập mỗi khi mưa to, nước rút chậm.", 8, Severity.COMPLEX,
    ),
    Sample(
        "cay-do", "cay-xanh", State.ASSIGNED, BO_DE, 21.0352, 105.8729,
        "Cây bật gốc chắn ngang đường sau cơn mưa.", 0.3, Severity.URGENT,
    ),
    Sample(
        "den-duong-hong", "chieu-sang", State.REWORK, BO_DE, 21.0344, 105.8755,
        "Cả dãy đèn đường không sáng.", 7,
        answer="Đã thay bóng đèn.",
    ),
    Sample(
        "day-cap-sa-thap", "day-cap", State.DISPUTED, NGOC_LAM, 21.0458, 105.8679,
        "Dây cáp sà thấp ngang đường, dễ vướng người đi xe.", 1.5,
    ),
    Sample(
        "ao-ho-day-beo", "ao-ho", State.REOPENED, BO_DE, 21.0331, 105.8718,
        "Mặt ao đầy bèo và rác.", 13,
        answer="Đã vớt bèo, rác trên mặt ao.",
    ),
    Sample(
        "rac-thai-ven-duong", "rac-thai", State.SUBMITTED, BO_DE, 21.0347, 105.8737,
        "Phế thải đổ trộm cạnh bãi đất trống.", 0.1,
    ),
    Sample(
        "lan-chiem-via-he", "lan-chiem", State.NEEDS_INFO, NGOC_LAM, 21.0452, 105.8661,
        "Vỉa hè bị chiếm để bán hàng.", 2,
    ),
    Sample(
        "den-duong-hong", "chieu-sang", State.REJECTED, NGOC_LAM, 21.0471, 105.8693,
        "Đèn không sáng, không rõ ở phố nào.", 12,
    ),
    Sample(
        "rac-thai-ven-duong", "rac-thai", State.DUPLICATE, BO_DE, 21.0339, 105.8742,
        "Rác ven đường chưa ai dọn.", 8.5,
    ),
    Sample(
        "quang-cao-rao-vat", "quang-cao-rao-vat", State.REOPEN_REQUESTED, NGOC_LAM, 21.0463,
        105.8672, "Giấy rao vặt dán đầy tường.", 10,
        answer="Đã bóc sạch tường.",
    ),
    Sample(
        "duong-hoa", "duong-hoa", State.PUBLISHED, BO_DE, 21.0357, 105.8749,
        "Đường hoa do bà con cùng trồng và chăm sóc.", 6,
    ),
    Sample(
        "tranh-tuong", "duong-hoa", State.PUBLISHED, NGOC_LAM, 21.0455, 105.8665,
        "Bức tường cũ nay là bức tranh cầu Long Biên.", 15,
    ),
    Sample(
        "vuon-hoa-nho", "vuon-hoa", State.PENDING_REVIEW, BO_DE, 21.0341, 105.8733,
        "Vườn hoa nhỏ trên khu đất trước đây để rác.", 0.5,
    ),
    Sample(
        "tranh-tuong", "cong-trinh", State.DRAFT, BO_DE, 21.0349, 105.8744,
        "Tranh tường mới vẽ, còn chờ ảnh đẹp hơn.", 1,
    ),
    Sample(
        "duong-hoa", "tuyen-pho", State.ARCHIVED, BO_DE, 21.0358, 105.8750,
        "Ngõ sạch, có hoa hai bên.", 200,
    ),
)  # fmt: skip
