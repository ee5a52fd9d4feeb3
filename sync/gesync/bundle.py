"""Bundle files: compressed, sealed to their recipients, signed, and safe to receive from anybody.

Everything is checked in an order in which nothing that came from a stranger is worked on: length, limits of the header,
whether it is for me, who signed it, the signature, decryption, bounded decompression, structure.  Every failure is an
exception of its own with a stable `code`; the file is only read.
"""

from __future__ import annotations

import contextlib
import lzma
import os
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

import nacl.bindings as sodium
from nacl.exceptions import CryptoError

from gesync.keys import KeyPair, PublicKeys, key_id, seal, verify_signature
from gesync.values import MAX_INT, Malformed, pack, unpack

MAGIC = b"GESYNC"
FORMAT = 1  # major: others cannot be read
REVISION = 1  # of this library within the format; a bundle names the least that may read it
PREFIX = 12  # magic, format (2), length of the header (4)
SIGNATURE, TRAILER = 64, 8
OVERHEAD = PREFIX + SIGNATURE + TRAILER
MAX_HEADER = 64 << 10
MAX_PLAIN = 64 << 20
MAX_FILE = MAX_PLAIN + MAX_HEADER + 4_096
MAX_MANIFEST = 4 << 20
MAX_RECIPIENTS = 64
MAX_VOLUMES = 10_000
MAX_VOUCH = 16 << 10
MAX_PARTS = 10_000
XZ_MEMORY = 40 << 20
XZ_UP_TO = 4 << 20  # plain bytes; larger payloads use zlib, which is ten times as fast
STORED, ZLIB, XZ = range(3)
PERSON_PAYLOAD = b"gesync.plain.1"
PERSON_BUNDLE = b"gesync.bundle.1"
PERSON_BLOB = b"gesync.blob.1"
PART_MANIFEST, PART_CHANGES, PART_BLOB, PART_ENCLOSED = 1, 2, 3, 4
PART_IGNORABLE = 128  # parts from here on may be passed over by readers that do not know them


class BundleError(Exception):
    """A file was refused and nothing was done.  `code` is stable; the text is an English reason without contents."""

    code = "bundle"


class Truncated(BundleError):
    """The file is shorter or longer than it says: a copy that was cut, or bytes after its end."""

    code = "truncated"


class NotABundle(BundleError):
    """The file is something else."""

    code = "not_a_bundle"


class TooNew(BundleError):
    """Written by a newer version; `install` names the one to install, "" when it cannot be read."""

    code = "too_new"

    def __init__(self, reason: str, install: str = "") -> None:
        super().__init__(reason)
        self.install = install


class BadHeader(BundleError):
    """The header is damaged or breaks a limit."""

    code = "bad_header"


class OtherWorkspace(BundleError):
    """A bundle of another workspace."""

    code = "other_workspace"


class NotForMe(BundleError):
    """None of my keys is among the recipients."""

    code = "not_for_me"


class OtherIncarnation(NotForMe):
    """Addressed to another copy of this site's database."""

    code = "other_incarnation"


class UnknownSigner(BundleError):
    """Signed by keys without a certificate; raised by `Trust`."""

    code = "unknown_signer"


class KitExpired(BundleError):
    """Joins a site by a kit that had ended long before; raised by `Trust`."""

    code = "expired"


class Revoked(BundleError):
    """Signed by keys that headquarters revoked; raised by `Trust`."""

    code = "revoked"


class BadSignature(BundleError):
    """The file is not as its signer left it."""

    code = "bad_signature"


class Damaged(BundleError):
    """Signed, but it does not decrypt or decompress to what the header promises: made wrongly."""

    code = "damaged"


class TooLarge(BundleError):
    """More bytes than a bundle may have."""

    code = "too_large"


class MalformedBundle(BundleError):
    """Decrypted, but its parts do not follow the format."""

    code = "malformed"


@dataclass(frozen=True, slots=True)
class Header:
    """What anybody may read of a bundle.  Ids are 16 bytes, `created` is milliseconds since 1970.

    The writer gives the first part; `write` fills in the rest.
    """

    bundle: bytes
    workspace: bytes
    site: bytes
    incarnation: bytes
    number: int
    epoch: int
    created: int
    application: str  # the version to install when this one is too new for its reader
    target: bytes = b""  # the only incarnation that may take it, b"" for any
    enrol: bytes = b""  # vouches for the signer: `keys.enrol_request` in a site's, `officers.voucher` in headquarters'
    volume: int = 1
    volumes: int = 1
    revision: int = REVISION
    least_revision: int = 1
    signer: bytes = b""  # key id
    recipients: tuple[tuple[bytes, bytes], ...] = field(default=(), repr=False)  # key id, sealed content key
    codec: int = STORED
    plain_length: int = 0
    plain_hash: bytes = field(default=b"", repr=False)  # keyed with the content key: tells nothing to others
    nonce: bytes = field(default=b"", repr=False)


_FIELDS: dict[int, tuple[str, type]] = {
    1: ("bundle", bytes),
    2: ("workspace", bytes),
    3: ("site", bytes),
    4: ("incarnation", bytes),
    5: ("number", int),
    6: ("epoch", int),
    7: ("created", int),
    8: ("application", str),
    9: ("target", bytes),
    10: ("enrol", bytes),
    11: ("volume", int),
    12: ("volumes", int),
    13: ("revision", int),
    14: ("least_revision", int),
    15: ("signer", bytes),
    16: ("recipients", list),
    17: ("codec", int),
    18: ("plain_length", int),
    19: ("plain_hash", bytes),
    20: ("nonce", bytes),
}
_SIZES = {
    "bundle": (16,),
    "workspace": (16,),
    "site": (16,),
    "incarnation": (16,),
    "target": (0, 16),
    "signer": (16,),
    "plain_hash": (32,),
    "nonce": (24,),
}
APPLICATION_KEY, LEAST_REVISION_KEY = 8, 14


class Trust(Protocol):
    """What the receiver knows of signers."""

    def verify_key(self, header: Header) -> bytes:
        """The Ed25519 key (32 bytes) of the certified, not revoked owner of `header.signer`, who may send as
        `header.site`.  Raises UnknownSigner or Revoked.  A first bundle has `header.enrol` to go by."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that passed every check.  `changes` goes to `columns.decode`, `enclosed` are whole relayed bundles."""

    header: Header
    manifest: dict[Any, Any] = field(repr=False)
    changes: bytes = field(repr=False)
    blobs: dict[bytes, bytes] = field(repr=False, default_factory=dict)
    enclosed: tuple[bytes, ...] = field(repr=False, default=())


def blob_hash(data: bytes) -> bytes:
    """32 bytes that name an attachment."""
    return blake2b(data, digest_size=32, person=PERSON_BLOB).digest()


# -- writing ---------------------------------------------------------------------------------------------------------


def write(
    path: Path,
    header: Header,
    manifest: Mapping[Any, Any],
    changes: bytes,
    signer: KeyPair,
    recipients: Sequence[PublicKeys],
    blobs: Sequence[bytes] = (),
    enclosed: Sequence[bytes] = (),
) -> Header:
    """Writes a bundle so that `path` holds either all of it, on disk, or what it held before.

    Answers the header as written.  Raises TooLarge or MalformedBundle before touching the disk, OSError from it.
    """
    data, complete = seal_bundle(header, manifest, changes, signer, recipients, blobs, enclosed)
    path = Path(path)
    part = path.with_name(f".{path.name}.{os.urandom(4).hex()}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    return complete


def seal_bundle(
    header: Header,
    manifest: Mapping[Any, Any],
    changes: bytes,
    signer: KeyPair,
    recipients: Sequence[PublicKeys],
    blobs: Sequence[bytes] = (),
    enclosed: Sequence[bytes] = (),
    random: Callable[[int], bytes] = os.urandom,
) -> tuple[bytes, Header]:
    """The bytes of a bundle and its completed header.  `random` is replaced only to make test vectors."""
    if not 0 < len(recipients) <= MAX_RECIPIENTS:
        raise MalformedBundle("a bundle needs between one and 64 recipients")
    try:
        packed_manifest = pack(dict(manifest))
    except Malformed as error:
        raise MalformedBundle(f"manifest: {error}") from error
    if len(packed_manifest) > MAX_MANIFEST:
        raise TooLarge("the manifest is too large")
    parts = [_part(PART_MANIFEST, packed_manifest), _part(PART_CHANGES, changes)]
    parts += [_part(PART_BLOB, blob_hash(blob) + blob) for blob in blobs]
    parts += [_part(PART_ENCLOSED, file) for file in enclosed]
    plain = b"".join(parts)
    if len(plain) > MAX_PLAIN or len(parts) > MAX_PARTS:
        raise TooLarge(f"{len(plain)} bytes are too many for one bundle")
    codec, body = _compress(plain)
    content_key, nonce = random(32), random(24)
    complete = replace(
        header,
        signer=signer.id,
        recipients=tuple((key_id(keys), seal(content_key, keys, random)) for keys in recipients),
        codec=codec,
        plain_length=len(plain),
        plain_hash=blake2b(plain, digest_size=32, key=content_key, person=PERSON_PAYLOAD).digest(),
        nonce=nonce,
    )
    packed_header = _pack_header(complete)
    _unpack_header(packed_header)  # what we would refuse is not written
    front = MAGIC + FORMAT.to_bytes(2, "big") + len(packed_header).to_bytes(4, "big") + packed_header
    front += bytes(sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(body, front, nonce, content_key))
    front += signer.sign(_digest(front))
    return front + (len(front) + TRAILER).to_bytes(TRAILER, "big"), complete


def _part(tag: int, data: bytes) -> bytes:
    return bytes([tag]) + len(data).to_bytes(8, "big") + data


def _compress(plain: bytes) -> tuple[int, bytes]:
    best = STORED, plain
    if len(plain) <= XZ_UP_TO:
        fitting = {"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": max(4_096, len(plain))}  # the same bytes, made faster
        packed = lzma.compress(plain, format=lzma.FORMAT_XZ, check=lzma.CHECK_NONE, filters=[fitting])
        if len(packed) < len(best[1]):
            best = XZ, packed
    if len(plain) > XZ_UP_TO or len(plain) < 4_096:
        packed = zlib.compress(plain, 6)
        if len(packed) < len(best[1]):
            best = ZLIB, packed
    return best


def _digest(data: bytes) -> bytes:
    """What is signed: 64 bytes standing for all that comes before the signature."""
    return blake2b(data, digest_size=64, person=PERSON_BUNDLE).digest()


def _pack_header(header: Header) -> bytes:
    row: dict[int, Any] = {number: getattr(header, name) for number, (name, _type) in _FIELDS.items()}
    return pack(row)


# -- reading ---------------------------------------------------------------------------------------------------------


def peek(path: Path) -> Header:
    """The header of a file, after the checks that need no keys.  Nothing in it is authenticated yet.

    Raises Truncated, NotABundle, TooNew, TooLarge, BadHeader; OSError from the disk.
    """
    with Path(path).open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        front = file.read(min(size, PREFIX + MAX_HEADER))
        file.seek(max(size - TRAILER, 0))
        return _front(front, size, file.read(TRAILER))[0]


def signed(path: Path, trust: Trust) -> Header:
    """The header of a file that its sender signed, for somebody who need not have keys to open it.

    Raises a BundleError, or OSError from the disk.
    """
    path = Path(path)
    peek(path)
    with path.open("rb") as file:
        data = file.read(MAX_FILE + 1)
    header, _body_at = _front(data[: PREFIX + MAX_HEADER], len(data), data[-TRAILER:])
    _check_signature(data, trust.verify_key(header))
    return header


def read(
    path: Path,
    keys: KeyPair | Sequence[KeyPair],
    trust: Trust,
    *,
    workspace: bytes | None = None,
    incarnation: bytes | None = None,
) -> Bundle:
    """Opens a bundle with one of my keys, after every check.  Raises a BundleError, or OSError from the disk.

    With `workspace`, bundles of others are refused; with `incarnation`, those addressed to another one.
    """
    path = Path(path)
    peek(path)  # sizes first, so that no huge file is read into memory
    with path.open("rb") as file:
        data = file.read(MAX_FILE + 1)
    return open_bundle(data, keys, trust, workspace=workspace, incarnation=incarnation)


def open_bundle(
    data: bytes,
    keys: KeyPair | Sequence[KeyPair],
    trust: Trust,
    *,
    workspace: bytes | None = None,
    incarnation: bytes | None = None,
) -> Bundle:
    """As `read`, from bytes, for instance of an enclosed bundle."""
    header, body_at = _front(data[: PREFIX + MAX_HEADER], len(data), data[-TRAILER:])
    if workspace is not None and header.workspace != workspace:
        raise OtherWorkspace("the bundle is of another workspace")
    mine = {pair.id: pair for pair in ((keys,) if isinstance(keys, KeyPair) else keys)}
    sealed = [(mine[recipient], box) for recipient, box in header.recipients if recipient in mine]
    if not sealed:
        raise NotForMe("the bundle is not addressed to these keys")
    if incarnation is not None and header.target not in (b"", incarnation):
        raise OtherIncarnation("the bundle is addressed to another copy of this site's database")
    signed_to = _check_signature(data, trust.verify_key(header))
    try:
        content_key = sealed[0][0].unseal(sealed[0][1])
        body = bytes(
            sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
                data[body_at:signed_to], data[:body_at], header.nonce, content_key
            )
        )
    except (CryptoError, ValueError, TypeError) as error:
        raise Damaged("the bundle does not decrypt") from error
    plain = _decompress(header.codec, body, header.plain_length)
    if blake2b(plain, digest_size=32, key=content_key, person=PERSON_PAYLOAD).digest() != header.plain_hash:
        raise Damaged("the contents do not have the hash that the header promises")
    return _parts(header, plain)


def _check_signature(data: bytes, verify_key: bytes) -> int:
    """Where the signature begins, up to which it is good."""
    end = len(data) - TRAILER - SIGNATURE
    if not verify_signature(verify_key, _digest(data[:end]), data[end : end + SIGNATURE]):
        raise BadSignature("the file is not as its signer left it")
    return end


def _front(front: bytes, size: int, trailer: bytes) -> tuple[Header, int]:
    """Checks length, format and header; answers the header and where the body begins."""
    if front[: len(MAGIC)] != MAGIC[: len(front)]:
        raise NotABundle("the file does not begin like a bundle")
    if size < OVERHEAD or int.from_bytes(trailer, "big") != size:
        raise Truncated("the file is not as long as it should be")
    if size > MAX_FILE:
        raise TooLarge("the file is larger than a bundle may be")
    version = int.from_bytes(front[6:8], "big")
    length = int.from_bytes(front[8:12], "big")
    if version > FORMAT:
        raise TooNew(f"the bundle has format {version}, this program reads {FORMAT}", _install(front, length))
    if version < 1:
        raise NotABundle("the bundle has no valid format number")
    if not 0 < length <= min(MAX_HEADER, size - OVERHEAD):
        raise BadHeader("the header is longer than allowed")
    return _unpack_header(front[PREFIX : PREFIX + length]), PREFIX + length


def _install(front: bytes, length: int) -> str:
    """The version to install, if a header of a later format still says so."""
    with contextlib.suppress(Malformed):
        row = unpack(front[PREFIX : PREFIX + min(length, MAX_HEADER)], max_bytes=MAX_HEADER)
        if type(row) is dict and type(row.get(APPLICATION_KEY)) is str:
            return str(row[APPLICATION_KEY])[:64]
    return ""


def _unpack_header(data: bytes) -> Header:
    try:
        row = unpack(data, max_bytes=MAX_HEADER, canonical=True)
    except Malformed as error:
        raise BadHeader(f"header: {error}") from error
    if type(row) is not dict or not all(type(key) is int for key in row):
        raise BadHeader("the header is not a map")
    least, install = row.get(LEAST_REVISION_KEY), row.get(APPLICATION_KEY)
    if type(least) is not int or type(install) is not str or not 0 < len(install) <= 64:
        raise BadHeader("the header does not name its versions")
    if least > REVISION:
        raise TooNew(f"the bundle needs revision {least}, this program has {REVISION}", install)
    values: dict[str, Any] = {}
    for number, (name, kind) in _FIELDS.items():
        if type(row.get(number)) is not kind:
            raise BadHeader(f"{name} is missing or of the wrong type")
        value: Any = row[number]
        if kind is int and not 0 <= value <= MAX_INT:
            raise BadHeader(f"{name} is out of bounds")
        if name in _SIZES and len(value) not in _SIZES[name]:
            raise BadHeader(f"{name} has the wrong length")
        values[name] = value
    recipients = values["recipients"]
    if not 0 < len(recipients) <= MAX_RECIPIENTS:
        raise BadHeader("recipients are missing or too many")
    for entry in recipients:
        if type(entry) is not list or [type(part) for part in entry] != [bytes, bytes]:
            raise BadHeader("a recipient has the wrong type")
        if [len(part) for part in entry] != [16, 80]:
            raise BadHeader("a recipient has the wrong length")
    values["recipients"] = tuple((entry[0], entry[1]) for entry in recipients)
    if values["codec"] not in (STORED, ZLIB, XZ):
        raise BadHeader("the codec is unknown")
    if values["plain_length"] > MAX_PLAIN:
        raise TooLarge("the contents are larger than a bundle's may be")
    if not 1 <= values["volume"] <= values["volumes"] <= MAX_VOLUMES:
        raise BadHeader("the volume numbers are wrong")
    if len(values["enrol"]) > MAX_VOUCH:
        raise BadHeader("the enrolment is too long")
    return Header(**values)


def _decompress(codec: int, body: bytes, length: int) -> bytes:
    """Exactly `length` bytes, never more in memory."""
    try:
        if codec == STORED:
            plain, rest = body, b""
        elif codec == ZLIB:
            inflater = zlib.decompressobj()
            plain = inflater.decompress(body, length + 1)
            rest = inflater.unconsumed_tail + inflater.unused_data
            rest = rest if inflater.eof else b"cut"
        else:
            decompressor = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=XZ_MEMORY)
            plain = decompressor.decompress(body, length + 1)
            if len(plain) == length and not decompressor.eof:
                plain += decompressor.decompress(b"", 1)
            rest = decompressor.unused_data if decompressor.eof else b"cut"
    except (zlib.error, lzma.LZMAError, EOFError, MemoryError) as error:
        raise Damaged("the contents do not decompress") from error
    if len(plain) != length or rest:
        raise Damaged("the contents are not as long as the header promises")
    return plain


def _parts(header: Header, plain: bytes) -> Bundle:
    manifest: dict[Any, Any] | None = None
    changes: bytes | None = None
    blobs: dict[bytes, bytes] = {}
    enclosed: list[bytes] = []
    at = 0
    for _ in range(MAX_PARTS):
        if at == len(plain):
            break
        tag, size = plain[at], int.from_bytes(plain[at + 1 : at + 9], "big")
        at += 9
        if size > len(plain) - at:
            raise MalformedBundle("a part is longer than the contents")
        data = plain[at : at + size]
        at += size
        if tag == PART_MANIFEST and manifest is None:
            try:
                manifest = unpack(data, max_bytes=MAX_MANIFEST, canonical=True)
            except Malformed as error:
                raise MalformedBundle(f"manifest: {error}") from error
            if type(manifest) is not dict:
                raise MalformedBundle("the manifest is not a map")
        elif tag == PART_CHANGES and changes is None:
            changes = data
        elif tag == PART_BLOB:
            if blob_hash(data[32:]) != data[:32]:
                raise MalformedBundle("an attachment does not have the hash that names it")
            blobs[data[:32]] = data[32:]
        elif tag == PART_ENCLOSED:
            enclosed.append(data)
        elif tag < PART_IGNORABLE:
            raise MalformedBundle("a part is unknown or repeated")
    if at != len(plain) or manifest is None or changes is None:
        raise MalformedBundle("a part is missing, or bytes are left over")
    return Bundle(header, manifest, changes, blobs, tuple(enclosed))
