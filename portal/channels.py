"""The ways by which a message reaches a person: e-mail, and through a gateway SMS and Zalo.

All have one interface. E-mail is always on; the other two are off until the settings name the
address and the token of a gateway. What goes wrong is raised as `ChannelError`, whose text holds
neither an address nor a word of the message, so that it may be logged.
"""

import json
import smtplib
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from portal.models import User
from portal.telephone import international

TIMEOUT_S = 10
LARGEST_REPLY = 64 * 1024
# Refusals for good. Any other, of the token or of the gateway's address, is for the administrator
# to put right, and the messages wait for it.
OF_THE_MESSAGE = frozenset({400, 413, 422})


class Contact(Protocol):
    """Somebody without an account, as an app keeps the address that was given to it."""

    email: str


@dataclass(frozen=True)
class Envelope:
    """What is sent. `key` is the same each time the same message is tried, so that whoever
    receives it can tell a second try from a second message. `url` leads to all of it; `headers`
    are those of a mail beside the usual ones."""

    key: str
    title: str
    text: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


class ChannelError(Exception):
    """The message was not taken. `permanent`: trying again will not help. `unreachable`: it was not
    this message, the other end itself did not answer as it should."""

    def __init__(self, reason: str, *, permanent: bool = False, unreachable: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.unreachable = unreachable


class Channel(Protocol):
    name: str

    def is_on(self) -> bool: ...

    def reaches(self, person: User | Contact) -> bool: ...

    def send(self, person: User | Contact, envelope: Envelope) -> None:
        """Raises ChannelError where the message was not taken."""

    def close(self) -> None:
        """Let go of what was kept open from one message to the next."""


class Email:
    """One connection serves all messages until it breaks or `close` is called."""

    name = "email"

    def __init__(self) -> None:
        self._connection: Any = None

    def is_on(self) -> bool:
        return True

    def reaches(self, person: User | Contact) -> bool:
        return bool(person.email)

    def send(self, person: User | Contact, envelope: Envelope) -> None:
        host = urlsplit(settings.SITE_URL).hostname
        self._connection = self._connection or get_connection()
        message = EmailMessage(
            envelope.title,
            envelope.text,
            to=[str(person.email)],
            headers={
                "Message-ID": f"<{envelope.key}@{host}>",
                "Auto-Submitted": "auto-generated",
                **envelope.headers,
            },
            connection=self._connection,
        )
        self._open()
        try:
            message.send()
        except OSError as error:  # smtplib's own are such too
            refusal = _refusal(error)
            if refusal.unreachable:
                self.close()
            raise refusal from None
        except ValueError as error:  # an address or a title that no mail can bear
            raise ChannelError(type(error).__name__, permanent=True) from None

    def _open(self) -> None:
        """What fails here, encryption and password too, says nothing of the message."""
        try:
            self._connection.open()
        except (OSError, ValueError) as error:
            self.close()
            raise ChannelError(type(error).__name__, unreachable=True) from None

    def close(self) -> None:
        if self._connection is not None:
            # A server that has gone says goodbye no more.
            with suppress(OSError):
                self._connection.close()
            self._connection = None


SHUTTING_DOWN = 421


def _refusal(error: OSError) -> ChannelError:
    """What a mail server's answer means. Only what it says for good (5xx) of this recipient or of
    these words is permanent: a sender or a password that it refuses is for the administrator to put
    right, and the messages wait for it."""
    codes: list[int] = []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
    elif isinstance(error, smtplib.SMTPDataError):
        codes = [error.smtp_code]
    elif isinstance(error, smtplib.SMTPNotSupportedError):
        return ChannelError(type(error).__name__, permanent=True)
    if not codes or SHUTTING_DOWN in codes:
        return ChannelError(type(error).__name__, unreachable=True)
    return ChannelError(f"SMTP {codes[0]}", permanent=min(codes) >= 500)


class _Gateway:
    """What the ways to a telephone have in common: a number of Vietnam, nothing kept open."""

    def reaches(self, person: User | Contact) -> bool:
        return bool(international(_phone(person)))

    def close(self) -> None:
        return None


class Sms(_Gateway):
    """A gateway that takes `{"to", "text", "id"}` as JSON, with the token as a bearer's."""

    name = "sms"

    def is_on(self) -> bool:
        return bool(settings.SMS_GATEWAY_URL and settings.SMS_GATEWAY_TOKEN)

    def send(self, person: User | Contact, envelope: Envelope) -> None:
        _post(
            settings.SMS_GATEWAY_URL,
            {"Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}"},
            {
                "to": international(_phone(person)),
                "text": f"{envelope.title}. {envelope.url}",
                "id": envelope.key,
            },
        )


class Zalo(_Gateway):
    """A message of the Official Account by its approved template, to a telephone number.

    The template has two parameters, `tieu_de` and `duong_dan`. Zalo answers 200 also for what it
    did not take; the field `error` of the answer says so.
    """

    name = "zalo"

    def is_on(self) -> bool:
        return bool(
            settings.ZALO_GATEWAY_URL and settings.ZALO_GATEWAY_TOKEN and settings.ZALO_TEMPLATE_ID
        )

    def send(self, person: User | Contact, envelope: Envelope) -> None:
        answer = _post(
            settings.ZALO_GATEWAY_URL,
            {"access_token": settings.ZALO_GATEWAY_TOKEN},
            {
                "phone": international(_phone(person)),
                "template_id": settings.ZALO_TEMPLATE_ID,
                "template_data": {"tieu_de": envelope.title, "duong_dan": envelope.url},
                "tracking_id": envelope.key,
            },
        )
        if answer.get("error"):
            raise ChannelError(f"Zalo error {answer['error']}")


KINDS: tuple[type[Channel], ...] = (Email, Sms, Zalo)


@contextmanager
def open_channels() -> Iterator[tuple[Channel, ...]]:
    """The channels of one run: mail by one connection, closed at the end."""
    channels = tuple(kind() for kind in KINDS)
    try:
        yield channels
    finally:
        for channel in channels:
            channel.close()


def channels_to(
    person: User | Contact, channels: tuple[Channel, ...] | None = None
) -> list[Channel]:
    """The channels that are on and reach this person; none for an account that is closed."""
    if isinstance(person, User) and not person.is_active:
        return []
    among = channels or tuple(kind() for kind in KINDS)
    return [channel for channel in among if channel.is_on() and channel.reaches(person)]


def _phone(person: User | Contact) -> str:
    return person.phone if isinstance(person, User) else ""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the token to another host."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect())


def _post(url: str, headers: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """The JSON object that the gateway answers, empty where its answer is none."""
    request = urllib.request.Request(  # noqa: S310 - the address is the administrator's
        url,
        data=json.dumps(body, ensure_ascii=False).encode(),
        headers={**headers, "Content-Type": "application/json; charset=utf-8"},
    )
    try:
        response = _opener.open(request, timeout=TIMEOUT_S)
    except urllib.error.HTTPError as error:
        refused = error.code in OF_THE_MESSAGE
        raise ChannelError(
            f"HTTP {error.code}", permanent=refused, unreachable=not refused
        ) from None
    except (OSError, HTTPException) as error:
        raise ChannelError(type(error).__name__, unreachable=True) from None
    try:
        with response:
            answer = json.loads(response.read(LARGEST_REPLY) or b"{}")
    except (OSError, HTTPException, ValueError):
        # It was taken, or the status would have said otherwise: sending again would be twice.
        return {}
    return answer if isinstance(answer, dict) else {}
