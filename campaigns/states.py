"""The words of a campaign: what is asked, how far a request is, how far an item of a unit is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemKind(TextChoices):
    NEWS = "news", _("Tin")
    ARTICLE = "article", _("Bài")
    PHOTO = "photo", _("Ảnh")
    VIDEO = "video", _("Video")
    RECORD = "record", _("Tư liệu")
    FIGURES = "figures", _("Số liệu")


class RequestState(TextChoices):
    """What the board has decided of a request. That it is fulfilled or late is derived."""

    OPEN = "open", _("Đang đề nghị")
    WAIVED = "waived", _("Đã miễn")
    WITHDRAWN = "withdrawn", _("Đã rút")
    PASSED_ON = "passed_on", _("Đã chuyển đơn vị kế thừa")


class DeliveryState(TextChoices):
    DRAFT = "draft", _("Đang viết")
    WITH_HEAD = "with_head", _("Chờ trưởng đơn vị duyệt")
    SENT = "sent", _("Đã gửi Ban Biên tập")
    RETURNED = "returned", _("Được trả lại")
    ACCEPTED = "accepted", _("Đã nhận")
    PUBLISHED = "published", _("Đã đăng")
    REFUSED = "refused", _("Bị từ chối")
    TAKEN_DOWN = "taken_down", _("Đã gỡ")


class ChangeKind(TextChoices):
    CREATED = "created", _("Đề nghị")
    AMENDED = "amended", _("Sửa đề nghị")
    EXTENDED = "extended", _("Gia hạn")
    WAIVED = "waived", _("Miễn")
    WITHDRAWN = "withdrawn", _("Rút đề nghị")
    RESUMED = "resumed", _("Đề nghị lại")
    COUNTED = "counted", _("Tính số lượng")
    PASSED_ON = "passed_on", _("Chuyển đơn vị kế thừa")


class MemoryState(TextChoices):
    WAITING = "waiting", _("Chờ duyệt")
    PUBLISHED = "published", _("Đã đăng")
    REFUSED = "refused", _("Không đăng")
    HIDDEN = "hidden", _("Đã ẩn")
    WITHDRAWN = "withdrawn", _("Người gửi đã rút")


class ChildrenShown(TextChoices):
    NONE = "none", _("Ảnh không có trẻ em")
    CONSENT = "consent", _("Ảnh có trẻ em, đã có sự đồng ý")


# Out of the unit's hands: while the board has it, the unit is urged no more.
HANDED_IN = frozenset({DeliveryState.SENT, DeliveryState.ACCEPTED, DeliveryState.PUBLISHED})
# Taken by the board.
TAKEN = frozenset({DeliveryState.ACCEPTED, DeliveryState.PUBLISHED})
# The unit has to go on with it.
WITH_UNIT = frozenset({DeliveryState.DRAFT, DeliveryState.WITH_HEAD, DeliveryState.RETURNED})
