"""Who opens the board's screens of a campaign. 404 for everybody else: to them there are none."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from campaigns import permissions
from campaigns.models import FeaturePage
from portal.models import User
from portal.permissions import signed_in_user


def board_user(request: HttpRequest) -> User:
    user = signed_in_user(request)
    if not permissions.runs_campaigns(user):
        raise Http404
    return user


def overseer(request: HttpRequest) -> User:
    """The board, and the leaders, who look on."""
    user = signed_in_user(request)
    if not permissions.sees_progress(user):
        raise Http404
    return user


def campaign_of(pk: int) -> FeaturePage:
    """Public or not: requests are made before a campaign opens."""
    feature: FeaturePage = get_object_or_404(FeaturePage, pk=pk)
    return feature
