"""Accounts are personal, and are given by a printed slip with a password for the first sign-in."""

import secrets
from datetime import date

from django.db import transaction

from portal.models import Membership, Unit, User
from portal.provisioning import end_sessions, save_membership
from portal.roles import Role

# Letters and digits that are not taken for one another on paper.
READABLE = "abcdefghkmnpqrstuvwxyz23456789"


def slip_password() -> str:
    """Three groups of four readable signs, some 58 random bits: `k7mp-x2va-9hqt`."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(3))


@transaction.atomic
def issue_slip(user: User) -> str:
    """Give `user` a new password to be changed at the first sign-in, end the open sessions, and
    return the password; it is stored nowhere else."""
    password = slip_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(user)
    return password


def give_role(*, user: User, unit: Unit, role: Role, start: date) -> Membership:
    """Let `user` hold `role` in `unit` from `start`; raises ValidationError where it cannot be."""
    return save_membership(Membership(user=user, unit=unit, role=role, start=start))
