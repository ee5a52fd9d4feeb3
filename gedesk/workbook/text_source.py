"""Delimited text: encoding and delimiter found from the content."""

from __future__ import annotations

import csv
import io
import re

from gedesk.workbook.intake import Limits
from gedesk.workbook.refusals import Refusal
from gedesk.workbook.staging import MAX_COLUMN, Sheet, Staging, Value, written

_DELIMITERS = ",;\t|"
_GUARD = re.compile(r"'+[=+\-@\t\r]")
_FIELD_LIMIT = 2_000_000

# Letters that speak for an encoding: French for Western, Bosnian and its neighbours for Central European.
_GOOD = {
    "cp1252": "éèêëàâçôöîïûùüœæÉÈÊÀÇÔÎñäß",
    "cp1250": "čćžšđČĆŽŠĐ",
    "cp1251": "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯёЁ",
}
_COMMON = "’‘“”«»–—…°€№\u00a0"


def read(data: bytes, name: str, limits: Limits) -> Staging:
    """Reads delimited text as one sheet of texts.  Raises Refusal."""
    text, encoding = decode(data)
    text = text.replace("\x00", "")
    head, _newline, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\s*", head)
    delimiter = told[1] if told else _delimiter(text)
    if told:
        text = rest
    csv.field_size_limit(_FIELD_LIMIT)
    sheet = Sheet(name.rpartition(".")[0] or name)
    cells = 0
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 2 if told else 1):
            values: list[Value] = [unguard(value) if written(value) else None for value in record[:MAX_COLUMN]]
            while values and values[-1] is None:
                values.pop()
            cells += len(values)
            if cells > limits.cells:
                raise Refusal("too-large", name, f"> {limits.cells:,} cells")
            if values:
                sheet.rows[number] = values
    except csv.Error as error:
        raise Refusal("damaged", name, str(error)) from None
    return Staging(name, f"text/{encoding}/{'tab' if delimiter == chr(9) else delimiter}", [sheet])


def guard(value: str) -> str:
    """Text for a delimited file so that no program takes it for a formula."""
    return "'" + value if re.match(r"'*[=+\-@\t\r]", value) else value


def unguard(value: str) -> str:
    """The inverse of `guard`."""
    return value[1:] if _GUARD.match(value) else value


def decode(data: bytes) -> tuple[str, str]:
    """Text and the encoding it was in.  Raises Refusal when it is in none known."""
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace"), "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "utf-16"
    sample = data[:20_000]
    if b"\x00" in sample:
        encoding = "utf-16-le" if sample[1::2].count(0) >= sample[0::2].count(0) else "utf-16-be"
        return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    encoding = _eight_bit(data[:500_000])
    return data.decode(encoding, "replace"), encoding


def _eight_bit(data: bytes) -> str:
    high = bytes(byte for byte in data if byte >= 0x80)
    letters = sum(65 <= byte <= 90 or 97 <= byte <= 122 for byte in data)
    if sum(byte >= 0xC0 or byte in (0xA8, 0xB8) for byte in high) > 0.3 * (letters + len(high)):
        return "cp1251"  # Cyrillic words consist of high bytes; Latin ones only hold some
    scores = {}
    for encoding in ("cp1252", "cp1250"):
        shown = high.decode(encoding, "replace")
        good = sum(char in _GOOD[encoding] for char in shown)
        bad = sum(char not in _GOOD[encoding] and char not in _COMMON for char in shown)
        scores[encoding] = good - bad
    return max(scores, key=lambda encoding: scores[encoding])


def _delimiter(text: str) -> str:
    """The delimiter that parts most lines into the same number of fields, more than one."""
    sample = text[:200_000]
    if len(text) > len(sample):
        sample = sample[: sample.rfind("\n") + 1] or sample
    best, best_score = ",", 0.0
    csv.field_size_limit(_FIELD_LIMIT)
    for delimiter in _DELIMITERS:
        try:
            widths = [
                len(record)
                for record, _index in zip(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), range(300), strict=False)
                if any(value.strip() for value in record)
            ]
        except csv.Error:
            continue
        several = [width for width in widths if width > 1]
        if not several:
            continue
        usual = max(set(several), key=several.count)
        score = several.count(usual) / len(widths) * (1 + min(usual, 40) / 100) + len(several) / len(widths)
        if score > best_score:
            best, best_score = delimiter, score
    return best
