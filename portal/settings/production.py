"""Production: everything stands in `base`; the hosts and the proxies must be named."""

from .base import *
from .base import required

# Without the right number every visitor would be one address, nginx's, and one person's wrong
# passwords would lock a name for all.
TRUSTED_PROXIES = int(required("TRUSTED_PROXIES"))
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",")]
