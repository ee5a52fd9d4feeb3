import lzma
import os
import tracemalloc
import zlib
from dataclasses import replace

import nacl.bindings as sodium
import pytest
from gesync import bundle
from gesync.bundle import (
    BadHeader,
    BadSignature,
    BundleError,
    Damaged,
    MalformedBundle,
    NotABundle,
    NotForMe,
    OtherIncarnation,
    OtherWorkspace,
    Revoked,
    TooLarge,
    TooNew,
    Truncated,
    UnknownSigner,
    open_bundle,
    peek,
    read,
    seal_bundle,
    write,
)
from gesync.columns import decode, encode
from gesync.keys import Kit, accept_enrolment, enrol_request
from gesync.values import pack, unpack


def nowhere(wanted):
    return {}


def names(folder):
    return [path.name for path in folder.iterdir()]


@pytest.fixture
def site(pairs):
    return pairs[0]


@pytest.fixture
def hq(pairs):
    return pairs[1]


@pytest.fixture
def trust(trusting, site):
    return trusting(site)


@pytest.fixture
def small(header, site, hq):
    return seal_bundle(header, {"heads": {"a": b"h" * 20}}, b"changes", site, [hq.public])[0]


def resigned(data, by, **parts):
    """The same bundle with other header values and a right signature: what a faulty program could send."""
    numbers = {name: number for number, (name, _type) in bundle._FIELDS.items()}
    length = int.from_bytes(data[8:12], "big")
    row = unpack(data[12 : 12 + length])
    for name, value in parts.items():
        row[numbers.get(name, name)] = value
    return signed(pack({k: v for k, v in row.items() if v is not ...}), data[12 + length : -72], by)


def signed(head, body, signer, version=1):
    front = b"GESYNC" + version.to_bytes(2, "big") + len(head).to_bytes(4, "big") + head + body
    front += signer.sign(bundle._digest(front))
    return front + (len(front) + 8).to_bytes(8, "big")


def payload(header, site, hq, plain, codec, body, length=None):
    """A well-signed bundle around any payload."""
    from hashlib import blake2b

    from gesync.keys import seal

    key, nonce = b"k" * 32, b"n" * 24
    full = replace(
        header, signer=site.id, recipients=((hq.id, seal(key, hq.public)),), codec=codec, nonce=nonce,
        plain_length=len(plain) if length is None else length,
        plain_hash=blake2b(plain, digest_size=32, key=key, person=bundle.PERSON_PAYLOAD).digest(),
    )  # fmt: skip
    head = bundle._pack_header(full)
    front = b"GESYNC\0\1" + len(head).to_bytes(4, "big") + head
    return signed(head, sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(body, front, nonce, key), site)


def test_a_bundle_comes_back_from_disk(tmp_path, header, site, hq, trust, replica):
    author = replica(1)
    changes = [author.write(bytes([n]) * 16, {1: n}) for n in range(3)]
    blob = encode(changes, {author.operation.id: author.operation}, nowhere)
    path = tmp_path / "Kinondoni 7.gesync"
    manifest = {"heads": {"a": b"h" * 20}, "counts": [3]}
    full = write(
        path, header, manifest, blob, site, [hq.public, site.public], [b"a photograph"], [b"a relayed bundle"]
    )
    assert peek(path) == full
    before = path.read_bytes()
    for reader in (hq, site, [site, hq]):
        out = read(path, reader, trust, workspace=b"w" * 16, incarnation=b"z" * 16)
        assert (out.header, out.manifest, out.enclosed) == (full, manifest, (b"a relayed bundle",))
        assert out.blobs == {bundle.blob_hash(b"a photograph"): b"a photograph"}
        assert decode(out.changes, nowhere).changes == changes
    assert path.read_bytes() == before
    assert names(tmp_path) == [path.name]


def test_acknowledgements_alone_are_small(header, site, hq):
    manifest = {"heads": {os.urandom(16): [os.urandom(20)] for _ in range(5)}, "cursor": 12_345, "need": {}}
    assert len(seal_bundle(header, manifest, encode([], {}, dict), site, [hq.public])[0]) <= 1_024


def test_nothing_of_the_contents_can_be_read(header, site, hq):
    data, _ = seal_bundle(header, {"a": "Amina Juma"}, b"Kinondoni", site, [hq.public])
    assert b"Amina" not in data
    assert b"Kinondoni" not in data


def test_no_secret_shows(header, site, hq, trust, small):
    shown = repr(open_bundle(small, hq, trust))
    assert "changes" not in shown
    assert "heads" not in shown


def test_every_cut_is_refused_by_name(small, hq, trust):
    for size in range(len(small)):
        with pytest.raises(Truncated):
            open_bundle(small[:size], hq, trust)
    with pytest.raises(Truncated):
        open_bundle(small + b"\0", hq, trust)


def test_every_flipped_byte_is_refused_by_name(small, hq, trust):
    codes = set()
    for at in range(len(small)):
        for bit in (1, 0x10, 0x80, 0xFF):
            data = bytearray(small)
            data[at] ^= bit
            with pytest.raises(BundleError) as caught:
                open_bundle(bytes(data), hq, trust)
            codes.add(caught.value.code)
    assert codes >= {
        "not_a_bundle",
        "too_new",
        "bad_header",
        "not_for_me",
        "unknown_signer",
        "bad_signature",
        "truncated",
    }


def test_a_cut_or_foreign_file_on_disk(tmp_path, small, hq, trust):
    path = tmp_path / "b.gesync"
    for data, error in (
        (small[:-1], Truncated),
        (b"", Truncated),
        (b"PK\3\4" + small, NotABundle),
        (small[:10], Truncated),
    ):
        path.write_bytes(data)
        with pytest.raises(error):
            peek(path)
        with pytest.raises(error):
            read(path, hq, trust)
    with pytest.raises(FileNotFoundError):
        peek(tmp_path / "none.gesync")


def test_codes_are_stable_and_different():
    classes = [c for c in vars(bundle).values() if isinstance(c, type) and issubclass(c, BundleError)]
    text = (
        "bundle truncated not_a_bundle too_new bad_header other_workspace not_for_me other_incarnation unknown_signer "
        "revoked expired bad_signature damaged too_large malformed"
    )
    assert sorted(c.code for c in classes) == sorted(text.split())


def test_a_bundle_for_others_is_refused_before_its_signer_is_looked_at(small, pairs, trusting):
    with pytest.raises(NotForMe):
        open_bundle(small, pairs[2], trusting())
    with pytest.raises(NotForMe):
        open_bundle(small, [], trusting())


def test_who_signed_is_seen_without_keys_to_open_the_file(small, site, pairs, trusting, tmp_path):
    path = tmp_path / "x.gesync"
    path.write_bytes(small)
    assert bundle.signed(path, trusting(site)) == bundle.peek(path)
    with pytest.raises(UnknownSigner):
        bundle.signed(path, trusting(pairs[2]))
    path.write_bytes(small[:-80] + bytes([small[-80] ^ 1]) + small[-79:])
    with pytest.raises(BadSignature):
        bundle.signed(path, trusting(site))


def test_signers(small, hq, site, pairs, trusting):
    with pytest.raises(UnknownSigner):
        open_bundle(small, hq, trusting(pairs[2]))
    with pytest.raises(Revoked):
        open_bundle(small, hq, trusting(site, revoked=(site,)))


def test_another_who_pretends_to_be_the_signer(small, hq, site, pairs, trust):
    with pytest.raises(BadSignature):
        open_bundle(resigned(small, pairs[2]), hq, trust)
    with pytest.raises(UnknownSigner):
        open_bundle(resigned(small, pairs[2], signer=pairs[2].id), hq, trust)


def test_other_workspaces_and_incarnations(header, site, hq, trust):
    data, _ = seal_bundle(replace(header, target=b"t" * 16), {}, b"", site, [hq.public])
    assert open_bundle(data, hq, trust, workspace=b"w" * 16, incarnation=b"t" * 16).header.target == b"t" * 16
    with pytest.raises(OtherWorkspace):
        open_bundle(data, hq, trust, workspace=b"v" * 16)
    with pytest.raises(OtherIncarnation):
        open_bundle(data, hq, trust, incarnation=b"u" * 16)


def test_a_newer_format_names_the_version_to_install(small, site, hq, trust):
    with pytest.raises(TooNew) as caught:
        open_bundle(resigned(small, site, least_revision=2, application="3.1.0"), hq, trust)
    assert caught.value.install == "3.1.0"
    length = int.from_bytes(small[8:12], "big")
    with pytest.raises(TooNew) as caught:
        open_bundle(signed(small[12 : 12 + length], b"anything", site, version=2), hq, trust)
    assert caught.value.install == "1.2.0"
    with pytest.raises(TooNew) as caught:
        open_bundle(signed(b"\xc1", b"anything", site, version=9), hq, trust)
    assert caught.value.install == ""


def test_unknown_header_fields_of_a_later_revision_are_passed_over(header, site, hq, trust):
    later = resigned(seal_bundle(header, {}, b"", site, [hq.public])[0], site, revision=2)
    assert bundle._front(later, len(later), later[-8:])[0].revision == 2
    length = int.from_bytes(later[8:12], "big")
    row = unpack(later[12 : 12 + length]) | {99: "later"}
    assert bundle._unpack_header(pack(row)) == bundle._unpack_header(later[12 : 12 + length])


@pytest.mark.parametrize(
    "parts",
    [
        {"bundle": b"short"}, {"number": -1}, {"number": "1"}, {"epoch": ...}, {"recipients": []}, {"recipients": [[b"x" * 16, b"x"]]},
        {"recipients": [[b"x" * 16, b"x" * 80]] * 65}, {"recipients": [1]}, {"codec": 3}, {"volume": 0}, {"volume": 2}, {"volumes": 10**9},
        {"enrol": b"x" * 20_000}, {"application": "x" * 65}, {"application": ""}, {"nonce": b""}, {"target": b"x"}, {"created": True},
    ],
)  # fmt: skip
def test_headers_beyond_the_limits_are_refused(small, site, hq, trust, parts):
    with pytest.raises(BadHeader):
        open_bundle(resigned(small, site, **parts), hq, trust)


@pytest.mark.parametrize("head", [b"", b"\xc0", b"\x90", b"\x81\xa1a\1", b"\x91" * 3_000, b"\x80" * 70_000])
def test_headers_that_are_no_header_are_refused(site, hq, trust, head):
    with pytest.raises(BadHeader):
        open_bundle(signed(head, b"x" * 80_000, site), hq, trust)


def test_contents_that_were_made_wrongly_are_refused(header, site, hq, trust):
    plain = bundle._part(1, pack({})) + bundle._part(2, b"") + bundle._part(200, b"from a later version")
    assert open_bundle(payload(header, site, hq, plain, 0, plain), hq, trust).manifest == {}
    xz, deflated = lzma.compress(plain), zlib.compress(plain)
    assert open_bundle(payload(header, site, hq, plain, 1, deflated), hq, trust).changes == b""
    assert open_bundle(payload(header, site, hq, plain, 2, xz), hq, trust).changes == b""
    for codec, body in (
        (0, plain + b"x"), (0, plain[:-1]), (1, deflated[:-1]), (1, deflated + b"x"), (1, xz), (2, deflated), (2, xz[:-1]),
        (2, xz + b"x"), (2, xz + xz), (1, b""), (2, b""), (1, zlib.compress(plain + b"x")), (2, lzma.compress(plain[:-1])),
    ):  # fmt: skip
        with pytest.raises(Damaged):
            open_bundle(payload(header, site, hq, plain, codec, body), hq, trust)
    with pytest.raises(Damaged):
        open_bundle(payload(header, site, hq, b"x" * len(plain), 0, plain), hq, trust)
    with pytest.raises(Damaged):
        open_bundle(resigned(payload(header, site, hq, plain, 0, plain), site, nonce=b"m" * 24), hq, trust)


@pytest.mark.parametrize(
    "plain",
    [
        b"", b"\1", bundle._part(1, pack({})), bundle._part(2, b""), bundle._part(1, pack([])) + bundle._part(2, b""),
        bundle._part(1, b"\xc1") + bundle._part(2, b""), bundle._part(1, pack({})) * 2 + bundle._part(2, b""),
        bundle._part(1, pack({})) + bundle._part(2, b"") * 2, bundle._part(1, pack({})) + bundle._part(2, b"") + bundle._part(9, b""),
        bundle._part(1, pack({})) + bundle._part(2, b"") + bundle._part(3, b"x" * 40), bundle._part(1, pack({})) + b"\2" + b"\xff" * 8,
        bundle._part(1, pack({})) + bundle._part(2, b"") + b"\0", bundle._part(1, pack({})) + bundle._part(2, b"") + bundle._part(200, b"") * 10_001,
    ],
)  # fmt: skip
def test_parts_that_do_not_fit_are_refused(header, site, hq, trust, plain):
    with pytest.raises(MalformedBundle):
        open_bundle(payload(header, site, hq, plain, 0, plain), hq, trust)


@pytest.mark.parametrize("compress", [(1, zlib.compress), (2, lzma.compress)], ids=["zlib", "xz"])
def test_a_bomb_takes_no_memory(header, site, hq, trust, compress):
    bomb = compress[1](bytes(40 << 20))
    data = payload(header, site, hq, b"small", compress[0], bomb)
    tracemalloc.start()
    try:
        with pytest.raises(Damaged):
            open_bundle(data, hq, trust)
        assert tracemalloc.get_traced_memory()[1] < 10 << 20  # the window of xz alone takes 8 MB
    finally:
        tracemalloc.stop()


def test_an_xz_that_wants_a_huge_dictionary_is_refused(header, site, hq, trust):
    body = lzma.compress(b"x" * 100, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 256 << 20, "preset": 0}])
    with pytest.raises(Damaged):
        open_bundle(payload(header, site, hq, b"x" * 100, 2, body), hq, trust)


def test_sizes_are_limited(header, site, hq, trust, tmp_path, small):
    with pytest.raises(TooLarge):
        open_bundle(resigned(small, site, plain_length=bundle.MAX_PLAIN + 1), hq, trust)
    with pytest.raises(TooLarge):
        seal_bundle(header, {}, bytes(bundle.MAX_PLAIN), site, [hq.public])
    path = tmp_path / "large.gesync"
    with path.open("wb") as file:
        file.write(b"GESYNC\0\1")
        file.truncate(bundle.MAX_FILE + 1)
        file.seek(bundle.MAX_FILE - 7)
        file.write((bundle.MAX_FILE + 1).to_bytes(8, "big"))
    with pytest.raises(TooLarge):
        read(path, hq, trust)


def test_what_would_be_refused_is_not_written(header, site, hq, tmp_path):
    path = tmp_path / "b.gesync"
    path.write_bytes(b"before")
    for part, recipients, manifest in (
        ({"bundle": b""}, [hq.public], {}),
        ({}, [], {}),
        ({}, [hq.public], {"a": object()}),
        ({"application": ""}, [hq.public], {}),
    ):
        with pytest.raises(BundleError):
            write(path, replace(header, **part), manifest, b"", site, recipients)
    assert (path.read_bytes(), names(tmp_path)) == (b"before", ["b.gesync"])


def test_a_failed_write_leaves_nothing(header, site, hq, tmp_path):
    path = tmp_path / "folder.gesync"
    path.mkdir()
    with pytest.raises(OSError):  # noqa: PT011
        write(path, header, {}, b"", site, [hq.public])
    assert names(tmp_path) == ["folder.gesync"]


def test_large_payloads_use_the_fast_codec(header, site, hq, trust):
    changes = bytes(range(256)) * (20 << 10)
    data, full = seal_bundle(header, {}, changes, site, [hq.public])
    assert full.codec == bundle.ZLIB
    assert open_bundle(data, hq, trust).changes == changes
    assert seal_bundle(header, {}, changes[: 1 << 20], site, [hq.public])[1].codec == bundle.XZ


def test_a_relayed_bundle_opens_as_it_was(header, site, hq, pairs, trusting, small):
    relay = pairs[2]
    outer, _ = seal_bundle(replace(header, site=b"c" * 16), {}, b"", relay, [hq.public], enclosed=[small])
    trust = trusting(site, relay)
    (inner,) = open_bundle(outer, hq, trust).enclosed
    assert inner == small
    assert open_bundle(inner, hq, trust).header.signer == site.id


def test_the_first_bundle_of_a_site_brings_its_keys(header, site, hq):
    kit = Kit(
        b"w" * 16, hq.public, b"s" * 16, "Kinondoni", "TZ0203", "district", "TZ02", "TZ", b"e" * 32, 1, 2
    )
    data, _ = seal_bundle(replace(header, enrol=enrol_request(kit, site)), {}, b"", site, [kit.hq])

    class Enrolling:
        def verify_key(self, header):
            keys = accept_enrolment(header.enrol, kit.enrol_public, header.workspace, header.site)
            return keys.sign

    assert open_bundle(data, hq, Enrolling()).header.signer == site.id
