"""nginx as docs/nginx.conf sets it up, with a certificate made for the test.

The file is started as it stands, within the `nginx.conf` of Debian; only the name, the places and
the ports are others, as docs/install.md has them replaced, too.
"""

import http.client
import os
import re
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.servers import free_port, running
from tests.programs import path_of

ROOT = Path(__file__).resolve().parents[1]
NAME = "testserver"
DEBIAN = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 768; }}
http {{
    sendfile on;
    tcp_nopush on;
    types_hash_max_size 2048;
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
    ssl_prefer_server_ciphers on;
    access_log {folder}/access.log;
    gzip on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/portal.conf;
}}
"""


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Front:
    """A running nginx. `folder` stands for /srv/portal."""

    folder: Path
    plain_port: int
    port: int
    trusted: ssl.SSLContext
    name: str = NAME
    logs: Path = field(default_factory=Path)

    def connect(self, *, name: str = "") -> http.client.HTTPConnection:
        """A connection by TLS; the certificate is checked. `name` is the one asked for."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.connect()
        connection.sock = self.trusted.wrap_socket(
            connection.sock, server_hostname=name or self.name
        )
        return connection

    def ask(
        self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        connection = self.connect()
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        connection.request(method, path, body=body, headers={"Host": self.name, **named})
        return _answer(connection)

    def ask_plain(self, path: str, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.plain_port, timeout=60)
        connection.request("GET", path, headers=headers)
        return _answer(connection)


def _answer(connection: http.client.HTTPConnection) -> Answer:
    response = connection.getresponse()
    answer = Answer(response.status, response.headers, response.read())
    connection.close()
    return answer


def make_certificate(folder: Path, name: str) -> ssl.SSLContext:
    """fullchain.pem and privkey.pem in `folder`; returns who trusts them."""
    folder.mkdir(parents=True)
    key, chain = folder / "privkey.pem", folder / "fullchain.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"]
    names = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    subprocess.run(
        [*command, *names, "-keyout", str(key), "-out", str(chain)], check=True, capture_output=True
    )
    return ssl.create_default_context(cafile=str(chain))


def documented(text: str, **replaced: str) -> str:
    """`text` with each of `replaced` put in; every one must stand in it."""
    for old, new in replaced.items():
        assert old in text, f"docs/nginx.conf no longer has {old}"
        text = text.replace(old, new)
    return text


def with_errors(var: Path) -> None:
    """The pages for errors, which `collectstatic` puts there on a server."""
    errors = var / "static" / "errors"
    if not errors.exists():
        errors.symlink_to(ROOT / "static" / "errors")


@contextmanager
def nginx_front(folder: Path, *, var: Path, app_port: int, **more: str) -> Iterator[Front]:
    """docs/nginx.conf before the portal at `app_port`, whose VAR_DIR is `var`. `more` replaces
    further words of the file."""
    plain_port, port = free_port(), free_port()
    trusted = make_certificate(folder / "tls", NAME)
    text = (ROOT / "docs" / "nginx.conf").read_text()
    # A machine for tests need not have IPv6.
    text = re.sub(r"^ *listen \[::\]:.*\n", "", text, flags=re.MULTILINE)
    text = documented(
        text,
        **{
            "/etc/letsencrypt/live/portal.example": str(folder / "tls"),
            "portal.example": NAME,
            "listen 80": f"listen 127.0.0.1:{plain_port}",
            "listen 443": f"listen 127.0.0.1:{port}",
            "127.0.0.1:8000": f"127.0.0.1:{app_port}",
            "/var/cache/nginx/portal": str(folder / "cache"),
            "/var/log/nginx/portal.log": str(folder / "portal.log"),
            "/srv/portal": str(var),
            **more,
        },
    )
    (folder / "portal.conf").write_text(text)
    # Started by root, its worker would be somebody who may not enter a folder of root's.
    user = "user root;" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(DEBIAN.format(folder=folder, user=user))
    command = [str(path_of("nginx")), "-c", str(main), "-p", str(folder)]
    with running(command, port):
        yield Front(folder=var, plain_port=plain_port, port=port, trusted=trusted, logs=folder)
