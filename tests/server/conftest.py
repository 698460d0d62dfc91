"""A portal behind nginx, set up as docs/nginx.conf says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from pytest_django.live_server_helper import LiveServer

from bench.servers import free_port
from tests.front import Front, nginx_front, with_errors


@pytest.fixture
def front(live_server: LiveServer, settings, tmp_path: Path) -> Iterator[Front]:
    """Public pages are kept, by the portal and by nginx, and nginx hands over private files."""
    settings.PAGE_CACHE_SECONDS = 300
    settings.PRIVATE_ACCEL_PREFIX = "/tep-rieng"
    settings.TRUSTED_PROXIES = 1
    var = Path(django_settings.VAR_DIR)
    with_errors(var)
    port = int(live_server.url.rsplit(":", 1)[1])
    with nginx_front(tmp_path, var=var, app_port=port) as server:
        yield server
    caches["pages"].clear()


@pytest.fixture(scope="module")
def lonely_front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """Nothing stands behind it."""
    folder = tmp_path_factory.mktemp("nginx")
    var = folder / "var"
    (var / "revision").mkdir(parents=True)
    (var / "static").symlink_to(Path(django_settings.BASE_DIR) / "static")
    with nginx_front(folder, var=var, app_port=free_port()) as server:
        yield server
