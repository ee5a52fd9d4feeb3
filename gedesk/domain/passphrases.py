"""What a passphrase must be, told once for the window, the command line and the services."""

from __future__ import annotations

from gedesk.errors import UsageError
from gedesk.i18n import gettext as _

LEAST = 8  # characters


def fault(passphrase: str) -> str:
    """What is wrong with a new passphrase; "" when it will do."""
    return "" if len(passphrase) >= LEAST else _("The passphrase needs at least 8 characters.")


def check(passphrase: str) -> None:
    """Raises UsageError for a passphrase that will not do."""
    if told := fault(passphrase):
        raise UsageError(told)
