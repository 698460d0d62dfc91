"""Production: everything stands in `base`; the hosts and the proxies must be named."""

from .base import *
from .base import required

# A secret that is changed or lost must not take the codes with it that people have on paper.
CODE_KEYS = [key for part in required("CODE_KEYS").split(",") if (key := part.strip())]
# Without the right number every visitor would be one address, nginx's, and one person's wrong
# passwords would lock a name for all.
TRUSTED_PROXIES = int(required("TRUSTED_PROXIES"))
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",")]
