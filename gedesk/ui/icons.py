"""Icons: single-colour SVG files of `resources/icons`, tinted with the theme when they are drawn.

Before the first paint of the window they only take their room: drawing them costs a third of the frame.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPixmap

from gedesk import paths
from gedesk.ui import theme

_icons: dict[tuple[str, str, int], QIcon] = {}
_held = False


def hold() -> None:
    """From now on empty pictures of the right size."""
    global _held
    _held = True


def held() -> bool:
    """Whether nothing is drawn yet."""
    return _held


def release() -> bool:
    """From now on real pictures; whether some were held back, so that `basics.retint` is wanted."""
    global _held
    held, _held = _held, False
    return held


def icon(name: str, colour: str | None = None, size: int = 20) -> QIcon:
    """The icon `name` in `colour` (the theme's text if none); Qt greys it when disabled."""
    if _held:
        key = ("", "", size)
        if key not in _icons:
            _icons[key] = QIcon(pixmap(name, None, size))
        return _icons[key]
    tint = colour or theme.colours().text
    key = (name, tint, size)
    if key not in _icons:
        made = QIcon()
        for scale in _scales():
            made.addPixmap(pixmap(name, tint, size, scale))
        _icons[key] = made
    return _icons[key]


def switching(name: str, off: str, on: str, size: int = 20) -> QIcon:
    """An icon that changes its colour when its button is down."""
    if _held:
        return icon(name, None, size)
    made = QIcon()
    for scale in _scales():
        made.addPixmap(pixmap(name, off, size, scale), QIcon.Mode.Normal, QIcon.State.Off)
        made.addPixmap(pixmap(name, on, size, scale), QIcon.Mode.Normal, QIcon.State.On)
    return made


def pixmap(name: str, colour: str | None = None, size: int = 20, scale: float = 1.0) -> QPixmap:
    """One drawing of an icon."""
    if _held:
        empty = QPixmap(round(size * scale), round(size * scale))
        empty.fill(QColor(0, 0, 0, 0))
        empty.setDevicePixelRatio(scale)
        return empty
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImageReader

    tint = colour or theme.colours().text
    source = paths.resource(f"icons/{name}.svg").read_bytes().replace(b"currentColor", tint.encode())
    buffer = QBuffer()
    buffer.setData(QByteArray(source))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(round(size * scale), round(size * scale)))
    drawn = QPixmap.fromImage(reader.read())
    drawn.setDevicePixelRatio(scale)
    return drawn


def application() -> QIcon:
    """The program's own mark."""
    made = QIcon()
    for size in (16, 32, 64, 128):
        made.addPixmap(pixmap("gedesk", None, size))
    return made


def _scales() -> set[float]:
    """Device pixel ratios of the screens there are: icons are drawn for each, Qt takes the one that fits."""
    return {screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}


def forget() -> None:
    """Drops the drawn icons: the theme changed."""
    _icons.clear()
