"""What a file really is, judged by its content, and whether it is safe to unpack.

Names lie: ministries send HTML tables called `.xls`.  Everything here runs in the reading process.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from gedesk.workbook.refusals import Refusal

Format = Literal["xlsx", "xlsb", "xls", "ods", "html", "xml2003", "text", "json"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|meta|style|table|body|title)\b", re.I)
_XML_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_MAGIC = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
    b"\x1f\x8b": "gzip",
    b"SQLite format 3": "SQLite",
    b"MZ": "EXE",
}
OLD_XLS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")  # Excel 2, 3 and 4 without a container


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading may cost.  Real files stay ten times below; bombs do not."""

    seconds: float = 30.0  # without a word from the reading process
    seconds_per_mb: float = 3.0  # and more for each megabyte of the file
    memory_mb: int = 1000
    unpacked_mb: int = 300
    ratio: int = 200  # of a part above `ratio_from_mb` to its packed size
    ratio_from_mb: int = 20
    file_mb: int = 300
    parts: int = 20_000
    dense_cells: int = 12_000_000  # above this a sheet is read cell by cell, not as a rectangle
    cells: int = 20_000_000

    @property
    def unpacked_bytes(self) -> int:
        """`unpacked_mb` in bytes."""
        return self.unpacked_mb * 1024 * 1024


def sniff(data: bytes, name: str) -> Format:
    """The format of a file by its content.  Raises Refusal."""
    if not data.strip(b"\x00 \t\r\n"):
        raise Refusal("empty", name)
    if data.startswith(b"PK"):
        return _sniff_zip(data, name)
    if data.startswith(_OLE):
        return _sniff_ole(data, name)
    if data.startswith(OLD_XLS):
        return "xls"
    if data.startswith((b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")):
        return "xls"  # a bare BIFF5/8 stream
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise Refusal("not-a-workbook", name, kind)
    if b"PK\x05\x06" in data[-65_600:] and zipfile.is_zipfile(io.BytesIO(data)):
        return _sniff_zip(data, name)  # an archive behind a few stray bytes, as some servers put them
    return _sniff_text(data, name)


def _sniff_zip(data: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {_norm(part) for part in archive.namelist()}
            kind = archive.read("mimetype")[:100].decode("ascii", "replace").strip() if "mimetype" in names else ""
            manifest = archive.read("META-INF/manifest.xml")[:2_000_000] if "meta-inf/manifest.xml" in names else b""
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Refusal("damaged", name, str(error)) from None
    except Exception as error:  # zlib.error and its like: the archive is broken
        raise Refusal("damaged", name, str(error)) from None
    if "opendocument.spreadsheet" in kind:
        if b"encryption-data" in manifest:
            raise Refusal("password", name)
        return "ods"
    if any(part.endswith("workbook.bin") for part in names):
        return "xlsb"
    if any(part.endswith("workbook.xml") or part.startswith("xl/worksheets/") for part in names):
        return "xlsx"
    if "encryptedpackage" in names:
        raise Refusal("password", name)
    if not names:
        raise Refusal("damaged", name, "no parts in the archive")
    for part, detail in (("word/", "Word"), ("ppt/", "PowerPoint"), ("index/", "Numbers")):
        if any(item.startswith(part) for item in names):
            raise Refusal("not-a-workbook", name, detail)
    if "[content_types].xml" in names:
        raise Refusal("damaged", name, "the workbook part is missing")
    raise Refusal("not-a-workbook", name, kind or "ZIP")


def _norm(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _sniff_ole(data: bytes, name: str) -> Format:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise Refusal("password", name)
    if has("Workbook") or has("Book"):
        if _has_file_pass(data):
            raise Refusal("password", name)
        return "xls"
    if has("WordDocument"):
        raise Refusal("not-a-workbook", name, "Word")
    if has("PowerPoint Document"):
        raise Refusal("not-a-workbook", name, "PowerPoint")
    raise Refusal("damaged", name, "no workbook inside the container")


def _has_file_pass(data: bytes) -> bool:
    """Whether an .xls holds the record that announces encryption: it follows the first record of its stream."""
    for begin in re.finditer(rb"\x09\x08[\x06-\x10]\x00\x00[\x05\x06]\x05\x00", data):
        place = begin.start()
        for _record in range(4):
            kind, size = int.from_bytes(data[place : place + 2], "little"), int.from_bytes(data[place + 2 : place + 4], "little")
            if kind == 0x2F:
                return True
            place += 4 + size
    return False


def _sniff_text(data: bytes, name: str) -> Format:
    head = data[:65536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"<?xml", b"<")):
        if _XML_2003 in head:
            return "xml2003"
        if _HTML.search(head[:4096]):
            return "html"
        if head.startswith(b"<?xml"):
            raise Refusal("not-a-workbook", name, "XML")
    elif head.startswith(b"MIME-Version") and b"<html" in data[:200_000].lower():
        raise Refusal("old-format", name)
    if head.startswith(b"{") and b'"gedesk"' in head[:100]:
        return "json"
    if head.startswith((b"{", b"[{")):
        raise Refusal("not-a-workbook", name, "JSON")
    if b"\x00" in head and not _looks_utf16(head):
        raise Refusal("not-a-workbook", name, "a binary file")
    control = sum(byte < 32 and byte not in (9, 10, 12, 13, 26) for byte in head.replace(b"\x00", b""))
    if control > max(2, len(head) // 200):
        raise Refusal("not-a-workbook", name, "a binary file")
    return "text"


def _looks_utf16(head: bytes) -> bool:
    """UTF-16 without a mark: almost every second byte is zero in text that is mostly Latin."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    return max(even, odd) > 0.6 * half and min(even, odd) < 0.05 * half


# -- archives ----------------------------------------------------------------------------------------------------


def open_archive(data: bytes, name: str, limits: Limits) -> tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]:
    """An archive whose declared sizes are within the limits, with its parts by lower-case name.

    Sizes in the directory can lie; `part` counts what really comes out.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    infos = archive.infolist()
    if len(infos) > limits.parts:
        raise Refusal("bomb", name, f"{len(infos):,} parts")
    total = 0
    for info in infos:
        total += info.file_size
        if info.file_size > limits.ratio_from_mb * 1024 * 1024 and info.file_size > limits.ratio * max(1, info.compress_size):
            raise Refusal("bomb", name, f"{info.filename}: {info.file_size / max(1, info.compress_size):,.0f} ×")
        if info.flag_bits & 1:
            raise Refusal("password", name)
    if total > limits.unpacked_bytes:
        raise Refusal("too-large", name, f"{total / 1024 / 1024:,.0f} MB")
    return archive, {_norm(info.filename): info for info in infos}


def part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """A part that `check_parts` left out, whole; its declared size is within the limits.  Raises Refusal for a document type."""
    data = archive.read(info)
    if has_doctype(data):
        raise Refusal("doctype", name, info.filename)
    return data


def check_parts(
    archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], name: str, limits: Limits, but: Collection[str] = ()
) -> list[str]:
    """Unpacks every part once, counting; refuses document type declarations.  Returns names of unreadable parts.

    `but` names parts that the caller reads itself, with `part`.
    """
    budget = limits.unpacked_bytes
    broken: list[str] = []
    for lower, info in parts.items():
        if lower in but:
            continue
        is_xml = lower.endswith((".xml", ".rels", ".vml"))
        try:
            with archive.open(info) as stream:
                tail = b""
                while block := stream.read(1 << 20):
                    budget -= len(block)
                    if budget < 0:
                        raise Refusal("too-large", name, f"> {limits.unpacked_mb:,} MB")
                    if is_xml:
                        if has_doctype(tail + block):
                            raise Refusal("doctype", name, info.filename)
                        tail = block[-32:]
        except Refusal:
            raise
        except Exception:  # a part with a broken stream, checksum or method: the reader decides whether it is needed
            broken.append(lower)
    return broken


def has_doctype(data: bytes) -> bool:
    """Whether XML declares a document type, without which there are no entities, in UTF-8 or UTF-16."""
    if b"<!DOCTYPE" in data:
        return True
    if data.startswith((b"<?xml ", b"<worksheet", b"\xef\xbb\xbf<")):  # in bytes of one letter each
        return False
    return "<!DOCTYPE".encode("utf-16-le") in data or "<!DOCTYPE".encode("utf-16-be") in data
