"""What the app adds to the editor: walls alone. Schools do not work there."""

from wagtail import hooks

from portal.page_permissions import register_wall
from school_intranet import editor_walls

register_wall(editor_walls.behind_the_door)

for name, function in (
    ("before_copy_page", editor_walls.keep_in_place),
    ("before_move_page", editor_walls.keep_in_place),
    ("before_convert_alias_page", editor_walls.keep_in_place),
    ("before_delete_page", editor_walls.keep_in_place),
):
    hooks.register(name, function)
