"""Documents are read back: what was put in stands there, with its style, and any text survives."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from gedesk.documents.calendar import Appointment, write_calendar
from gedesk.documents.model import Bullets, Document, Facts, Heading, NewPage, Table, Text, marks
from gedesk.documents.pdf import write_pdf
from gedesk.documents.word import write_word


@pytest.fixture
def document() -> Document:
    made = Document("Čapljina район ĐŠŽ", "Report", "Q1", "bs", "HQ", "Page {page} of {pages}", "Contents")
    made.add(Heading("One"), Text("A <b> & c.\nSecond line.", proof=(2, 7)), Heading("Under", 2), Bullets(("x", "y"), ((1,),)))
    made.add(Facts((("Where", "Dodoma"),)), NewPage(), Heading("Two"))
    made.add(Table(("No.", "What"), tuple((str(n), f"row {n}") for n in range(120)), (1, 5), (0,)))
    return made


def test_word_has_text_styles_tables_and_proofs(document: Document, tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    write_word(document, file)
    read = docx.Document(str(file))
    styled = {(one.text, one.style.name) for one in read.paragraphs if one.style is not None}
    assert {("Čapljina район ĐŠŽ", "Title"), ("One", "Heading 1"), ("Under", "Heading 2"), ("Second line. [2, 7]", "Normal"),
            ("x [1]", "List Bullet"), ("A <b> & c.", "Normal")} <= styled  # fmt: skip
    facts, table = read.tables
    assert [cell.text for cell in facts.rows[0].cells] == ["Where", "Dodoma"]
    assert len(table.rows) == 121
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert (read.core_properties.title, read.core_properties.language) == (document.title, "bs")
    assert "Page 1 of 1" in read.sections[-1].footer.paragraphs[0].text


def test_a_template_keeps_its_styles_page_and_footer(document: Document, tmp_path: Path) -> None:
    template, file = tmp_path / "ministry.docx", tmp_path / "a.docx"
    ours = docx.Document()
    ours.styles["Heading 1"].font.name = "Georgia"
    ours.sections[0].footer.paragraphs[0].text = "Ministry"
    ours.add_paragraph("This text of the template goes")
    ours.save(str(template))
    write_word(document, file, template)
    read = docx.Document(str(file))
    assert read.styles["Heading 1"].font.name == "Georgia"
    assert read.sections[0].footer.paragraphs[0].text == "Ministry"
    assert "This text of the template goes" not in [one.text for one in read.paragraphs]


def test_pdf_has_its_text_contents_numbers_and_outline(document: Document, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    write_pdf(document, file)
    read = pypdf.PdfReader(file)
    pages = [page.extract_text() for page in read.pages]
    assert "Čapljina район ĐŠŽ" in pages[0]
    assert f"Page 1 of {len(pages)}" in pages[0]
    at = {title: next(n for n, text in enumerate(pages, 1) if n > 1 and f"{title}\n" in text) for title in ("One", "Two")}
    lines = [line.strip() for line in pages[0].splitlines()]
    for title, page in at.items():
        assert lines[lines.index(title) + 1].strip() == str(page)
    assert all("No." in text and "What" in text for text in pages[at["Two"] - 1 :])  # the heading is repeated
    assert [one["/Title"] for one in read.outline if not isinstance(one, list)] == ["One", "Two"]
    assert "A <b> & c." in "\n".join(pages)
    assert read.metadata is not None
    assert read.metadata.title == document.title


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


@settings(max_examples=25)
@given(title=texts, body=texts, cell=texts)
def test_any_text_makes_a_document(title: str, body: str, cell: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    made = Document(title, "", contents="Contents")
    made.add(Heading(title), Text(body), Bullets((body,)), Table(("a", cell), ((f".{cell}", body),), (1, 1)))
    folder = tmp_path_factory.mktemp("any")
    write_word(made, folder / "a.docx")
    write_pdf(made, folder / "a.pdf")
    read = docx.Document(str(folder / "a.docx"))
    assert title in [one.text for one in read.paragraphs]
    assert read.tables[0].rows[1].cells[0].text == "." + "".join(cell.splitlines()) or "\n" in read.tables[0].rows[1].cells[0].text
    assert len(pypdf.PdfReader(folder / "a.pdf").pages) >= 1


def test_marks_are_printed_as_a_list() -> None:
    assert marks((3, 7)) == "[3, 7]"
    assert marks(()) == ""


# -- calendars ---------------------------------------------------------------------------------------------------


def test_an_appointment_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "a.ics"
    one = Appointment("42", "Meeting; with, marks\\", datetime(2026, 4, 16, 9), zone="Africa/Dar_es_Salaam", place="Dodoma",
                      about="1. Budget\n2. Reports", people=("Asha Mfano",), changed=datetime(2026, 1, 1, tzinfo=UTC))  # fmt: skip
    write_calendar([one], file)
    raw = file.read_bytes()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert (str(event["uid"]), str(event["summary"])) == ("42@gedesk", one.title)
    assert str(event["description"]) == "1. Budget\n2. Reports\n\nAsha Mfano"
    assert "attendee" not in event  # nobody's address is made up
    start, end = event.decoded("dtstart"), event.decoded("dtend")
    assert start.astimezone(UTC) == datetime(2026, 4, 16, 6, tzinfo=UTC)
    assert (end - start).total_seconds() == 7200
    assert [str(zone["tzid"]) for zone in Calendar.from_ical(raw).walk("VTIMEZONE")] == ["Africa/Dar_es_Salaam"]
    again = tmp_path / "b.ics"
    write_calendar([one], again)
    assert again.read_bytes() == raw


def test_a_series_repeats_by_its_cadence_until_its_end(tmp_path: Path) -> None:
    file = tmp_path / "a.ics"
    write_calendar([Appointment("s", "Series", datetime(2026, 4, 16, 9), repeats="quarterly", until=date(2027, 4, 16))], file)
    (event,) = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    rule = event["rrule"]
    assert (rule["freq"], rule["interval"]) == (["MONTHLY"], [3])
    assert rule["until"][0].date() == date(2027, 4, 16)


def test_columns_without_words_are_left_out_and_no_word_is_broken() -> None:
    made = Document("t", "k")
    made.add(Table(("Name", "Organisation", "People"), (("Asha", "", "7"), ("Salma", "", "")), (5, 5, 2), right=(2,)))
    (table,) = made.blocks
    assert (table.head, table.rows, table.right) == (("Name", "People"), (("Asha", "7"), ("Salma", "")), (1,))
    narrow = Table(("A", "Personnes", "Avancement"), (("x " * 90, "47", "Réalisée"),), (90, 1, 1))
    shares = narrow.shares()
    assert sum(shares) == pytest.approx(96)
    assert shares[1] > len("Personnes")
    assert shares[2] > len("Avancement")
    assert shares[0] > 65


def test_contents_of_a_word_file_point_at_its_headings(document: Document, tmp_path: Path) -> None:
    write_word(document, tmp_path / "d.docx")
    with zipfile.ZipFile(tmp_path / "d.docx") as archive:
        body = archive.read("word/document.xml").decode()
    wanted = re.findall(r"PAGEREF (_Toc\d+)", body)
    assert wanted
    assert set(wanted) <= set(re.findall(r'w:bookmarkStart w:id="\d+" w:name="(_Toc\d+)"', body))
