"""Photos of a record: chosen, dropped or pasted, made smaller on the way in, shown as small pictures with their words."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QIcon,
    QImage,
    QImageReader,
    QImageWriter,
    QKeyEvent,
    QKeySequence,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem, QWidget

from gedesk.errors import InvalidInput, KnownError
from gedesk.i18n import gettext as _
from gedesk.presenters.base import Jobs, Notifier
from gedesk.presenters.shell import PICTURES
from gedesk.presenters.stories import withdraw_photo
from gedesk.services.protocols import Services
from gedesk.services.views import Choice
from gedesk.ui import files, theme
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import column, label, line, name_tool, push

LONGEST = 1600  # pixels of the longer side: enough for a page, a tenth of what a telephone makes
QUALITY = 85
THUMB = 144


def shrink(source: Path | QImage) -> tuple[bytes, bytes, tuple[int, int]]:
    """A picture as JPEG of at most 1600 pixels, upright, with its small copy and size.  Raises InvalidInput."""
    if isinstance(source, Path):
        reader = QImageReader(str(source))
        reader.setAutoTransform(True)  # telephones write which side is up beside the picture
        size = reader.size()
        if size.isValid() and max(size.width(), size.height()) > LONGEST:
            reader.setScaledSize(size.scaled(LONGEST, LONGEST, Qt.AspectRatioMode.KeepAspectRatio))
        image = reader.read()
        if image.isNull():
            raise InvalidInput(
                _("“{name}” is not a picture that can be read.").format(name=source.name),
                advice=_("Choose a JPEG or PNG file."),
            )
    else:
        image = source
    if max(image.width(), image.height()) > LONGEST:
        image = image.scaled(LONGEST, LONGEST, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    small = image.scaled(THUMB, THUMB, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return _jpeg(image), _jpeg(small), (image.width(), image.height())


def _jpeg(image: QImage) -> bytes:
    flat = image.convertToFormat(QImage.Format.Format_RGB32)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"jpg")
    writer.setQuality(QUALITY)
    writer.write(flat)
    buffer.close()
    return bytes(data.data())


class _Pictures(QListWidget):
    """The row of small pictures: Enter opens one, Delete takes one away, Ctrl+V pastes."""

    files = Signal(list)
    pasted = Signal(object)
    gone = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setIconSize(QSize(THUMB, THUMB))
        self.setGridSize(QSize(THUMB + Space.L, THUMB + theme.px(34)))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAcceptDrops(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._take(QGuiApplication.clipboard().mimeData())
        elif event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.gone.emit(self.currentRow())
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._take(event.mimeData())

    def _take(self, data: QMimeData | None) -> None:
        if data is None:
            return
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.files.emit(files)
        elif data.hasImage():
            self.pasted.emit(QImage(data.imageData()))


class PhotosEditor(QWidget):
    """The editor of a field that links to attachments.  `edited(ids, labels)`, `left()`, `set_raw(ids, labels)`."""

    edited = Signal(object, object)
    left = Signal()

    def __init__(self, services: Services, jobs: Jobs, notifier: Notifier) -> None:
        super().__init__()
        self._services = services
        self._attachments = services.attachments
        self._records = services.records
        self._jobs = jobs
        self._notifier = notifier
        self._ids: list[str] = []
        self._labels: dict[str, str] = {}
        self._thumbs: dict[str, QIcon] = {}
        self.pictures = _Pictures()
        self.pictures.files.connect(self.add_files)
        self.pictures.pasted.connect(lambda image: self._add(image, _("pasted.jpg")))
        self.pictures.gone.connect(self._remove)
        self.pictures.itemChanged.connect(lambda item: self._named(self.pictures.row(item), item.text()))
        self.pictures.itemActivated.connect(lambda item: self._open(self.pictures.row(item)))
        self._choose = push(icon="plus", on_click=self._ask)
        self._hint = label(role="caption", wrap=True)
        self._withdraw = push(kind="link", on_click=self._ask_back)
        row = line(self._choose, self._hint, self._withdraw, spacing=Space.S)
        row.setStretch(1, 1)
        self.setLayout(column(self.pictures, row, spacing=Space.S))
        self.setFocusProxy(self.pictures)  # the first of the two: the Tab key enters here and passes nothing by
        self.retranslate()
        self._fill()

    def set_raw(self, raw: Any, labels: Mapping[str, str]) -> None:
        """Shows the photos with these ids."""
        self._labels.update(labels)
        self._ids = list(raw or ())
        self._fill()

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._choose.setText(_("Add photos…"))
        self.pictures.setAccessibleName(_("Photos"))
        self._hint.setText(_("Or drop them here, or paste. F2 writes what a photo shows, Delete takes it away. Show nobody’s face without consent."))
        name_tool(self._choose, _("Add photos…"))
        self._withdraw.setText(_("Withdraw consent"))
        name_tool(self._withdraw, _("Consent to the chosen photo was withdrawn: it goes into nothing that is published from now on"))

    # -- adding --------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.add_files(files.choose_files(self, _("Add photos…"), files.kinds((_("Pictures"), " ".join(f"*{ending}" for ending in PICTURES)))))

    def add_files(self, files: Sequence[Path]) -> None:
        """Reads pictures, makes them smaller and keeps them, away from the UI thread."""
        for one in files:
            self._add(one, one.name)

    def _add(self, source: Path | QImage, name: str) -> None:
        attachments = self._attachments

        def op() -> tuple[Choice, bytes]:
            data, thumb, size = shrink(source)
            stem = name.rpartition(".")[0] or name
            return attachments.add(data, name=f"{stem}.jpg", media_type="image/jpeg", thumbnail=thumb, size=size), thumb

        self._jobs.write(op, self._added, self._notifier.failed)

    def _added(self, answer: tuple[Choice, bytes]) -> None:
        choice, thumb = answer
        self._thumbs[choice.id] = _icon(thumb)
        self._labels[choice.id] = choice.label
        self._ids.append(choice.id)
        self._fill()
        self.edited.emit(list(self._ids), {choice.id: choice.label})

    def _remove(self, at: int) -> None:
        del self._ids[at]
        self._fill()
        self.edited.emit(list(self._ids), {})

    def _named(self, at: int, text: str) -> None:
        """A caption was written; the file's name stands where there is none."""
        id, text, records = self._ids[at], text.strip(), self._records
        if text == self._labels.get(id, ""):
            return
        self._labels[id] = text
        self._jobs.write(lambda: records.save("attachment", id, {"caption": text or None}), lambda _id: None, self._notifier.failed)

    def _ask_back(self) -> None:
        """For the photo that is chosen, or the only one."""
        at = self.pictures.currentRow() if len(self._ids) > 1 else 0
        if 0 <= at < len(self._ids):
            withdraw_photo(self._services, self._jobs, self._notifier, self._ids[at])

    # -- showing -------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        self.pictures.clear()
        for id in self._ids:
            item = QListWidgetItem(self._thumbs.get(id, QIcon()), self._labels.get(id, ""))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(self._labels.get(id, ""))
            self.pictures.addItem(item)
        rows = THUMB + theme.px(50)
        self.pictures.setFixedHeight(rows if self._ids else theme.px(64))
        self._withdraw.setVisible(bool(self._ids))
        wanted = [id for id in self._ids if id not in self._thumbs]
        if wanted:
            self._jobs.read(lambda: {id: self._look(id) for id in wanted}, self._arrived, self._notifier.failed)

    def _look(self, id: str) -> tuple[bytes | None, str]:
        caption = ""
        with contextlib.suppress(KnownError):  # it has not been received yet
            caption = str(self._records.get("attachment", id).values.get("caption") or "")
        return self._attachments.thumbnail(id), caption

    def _arrived(self, found: Mapping[str, tuple[bytes | None, str]]) -> None:
        for id, (data, caption) in found.items():
            self._thumbs[id] = _icon(data) if data else QIcon()
            if caption:
                self._labels[id] = caption
        for at, id in enumerate(self._ids):
            if id in found and at < self.pictures.count():
                item = self.pictures.item(at)
                item.setIcon(self._thumbs[id])
                item.setText(self._labels.get(id, ""))
                item.setToolTip(item.text())

    def _open(self, at: int) -> None:
        attachments, id = self._attachments, self._ids[at]
        self._jobs.read(
            lambda: attachments.open(id),
            _show,
            self._notifier.failed,
        )


def _show(path: Path) -> None:
    """In the system's own viewer, as a copy with an ending that it knows."""
    copy = Path(tempfile.mkdtemp(prefix="gedesk-")) / "photo.jpg"
    shutil.copyfile(path, copy)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy)))


def _icon(data: bytes) -> QIcon:
    pixmap = QPixmap()
    pixmap.loadFromData(data)
    return QIcon(pixmap)
