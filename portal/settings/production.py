"""Production: everything stands in `base`; the hosts must be named."""

from .base import *
from .base import required

ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",")]
