"""Sections and units by what people call them. Read once for an import of thousands."""

from urllib.parse import urlsplit

from home.models import SectionPage
from portal import site_tree
from portal.models import Unit


class Places:
    """Both look-ups raise ValueError with a sentence for the person who started the import."""

    def __init__(self) -> None:
        self._sections = list(SectionPage.objects.all())
        self._units = {unit.code: unit for unit in Unit.objects.all()}

    def section(self, text: str) -> SectionPage:
        """A section by its slug (`do-thi`), or the end of its address (`tin-tuc/do-thi`), or the
        whole of it (`/tin-tuc/do-thi/`)."""
        address = f"/{urlsplit(text.strip()).path.strip('/')}/"
        found = [page for page in self._sections if page.url_path.endswith(address)]
        whole = [page for page in found if site_tree.page_url(page.url_path) == address]
        if len(whole or found) > 1:
            raise ValueError(f"có nhiều chuyên mục “{text}”, ghi cả địa chỉ như /tin-tuc/do-thi/")
        if not found:
            raise ValueError(f"không có chuyên mục “{text}”")
        return (whole or found)[0]

    def unit(self, code: str) -> Unit:
        try:
            return self._units[code.strip()]
        except KeyError:
            raise ValueError(f"không có đơn vị mã “{code}”") from None
