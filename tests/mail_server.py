"""A mail server on this machine that keeps what it takes, and fails as it is told to."""

import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail

import pytest
from pytest_django import Settings

# Long enough for a machine that is busy, where the server answers at all.
PATIENT, IMPATIENT = 10.0, 0.05


@dataclass(frozen=True)
class Taken:
    """A mail that was handed over; `kept`: the server said so."""

    to: str
    mail: Mail
    kept: bool


class MailServer(socketserver.ThreadingTCPServer):
    """`answers` are by command ("MAIL", "RCPT", "DATA" after the words), or by address for RCPT,
    each once and then as usual; what is `always` is always answered."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, settings: Settings) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.settings = settings
        self.connections = 0
        self.taken: list[Taken] = []
        self.answers: dict[str, list[str]] = {}
        self.always: dict[str, str] = {}
        self.hangs = False
        self.drops_after_data = 0
        self.released = threading.Event()

    def hang(self) -> None:
        self.hangs = True
        self.settings.EMAIL_TIMEOUT = IMPATIENT

    def recover(self) -> None:
        self.hangs, self.always = False, {}
        self.settings.EMAIL_TIMEOUT = PATIENT

    def answer(self, name: str) -> str:
        waiting = self.answers.get(name)
        return waiting.pop(0) if waiting else self.always.get(name, "")

    def kept(self) -> Counter[str]:
        """How often each address has had a mail."""
        return Counter(taken.to for taken in self.taken if taken.kept)


class Handler(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.connections += 1
        if self.server.hangs:
            self.server.released.wait(60)
            return
        self.say("220 mau")
        to = ""
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "QUIT":
                return self.say("221 mau")
            if verb == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                self.say(self.server.answer(to) or self.server.answer(verb) or "250 mau")
            elif verb == "DATA":
                if not self.take(to):
                    return None
            else:
                self.say(self.server.answer(verb) or "250 mau")

    def take(self, to: str) -> bool:
        """Whether the line still stands afterwards."""
        self.say("354 mau")
        words = b""
        while (line := self.rfile.readline()) != b".\r\n":
            words += line
        mail = message_from_bytes(words)
        if self.server.drops_after_data:
            self.server.drops_after_data -= 1
            self.server.taken.append(Taken(to, mail, kept=False))
            return False
        answer = self.server.answer("DATA") or "250 mau"
        self.server.taken.append(Taken(to, mail, kept=answer.startswith("2")))
        self.say(answer)
        return True

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """Running, and the one that the portal sends by."""
    server = MailServer(settings)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    settings.EMAIL_TIMEOUT = PATIENT
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()
