"""Keys, certificates, site kits and enrolment.

Every site has two key pairs: Ed25519 to sign and X25519 to receive.  Headquarters is the root of its workspace and
certifies the others.  Nothing secret appears in the text form of any object here.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from hashlib import blake2b
from typing import Any

import nacl.bindings as sodium
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.signing import SigningKey, VerifyKey

from gesync.values import Malformed, pack, unpack
from gesync.words import WORDS

Random = Callable[[int], bytes]
KEY_ID_SIZE = 16
MAX_SEALED_FILE = 64 << 10
MAX_NAME = 1_024  # characters of any text in a certificate or kit
PERSON_KEY_ID = b"gesync.keyid.1"
PERSON_WORDS = b"gesync.words.1"
SIGN_CERTIFICATE = b"gesync certificate 1\0"
SIGN_ENROLMENT = b"gesync enrolment 1\0"
MAGIC_KEYS = b"GEKEYS\0\1"
MAGIC_KIT = b"GEKIT\0\0\1"
PROTECTED, UNPROTECTED = 1, 0


class KeyFault(Exception):
    """Something about keys is not as it should be; `code` is stable, the text is for a log."""

    code = "key_fault"


class WrongPassphrase(KeyFault):
    """The passphrase does not open the file, or the file was altered: these two cannot be told apart."""

    code = "wrong_passphrase"


class NotAKeyFile(KeyFault):
    """The bytes are no key file or kit, are cut short, or ask for more work than allowed."""

    code = "not_a_key_file"


class BadCertificate(KeyFault):
    """A certificate is malformed, of another workspace, or not signed by the root."""

    code = "bad_certificate"


class Expired(KeyFault):
    """A certificate or kit is past its time by the clock that was given."""

    code = "expired"


class BadEnrolment(KeyFault):
    """An enrolment request was not signed by the key in the kit, or names another site."""

    code = "bad_enrolment"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others may know of a site: 32 bytes to verify its signatures, 32 to seal something to it."""

    sign: bytes
    box: bytes

    def __post_init__(self) -> None:
        if not all(type(key) is bytes and len(key) == 32 for key in (self.sign, self.box)):
            raise Malformed("public keys are not 32 bytes each")

    def packed(self) -> bytes:
        """64 bytes: the signing key, then the box key."""
        return self.sign + self.box

    @classmethod
    def unpack(cls, data: bytes) -> PublicKeys:
        """From `packed`; raises Malformed."""
        if type(data) is not bytes or len(data) != 64:
            raise Malformed("public keys are not 64 bytes")
        return cls(data[:32], data[32:])

    def verify(self, message: bytes, signature: bytes) -> bool:
        """Whether the owner of these keys signed the message."""
        return verify_signature(self.sign, message, signature)


class KeyPair:
    """A site's own keys, made from two seeds of 32 bytes that must not leave the device unprotected."""

    __slots__ = ("_box", "_sign", "public")

    def __init__(self, sign_seed: bytes, box_seed: bytes) -> None:
        if len(sign_seed) != 32 or len(box_seed) != 32:
            raise Malformed("a key seed is not 32 bytes")
        self._sign = SigningKey(sign_seed)
        self._box = PrivateKey(box_seed)
        self.public = PublicKeys(bytes(self._sign.verify_key), bytes(self._box.public_key))

    @classmethod
    def generate(cls, random: Random = os.urandom) -> KeyPair:
        """New keys from the system's random source."""
        return cls(random(32), random(32))

    @property
    def id(self) -> bytes:
        """The key id, 16 bytes."""
        return key_id(self.public)

    def sign(self, message: bytes) -> bytes:
        """An Ed25519 signature, 64 bytes."""
        return bytes(self._sign.sign(message).signature)

    def unseal(self, sealed: bytes) -> bytes:
        """Opens what `seal` closed; raises nacl's CryptoError when it was sealed to other keys or altered."""
        return bytes(SealedBox(self._box).decrypt(sealed))

    def seeds(self) -> bytes:
        """The 64 secret bytes, for a key file only."""
        return bytes(self._sign) + bytes(self._box)

    def __repr__(self) -> str:
        return f"KeyPair({self.id.hex()})"

    def __reduce__(self) -> Any:
        raise TypeError("key pairs are not pickled")


def key_id(public: PublicKeys) -> bytes:
    """16 bytes that name a pair of public keys."""
    return blake2b(public.packed(), digest_size=KEY_ID_SIZE, person=PERSON_KEY_ID).digest()


def fingerprint_words(public: PublicKeys, count: int = 8) -> tuple[str, ...]:
    """Words to read to each other by telephone, eight bits each (at most 32)."""
    digest = blake2b(public.packed(), digest_size=32, person=PERSON_WORDS).digest()
    return tuple(WORDS[byte] for byte in digest[:count])


def seal(message: bytes, to: PublicKeys, random: Random = os.urandom) -> bytes:
    """A libsodium sealed box (`crypto_box_seal`), 48 bytes longer than the message."""
    secret = PrivateKey(random(32))
    public = bytes(secret.public_key)
    nonce = blake2b(public + to.box, digest_size=24).digest()
    return public + bytes(sodium.crypto_box(message, nonce, to.box, bytes(secret)))


def verify_signature(sign_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature is right; False for bytes of any other kind."""
    try:
        VerifyKey(sign_key).verify(message, signature)
    except (CryptoError, ValueError, TypeError):
        return False
    return True


# -- certificates ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Certificate:
    """Headquarters' word that these keys belong to this site, with its place, role and scope.

    Ids are 16 bytes; `issued` and `expires` are milliseconds since 1970 by headquarters' clock, `expires` None for no
    end; a greater `serial` replaces a smaller one of the same site; `issued_by` is the key id of the root.
    """

    workspace: bytes
    site: bytes
    name: str
    place: str
    role: str
    scope: str
    keys: PublicKeys
    serial: int
    issued: int
    expires: int | None
    issued_by: bytes = b""
    signature: bytes = b""

    def issue(self, root: KeyPair) -> Certificate:
        """The same certificate signed by the root."""
        unsigned = replace(self, issued_by=root.id, signature=b"")
        return replace(unsigned, signature=root.sign(SIGN_CERTIFICATE + pack(unsigned._row())))

    def verify(self, root: PublicKeys, workspace: bytes, now: int | None = None) -> None:
        """Raises BadCertificate or, when `now` (ms) is given and past its end, Expired.

        Give no `now` for certificates of bundles: clocks of laptops are wrong; revocation does not depend on them.
        """
        if self.workspace != workspace:
            raise BadCertificate("the certificate is of another workspace")
        if self.issued_by != key_id(root):
            raise BadCertificate("the certificate was issued by somebody else")
        if not root.verify(SIGN_CERTIFICATE + pack(self._row()), self.signature):
            raise BadCertificate("the certificate's signature is wrong")
        if now is not None and self.expires is not None and now > self.expires:
            raise Expired("the certificate has expired")

    def packed(self) -> bytes:
        """Canonical bytes, with the signature."""
        return pack([*self._row(), self.signature])

    @classmethod
    def unpack(cls, data: bytes) -> Certificate:
        """From `packed`; raises BadCertificate.  Says nothing about the signature."""
        try:
            row = unpack(data, max_bytes=MAX_SEALED_FILE, canonical=True)
            if type(row) is not list or len(row) != 12:
                raise Malformed("a certificate does not have twelve parts")
            row[6] = PublicKeys.unpack(row[6])
            certificate = cls(*row)
            _check_types(certificate)
        except Malformed as error:
            raise BadCertificate(str(error)) from error
        return certificate

    def _row(self) -> list[Any]:
        row = [getattr(self, part.name) for part in fields(self)][:-1]
        row[6] = self.keys.packed()
        return row


# -- files under a passphrase ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cost:
    """How much work Argon2id does: passes and bytes of memory.  Read files may ask for at most `MOST`."""

    passes: int = 3
    memory: int = 64 << 20


LEAST, MOST = Cost(1, 8 << 10), Cost(12, 128 << 20)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A site's keys at rest.  Unprotected files are for a folder that only the operating system's user may read."""

    keys: KeyPair
    protected: bool

    @staticmethod
    def seal(
        keys: KeyPair, passphrase: str | None, cost: Cost | None = None, random: Random = os.urandom
    ) -> bytes:
        """The bytes of a key file; without a passphrase it is unprotected and says so in its ninth byte."""
        if passphrase is None:
            return MAGIC_KEYS + bytes([UNPROTECTED]) + keys.seeds()
        return (
            MAGIC_KEYS
            + bytes([PROTECTED])
            + _sealed(MAGIC_KEYS, keys.seeds(), passphrase, cost or Cost(), random)
        )

    @staticmethod
    def is_protected(data: bytes) -> bool:
        """Whether opening needs a passphrase; raises NotAKeyFile."""
        if data[:8] != MAGIC_KEYS or data[8:9] not in (b"\0", b"\1"):
            raise NotAKeyFile("these bytes are no key file")
        return data[8] == PROTECTED

    @classmethod
    def open(cls, data: bytes, passphrase: str | None = None) -> KeyFile:
        """Raises NotAKeyFile or WrongPassphrase (also when a passphrase is needed and not given)."""
        protected = cls.is_protected(data)
        if protected:
            if passphrase is None:
                raise WrongPassphrase("the key file needs a passphrase")
            seeds = _opened(MAGIC_KEYS, data[9:], passphrase)
        else:
            seeds = data[9:]
        if len(seeds) != 64:
            raise NotAKeyFile("the key file is cut short")
        return cls(KeyPair(seeds[:32], seeds[32:]), protected)


@dataclass(frozen=True, slots=True)
class Kit:
    """What headquarters hands to a new site, in one file under a passphrase that is told by voice.

    `enrol_seed` (32 bytes) signs the site's first bundle and nothing else; headquarters keeps `enrol_public` and accepts
    it once.  `issued` and `expires` are milliseconds since 1970.
    """

    workspace: bytes
    hq: PublicKeys
    site: bytes
    name: str
    place: str
    role: str
    scope: str
    country: str
    enrol_seed: bytes = field(repr=False)
    issued: int
    expires: int
    roll: bytes = b""  # `officers.Roll` of headquarters, when it has several officers

    @property
    def enrol_public(self) -> bytes:
        """The key that verifies this kit's enrolment, 32 bytes."""
        return bytes(SigningKey(self.enrol_seed).verify_key)

    def seal(self, passphrase: str, cost: Cost | None = None, random: Random = os.urandom) -> bytes:
        """The bytes of the kit file."""
        _check_types(self)
        row = [getattr(self, part.name) for part in fields(self)]
        row[1] = self.hq.packed()
        if not self.roll:
            row.pop()
        return MAGIC_KIT + _sealed(MAGIC_KIT, pack(row), passphrase, cost or Cost(), random)

    @classmethod
    def open(cls, data: bytes, passphrase: str, now: int | None = None) -> Kit:
        """Raises NotAKeyFile, WrongPassphrase or, when `now` is given and past its end, Expired."""
        if data[:8] != MAGIC_KIT:
            raise NotAKeyFile("these bytes are no site kit")
        try:
            row = unpack(_opened(MAGIC_KIT, data[8:], passphrase), canonical=True)
            if type(row) is not list or len(row) not in (11, 12):
                raise Malformed("a kit does not have eleven or twelve parts")
            row[1] = PublicKeys.unpack(row[1])
            kit = cls(*row)
            _check_types(kit)
            if len(kit.enrol_seed) != 32:
                raise Malformed("an enrolment key is not 32 bytes")
        except Malformed as error:
            raise NotAKeyFile(str(error)) from error
        if now is not None and now > kit.expires:
            raise Expired("the site kit has expired")
        return kit


def enrol_request(kit: Kit, keys: KeyPair) -> bytes:
    """The site's new public keys, signed by the kit's enrolment key.

    Workspace and site are signed with them but not written: whoever has made the kit knows them.  That the site has the
    new keys is shown by the signature of the bundle that the enrolment travels in.
    """
    public = keys.public.packed()
    signed = SigningKey(kit.enrol_seed).sign(SIGN_ENROLMENT + pack([kit.workspace, kit.site, public]))
    return pack([public, bytes(signed.signature)])


def accept_enrolment(request: bytes, enrol_public: bytes, workspace: bytes, site: bytes) -> PublicKeys:
    """The keys to certify.  `enrol_public` and `site` are those noted when the kit was made; raises BadEnrolment.

    That a kit is used once, and before its end, is for the caller to see to: it needs a memory.
    """
    try:
        row = unpack(request, max_bytes=1_024, canonical=True)
        if type(row) is list and len(row) == 5:
            row = row[2:4]  # as sites wrote it first: what the receiver knows, and a second signature, stood there, too
        if type(row) is not list or len(row) != 2:
            raise Malformed("an enrolment does not have two parts")
        keys = PublicKeys.unpack(row[0])
    except Malformed as error:
        raise BadEnrolment(str(error)) from error
    if not verify_signature(enrol_public, SIGN_ENROLMENT + pack([workspace, site, row[0]]), row[1]):
        raise BadEnrolment("the enrolment was not signed with the kit's key for this workspace and site")
    return keys


def _sealed(purpose: bytes, plain: bytes, passphrase: str, cost: Cost, random: Random) -> bytes:
    _check_cost(cost)
    salt, nonce = random(16), random(24)
    head = pack([cost.passes, cost.memory, salt, nonce])
    key = _derive(passphrase, salt, cost)
    body = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, purpose + head, nonce, key)
    return bytes([len(head)]) + head + bytes(body)


def _opened(purpose: bytes, data: bytes, passphrase: str) -> bytes:
    if not 1 < len(data) <= MAX_SEALED_FILE or len(data) < 1 + data[0] + 16:
        raise NotAKeyFile("the file is cut short or too long")
    head, body = data[1 : 1 + data[0]], data[1 + data[0] :]
    try:
        row = unpack(head, canonical=True)
    except Malformed as error:
        raise NotAKeyFile(str(error)) from error
    if type(row) is not list or [type(part) for part in row] != [int, int, bytes, bytes]:
        raise NotAKeyFile("the parameters of the file have the wrong types")
    cost, salt, nonce = Cost(row[0], row[1]), row[2], row[3]
    _check_cost(cost)
    if len(salt) != 16 or len(nonce) != 24:
        raise NotAKeyFile("the parameters of the file have the wrong sizes")
    try:
        key = _derive(passphrase, salt, cost)
        plain = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(body, purpose + head, nonce, key)
    except CryptoError as error:
        raise WrongPassphrase("the passphrase does not open the file") from error
    return bytes(plain)


def _derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """Spaces and forms of accents do not count: passphrases are told by voice."""
    words = " ".join(unicodedata.normalize("NFKC", passphrase).split())
    return bytes(
        sodium.crypto_pwhash_alg(
            32, words.encode(), salt, cost.passes, cost.memory, sodium.crypto_pwhash_ALG_ARGON2ID13
        )
    )


def _check_cost(cost: Cost) -> None:
    if not (LEAST.passes <= cost.passes <= MOST.passes and LEAST.memory <= cost.memory <= MOST.memory):
        raise NotAKeyFile("the file asks for more or less work than allowed")


def _check_types(thing: Certificate | Kit) -> None:
    for part in fields(thing):
        value = getattr(thing, part.name)
        wanted = {"bytes": bytes, "str": str, "int": int}.get(str(part.type))
        if wanted is not None and type(value) is not wanted:
            raise Malformed(f"{part.name} is of type {type(value).__name__}")
        if type(value) is str and len(value) > MAX_NAME:
            raise Malformed(f"{part.name} is too long")
        if part.name in ("workspace", "site") and len(value) != 16:
            raise Malformed(f"{part.name} is not 16 bytes")
    if type(thing.expires) not in (int, type(None)):
        raise Malformed("expires is not a time")
