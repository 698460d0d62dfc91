"""What the ground floor adds to Wagtail's editor. Each concept has a module of its own; this one
only registers."""

from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from portal.calendar_viewset import CalendarDayViewSet
from portal.editor import hooks as narrowing
from portal.editor import item_messages, log_actions, many_photos, menus, panels, urls
from portal.file_policies import document_policy, image_policy
from portal.leader_notes.viewset import NotePhraseViewSet
from portal.letter_viewset import LetterTemplateViewSet
from portal.models import PortalDocument, PortalImage
from portal.page_permissions import PortalPagePermissionPolicy
from portal.registry_viewsets import RegistryViewSetGroup

register_permission_policy(Page, PortalPagePermissionPolicy())
# Of exactly these classes: Wagtail's own apps register theirs later, and would win.
register_permission_policy(PortalImage, image_policy, exact_class=True)
register_permission_policy(PortalDocument, document_policy, exact_class=True)
many_photos.register_adapter()

for name, function in (
    ("construct_explorer_page_queryset", narrowing.hide_pages),
    ("construct_page_chooser_queryset", narrowing.hide_pages_in_chooser),
    ("before_create_page", narrowing.refuse_other_types),
    ("before_edit_page", item_messages.tell_state),
    ("register_log_actions", log_actions.register),
    ("construct_homepage_panels", panels.arrange),
    ("register_admin_menu_item", menus.write_item),
    ("register_admin_menu_item", menus.delegation_item),
    ("register_reports_menu_item", menus.system_status_item),
    ("construct_main_menu", menus.arrange_main_menu),
    ("construct_reports_menu", menus.arrange_reports_menu),
    ("construct_page_action_menu", menus.arrange_action_menu),
    ("register_page_header_buttons", menus.change_buttons),
    ("register_page_listing_more_buttons", menus.change_buttons),
):
    hooks.register(name, function)


# After Wagtail's own, which add to the same list.
hooks.register("construct_homepage_summary_items", panels.no_summary, order=1000)


@hooks.register("register_admin_urls")
def editor_urls() -> list[URLPattern]:
    return urls.urlpatterns


@hooks.register("insert_global_admin_css")
def editor_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("css/editor.css"))


@hooks.register("register_admin_viewset")
def register_registry() -> list:
    return [
        RegistryViewSetGroup(),
        CalendarDayViewSet(),
        LetterTemplateViewSet(),
        NotePhraseViewSet(),
    ]


@hooks.register("insert_editor_js")
def paste_script() -> SafeString:
    return format_html(
        '<script src="{}" data-url="{}" data-question="{}"></script>',
        versioned_static("js/editor-paste.js"),
        reverse("portal_editor_convert"),
        _("Nội dung vừa dán dùng mã cũ (%s). Chuyển sang Unicode?"),
    )


@hooks.register("insert_editor_js")
def split_script() -> SafeString:
    return format_html(
        '<script src="{}" data-url="{}" data-done="{}" data-pictures="{}" data-undo="{}" '
        'data-close="{}"></script>',
        versioned_static("js/editor-word.js"),
        reverse("portal_editor_split"),
        _("Nội dung vừa dán đã tách thành %s khối."),
        _("%s ảnh không đi theo văn bản, hãy thêm bằng khối ảnh."),
        _("Hoàn tác"),
        _("Đóng"),
    )


@hooks.register("insert_editor_js")
def keeping_script() -> SafeString:
    return format_html(
        '<script src="{}" data-session-url="{}" data-sign-in-url="{}"></script>',
        versioned_static("js/editor-keep.js"),
        reverse("portal_editor_session"),
        f"{reverse('sign_in')}?next={reverse('wagtailadmin_home')}",
    )


@hooks.register("insert_editor_js")
def early_script() -> SafeString:
    return format_html('<script src="{}"></script>', versioned_static("js/editor-early.js"))
