"""The ways by which a message reaches a person: e-mail, and through a gateway SMS and Zalo.

All have one interface. E-mail is always on; the other two are off until the settings name the
address and the token of a gateway. What goes wrong is raised as `ChannelError`, whose text holds
neither an address nor a word of the message, so that it may be logged.
"""

import json
import smtplib
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from portal.models import User
from portal.telephone import international

TIMEOUT_S = 10
LARGEST_REPLY = 64 * 1024


@dataclass(frozen=True)
class Envelope:
    """What is sent. `key` is the same each time the same message is tried, so that whoever
    receives it can tell a second try from a second message. `url` leads to all of it."""

    key: str
    title: str
    text: str
    url: str


class ChannelError(Exception):
    """The message was not taken. `permanent`: trying again will not help."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Channel(Protocol):
    name: str

    def is_on(self) -> bool: ...

    def reaches(self, user: User) -> bool: ...

    def send(self, user: User, envelope: Envelope) -> None:
        """Raises ChannelError where the message was not taken."""


class Email:
    name = "email"

    def is_on(self) -> bool:
        return True

    def reaches(self, user: User) -> bool:
        return bool(user.email)

    def send(self, user: User, envelope: Envelope) -> None:
        host = urlsplit(settings.SITE_URL).hostname
        message = EmailMessage(
            envelope.title,
            envelope.text,
            to=[str(user.email)],
            headers={
                "Message-ID": f"<{envelope.key}@{host}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        try:
            message.send()
        except OSError as error:  # smtplib's own are such too
            refused = isinstance(error, smtplib.SMTPRecipientsRefused)
            raise ChannelError(type(error).__name__, permanent=refused) from None


class Sms:
    """A gateway that takes `{"to", "text", "id"}` as JSON, with the token as a bearer's."""

    name = "sms"

    def is_on(self) -> bool:
        return bool(settings.SMS_GATEWAY_URL and settings.SMS_GATEWAY_TOKEN)

    def reaches(self, user: User) -> bool:
        return bool(international(user.phone))

    def send(self, user: User, envelope: Envelope) -> None:
        _post(
            settings.SMS_GATEWAY_URL,
            {"Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}"},
            {
                "to": international(user.phone),
                "text": f"{envelope.title}. {envelope.url}",
                "id": envelope.key,
            },
        )


class Zalo:
    """A message of the Official Account by its approved template, to a telephone number.

    The template has two parameters, `tieu_de` and `duong_dan`. Zalo answers 200 also for what it
    did not take; the field `error` of the answer says so.
    """

    name = "zalo"

    def is_on(self) -> bool:
        return bool(
            settings.ZALO_GATEWAY_URL and settings.ZALO_GATEWAY_TOKEN and settings.ZALO_TEMPLATE_ID
        )

    def reaches(self, user: User) -> bool:
        return bool(international(user.phone))

    def send(self, user: User, envelope: Envelope) -> None:
        answer = _post(
            settings.ZALO_GATEWAY_URL,
            {"access_token": settings.ZALO_GATEWAY_TOKEN},
            {
                "phone": international(user.phone),
                "template_id": settings.ZALO_TEMPLATE_ID,
                "template_data": {"tieu_de": envelope.title, "duong_dan": envelope.url},
                "tracking_id": envelope.key,
            },
        )
        if answer.get("error"):
            raise ChannelError(f"Zalo error {answer['error']}")


CHANNELS: tuple[Channel, ...] = (Email(), Sms(), Zalo())


def channels_to(user: User) -> list[Channel]:
    """The channels that are on and reach this person; none for an account that is closed."""
    if not user.is_active:
        return []
    return [channel for channel in CHANNELS if channel.is_on() and channel.reaches(user)]


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
        with _opener.open(request, timeout=TIMEOUT_S) as response:
            answer = json.loads(response.read(LARGEST_REPLY) or b"{}")
    except urllib.error.HTTPError as error:
        wrong_request = 400 <= error.code < 500 and error.code not in (408, 429)
        raise ChannelError(f"HTTP {error.code}", permanent=wrong_request) from None
    except OSError as error:
        raise ChannelError(type(error).__name__) from None
    except ValueError:
        # It was taken, or the status would have said otherwise: sending again would be twice.
        return {}
    return answer if isinstance(answer, dict) else {}
