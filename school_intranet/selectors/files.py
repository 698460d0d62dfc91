"""Which file a reader may have: one whose holder the reader may see."""

from school_intranet.models import SchoolFile
from school_intranet.models.files import HOLDERS
from school_intranet.readers import Reader


def visible_file(reader: Reader, pk: int) -> SchoolFile | None:
    """Two statements; None for a file that is not there for this reader."""
    found = SchoolFile.objects.visible_to(reader).filter(pk=pk).first()
    if found is None:
        return None
    for name in HOLDERS:
        key = getattr(found, f"{name}_id")
        if key is not None:
            holders = SchoolFile._meta.get_field(name).related_model.objects  # type: ignore[union-attr]
            return found if holders.visible_to(reader).filter(pk=key).exists() else None
    return None
