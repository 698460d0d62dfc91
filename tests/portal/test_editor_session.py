"""Whether a writer is still signed in, as the editor's script asks it."""

from django.test import Client
from django.urls import reverse

from tests.editor import People, sign_in


def test_the_editor_learns_who_is_signed_in_and_a_fresh_token(people: People) -> None:
    client = sign_in(people.writer)
    answer = client.get(reverse("portal_editor_session"))
    assert answer.json()["user"] == people.writer.pk
    assert answer.json()["token"]
    assert "no-store" in answer["Cache-Control"]
    assert client.post(reverse("portal_editor_session")).status_code == 405


def test_after_the_session_it_learns_that_it_has_ended(people: People) -> None:
    headers = {"X-Requested-With": "XMLHttpRequest"}
    answer = Client().get(reverse("portal_editor_session"), headers=headers)
    assert answer.status_code == 403
