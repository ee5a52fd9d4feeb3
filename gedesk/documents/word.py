"""Word documents.  Every paragraph carries a named style, so that a ministry can restyle them from a template."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from gedesk.documents.model import (
    TOGETHER,
    Bullets,
    Document,
    Facts,
    Heading,
    NewPage,
    Picture,
    Table,
    Text,
    marks,
)

FONT = "Noto Sans"
INK, GREY, ACCENT, LINE, HEAD = "211931", "5D5472", "5A2D91", "C9C2D6", "EFE7F8"
PICTURE = (12.0, 9.0)  # centimetres that a photo takes at most
WIDTH = 17.0  # centimetres between the margins of an A4 page
STYLES: dict[str, tuple[str, float, bool, str, float, float]] = {  # base, size, bold, colour, space before, after
    "GE Kind": ("Normal", 10, True, ACCENT, 0, 2),
    "GE Subtitle": ("Normal", 11, False, GREY, 0, 14),
    "GE Note": ("Normal", 8.5, False, GREY, 2, 6),
    "GE Quote": ("Normal", 10, False, INK, 2, 8),
    "GE Cell": ("Normal", 8.5, False, INK, 1, 1),
    "GE Cell Head": ("Normal", 8.5, True, ACCENT, 2, 2),
}
HEADINGS = {"Title": (22, 0, 4), "Heading 1": (15, 18, 6), "Heading 2": (12, 12, 4), "Heading 3": (10.5, 8, 3)}


def write_word(document: Document, path: Path, template: Path | None = None) -> None:
    """Writes a .docx.  Styles that a template has are its own; those it lacks are added.  Raises OSError."""
    made = docx.Document(str(template) if template else None)
    if template is None:
        _page(made)
        _headings(made)
    else:
        _empty(made)
    _styles(made)
    made.core_properties.title = document.title
    made.core_properties.author = document.author
    made.core_properties.language = document.language
    if document.kind:
        made.add_paragraph(document.kind, "GE Kind")
    made.add_paragraph(document.title, _style(made, "Title"))
    if document.subtitle:
        made.add_paragraph(document.subtitle, "GE Subtitle")
    if document.contents:
        _contents(made, document)
    fresh, headings = bool(document.contents), 0
    for block in document.blocks:
        document.look()
        if isinstance(block, Heading):
            _heading(made, block, headings, fresh=fresh)
            headings += 1
        elif not isinstance(block, NewPage):
            _block(made, block)
        fresh = isinstance(block, NewPage)
    _footer(made, document)
    part = path.with_name(path.name + ".part")
    try:
        made.save(str(part))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _page(made: WordDocument) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - WIDTH) / 2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.2)


def _empty(made: WordDocument) -> None:
    """Leaves a template's pages, headers and styles, without its text."""
    body = made.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)


def _headings(made: WordDocument) -> None:
    normal = made.styles["Normal"]
    if isinstance(normal, ParagraphStyle):
        _face(normal, 10, bold=False, colour=INK)
        normal.paragraph_format.space_after = Pt(6)
        normal.paragraph_format.line_spacing = 1.15
    for name, (size, before, after) in HEADINGS.items():
        style = made.styles[name]
        if isinstance(style, ParagraphStyle):
            _face(style, size, bold=True, colour=INK if name == "Title" else ACCENT)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
            style.paragraph_format.keep_with_next = True
            for border in style.element.xpath(".//w:pBdr"):
                border.getparent().remove(border)
    for name in ("List Bullet",):
        style = made.styles[name]
        if isinstance(style, ParagraphStyle):
            style.paragraph_format.space_after = Pt(3)


def _styles(made: WordDocument) -> None:
    known = {style.name for style in made.styles}
    for name, (base, size, bold, colour, before, after) in STYLES.items():
        if name in known:
            continue
        style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if isinstance(style, ParagraphStyle):
            style.base_style = made.styles[base]
            _face(style, size, bold=bold, colour=colour)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
            if name == "GE Quote":
                style.paragraph_format.left_indent = Cm(0.8)


def _face(style: ParagraphStyle, size: float, *, bold: bool, colour: str) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FONT)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        if fonts.get(qn(theme)) is not None:
            del fonts.attrib[qn(theme)]


def _style(made: WordDocument, name: str) -> str:
    return name if any(style.name == name for style in made.styles) else "Normal"


def _block(made: WordDocument, block: Any) -> None:
    match block:
        case Text():
            for at, part in enumerate(_parts(block.text)):
                style = {"note": "GE Note", "quote": "GE Quote"}.get(block.style, "Normal")
                last = at == len(_parts(block.text)) - 1
                _proven(made.add_paragraph(part, style), block.proof if last else ())
        case Bullets():
            for at, item in enumerate(block.items):
                proof = block.proof[at] if at < len(block.proof) else ()
                _proven(made.add_paragraph(item, _style(made, "List Bullet")), proof)
        case Facts():
            if block.sticky:
                _stick(made)
            _facts(made, block.pairs)
        case Table():
            _table(made, block)
        case Picture():
            _picture(made, block)


def _heading(made: WordDocument, block: Heading, number: int, *, fresh: bool) -> None:
    """A heading that the contents point at; a `fresh` one begins a page."""
    paragraph = made.add_paragraph(block.text, _style(made, f"Heading {min(max(block.level, 1), 3)}"))
    if fresh:
        paragraph.paragraph_format.page_break_before = True
        paragraph.paragraph_format.space_before = Pt(0)
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (begin, end):
        mark.set(qn("w:id"), str(number))
    begin.set(qn("w:name"), _anchor(number))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, begin)
    paragraph._p.append(end)


def _anchor(number: int) -> str:
    return f"_Toc{number + 1:08}"


def _parts(text: str) -> list[str]:
    return [part for part in text.splitlines() if part.strip()] or [""]


def _proven(paragraph: Paragraph, proof: Sequence[int]) -> None:
    if proof:
        run = paragraph.add_run(f" {marks(proof)}")
        run.font.superscript = True
        run.font.color.rgb = RGBColor.from_string(ACCENT)


def _stick(made: WordDocument) -> None:
    """The last table, unless it is long, and what follows it stay on the page of what comes next."""
    table = made.tables[-1] if made.tables else None
    if table is not None and len(table.rows) <= 2 * TOGETHER:
        inside = [paragraph for row in table.rows for cell in row.cells for paragraph in cell.paragraphs]
        for paragraph in (*inside, made.paragraphs[-1]):
            paragraph.paragraph_format.keep_with_next = True


def _facts(made: WordDocument, pairs: Sequence[tuple[str, str]]) -> None:
    table = made.add_table(rows=0, cols=2)
    table.autofit = False
    for at, (name, value) in enumerate(pairs):
        cells = table.add_row().cells
        for cell, text, width in zip(cells, (name, value), (WIDTH * 0.28, WIDTH * 0.72), strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].text = text
            cell.paragraphs[0].style = made.styles["GE Cell Head" if cell is cells[0] else "GE Cell"]
            cell.paragraphs[0].paragraph_format.keep_with_next = len(pairs) <= TOGETHER and at < len(pairs) - 1
    for column, part in zip(table.columns, (0.28, 0.72), strict=True):
        column.width = Cm(WIDTH * part)
    _after(made)


def _table(made: WordDocument, block: Table) -> None:
    table = made.add_table(rows=1, cols=len(block.head))
    table.autofit = False
    shares = block.shares()
    widths = [Cm(WIDTH * part / sum(shares)) for part in shares]
    for row_at, row in enumerate([block.head, *block.rows]):
        line = table.rows[0] if row_at == 0 else table.add_row()
        _property(line._tr.get_or_add_trPr(), "w:cantSplit")
        for at, (cell, text) in enumerate(zip(line.cells, row, strict=True)):
            cell.width = widths[at]
            for part_at, part in enumerate(_parts(text)):
                paragraph = cell.paragraphs[0] if part_at == 0 else cell.add_paragraph()
                paragraph.text = part
                paragraph.style = made.styles["GE Cell Head" if row_at == 0 else "GE Cell"]
                if at in block.right:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _edges(cell, head=row_at == 0)
    _property(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    for at, column in enumerate(table.columns):
        column.width = widths[at]
    _after(made)


def _after(made: WordDocument) -> None:
    gap = made.add_paragraph(style="GE Note")
    gap.paragraph_format.space_before, gap.paragraph_format.space_after = Pt(0), Pt(6)
    gap.paragraph_format.line_spacing = Pt(2)


def _picture(made: WordDocument, block: Picture) -> None:
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shown = paragraph.add_run().add_picture(io.BytesIO(block.data))
    scale = min(Cm(PICTURE[0]) / shown.width, Cm(PICTURE[1]) / shown.height)
    shown.width, shown.height = Emu(round(shown.width * scale)), Emu(round(shown.height * scale))
    for named in shown._inline.iter(qn("wp:docPr"), qn("pic:cNvPr")):
        named.set("descr", block.caption)
    made.add_paragraph(block.caption, "GE Note")


def _property(parent: Any, name: str) -> None:
    parent.append(OxmlElement(name))


def _edges(cell: Any, *, head: bool) -> None:
    properties = cell._tc.get_or_add_tcPr()
    borders = OxmlElement("w:tcBorders")
    bottom = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "8" if head else "4"), ("space", "0"), ("color", ACCENT if head else LINE)):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    properties.append(borders)
    if head:
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", HEAD)):
            shade.set(qn(f"w:{key}"), value)
        properties.append(shade)


def _contents(made: WordDocument, document: Document) -> None:
    """Headings with links and the pages they stand on, which Word and LibreOffice work out; until then those of the PDF."""
    from gedesk.documents.pdf import heading_pages  # only documents with contents need it

    made.add_paragraph(document.contents, _style(made, "Heading 2"))
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    for number, (heading, page) in enumerate(zip(headings, heading_pages(document), strict=True)):
        if heading.level <= 2:
            paragraph = made.add_paragraph(style="Normal")
            paragraph.paragraph_format.space_after = Pt(2)
            paragraph.paragraph_format.left_indent = Cm(0.6 * (heading.level - 1))
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            _entry(paragraph, heading.text, _anchor(number), page)


def _entry(paragraph: Paragraph, text: str, anchor: str, page: int) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    link.set(qn("w:history"), "1")
    paragraph.add_run(f"{text}\t")
    _field(paragraph, f" PAGEREF {anchor} \\h ", str(page), stale=True)
    for run in paragraph.runs:
        link.append(run._r)
    paragraph._p.append(link)


def _field(paragraph: Paragraph, code: str, shown: str = "1", *, stale: bool = False) -> None:
    _mark(paragraph, "begin", dirty=stale)
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = code
    paragraph.add_run()._r.append(text)
    _mark(paragraph, "separate")
    paragraph.add_run(shown)
    _mark(paragraph, "end")


def _mark(paragraph: Paragraph, kind: str, *, dirty: bool = False) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    if dirty:
        mark.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(mark)


def _footer(made: WordDocument, document: Document) -> None:
    footer = made.sections[-1].footer
    paragraph = footer.paragraphs[0] if footer.paragraphs else footer.add_paragraph()
    if paragraph.text.strip():
        return  # the template has its own
    paragraph.style = made.styles["GE Note"]
    paragraph.add_run(f"{document.title}  ·  ")
    before, _page, rest = document.page.partition("{page}")
    between, _pages, after = rest.partition("{pages}")
    paragraph.add_run(before)
    _field(paragraph, " PAGE ")
    paragraph.add_run(between)
    _field(paragraph, " NUMPAGES ")
    paragraph.add_run(after)


