"""Opening files that are protected by a password, when somebody gives it."""

from __future__ import annotations

import io
import re

from gedesk.workbook.refusals import Refusal

# What Excel itself writes and tries when only the structure or the saving of a workbook is protected.
UNASKED = "VelvetSweatshop"

# The attributes of [MS-OFFCRYPTO] 2.3.4.10 that say how an agile file was encrypted, and what can be undone here.
_HOW = re.compile(rb"""\bcipher(?:Algorithm|Chaining)\s*=\s*["']([^"']*)["']""")
_KNOWN = frozenset({b"AES", b"ChainingModeCBC"})


def foreign_cipher(data: bytes) -> str:
    """The cipher or chaining that no password can undo here, as the file names it; empty when there is none."""
    import msoffcrypto  # late: it loads a library of ciphers

    try:
        with msoffcrypto.OfficeFile(io.BytesIO(data)).file.openstream("EncryptionInfo") as stream:
            declared = _HOW.findall(stream.read(1_000_000))
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception:  # another container, or a damaged one: unlocking it says what is wrong
        return ""
    return next((how.decode("ascii", "replace")[:40] for how in declared if how not in _KNOWN), "")


def unlock(data: bytes, name: str, password: str) -> bytes:
    """The workbook inside an encrypted file.

    Raises Refusal `wrong-password`, or `unknown-cipher` when it was encrypted in a way that cannot be undone here.
    """
    import msoffcrypto  # late: it loads a library of ciphers
    from msoffcrypto.exceptions import InvalidKeyError

    clear = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        if not file.is_encrypted():
            return data
        file.load_key(password=password)
        file.decrypt(clear)
    except InvalidKeyError:
        raise Refusal("wrong-password", name) from None
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:  # a damaged container, or a cipher nobody wrote for
        raise Refusal("unknown-cipher", name, str(error)[:200]) from None
    found = clear.getvalue()
    if not found.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"\x09")):
        raise Refusal("wrong-password", name)
    return found
