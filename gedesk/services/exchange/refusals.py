"""Why a bundle was not taken in, in words and with what to do next.  Codes are stable, see sync/SPEC.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from gesync import bundle as files

from gedesk.errors import Busy, InvalidInput, MadeByNewer, SecurityRefusal
from gedesk.i18n import gettext as _
from gedesk.i18n import mark
from gedesk.services.views import Received

REASONS = {
    "truncated": mark("it is cut short or has bytes too many"),
    "not_a_bundle": mark("it is not a GE Desk bundle"),
    "bad_header": mark("its header is damaged"),
    "other_workspace": mark("it belongs to another workspace"),
    "not_for_me": mark("it is addressed to somebody else"),
    "other_incarnation": mark("it is addressed to another copy of this site's data"),
    "unknown_signer": mark("its signature is of nobody known here"),
    "expired": mark("the kit with which it joins a site ended long ago"),
    "revoked": mark("its sender was revoked by headquarters"),
    "bad_signature": mark("it was altered or damaged after it was signed"),
    "damaged": mark("it does not decrypt"),
    "too_large": mark("it is larger than a bundle may be"),
    "malformed": mark("it is not made by the rules"),
}
ADVICE = {
    "not_a_bundle": mark("Choose a file that ends in .gesync."),
    "not_for_me": mark("Nothing was changed. Give it to the site it is meant for."),
    "other_workspace": mark("Nothing was changed. Check that you opened the right store."),
    "expired": mark(
        "Nothing was changed. Call the site; if it joined in time, let it in with “gedesk site extend” and take the file in again."
    ),
    "revoked": mark("Nothing was changed. A site needs a new kit; an officer has to be taken in again."),
    "other_incarnation": mark("Nothing was changed. Send your own bundle to headquarters and wait for its answer."),
}


class Refused(SecurityRefusal):
    """A bundle that is not applied; `code` is stable, see sync/SPEC.md."""

    def __init__(self, code: str, message: str, *, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.code = code


class TooLargeForMail(InvalidInput):
    """A bundle is larger than was allowed; it was not kept."""


class Gap(InvalidInput):
    """A bundle that builds on one that is not here yet.  `gaps` says which, in words."""

    code = "gap"

    def __init__(self, gaps: Sequence[str]) -> None:
        super().__init__(
            _("The bundle builds on another that has not arrived: {gaps}.").format(gaps="; ".join(gaps)),
            advice=_("Nothing was changed. Receive the missing one first, or ask the sender to send again."),
        )
        self.gaps = tuple(gaps)


@contextmanager
def named_refusals(path: Path) -> Iterator[None]:
    """Refusals of the format as known errors, with what to do next."""
    name = path.name
    try:
        yield
    except files.TooNew as error:
        raise MadeByNewer(
            _("{file} was made by a newer version.").format(file=name),
            advice=_("Install GE Desk {version} or later; nothing was changed.").format(version=error.install or "?"),
        ) from error
    except files.BundleError as error:
        raise Refused(
            error.code,
            _("{file} was refused: {reason}.").format(file=name, reason=_(REASONS.get(error.code, str(error)))),
            advice=_(ADVICE.get(error.code, "Nothing was changed. Ask the sender to send it again.")),
        ) from error
    except PermissionError as error:
        raise Busy(
            _("{file} is held by another program.").format(file=name),
            advice=_("Wait until the copying or virus scan has finished, then try again."),
        ) from error
    except OSError as error:
        raise InvalidInput(
            _("{file} cannot be read: {reason}.").format(file=name, reason=error.strerror),
            advice=_("Copy it again from the stick or mail."),
        ) from error


def nothing_taken(path: Path, sender: str, code: str, note: str) -> Received:
    return Received(
        file=path, sender=sender, code=code, note=note, operations={"new": 0, "known": 0, "refused": 0},
        records={"created": 0, "updated": 0, "removed": 0, "unchanged": 0},
    )  # fmt: skip
