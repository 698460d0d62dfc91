"""What is said where a list, a map or a file does not hold everything."""

from django.utils.translation import gettext as _

from portal.templatetags.portal_tags import number_vi


def only_first(shown: int, total: int) -> str:
    return _(
        "Chỉ hiện %(shown)s mục đầu tiên trong %(total)s. Hãy thu hẹp điều kiện để có phần còn lại."
    ) % {"shown": number_vi(shown), "total": number_vi(total)}
