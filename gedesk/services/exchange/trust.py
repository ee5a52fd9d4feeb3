"""Which keys may sign for which site."""

from __future__ import annotations

from collections.abc import Callable

from gesync import bundle as files
from gesync.keys import BadEnrolment, PublicKeys, accept_enrolment, key_id

from gedesk import clock
from gedesk.services.exchange import rolls
from gedesk.store.replica import Site

UNDER_WAY = 90 * 86_400_000  # ms after the end of a kit in which a first file may still come


def awaited(site: Site) -> bool:
    """Whether a site's first file is to come yet; it may have been closed before somebody who joined could send."""
    return site.state == "invited" or (site.state == "retired" and "keys" not in site.peer)


class Trust:
    """`gesync.bundle.Trust` by the sites known here; a first bundle is signed by the keys that its enrolment vouches for."""

    def __init__(
        self, is_hq: bool, find: Callable[[bytes], Site | None], workspace: bytes, now: clock.Now = clock.now_ms
    ) -> None:
        self._is_hq = is_hq
        self._find = find
        self._workspace = workspace
        self._now = now

    def verify_key(self, header: files.Header) -> bytes:
        """See gesync.bundle.Trust."""
        site = self._find(header.site)
        if site is None or site.state == "known":
            raise files.UnknownSigner("the signing site is not known here")
        if site.state == "revoked":
            raise files.Revoked("headquarters revoked the signing site")
        if site.role == "hq":
            return self._officer(site, header)
        if awaited(site):
            if not header.enrol:
                raise files.UnknownSigner("the site has not joined yet and the bundle does not join it")
            try:
                keys = accept_enrolment(header.enrol, bytes.fromhex(site.peer["enrol"]), self._workspace, site.id)
            except BadEnrolment as error:
                raise files.UnknownSigner(str(error)) from error
            if self._now() > int(site.peer["expires"]) + UNDER_WAY:
                raise files.KitExpired("the site's kit ended long ago")
        else:
            keys = PublicKeys.unpack(bytes.fromhex(site.peer["keys"]))
        if key_id(keys) != header.signer:
            raise files.UnknownSigner("signed with other keys than those of the site")
        return keys.sign

    def _officer(self, site: Site, header: files.Header) -> bytes:
        """The key of an officer of headquarters; the bundle itself may bring the roll on which the officer stands."""
        roll = rolls.newest(site, self._workspace, header.enrol)
        if (found := roll.find(header.signer)) is not None:
            return found.keys.sign
        if header.signer.hex() in site.peer.get("struck", ()) or rolls.known(site, self._workspace).find(header.signer) is not None:
            raise files.Revoked("headquarters struck this officer off")
        raise files.UnknownSigner("signed with other keys than those of headquarters’ officers")
