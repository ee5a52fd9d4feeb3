"""A copy of somebody's workbook with its problems marked: coloured cells, comments, and a sheet that lists them.

The parts of the file are patched as bytes where they must change; every other part is copied as it is.  No library
that loads and saves workbooks leaves shapes, drop-downs, stored results and custom parts alone.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from gedesk.errors import InvalidInput
from gedesk.i18n import gettext as _
from gedesk.workbook import technical
from gedesk.workbook.cells import CellProblem
from gedesk.workbook.staging import a1, letters, parse_a1

AUTHOR = "GE Desk"
_MOST_COMMENTS = 5_000  # on one sheet; the list has all
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = {_MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main", _REL: "http://purl.oclc.org/ooxml/officeDocument/relationships"}
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_COLOURS = {"error": "FFF8C9C4", "question": "FFCFE2F3", "note": "FFFFEFB8"}
_AFTER_DRAWING = frozenset(
    {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst", "AlternateContent"}
)
_TAG = rb"""(?:[^>"']|"[^"]*"|'[^']*')*>"""


def write_marked(source: Path, target: Path, problems: Sequence[CellProblem]) -> int:
    """Writes the copy; returns how many cells are marked.  Raises InvalidInput for other formats than .xlsx and .xlsm."""
    try:
        return _write(source, target, problems)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, _Odd) as error:
        raise _unfit(source) from error


def _write(source: Path, target: Path, problems: Sequence[CellProblem]) -> int:
    with zipfile.ZipFile(source) as archive:
        parts = _Parts(archive, source)
        book = _Book(parts)
        marks: dict[str, dict[tuple[int, int], _Mark]] = {}
        for problem in problems:
            if problem.sheet in book.sheets:
                with suppress(ValueError):
                    mark = marks.setdefault(problem.sheet, {}).setdefault(parse_a1(problem.cell), _Mark())
                    mark.add(problem)
        if problems and not marks:
            raise _Odd("sheets")
        styles = _Styles(parts, book)
        for sheet, cells in marks.items():
            _Sheet(parts, book, book.sheets[sheet], styles).mark(cells)
        _add_index(parts, book, styles, problems)
        styles.save()
        parts.write(target)
    return sum(map(len, marks.values()))


class _Odd(Exception):
    """The file is not laid out as it should be."""


def _unfit(source: Path) -> InvalidInput:
    return InvalidInput(
        _("The cells of {file} cannot be marked: it is no .xlsx workbook, or not one as Excel writes them.").format(file=source.name),
        advice=_("Save it as .xlsx and import that file, or correct it by the list of problems."),
    )


@dataclass(slots=True)
class _Mark:
    """What is wrong with a cell."""

    level: str = "note"
    texts: list[str] = field(default_factory=list)

    def add(self, problem: CellProblem) -> None:
        level = "question" if problem.code == "question" else problem.level
        if list(_COLOURS).index(level) < list(_COLOURS).index(self.level):
            self.level = level
        text = f"{problem.message} {problem.advice}".strip()
        if text not in self.texts:
            self.texts.append(text)


# -- the file ----------------------------------------------------------------------------------------------------


class _Parts:
    """The parts of the package; those set are written in the place of the old ones."""

    def __init__(self, archive: zipfile.ZipFile, source: Path) -> None:
        self._archive = archive
        self.source = source
        self._names = {info.filename.lower(): info.filename for info in archive.infolist()}
        self._changed: dict[str, bytes] = {}

    def has(self, name: str) -> bool:
        return name in self._changed or name.lower() in self._names

    def get(self, name: str) -> bytes:
        if name not in self._changed and name.lower() in self._names:
            data = self._archive.read(self._names[name.lower()])
            data = data.removeprefix(b"\xef\xbb\xbf")
            told = re.match(rb"""<\?xml[^>]*encoding=["']([\w-]+)""", data)
            if data[:2] in (b"\xff\xfe", b"\xfe\xff") or (told and told[1].lower() not in (b"utf-8", b"us-ascii")) or b"<!DOCTYPE" in data:
                raise _Odd(name)
            return data
        return self._changed.get(name, b"")

    def set(self, name: str, data: bytes | str) -> None:
        self._changed[self._names.get(name.lower(), name)] = data.encode() if isinstance(data, str) else data

    def fresh(self, pattern: str) -> str:
        """A part name that is free: the pattern with a number in it."""
        return next(name for n in range(1, 100_000) if not self.has(name := pattern.format(n)))

    def relations(self, part: str) -> list[dict[str, str]]:
        """Relations of a part: Id, Type, Target (resolved) and TargetMode."""
        found = []
        for attributes in _elements(self.get(_rels_of(part)), "Relationship"):
            if attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                base = "" if target.startswith("/") else posixpath.dirname(part)
                attributes["Target"] = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
            found.append(attributes)
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """A new relation of a part; returns its id."""
        name = _rels_of(part)
        data = self.get(name) or b'<?xml version="1.0"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        taken = {one["Id"] for one in self.relations(part)}
        id = next(id for n in range(1, 100_000) if (id := f"rIdGE{n}") not in taken)
        path = posixpath.relpath(target, posixpath.dirname(part))
        self.set(name, _before_end(data, b"Relationships", f"Relationship Id={quoteattr(id)} Type={quoteattr(kind)} Target={quoteattr(path)}/"))
        return id

    def declare(self, part: str, content_type: str) -> None:
        """The content type of a new part."""
        data = self.get("[Content_Types].xml")
        element = f"Override PartName={quoteattr('/' + part)} ContentType={quoteattr(content_type)}/"
        if part.endswith(".vml"):
            if re.search(rb"""Extension=["']vml["']""", data):
                return
            element = f"Default Extension=\"vml\" ContentType={quoteattr(content_type)}/"
        self.set("[Content_Types].xml", _before_end(data, b"Types", element))

    def write(self, target: Path) -> None:
        part = target.with_name(target.name + ".part")
        left = dict(self._changed)
        try:
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as out:
                for info in self._archive.infolist():
                    data = left.pop(info.filename, None)
                    plain = zipfile.ZipInfo(info.filename, info.date_time)
                    plain.compress_type, plain.external_attr = zipfile.ZIP_DEFLATED, info.external_attr
                    out.writestr(plain, self._archive.read(info) if data is None else data)
                for name, data in left.items():
                    out.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
            part.replace(target)
        except OSError as error:
            raise InvalidInput(
                _("{file} could not be written: {reason}.").format(file=target, reason=error.strerror or error),
                advice=_("Choose a folder where you may write."),
            ) from error
        finally:
            part.unlink(missing_ok=True)


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def _elements(data: bytes, wanted: str) -> list[dict[str, str]]:
    """Attributes of all elements of a local name, in order."""
    found: list[dict[str, str]] = []
    if not data:
        return found

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    _parse(data, start)
    return found


_Start = Callable[[str, dict[str, str]], None]


def _parse(data: bytes, start: _Start, parser: expat.XMLParserType | None = None) -> None:
    parser = parser or expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _Odd(str(error)) from error


def _prefix(data: bytes) -> str:
    """The namespace prefix of the root element, with its colon."""
    found = re.search(rb"<([A-Za-z_][\w.-]*:)?[A-Za-z]", data[data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0 :])
    return found[1].decode() if found and found[1] else ""


def _before_end(data: bytes, tag: bytes, *elements: str) -> bytes:
    """The data with elements (without brackets and prefix) as the last children of a container, opened when it is empty."""
    prefix = _prefix(data)
    inside = "".join(f"<{prefix}{element}>" for element in elements).encode()
    return _append(data, tag, inside)


def _append(data: bytes, tag: bytes, inside: bytes) -> bytes:
    prefix = _prefix(data).encode()
    end = data.rfind(b"</" + prefix + tag + b">")
    if end >= 0:
        return data[:end] + inside + data[end:]
    found = re.search(rb"<" + prefix + tag + rb"\b" + _TAG, data)
    if found is None:
        raise _Odd(tag.decode())
    return data[: found.end()].removesuffix(b"/>") + (b">" if found[0].endswith(b"/>") else b"") + inside + (
        b"</" + prefix + tag + b">" if found[0].endswith(b"/>") else b""
    ) + data[found.end() :]


class _Book:
    """The workbook part: its sheets by name."""

    def __init__(self, parts: _Parts) -> None:
        main = next((one["Target"] for one in parts.relations("") if one.get("Type", "").endswith("/officeDocument")), "")
        if not main or not parts.has(main):
            raise _Odd("officeDocument")
        self.part = main
        data = parts.get(main)
        strict = _STRICT[_MAIN].encode() in data
        if _MAIN.encode() not in data and not strict:
            raise _Odd("namespace")
        self.main, self.rel = (_STRICT[_MAIN], _STRICT[_REL]) if strict else (_MAIN, _REL)
        targets = {one["Id"]: one["Target"] for one in parts.relations(main)}
        self.sheets: dict[str, str] = {}
        self.ids: list[int] = []
        for sheet in _elements(data, "sheet"):
            id = next((value for name, value in sheet.items() if name.rpartition(":")[2] == "id"), "")
            if id in targets and parts.has(targets[id]):
                self.sheets[sheet.get("name", "")] = targets[id]
            self.ids.append(int(sheet.get("sheetId", "0")))

    def styles(self, parts: _Parts) -> str:
        """The part of styles; made when there is none."""
        told = next((one["Target"] for one in parts.relations(self.part) if one["Type"] == self.rel + "/styles"), "")
        if told and parts.has(told):
            return told
        folder = posixpath.dirname(self.part)
        name = told or next(
            name for n in range(100_000) if not parts.has(name := posixpath.join(folder, f"styles{n or ''}.xml"))
        )
        parts.set(
            name,
            f'<?xml version="1.0" encoding="UTF-8"?>\n<styleSheet xmlns="{self.main}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
            '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
        )
        if not told:
            parts.relate(self.part, self.rel + "/styles", name)
            parts.declare(name, _TYPES + "styles+xml")
        return name


class _Styles:
    """Cell formats: those of marked cells are copies of the old ones with another fill."""

    def __init__(self, parts: _Parts, book: _Book) -> None:
        self._parts = parts
        self._part = book.styles(parts)
        self._data = parts.get(self._part)
        self._p = _prefix(self._data).encode()
        self._old = self._children(b"cellXfs", b"xf")
        if not self._old:
            raise _Odd("cellXfs")
        self._fills = len(self._children(b"fills", b"fill"))
        self._fonts = len(self._children(b"fonts", b"font"))
        self._added: list[bytes] = []
        self._known: dict[tuple[int, str], int] = {}

    def _children(self, container: bytes, child: bytes) -> list[bytes]:
        found = re.search(rb"<" + self._p + container + rb"\b" + _TAG + rb"(.*?)</" + self._p + container + rb">", self._data, re.S)
        if found is None:
            return []
        name = self._p + child
        return re.findall(rb"<" + name + rb"\b(?:[^>]*/>|[^>]*>.*?</" + name + rb">)", found[1], re.S)

    def marked(self, style: int, level: str) -> int:
        """Number of the format that is like `style` in the colour of a level."""
        if (style, level) not in self._known:
            old = self._old[style] if 0 <= style < len(self._old) else self._old[0]
            fill = self._fills + list(_COLOURS).index(level)
            end = old.index(b">")
            end -= old[end - 1 : end] == b"/"
            tag, rest = re.sub(rb'\s(?:fillId|applyFill)="[^"]*"', b"", old[:end]), old[end:]
            self._known[style, level] = self._add(tag + b' fillId="%d" applyFill="1"' % fill + rest)
        return self._known[style, level]

    def head(self) -> int:
        """The format of headings of our own sheet."""
        return self._add(b'<%sxf numFmtId="0" fontId="%d" fillId="%d" borderId="0" xfId="0" applyFont="1" applyFill="1"/>'
                         % (self._p, self._fonts, self._fills + len(_COLOURS)))  # fmt: skip

    def wrapped(self) -> int:
        """The format of texts of our own sheet: wrapped, and quoted so that none is taken for a formula when it is edited."""
        return self._add(b'<%sxf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyAlignment="1">'
                         b'<%salignment vertical="top" wrapText="1"/></%sxf>' % (self._p, self._p, self._p))  # fmt: skip

    def _add(self, xf: bytes) -> int:
        self._added.append(xf)
        return len(self._old) + len(self._added) - 1

    def save(self) -> None:
        """Writes the part anew."""
        p = self._p
        fills = b"".join(
            b'<%sfill><%spatternFill patternType="solid"><%sfgColor rgb="%s"/><%sbgColor indexed="64"/></%spatternFill></%sfill>'
            % (p, p, p, colour.encode(), p, p, p)
            for colour in [*_COLOURS.values(), "FF1F4E5F"]
        )
        font = b'<%sfont><%sb/><%ssz val="11"/><%scolor rgb="FFFFFFFF"/><%sname val="Calibri"/></%sfont>' % (p, p, p, p, p, p)
        self._data = self._grown(b"fonts", font, self._fonts + 1)
        self._data = self._grown(b"fills", fills, self._fills + len(_COLOURS) + 1)
        self._data = self._grown(b"cellXfs", b"".join(self._added), len(self._old) + len(self._added))
        self._parts.set(self._part, self._data)

    def _grown(self, container: bytes, inside: bytes, count: int) -> bytes:
        data = _append(self._data, container, inside)
        tag = rb"(<" + self._p + container + rb"\b[^>]*?)\scount=\"\d+\""
        return re.sub(tag, lambda found: found[1] + b' count="%d"' % count, data, count=1)


# -- one sheet ---------------------------------------------------------------------------------------------------


class _Sheet:
    """Marks cells of one sheet."""

    def __init__(self, parts: _Parts, book: _Book, part: str, styles: _Styles) -> None:
        self._parts = parts
        self._main, self._rel = book.main, book.rel
        self._part = part
        self._styles = styles

    def mark(self, marks: Mapping[tuple[int, int], _Mark]) -> None:
        """Colours cells and hangs comments on them."""
        data = self._coloured(self._parts.get(self._part), marks)
        self._parts.set(self._part, self._drawn(data, dict(list(marks.items())[:_MOST_COMMENTS])))

    def _coloured(self, data: bytes, marks: Mapping[tuple[int, int], _Mark]) -> bytes:
        by_row: dict[int, dict[int, _Mark]] = {}
        for (row, column), mark in marks.items():
            by_row.setdefault(row, {})[column] = mark
        prefix = _prefix(data)
        found = _RowFinder(data, by_row)
        edits: list[tuple[int, int, bytes]] = []  # from, to, instead
        for row, wanted in sorted(by_row.items()):
            there = found.cells.get(row, {})
            missing: dict[int, list[bytes]] = {}
            for column, mark in sorted(wanted.items()):
                if column in there:
                    edits.append(self._restyled(data, there[column], mark))
                    continue
                made = f'<{prefix}c r="{a1(row, column)}" s="{self._styles.marked(0, mark.level)}"/>'.encode()
                after = min((at for at in there if at > column), default=0)
                place = there[after] if after else found.ends.get(row, -1)
                missing.setdefault(place, []).append(made)
            if row not in found.ends:  # no such row: before the next one, or at the end
                cells = b"".join(cell for listed in missing.values() for cell in listed)
                later = min((number for number in found.starts if number > row), default=0)
                place = found.starts[later] if later else found.end
                edits.append((place, place, f'<{prefix}row r="{row}">'.encode() + cells + f"</{prefix}row>".encode()))
                continue
            for place, listed in missing.items():
                if place == found.ends[row] and found.closed.get(row):  # <row r="7"/>
                    edits.append((place - 2, place, b">" + b"".join(listed) + f"</{prefix}row>".encode()))
                else:
                    edits.append((place, place, b"".join(listed)))
        if found.empty is not None and edits:
            inside = b"".join(text for _from, _to, text in sorted(edits, key=lambda edit: edit[0]))
            return data[: found.empty[0]] + f"<{prefix}sheetData>".encode() + inside + f"</{prefix}sheetData>".encode() + data[found.empty[1] :]
        return _edited(data, edits)

    def _restyled(self, data: bytes, at: int, mark: _Mark) -> tuple[int, int, bytes]:
        tag = re.compile(rb"<" + _TAG).match(data, at)
        assert tag is not None
        told = re.search(rb'\ss="(\d+)"', tag[0])
        fresh = self._styles.marked(int(told[1]) if told else 0, mark.level)
        bare = re.sub(rb'\ss="\d+"', b"", tag[0], count=1)
        name = re.match(rb"<[^\s/>]+", bare)
        assert name is not None
        return at, tag.end(), name[0] + b' s="%d"' % fresh + bare[name.end() :]

    def _drawn(self, data: bytes, marks: Mapping[tuple[int, int], _Mark]) -> bytes:
        """Comments live in a part of texts and a part of boxes; the sheet points at the latter."""
        folder = posixpath.dirname(posixpath.dirname(self._part))
        relations = self._parts.relations(self._part)
        texts = next((one["Target"] for one in relations if one["Type"] == self._rel + "/comments"), None)
        if texts is None or not self._parts.has(texts):
            texts = self._parts.fresh(posixpath.join(folder, "commentsGE{}.xml"))
            self._parts.relate(self._part, self._rel + "/comments", texts)
            self._parts.declare(texts, _TYPES + "comments+xml")
            self._parts.set(texts, f'<?xml version="1.0" encoding="UTF-8"?>\n<comments xmlns="{self._main}"><authors></authors><commentList></commentList></comments>')
        fresh = self._commented(texts, marks)
        told = re.search(rb"<(?:\w+:)?legacyDrawing\b[^>]*?:id=[\"']([^\"']+)", data)
        boxes = next((one["Target"] for one in relations if told and one["Id"] == told[1].decode()), None)
        if boxes is None or not self._parts.has(boxes):
            boxes = self._parts.fresh(posixpath.join(folder, "drawings/vmlDrawingGE{}.vml"))
            id = self._parts.relate(self._part, self._rel + "/vmlDrawing", boxes)
            self._parts.declare(boxes, "application/vnd.openxmlformats-officedocument.vmlDrawing")
            self._parts.set(boxes, _VML)
            element = f'<{_prefix(data)}legacyDrawing xmlns:ge="{self._rel}" ge:id="{id}"/>'.encode()
            place = _Children(data).place_for_drawing
            data = data[:place] + element + data[place:]
        self._boxed(boxes, fresh)
        return data

    def _commented(self, part: str, marks: Mapping[tuple[int, int], _Mark]) -> list[tuple[int, int]]:
        """Adds texts to comments there are, and new comments; returns the cells of the new ones."""
        data = self._parts.get(part)
        p = _prefix(data)
        author = len(_elements(data, "author"))
        data = _append(data, b"authors", f"<{p}author>{AUTHOR}</{p}author>".encode())
        known = {told[1].decode(): told for told in re.finditer(rb"<(?:\w+:)?comment\b[^>]*?\bref=\"([A-Z]+\d+)\"", data)}
        edits: list[tuple[int, int, bytes]] = []
        made, fresh = [], []
        for (row, column), mark in marks.items():
            text = escape(f"{AUTHOR}: " + "\n".join(mark.texts)[:2000])
            run = f'<{p}r><{p}t xml:space="preserve">{{}}</{p}t></{p}r>'
            if (told := known.get(a1(row, column))) is not None:
                end = data.find(f"</{p}text>".encode(), told.end())
                begin = data.find(f"<{p}text>".encode(), told.end()) + len(p) + 6
                said = "".join(re.findall(r">([^<]*)<", data[begin - 1 : end + 1].decode("utf-8", "replace")))
                own = said.strip().startswith(f"{AUTHOR}:")  # of an earlier marking
                edits.append((begin, end, run.replace("{}", text).encode()) if own else (end, end, run.replace("{}", "\n" + text).encode()))
            else:
                made.append(f'<{p}comment ref="{a1(row, column)}" authorId="{author}"><{p}text>{run.replace("{}", text)}</{p}text></{p}comment>')
                fresh.append((row, column))
        data = _edited(data, edits)
        self._parts.set(part, _append(data, b"commentList", "".join(made).encode()))
        return fresh

    def _boxed(self, part: str, cells: Sequence[tuple[int, int]]) -> None:
        data = self._parts.get(part)
        taken = len(re.findall(rb"_x0000_s", data))
        shapes = b"" if b"_x0000_t202" in data else _SHAPE_TYPE
        for number, (row, column) in enumerate(cells, taken + 40_000):
            shapes += _shape(number, row, column)
        end = data.rfind(b"</xml>")
        self._parts.set(part, data[:end] + shapes + data[end:])


def _edited(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    out, last = [], 0
    for start, stop, text in sorted(edits, key=lambda edit: (edit[0], edit[1])):
        out += [data[last:start], text]
        last = stop
    return b"".join([*out, data[last:]])


class _Children:
    """Where the parts of a sheet after its cells begin."""

    def __init__(self, data: bytes) -> None:
        self._depth = 0
        self._parser = expat.ParserCreate()
        self._parser.EndElementHandler = self._ended
        self.place_for_drawing = -1
        _parse(data, self._started, self._parser)

    def _started(self, name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 2 and self.place_for_drawing < 0 and name.rpartition(":")[2] in _AFTER_DRAWING:
            self.place_for_drawing = self._parser.CurrentByteIndex

    def _ended(self, _name: str) -> None:
        self._depth -= 1
        if self._depth == 0 and self.place_for_drawing < 0:
            self.place_for_drawing = self._parser.CurrentByteIndex


class _RowFinder:
    """Byte places of rows and of the cells in the rows that are wanted; rows and cells without a number are counted."""

    def __init__(self, data: bytes, wanted: Mapping[int, object]) -> None:
        self.starts: dict[int, int] = {}
        self.ends: dict[int, int] = {}  # where the closing tag of a wanted row begins, or an empty tag ends
        self.closed: dict[int, bool] = {}
        self.cells: dict[int, dict[int, int]] = {}
        self.end = -1
        self.empty: tuple[int, int] | None = None
        self._data = data
        self._wanted = wanted
        self._row = self._column = 0
        self._parser = expat.ParserCreate()
        self._parser.EndElementHandler = self._ended
        _parse(data, self._started, self._parser)

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            told = attributes.get("r")
            self._column = _column_of(told) if told else self._column + 1
            if self._row in self._wanted:
                self.cells.setdefault(self._row, {}).setdefault(self._column, self._parser.CurrentByteIndex)
        elif local == "row":
            told = attributes.get("r")
            if told and not told.isdecimal():
                raise _Odd(told)
            self._row = int(told or self._row + 1)
            self._column = 0
            self.starts.setdefault(self._row, self._parser.CurrentByteIndex)
        elif local == "sheetData":
            tag = re.compile(rb"<" + _TAG).match(self._data, self._parser.CurrentByteIndex)
            if tag is not None and tag[0].endswith(b"/>"):
                self.empty = (tag.start(), tag.end())

    def _ended(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "row" and self._row in self._wanted and self._row not in self.ends:
            at = self._parser.CurrentByteIndex
            tag = re.compile(rb"<" + _TAG).match(self._data, self.starts[self._row])
            self.closed[self._row] = tag is not None and tag[0].endswith(b"/>")
            self.ends[self._row] = tag.end() if tag is not None and self.closed[self._row] else at
        elif local == "sheetData":
            self.end = self._parser.CurrentByteIndex


def _column_of(reference: str) -> int:
    try:
        return parse_a1(reference)[1]
    except ValueError:
        raise _Odd(reference) from None


# -- boxes of comments and the list ------------------------------------------------------------------------------

_VML = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel">\n<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe" '
    b'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def _shape(number: int, row: int, column: int) -> bytes:
    anchor = f"{column}, 12, {max(0, row - 2)}, 4, {column + 4}, 12, {row + 4}, 4"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel" '
        'style="position:absolute;width:260pt;height:80pt;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:textbox style="mso-direction-alt:auto"/>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>'
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    ).encode()


def _add_index(parts: _Parts, book: _Book, styles: _Styles, problems: Sequence[CellProblem]) -> None:
    """A sheet at the end that lists the problems, each with the way to its cell."""
    folder = posixpath.dirname(book.part)
    own = _own_index(parts, book)
    part = own or parts.fresh(posixpath.join(folder, "worksheets/gedeskProblems{}.xml"))
    head, text = styles.head(), styles.wrapped()
    rows = [f'<row r="1" hidden="1"><c r="A1" t="inlineStr"><is><t>{technical.aside("problems")}</t></is></c></row>']
    headings = (_("Sheet"), _("Cell"), _("Value"), _("Problem"), _("What to do"))
    rows.append(_line(2, headings, head))
    links = []
    for number, problem in enumerate(problems[:1_000_000], 3):
        value = "" if problem.value is None else str(problem.value)
        rows.append(_line(number, (problem.sheet, problem.cell, value[:500], problem.message, problem.advice), text))
        if problem.sheet in book.sheets and number < 60_000:
            where = "'" + problem.sheet.replace("'", "''") + "'!" + problem.cell
            links.append(f'<hyperlink ref="B{number}" location={quoteattr(where)} display={quoteattr(problem.cell)}/>')
    widths = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate((22, 9, 28, 60, 60), 1))
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    parts.set(
        part,
        f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{book.main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="2" '
        f'topLeftCell="A3" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{widths}</cols>'
        f'<sheetData>{"".join(rows)}</sheetData><autoFilter ref="A2:E{len(rows)}"/>{linked}</worksheet>',
    )
    if own:
        return
    parts.declare(part, _TYPES + "worksheet+xml")
    id = parts.relate(book.part, book.rel + "/worksheet", part)
    taken = {name.lower() for name in book.sheets}
    wanted = _("Problems")[:25]
    name = next(n for k in range(1, 1000) if (n := wanted if k == 1 else f"{wanted} {k}").lower() not in taken)
    element = f'sheet name={quoteattr(name)} sheetId="{max(book.ids, default=0) + 1}" xmlns:ge="{book.rel}" ge:id="{id}"/'
    parts.set(book.part, _before_end(parts.get(book.part), b"sheets", element))


def _own_index(parts: _Parts, book: _Book) -> str:
    """The part of the list that an earlier marking added, wherever a spreadsheet program has put it since; or ""."""
    mark = technical.aside("problems").encode()
    strings = next((one["Target"] for one in parts.relations(book.part) if one.get("Type") == book.rel + "/sharedStrings"), "")
    before, found, _after = parts.get(strings).partition(mark) if strings else (b"", b"", b"")
    number = len(re.findall(rb"</(?:\w+:)?si>", before)) if found else -1
    for part in book.sheets.values():
        cell = re.search(rb'<(?:\w+:)?c r="A1"' + _TAG + rb"(.{0,300})", parts.get(part), re.S)
        if cell and (mark in cell[1] or (number >= 0 and re.match(rb"\s*<(?:\w+:)?v>%d<" % number, cell[1]))):
            return part
    return ""


_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def _line(number: int, texts: Sequence[str], style: int) -> str:
    cells = "".join(
        f'<c r="{letters(column)}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(_ILLEGAL.sub("", text))}</t></is></c>'
        for column, text in enumerate(texts, 1)
        if text
    )
    return f'<row r="{number}">{cells}</row>'
