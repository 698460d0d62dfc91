"""A browser that has been here before, as the limits know it."""

from django.core.signing import Signer
from django.test import Client

from portal.uploads.device import COOKIE, SALT


def with_device(client: Client, name: str = "may-mau") -> Client:
    client.cookies[COOKIE] = Signer(salt=SALT).sign(name)
    return client
