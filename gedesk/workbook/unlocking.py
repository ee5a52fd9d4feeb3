"""Opening files that are protected by a password, when somebody gives it."""

from __future__ import annotations

import io

from gedesk.workbook.refusals import Refusal

# What Excel itself writes and tries when only the structure or the saving of a workbook is protected.
UNASKED = "VelvetSweatshop"


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
