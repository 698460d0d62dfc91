"""What stands in the outbox, sent as its job does."""

from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from portal.message_queue import send_messages


def posted() -> list[EmailMessage]:
    """All mail of the test so far, after one more run of the sender."""
    send_messages(timezone.now())
    return mail.outbox
