import copy
import pickle

import pytest
from gesync.keys import (
    MAGIC_KIT,
    BadCertificate,
    BadEnrolment,
    Certificate,
    Cost,
    Expired,
    KeyFile,
    KeyPair,
    Kit,
    NotAKeyFile,
    PublicKeys,
    WrongPassphrase,
    accept_enrolment,
    enrol_request,
    fingerprint_words,
    key_id,
    seal,
)
from gesync.values import Malformed, pack
from gesync.words import WORDS
from nacl.exceptions import CryptoError
from nacl.public import PublicKey, SealedBox

QUICK = Cost(1, 8 << 10)
WORKSPACE, SITE = b"w" * 16, b"s" * 16


@pytest.fixture
def kit(pairs):
    return Kit(
        WORKSPACE,
        pairs[0].public,
        SITE,
        "Kinondoni",
        "TZ0203",
        "district",
        "TZ02",
        "TZ",
        b"e" * 32,
        1_000,
        2_000,
    )


@pytest.fixture
def certificate(pairs):
    return Certificate(
        WORKSPACE, SITE, "Kinondoni", "TZ0203", "district", "TZ02", pairs[1].public, 1, 1_000, 2_000
    ).issue(pairs[0])


def test_words_are_256_different_ones():
    assert len(WORDS) == len(set(WORDS)) == 256
    assert all(word.isalpha() and word.islower() for word in WORDS)


def test_fingerprints_differ_by_key(pairs):
    words = [fingerprint_words(pair.public) for pair in pairs]
    assert len(set(words)) == 3
    assert all(len(w) == 8 and set(w) <= set(WORDS) for w in words)
    assert fingerprint_words(pairs[0].public, 4) == words[0][:4]


def test_secrets_do_not_show(pairs, kit):
    pair = pairs[0]
    shown = repr(pair) + repr(kit) + repr(KeyFile(pair, True))
    for secret in (pair.seeds()[:32], pair.seeds()[32:], kit.enrol_seed):
        assert secret.hex() not in shown
        assert repr(secret)[2:-1] not in shown
    with pytest.raises(TypeError):
        pickle.dumps(pair)
    with pytest.raises(TypeError):
        copy.copy(pair)


def test_public_keys_come_back(pairs):
    assert PublicKeys.unpack(pairs[0].public.packed()) == pairs[0].public
    for data in (b"", b"x" * 63, "x" * 64):
        with pytest.raises(Malformed):
            PublicKeys.unpack(data)
    assert pairs[0].id == key_id(pairs[0].public) != pairs[1].id


def test_signatures(pairs):
    signature = pairs[0].sign(b"message")
    assert pairs[0].public.verify(b"message", signature)
    assert not pairs[0].public.verify(b"massage", signature)
    assert not pairs[1].public.verify(b"message", signature)
    assert not pairs[0].public.verify(b"message", b"short")


def test_sealed_boxes_are_those_of_libsodium(pairs):
    assert pairs[0].unseal(seal(b"key", pairs[0].public)) == b"key"
    assert pairs[0].unseal(SealedBox(PublicKey(pairs[0].public.box)).encrypt(b"key")) == b"key"
    with pytest.raises(CryptoError):
        pairs[1].unseal(seal(b"key", pairs[0].public))


def test_a_certificate_comes_back_and_verifies(certificate, pairs):
    again = Certificate.unpack(certificate.packed())
    assert again == certificate
    again.verify(pairs[0].public, WORKSPACE)
    again.verify(pairs[0].public, WORKSPACE, now=2_000)
    with pytest.raises(Expired):
        again.verify(pairs[0].public, WORKSPACE, now=2_001)


@pytest.mark.parametrize(
    "part",
    [
        {"name": "Ilala"},
        {"role": "hq"},
        {"scope": "TZ"},
        {"serial": 2},
        {"expires": None},
        {"site": b"t" * 16},
        {"signature": b"x" * 64},
        {"issued_by": b"x" * 16},
    ],
)
def test_an_altered_certificate_does_not_verify(certificate, pairs, part):
    from dataclasses import replace

    with pytest.raises(BadCertificate):
        replace(certificate, **part).verify(pairs[0].public, WORKSPACE)


def test_a_certificate_of_another_root_or_workspace_does_not_verify(certificate, pairs):
    with pytest.raises(BadCertificate):
        certificate.verify(pairs[1].public, WORKSPACE)
    with pytest.raises(BadCertificate):
        certificate.verify(pairs[0].public, b"v" * 16)


def test_damaged_certificates_are_refused(certificate, pairs):
    data = certificate.packed()
    for at in range(len(data)):
        for altered in (data[:at], data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]):
            with pytest.raises(BadCertificate):
                Certificate.unpack(altered).verify(pairs[0].public, WORKSPACE)
    for row in ([], [1] * 12, {}):
        with pytest.raises(BadCertificate):
            Certificate.unpack(pack(row))


def test_a_protected_key_file(pairs):
    data = KeyFile.seal(pairs[0], "tembo  nyeusi", QUICK)
    assert KeyFile.is_protected(data)
    assert pairs[0].seeds()[:32] not in data
    opened = KeyFile.open(data, " tembo nyeusi ")
    assert (opened.keys.public, opened.protected) == (pairs[0].public, True)
    for wrong in ("tembo nyeupe", "", None):
        with pytest.raises(WrongPassphrase):
            KeyFile.open(data, wrong)


def test_an_unprotected_key_file_says_so(pairs):
    data = KeyFile.seal(pairs[0], None)
    assert not KeyFile.is_protected(data)
    opened = KeyFile.open(data)
    assert (opened.keys.public, opened.protected) == (pairs[0].public, False)
    with pytest.raises(NotAKeyFile):
        KeyFile.open(data[:-1])


def test_accents_typed_either_way_open_the_file(pairs):
    data = KeyFile.seal(pairs[0], "caf\u00e9", QUICK)
    assert KeyFile.open(data, "cafe\u0301").keys.public == pairs[0].public


def test_a_kit_comes_back(kit):
    data = kit.seal("tembo nyeusi", QUICK)
    assert Kit.open(data, "tembo nyeusi", now=2_000) == kit
    with pytest.raises(WrongPassphrase):
        Kit.open(data, "tembo")
    with pytest.raises(Expired):
        Kit.open(data, "tembo nyeusi", now=2_001)


def test_damaged_kits_are_refused(kit):
    data = kit.seal("p", QUICK)
    for at in range(0, len(data), 3):
        for altered in (data[:at], data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]):
            with pytest.raises((NotAKeyFile, WrongPassphrase)):
                Kit.open(altered, "p")
    with pytest.raises(NotAKeyFile):
        KeyFile.open(data, "p")


@pytest.mark.parametrize(
    "cost", [(13, 8 << 10), (1, (128 << 20) + 1), (1, 2**62), (0, 8 << 10), (1, 1), (-1, -1)]
)
def test_a_kit_may_not_ask_for_endless_work(cost):
    head = pack([*cost, b"s" * 16, b"n" * 24])
    with pytest.raises(NotAKeyFile, match="work"):
        Kit.open(MAGIC_KIT + bytes([len(head)]) + head + b"x" * 64, "p")
    with pytest.raises(NotAKeyFile):
        KeyFile.seal(KeyPair.generate(), "p", Cost(*cost))


def test_enrolment(kit, pairs):
    request = enrol_request(kit, pairs[1])
    assert accept_enrolment(request, kit.enrol_public, WORKSPACE, SITE) == pairs[1].public
    for workspace, site in ((b"v" * 16, SITE), (WORKSPACE, b"t" * 16)):
        with pytest.raises(BadEnrolment):
            accept_enrolment(request, kit.enrol_public, workspace, site)
    with pytest.raises(BadEnrolment):
        accept_enrolment(request, pairs[2].public.sign, WORKSPACE, SITE)


def test_an_altered_enrolment_is_refused(kit, pairs):
    request = enrol_request(kit, pairs[1])
    for at in range(len(request)):
        for altered in (request[:at], request[:at] + bytes([request[at] ^ 1]) + request[at + 1 :]):
            with pytest.raises(BadEnrolment):
                accept_enrolment(altered, kit.enrol_public, WORKSPACE, SITE)
