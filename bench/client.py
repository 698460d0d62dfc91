"""Asking a server many times over one connection, with as little work as can be on this side."""

import socket
import time
from dataclasses import dataclass

from bench.servers import Server


@dataclass(frozen=True)
class Reading:
    """`cpu`: milliseconds of the server's processor for a request; `rate`: requests a second."""

    cpu: float
    rate: float
    size: int


class Visitor:
    def __init__(self, server: Server) -> None:
        self.server = server
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=30)

    def ask(self, path: str, *, times: int, pipeline: int = 1) -> Reading:
        """Ask for `path`; `pipeline` requests are sent at once, so that a quick server is not
        kept waiting for this script."""
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.server.port}\r\n\r\n".encode()
        self._one(request)
        # The first may have come from elsewhere, with other headers, than all that follow.
        length = self._one(request)
        cpu, start = self.server.cpu(), time.perf_counter()
        for _ in range(times // pipeline):
            self.socket.sendall(request * pipeline)
            self._read(length * pipeline)
        seconds = time.perf_counter() - start
        used = self.server.cpu() - cpu
        return Reading(used / times * 1000, times / seconds, length)

    def _one(self, request: bytes) -> int:
        """The length of one answer, which every other one has too."""
        self.socket.sendall(request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._some()
        head = data.split(b"\r\n\r\n", 1)[0]
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        length = len(head) + 4 + int(fields[b"content-length"])
        self._read(length - len(data))
        return length

    def _read(self, missing: int) -> None:
        while missing > 0:
            missing -= len(self._some())

    def _some(self) -> bytes:
        data = self.socket.recv(1 << 20)
        if not data:
            raise RuntimeError("The server closed the connection.")
        return data
