"""What a new installation gets: the gallery, categories, deadlines, numbers to call."""

from wagtail.models import Page

from beautiful_city.models import GalleryPage
from beautiful_city.registry import load_registry

SLUG = "long-bien-dep-chua-dep"
RULES = (
    "<ul>"
    "<li>Gửi từ 1 đến 5 ảnh chụp rõ sự việc; không cần tài khoản.</li>"
    "<li>Không chụp rõ mặt người, biển số xe, số nhà; quận làm mờ trước khi đăng.</li>"
    "<li>Ảnh chỉ hiện công khai sau khi quận tiếp nhận.</li>"
    "<li>Số điện thoại, thư điện tử chỉ quận xem được và bị xóa 90 ngày sau khi kết thúc.</li>"
    "</ul>"
)


def lay(front_page: Page) -> None:
    """Safe to run again: what is there stays as the district has made it."""
    load_registry()
    if not front_page.get_children().filter(slug=SLUG).exists():
        page = GalleryPage(
            title="Long Biên đẹp - chưa đẹp",
            slug=SLUG,
            summary="Ảnh về nơi đẹp, nơi chưa đẹp của quận và những nơi đã được khắc phục.",
            rules=RULES,
            show_in_menus=True,
            live=False,
        )
        front_page.add_child(instance=page)
        page.save_revision().publish()
