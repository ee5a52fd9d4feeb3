"""Photos in a form: made smaller, upright, kept, shown, taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.workspace import CHEAP
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from ui.conftest import quiet

from gedesk.errors import InvalidInput
from gedesk.services import desk as desks
from gedesk.services.desk import Desk
from gedesk.ui.main_window import MainWindow
from gedesk.ui.widgets.photos import LONGEST, THUMB, PhotosEditor, shrink

Open = Callable[..., MainWindow]


def picture(path: Path, width: int, height: int, *, turned: bool = False) -> Path:
    """A picture, left half red and right half blue; `turned` says in its EXIF that it lies on its side."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    for x in range(width // 2, width):
        for y in range(height):
            image.setPixelColor(x, y, QColor("blue"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG", 95)
    data = bytes(buffer.data().data())
    if turned:  # orientation 6: the camera was turned to the left, so turn the picture to the right
        tiff = b"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
        exif = b"Exif\x00\x00" + tiff
        data = data[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + data[2:]
    path.write_bytes(data)
    return path


def test_a_large_picture_becomes_small_and_stands_upright(tmp_path: Path) -> None:
    data, thumb, size = shrink(picture(tmp_path / "large.jpg", 2000, 60, turned=True))
    assert size == (48, LONGEST)
    image = QImage.fromData(data)
    assert (image.width(), image.height()) == size
    assert image.pixelColor(24, 10).red() > 200  # what was left is now above
    assert image.pixelColor(24, LONGEST - 10).blue() > 200
    assert max(QImage.fromData(thumb).width(), QImage.fromData(thumb).height()) == THUMB


def test_a_small_picture_keeps_its_size(tmp_path: Path) -> None:
    _data, _thumb, size = shrink(picture(tmp_path / "small.jpg", 40, 30))
    assert size == (40, 30)


def test_what_is_no_picture_is_named(tmp_path: Path) -> None:
    path = tmp_path / "letter.jpg"
    path.write_bytes(b"Dear all,")
    with pytest.raises(InvalidInput, match=r"letter\.jpg"):
        shrink(path)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desks.create(tmp_path / "s.gedesk", country="tz", role="hq", place="TZ", name="HQ", cost=CHEAP) as made:
        made.records.add("activity", [{"title": "Mafunzo", "start": "2026-03-12"}])
        yield made


def test_photos_are_saved_with_their_activity(qtbot: QtBot, desk: Desk, open_window: Open, tmp_path: Path) -> None:
    window = open_window(desk)
    (id,) = (row[0] for row in desk.lists.rows("activity", desk.lists.numbers("activity"), ["title"]))
    window.open_record("activity", id)
    page = window.page("activities")
    qtbot.waitUntil(lambda: quiet(window))
    editor = page.form.boxes["photos"].editor
    assert isinstance(editor, PhotosEditor)
    editor.add_files([picture(tmp_path / "ukumbi.jpg", 64, 48)])
    qtbot.waitUntil(lambda: editor.pictures.count() == 1 and quiet(window))
    mime = QMimeData()
    mime.setImageData(QImage(20, 20, QImage.Format.Format_RGB32))
    QGuiApplication.clipboard().setMimeData(mime)
    editor.pictures.setFocus()
    qtbot.keyClick(editor.pictures, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: editor.pictures.count() == 2 and quiet(window))
    window.save_and_close()
    qtbot.waitUntil(lambda: not page.in_form and quiet(window))
    first, second = desk.records.get("activity", id).values["photos"]
    assert {desk.records.get("attachment", one).title for one in (first, second)} == {"ukumbi.jpg", "pasted.jpg"}
    assert all(QImage(str(desk.attachments.open(one))).width() in (64, 20) for one in (first, second))

    window.open_record("activity", id)
    qtbot.waitUntil(lambda: editor.pictures.count() == 2 and quiet(window))
    assert not any(editor.pictures.item(at).icon().isNull() for at in range(2))
    editor.pictures.setFocus()
    editor.pictures.setCurrentRow(0)
    qtbot.keyClick(editor.pictures, Qt.Key.Key_F2)
    caption = editor.pictures.findChild(QLineEdit)
    qtbot.keyClicks(caption, "The hall in Meru")
    qtbot.keyClick(caption, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.pictures.item(0).text() == "The hall in Meru" and quiet(window))
    captions = {desk.records.get("attachment", one).values.get("caption") for one in (first, second)}
    assert captions == {"The hall in Meru", None}
    assert {editor.pictures.item(at).text() for at in range(2)} & {"ukumbi.jpg", "pasted.jpg"}
    editor.pictures.setCurrentRow(0)
    withdrawn = editor._ids[0]
    qtbot.mouseClick(editor._withdraw, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.records.get("attachment", withdrawn).values.get("consent_withdrawn_on") is not None and quiet(window))
    qtbot.keyClick(editor.pictures, Qt.Key.Key_Delete)
    window.save_and_close()
    qtbot.waitUntil(lambda: not page.in_form and quiet(window))
    assert len(desk.records.get("activity", id).values["photos"]) == 1
