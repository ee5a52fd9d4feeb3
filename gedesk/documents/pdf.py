"""PDF, set in the typeface of the window."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    LongTable,
    PageBreak,
    PageTemplate,
    Paragraph,
    TableStyle,
)

from gedesk import paths
from gedesk.documents.model import (
    TOGETHER,
    Block,
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

PLAIN, BOLD, ITALIC = "GE", "GE-Bold", "GE-Italic"
INK, GREY, ACCENT, LINE, HEAD = (HexColor(f"#{one}") for one in ("211931", "5D5472", "5A2D91", "C9C2D6", "EFE7F8"))
MARGIN = 2 * cm
WIDTH = A4[0] - 2 * MARGIN
PICTURE = (12 * cm, 9 * cm)  # what a photo takes at most
ROOM = 3.5 * cm  # a heading with less below it goes to the next page


def write_pdf(document: Document, path: Path) -> None:
    """Writes a .pdf on A4.  Raises OSError."""
    _load_fonts()
    found: list[int] = []
    pages = _build(document, io.BytesIO(), found, [], 0)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            _build(document, file, [], found, pages)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def heading_pages(document: Document) -> list[int]:
    """The pages on which the headings of a document come to lie."""
    _load_fonts()
    found: list[int] = []
    _build(document, io.BytesIO(), found, [], 0)
    return found


def _build(document: Document, file: IO[bytes], found: list[int], known: list[int], pages: int) -> int:
    """Sets the document once; the pages of headings come into `found`.  Returns how many pages it has.

    The second time `known` and `pages` are those of the first, for the contents and the foot of each page.
    """
    styles = _styles()
    story: list[Flowable] = []
    if document.kind:
        story.append(Paragraph(escape(document.kind), styles["kind"]))
    story.append(Paragraph(escape(document.title), styles["title"]))
    if document.subtitle:
        story.append(Paragraph(escape(document.subtitle), styles["subtitle"]))
    if document.contents:
        story += _contents(document, known, styles)
    for at, block in enumerate(document.blocks):
        document.look()
        if isinstance(block, Heading) and at + 1 < len(document.blocks) and isinstance(document.blocks[at + 1], Heading):
            story.append(CondPageBreak(2 * ROOM))  # both, with what follows, stand on one page
        made = _block(block, styles, found)
        if isinstance(block, Facts) and block.sticky:
            since = max((at for at, part in enumerate(story) if isinstance(part, _Heading)), default=len(story))
            made = [KeepTogether([*story[since:], *made])]
            del story[since:]
        story += made

    def foot(canvas: Canvas, _paper: BaseDocTemplate) -> None:
        document.look()
        canvas.setFont(PLAIN, 8)
        canvas.setFillColor(GREY)
        canvas.drawString(MARGIN, 1.1 * cm, _shortened(document.title, WIDTH - 4 * cm))
        shown = document.page.format(page=canvas.getPageNumber(), pages=pages)
        canvas.drawRightString(A4[0] - MARGIN, 1.1 * cm, shown)

    paper = BaseDocTemplate(file, pagesize=A4, title=document.title, author=document.author, lang=document.language)
    frame = Frame(MARGIN, MARGIN, WIDTH, A4[1] - 2 * MARGIN, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    paper.addPageTemplates([PageTemplate("page", [frame], onPageEnd=foot)])
    paper.build(story)
    return int(paper.page)


class _Heading(Paragraph):
    """A heading that can be jumped to, and that tells on which page it came to lie."""

    def __init__(self, block: Heading, style: ParagraphStyle, found: list[int]) -> None:
        super().__init__(escape(block.text), style)
        self._block = block
        self._found = found

    def draw(self) -> None:
        key = f"h{len(self._found)}"
        self._found.append(self.canv.getPageNumber())
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(self._block.text, key, 0 if self._block.level == 1 else 1, closed=False)
        super().draw()


def _shortened(text: str, width: float) -> str:
    while len(text) > 1 and pdfmetrics.stringWidth(text, PLAIN, 8) > width:
        text = text[:-2].rstrip() + "…"
    return text


def _load_fonts() -> None:
    if PLAIN in pdfmetrics.getRegisteredFontNames():
        return
    for name, style in ((PLAIN, "Regular"), (BOLD, "Bold"), (ITALIC, "Italic")):
        pdfmetrics.registerFont(TTFont(name, str(paths.resource(f"fonts/NotoSans-{style}.ttf"))))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=ITALIC, boldItalic=BOLD)


def _styles() -> dict[str, ParagraphStyle]:
    body = ParagraphStyle("body", fontName=PLAIN, fontSize=9.5, leading=13.5, textColor=INK, spaceAfter=6)

    def of(name: str, size: float, font: str = PLAIN, colour: Any = INK, before: float = 0, after: float = 4, **more: Any) -> ParagraphStyle:
        return ParagraphStyle(name, body, fontName=font, fontSize=size, leading=size * 1.35, textColor=colour,
                              spaceBefore=before, spaceAfter=after, **more)  # fmt: skip

    made = [
        body,
        of("kind", 9.5, BOLD, ACCENT, after=2),
        of("title", 21, BOLD, after=4),
        of("subtitle", 10.5, PLAIN, GREY, after=14),
        of("h1", 14.5, BOLD, ACCENT, 16, 6),
        of("h2", 11.5, BOLD, ACCENT, 11, 4),
        of("h3", 10, BOLD, INK, 8, 3),
        of("note", 8, PLAIN, GREY, 2, 6),
        of("quote", 9.5, PLAIN, INK, 2, 8, leftIndent=0.8 * cm),
        of("bullet", 9.5, PLAIN, INK, 0, 3, leftIndent=14, bulletIndent=3),
        of("c1", 9.5, before=3, after=0),
        of("c2", 9, after=0, leftIndent=0.6 * cm),
        of("c-page", 9, after=0, alignment=TA_RIGHT),
        of("cell", 8.2, after=0),
        of("number", 8.2, after=0, alignment=TA_RIGHT),
        of("head", 8.2, BOLD, ACCENT, after=0),
        of("head-number", 8.2, BOLD, ACCENT, after=0, alignment=TA_RIGHT),
    ]
    return {style.name: style for style in made}


def _contents(document: Document, known: list[int], styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    rows = []
    for at, heading in enumerate(headings):
        if heading.level <= 2:
            page = str(known[at]) if at < len(known) else ""
            style = styles["c1" if heading.level == 1 else "c2"]
            rows.append([Paragraph(f'<a href="#h{at}">{escape(heading.text)}</a>', style), Paragraph(page, styles["c-page"])])
    if not rows:
        return []
    made = LongTable(rows, colWidths=[WIDTH - 1.5 * cm, 1.5 * cm], hAlign="LEFT")
    made.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                              ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]))  # fmt: skip
    return [Paragraph(escape(document.contents), styles["h2"]), made, PageBreak()]


def _block(block: Block, styles: dict[str, ParagraphStyle], found: list[int]) -> list[Flowable]:
    match block:
        case Heading():
            return [CondPageBreak(ROOM), _Heading(block, styles[f"h{min(max(block.level, 1), 3)}"], found)]
        case Text():
            style = styles[block.style if block.style in ("note", "quote") else "body"]
            parts = [part for part in block.text.splitlines() if part.strip()]
            return [
                Paragraph(escape(part) + (_proof(block.proof) if at == len(parts) - 1 else ""), style)
                for at, part in enumerate(parts)
            ]
        case Bullets():
            return [
                Paragraph(escape(item) + _proof(block.proof[at] if at < len(block.proof) else ()), styles["bullet"], bulletText="•")
                for at, item in enumerate(block.items)
            ]
        case Facts():
            rows = [[Paragraph(escape(name), styles["head"]), _cell(value, styles["cell"])] for name, value in block.pairs]
            made = LongTable(rows, colWidths=[WIDTH * 0.28, WIDTH * 0.72], hAlign="LEFT")
            made.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                                      ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]))  # fmt: skip
            made.spaceAfter = 8
            return [KeepTogether([made]) if len(rows) <= TOGETHER else made]
        case Table():
            return [_table(block, styles)]
        case Picture():
            photo = Image(io.BytesIO(block.data), *PICTURE, kind="proportional", hAlign="LEFT")
            return [KeepTogether([photo, Paragraph(escape(block.caption), styles["note"])])]
        case NewPage():
            return [PageBreak()]


def _proof(proof: Sequence[int]) -> str:
    return f' <super size="7"><font color="#5A2D91">{marks(proof)}</font></super>' if proof else ""


def _cell(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph("<br/>".join(escape(part) for part in text.splitlines()), style)


def _table(block: Table, styles: dict[str, ParagraphStyle]) -> LongTable:
    widths = block.shares()
    rows = [[_cell(text, styles["head-number" if at in block.right else "head"]) for at, text in enumerate(block.head)]]
    rows += [[_cell(text, styles["number" if at in block.right else "cell"]) for at, text in enumerate(row)] for row in block.rows]
    made = LongTable(rows, colWidths=[WIDTH * part / sum(widths) for part in widths], repeatRows=1, hAlign="LEFT")
    made.spaceAfter = 10
    made.setStyle(TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("BACKGROUND", (0, 0), (-1, 0), HEAD),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, ACCENT), ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 4), ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]))  # fmt: skip
    return made
