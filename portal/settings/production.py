"""Production: everything stands in `base`; the hosts and the proxies must be named."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import BASE_DIR, DATABASES, VAR_DIR, required

# A secret that is changed or lost must not take the codes with it that people have on paper.
CODE_KEYS = [key for part in required("CODE_KEYS").split(",") if (key := part.strip())]
# Without the right number every visitor would be one address, nginx's, and one person's wrong
# passwords would lock a name for all.
TRUSTED_PROXIES = int(required("TRUSTED_PROXIES"))
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",")]

# A command in a shell without this environment takes the development settings: that file is theirs,
# and in it stand the demo accounts with their published password.
if Path(str(DATABASES["default"]["NAME"])).resolve() in {
    (folder / "portal.sqlite3").resolve() for folder in (BASE_DIR / "var", VAR_DIR)
}:
    raise ImproperlyConfigured(
        "DATABASE_URL trỏ tới tệp dữ liệu của bản dùng thử (portal.sqlite3 trong thư mục var). "
        "Hệ thống thật phải có cơ sở dữ liệu riêng: PostgreSQL, hoặc một tệp SQLite tên khác."
    )
