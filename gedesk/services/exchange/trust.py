"""Which keys may sign for which site."""

from __future__ import annotations

from collections.abc import Callable

from gesync import bundle as files
from gesync.keys import BadEnrolment, PublicKeys, accept_enrolment, key_id

from gedesk.store.replica import Site


class Trust:
    """`gesync.bundle.Trust` by the sites known here; a first bundle is signed by the keys that its enrolment vouches for."""

    def __init__(self, is_hq: bool, find: Callable[[bytes], Site | None], workspace: bytes) -> None:
        self._is_hq = is_hq
        self._find = find
        self._workspace = workspace

    def verify_key(self, header: files.Header) -> bytes:
        """See gesync.bundle.Trust."""
        site = self._find(header.site)
        if site is None or site.state == "known":
            raise files.UnknownSigner("the signing site is not known here")
        if site.state == "revoked":
            raise files.Revoked("headquarters revoked the signing site")
        if site.state == "invited":
            if not header.enrol:
                raise files.UnknownSigner("the site has not joined yet and the bundle does not join it")
            try:
                keys = accept_enrolment(header.enrol, bytes.fromhex(site.peer["enrol"]), self._workspace, site.id)
            except BadEnrolment as error:
                raise files.UnknownSigner(str(error)) from error
        else:
            keys = PublicKeys.unpack(bytes.fromhex(site.peer["keys"]))
        if key_id(keys) != header.signer:
            raise files.UnknownSigner("signed with other keys than those of the site")
        return keys.sign
