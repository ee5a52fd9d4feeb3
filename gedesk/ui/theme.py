"""How the application looks: one type scale, one spacing scale, colours by meaning, and the style sheet made of them.

Widgets name what they are (`role`, `kind`, `tone` as dynamic properties); nothing outside this module names a colour.

The style sheet is put on each page, on the parts of the frame and on popups (`dress`), never on the application: Qt then
looks at every widget as often as it has ancestors, and changing the theme takes five times as long.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from gedesk import paths

FAMILY = "Noto Sans"
STYLE = ("-style", "fusion")  # for the application's arguments: setting it later makes PySide build 4 ms of enums


class _Type:
    """Font sizes in pixels at the text size in use; Qt scales them with the screen."""

    @property
    def CAPTION(self) -> int:
        return px(12)

    @property
    def BODY(self) -> int:
        return px(14)

    @property
    def SUBTITLE(self) -> int:
        return px(16)

    @property
    def TITLE(self) -> int:
        return px(20)

    @property
    def DISPLAY(self) -> int:
        return px(26)


Type = _Type()


class Space:
    """Distances on a grid of 4."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32


class Colours:
    """Colours by meaning.  `on_x` is readable on `x`; `x_soft` is a background for text in `x`."""

    name: str
    window: str
    surface: str
    raised: str
    hover: str
    sidebar: str
    sidebar_hover: str
    sidebar_chosen: str
    on_sidebar: str
    on_sidebar_muted: str
    sidebar_focus: str
    badge: str
    on_badge: str
    text: str
    muted: str
    border: str
    strong_border: str
    primary: str
    primary_hover: str
    on_primary: str
    primary_soft: str
    accent: str
    accent_soft: str
    success: str
    success_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    selection: str
    on_selection: str
    focus: str
    scrim: str


class _Light(Colours):
    name = "light"
    window = "#F5F3F8"
    surface = "#FFFFFF"
    raised = "#FBFAFD"
    hover = "#F1EDF7"
    sidebar = "#2C1B47"
    sidebar_hover = "#3A2659"
    sidebar_chosen = "#4A3170"
    on_sidebar = "#FFFFFF"
    on_sidebar_muted = "#CBBEDF"
    sidebar_focus = "#4FC4B8"
    badge = "#F2C75C"
    on_badge = "#2A1C00"
    text = "#211931"
    muted = "#5D5472"
    border = "#DFD9E8"
    strong_border = "#8C82A0"
    primary = "#5A2D91"
    primary_hover = "#472174"
    on_primary = "#FFFFFF"
    primary_soft = "#EFE7F8"
    accent = "#0B6B68"
    accent_soft = "#E0F2F0"
    success = "#1B6638"
    success_soft = "#E4F3E9"
    warning = "#7D4B00"
    warning_soft = "#FDF1D8"
    danger = "#A01A28"
    danger_soft = "#FCEAEB"
    selection = "#E6DCF4"
    on_selection = "#211931"
    focus = "#0B7A76"
    scrim = "rgba(33, 25, 49, 0.38)"

class _Dark(Colours):
    name = "dark"
    window = "#15121B"
    surface = "#1E1A26"
    raised = "#25202F"
    hover = "#2B2537"
    sidebar = "#100D16"
    sidebar_hover = "#1F192B"
    sidebar_chosen = "#2E2342"
    on_sidebar = "#F3EFF9"
    on_sidebar_muted = "#ADA2BF"
    sidebar_focus = "#4FC4B8"
    badge = "#F2C75C"
    on_badge = "#2A1C00"
    text = "#ECE8F2"
    muted = "#B3A9C3"
    border = "#383145"
    strong_border = "#81769A"
    primary = "#B99DE8"
    primary_hover = "#CDB8F1"
    on_primary = "#1B1029"
    primary_soft = "#33264A"
    accent = "#5CCFC4"
    accent_soft = "#153533"
    success = "#80D69E"
    success_soft = "#173324"
    warning = "#F0C46C"
    warning_soft = "#382C14"
    danger = "#FF9D9D"
    danger_soft = "#3D1C21"
    selection = "#3D2E5B"
    on_selection = "#F3EFF9"
    focus = "#5CCFC4"
    scrim = "rgba(0, 0, 0, 0.55)"

LIGHT, DARK = _Light(), _Dark()
THEMES = {"light": LIGHT, "dark": DARK}
TONES = ("neutral", "primary", "accent", "success", "warning", "danger")

SMALLEST, LARGEST = 100, 200  # per cent: the text sizes one can choose

_current: Colours = LIGHT
_percent = SMALLEST
_fonts_loaded = False
_sheets = {False: "", True: ""}  # True: for the frame of the window
_dressed: list[tuple[weakref.ref[QWidget], bool]] = []


def colours() -> Colours:
    """The colours in use."""
    return _current


def tone(name: str) -> tuple[str, str]:
    """Text colour and soft background of a tone."""
    c = _current
    if name == "neutral":
        return c.muted, c.hover
    return getattr(c, name), getattr(c, f"{name}_soft")


def load_fonts() -> None:
    """Makes the shipped typeface known to Qt; once per process."""
    global _fonts_loaded
    if _fonts_loaded:
        return
    for style in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(str(paths.resource(f"fonts/NotoSans-{style}.ttf")))
    _fonts_loaded = True


def px(length: int) -> int:
    """A length in pixels that grows with the text: heights of rows, widths of columns."""
    return round(length * _percent / 100)


def text_size() -> int:
    """The text size in use, in per cent."""
    return _percent


def font(size: int | None = None, *, bold: bool = False, italic: bool = False) -> QFont:
    """A font of the type scale; of a paragraph's size when none is given."""
    made = QFont(FAMILY)
    made.setPixelSize(size or Type.BODY)
    made.setBold(bold)
    made.setItalic(italic)
    return made


def apply(app: QApplication, name: str, percent: int | None = None) -> None:
    """Puts a theme, and perhaps another text size, on the whole application."""
    begin(app, name, percent)
    for widget in behind():
        redress(widget)


def begin(app: QApplication, name: str, percent: int | None = None) -> None:
    """As `apply`, but leaves the style sheet to the caller, who dresses what is `behind` piece by piece."""
    global _current, _percent
    _current = THEMES.get(name, LIGHT)
    if percent is not None:
        _percent = min(max(percent, SMALLEST), LARGEST)
    _sheets.update({False: style_sheet(_current), True: frame_sheet(_current)})
    load_fonts()
    app.setFont(font())
    app.setPalette(palette(_current))


def dress(widget: QWidget, *, frame: bool = False) -> None:
    """Puts the style sheet on a page, a part of the window's frame or a popup; it follows the theme from then on."""
    if not any(one() is widget for one, _frame in _dressed):
        _dressed.append((weakref.ref(widget), frame))
    widget.setStyleSheet(_sheets[frame])


def redress(widget: QWidget) -> None:
    """Puts on what it was dressed in, as the theme is now."""
    dress(widget, frame=next((frame for one, frame in _dressed if one() is widget), False))


def behind() -> Iterator[QWidget]:
    """What still wears an earlier style sheet, what can be seen first."""
    alive = [(one, frame, widget) for one, frame in _dressed if (widget := one()) is not None and isValid(widget)]
    _dressed[:] = [(one, frame) for one, frame, _widget in alive]
    late = [widget for _one, frame, widget in alive if widget.styleSheet() != _sheets[frame]]
    yield from sorted(late, key=lambda widget: not widget.isVisible())


def restyle(widget: QWidget, **properties: str) -> None:
    """Sets dynamic properties and lets the style sheet look again."""
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed:
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def palette(c: Colours) -> QPalette:
    """The same colours for what the style sheet does not reach."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, value in {
        role.Window: c.window,
        role.WindowText: c.text,
        role.Base: c.surface,
        role.AlternateBase: c.raised,
        role.Text: c.text,
        role.PlaceholderText: c.muted,
        role.Button: c.surface,
        role.ButtonText: c.text,
        role.ToolTipBase: c.text,
        role.ToolTipText: c.surface,
        role.Highlight: c.selection,
        role.HighlightedText: c.on_selection,
        role.Link: c.primary,
        role.LinkVisited: c.primary,
        role.Light: c.raised,
        role.Midlight: c.border,
        role.Mid: c.border,
        role.Dark: c.strong_border,
        role.Shadow: c.border,
        role.Accent: c.primary,
    }.items():
        made.setColor(which, QColor(value))
    disabled = QPalette.ColorGroup.Disabled
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(disabled, which, QColor(c.strong_border))
    return made


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours as WCAG 2 defines it, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def _basics(c: Colours) -> str:
    """What is found everywhere."""
    return f"""
    QWidget {{ color: {c.text}; }}
    QToolTip {{ color: {c.surface}; background: {c.text}; border: 0; padding: 4px 8px; }}

    QLabel {{ background: transparent; qproperty-textFormat: PlainText; }}
    QLabel[centre="yes"] {{ qproperty-alignment: AlignCenter; }}
    QLabel[role="subtitle"] {{ font-size: {Type.SUBTITLE}px; font-weight: bold; }}
    QLabel[role="muted"] {{ color: {c.muted}; }}
    QLabel[role="caption"] {{ color: {c.muted}; font-size: {Type.CAPTION}px; }}

    QPushButton {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.strong_border}; border-radius: 6px;
        padding: 6px 14px; min-height: {px(20)}px; }}
    QPushButton:hover {{ background: {c.hover}; }}
    QPushButton:pressed {{ background: {c.selection}; }}
    QPushButton:disabled {{ color: {c.strong_border}; border-color: {c.border}; background: {c.raised}; }}
    QPushButton:focus {{ border: 2px solid {c.focus}; padding: 5px 13px; outline: 0; }}
    QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 5px; }}
    QToolButton:hover {{ background: {c.hover}; }}
    QToolButton:pressed {{ background: {c.selection}; }}
    QToolButton:checked {{ background: {c.primary_soft}; }}
    QToolButton:focus {{ border: 2px solid {c.focus}; padding: 4px; }}
    QLineEdit {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.strong_border}; border-radius: 6px;
        padding: 5px 9px; min-height: {px(22)}px; selection-background-color: {c.primary};
        selection-color: {c.on_primary}; placeholder-text-color: {c.muted}; }}
    QLineEdit:focus {{ border: 2px solid {c.focus}; padding: 4px 8px; }}
    QLineEdit:disabled {{ background: {c.raised}; color: {c.muted}; border-color: {c.border}; }}
    """


def frame_sheet(c: Colours) -> str:
    """For the frame of the window alone: with all the rules its first paint takes 3 ms more."""
    return f"""{_basics(c)}
    QFrame[role="header"] {{ background: {c.surface}; border: 0; border-bottom: 1px solid {c.border}; }}
    QFrame[role="sidebar"] {{ background: {c.sidebar}; border: 0; }}
    QFrame[role="sidebar"] QLabel {{ color: {c.on_sidebar_muted}; }}
    QFrame[role="sidebar"] QLabel[role="brand"] {{ color: {c.on_sidebar}; font-size: {Type.SUBTITLE + 1}px;
        font-weight: bold; }}
    QPushButton[kind="nav"] {{ color: {c.on_sidebar_muted}; background: transparent; border: 0;
        border-left: 3px solid transparent; border-radius: 0; text-align: left; padding: 9px 12px 9px 13px; }}
    QPushButton[kind="nav"]:hover {{ background: {c.sidebar_hover}; color: {c.on_sidebar}; }}
    QPushButton[kind="nav"]:checked {{ background: {c.sidebar_chosen}; color: {c.on_sidebar};
        border-left-color: {c.sidebar_focus}; font-weight: bold; }}
    QPushButton[kind="nav"]:focus {{ border: 2px solid {c.sidebar_focus}; border-left-width: 3px; padding: 7px 10px 7px 13px; }}
    QFrame[role="sidebar"] QLabel[role="badge"] {{ background: {c.badge}; color: {c.on_badge}; border-radius: 9px;
        padding: 0 6px; font-size: {Type.CAPTION}px; font-weight: bold; min-height: {px(18)}px; max-height: {px(18)}px; }}
    QFrame[role="sidebar"] QLabel[role="dot"] {{ background: {c.badge}; border-radius: {px(8) // 2}px; padding: 0;
        min-width: {px(8)}px; max-width: {px(8)}px; min-height: {px(8)}px; max-height: {px(8)}px; }}
    QLineEdit[role="search"] {{ background: {c.window}; border-color: {c.border}; border-radius: 15px;
        padding-left: {px(30)}px; }}
    QLineEdit[role="search"]:focus {{ border-color: {c.focus}; background: {c.surface}; padding-left: {px(30) - 1}px; }}
    """


def style_sheet(c: Colours) -> str:
    """For pages, cards and popups, from the tokens above."""
    pictures = paths.resource(f"themes/{c.name}").as_posix()
    tones = "".join(
        f"""
        QLabel[tone="{name}"] {{ color: {getattr(c, name)}; }}
        QLabel[role="pill"][tone="{name}"] {{ color: {getattr(c, name)}; background: {getattr(c, name + "_soft")}; }}
        QFrame[role="note"][tone="{name}"] {{ background: {getattr(c, name + "_soft")}; border-left-color: {getattr(c, name)}; }}
        """
        for name in TONES[1:]
    )
    return f"""{_basics(c)}
    QDialog, QWidget[role="page"], QScrollArea[role="page"] {{ background: {c.window}; }}
    QLabel[role="display"] {{ font-size: {Type.DISPLAY}px; font-weight: bold; }}
    QLabel[role="title"] {{ font-size: {Type.TITLE}px; font-weight: bold; }}
    QLabel[role="label"] {{ font-weight: bold; font-size: {Type.CAPTION + 1}px; }}
    QLabel[role="pill"] {{ border-radius: 10px; padding: 2px 10px; font-size: {Type.CAPTION}px;
        color: {c.muted}; background: {c.hover}; }}
    QLabel[role="value"] {{ font-size: {Type.SUBTITLE}px; }}
    QLabel[role="figure"] {{ font-size: {Type.DISPLAY}px; font-weight: bold; color: {c.primary}; }}
    QFrame[role="note"] {{ border: 0; border-left: 3px solid {c.border}; border-radius: 4px; background: {c.hover}; }}
    {tones}

    QFrame[role="card"] {{ background: {c.surface}; border: 1px solid {c.border}; border-radius: 8px; }}
    QFrame[role="card"][chosen="yes"] {{ border: 2px solid {c.primary}; }}
    QFrame[role="footer"] {{ background: {c.surface}; border: 0; border-top: 1px solid {c.border}; }}
    QFrame[role="rule"] {{ background: {c.border}; border: 0; max-height: 1px; min-height: 1px; }}
    QFrame[role="drop"] {{ background: {c.raised}; border: 2px dashed {c.strong_border}; border-radius: 8px; }}
    QFrame[role="drop"][over="yes"] {{ background: {c.accent_soft}; border-color: {c.accent}; }}
    QFrame[role="chip"] {{ background: {c.primary_soft}; border: 0; border-radius: 12px; min-height: {px(26)}px;
        max-height: {px(26)}px; }}
    QFrame[role="chip"] QLabel {{ color: {c.primary}; }}
    QFrame[role="chip"] QToolButton {{ border: 0; padding: 0; border-radius: 8px; }}
    QFrame[role="scrim"] {{ background: {c.scrim}; border: 0; }}
    QFrame[role="toast"] {{ background: {c.text}; border-radius: 8px; }}
    QFrame[role="toast"] QLabel {{ color: {c.surface}; }}
    QFrame[role="toast"] QPushButton {{ color: {c.surface}; background: transparent; font-weight: bold;
        border: 1px solid {c.muted}; }}
    QFrame[role="toast"] QPushButton:hover, QFrame[role="toast"] QPushButton:focus {{ border-color: {c.surface}; }}
    QFrame[role="toast"] QToolButton {{ border: 0; }}

    QPushButton::menu-indicator {{ image: url("{pictures}/chevron-down.svg"); width: {px(14)}px; height: {px(14)}px;
        subcontrol-position: right center; right: 8px; }}
    QPushButton[kind="menu"] {{ padding-right: {px(14) + 16}px; }}
    QPushButton[kind="primary"] {{ background: {c.primary}; color: {c.on_primary}; border-color: {c.primary};
        font-weight: bold; }}
    QPushButton[kind="primary"]:hover {{ background: {c.primary_hover}; border-color: {c.primary_hover}; }}
    QPushButton[kind="primary"]:disabled {{ background: {c.border}; border-color: {c.border}; color: {c.muted}; }}
    QPushButton[kind="primary"]:focus {{ border: 2px solid {c.focus}; }}
    QPushButton[kind="chip"] {{ background: {c.primary_soft}; border: 1px solid {c.primary}; border-radius: 14px;
        padding: 3px 12px; min-height: 20px; color: {c.text}; }}
    QPushButton[kind="chip"]:hover {{ background: {c.hover}; }}
    QPushButton[kind="chip"]:focus {{ border: 2px solid {c.focus}; padding: 2px 11px; }}
    QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent; color: {c.primary};
        font-weight: bold; padding: 4px 8px; }}
    QPushButton[kind="link"]:hover {{ background: {c.primary_soft}; }}
    QPushButton[kind="link"]:focus {{ border: 2px solid {c.focus}; padding: 3px 7px; }}
    QPushButton[kind="link"]:disabled {{ color: {c.strong_border}; }}

    QPushButton[kind="choice"] {{ border: 1px solid {c.border}; border-radius: 8px; padding: 0; }}
    QPushButton[kind="choice"]:hover {{ border-color: {c.primary}; background: {c.raised}; }}
    QPushButton[kind="choice"]:focus {{ border: 2px solid {c.focus}; padding: 0; }}

    QPlainTextEdit, QComboBox {{ background: {c.surface}; color: {c.text};
        border: 1px solid {c.strong_border}; border-radius: 6px; padding: 5px 9px;
        selection-background-color: {c.primary}; selection-color: {c.on_primary}; }}
    QPlainTextEdit {{ placeholder-text-color: {c.muted}; }}
    QComboBox {{ min-height: {px(22)}px; combobox-popup: 0; }}
    QPlainTextEdit:focus, QComboBox:focus {{ border: 2px solid {c.focus}; padding: 4px 8px; }}
    QLineEdit[bad="yes"], QPlainTextEdit[bad="yes"], QComboBox[bad="yes"] {{ border: 2px solid {c.danger};
        padding: 4px 8px; background: {c.danger_soft}; }}
    QPlainTextEdit:disabled, QComboBox:disabled {{ background: {c.raised}; color: {c.muted};
        border-color: {c.border}; }}
    QComboBox {{ padding-right: 4px; }}
    QComboBox::drop-down {{ border: 0; width: {px(24)}px; }}
    QComboBox::down-arrow {{ image: url("{pictures}/chevron-down.svg"); width: {px(14)}px; height: {px(14)}px; }}
    QComboBox QAbstractItemView, QAbstractItemView[role="popup"] {{ background: {c.surface}; color: {c.text};
        border: 1px solid {c.strong_border}; padding: 4px; outline: 0; selection-background-color: {c.selection};
        selection-color: {c.on_selection}; }}
    QComboBox QAbstractItemView::item {{ min-height: {px(26)}px; padding: 0 6px; }}
    QFrame[role="chips"] {{ background: {c.surface}; border: 1px solid {c.strong_border}; border-radius: 6px; }}
    QFrame[role="chips"][active="yes"] {{ border: 2px solid {c.focus}; }}
    QFrame[role="chips"][bad="yes"] {{ border: 2px solid {c.danger}; background: {c.danger_soft}; }}
    QFrame[role="chips"] QLineEdit, QFrame[role="chips"] QLineEdit:focus {{ border: 0; padding: 0 4px;
        background: transparent; min-height: {px(26)}px; max-height: {px(26)}px; }}

    QCheckBox {{ spacing: 8px; }}
    QCheckBox::indicator {{ width: {px(16)}px; height: {px(16)}px; border: 1px solid {c.strong_border}; border-radius: 4px;
        background: {c.surface}; }}
    QCheckBox::indicator:checked {{ background: {c.primary}; border-color: {c.primary};
        image: url("{pictures}/check.svg"); }}
    QCheckBox::indicator:focus {{ border: 2px solid {c.focus}; }}

    QTableView, QTreeView, QListView, QTableWidget {{ background: {c.surface}; alternate-background-color: {c.raised};
        color: {c.text}; border: 2px solid {c.border}; border-radius: 8px; gridline-color: {c.border}; outline: 0;
        selection-background-color: {c.selection}; selection-color: {c.on_selection}; }}
    QTableView:focus, QTreeView:focus, QListView:focus {{ border: 2px solid {c.focus}; }}
    QTableView::item, QListView::item {{ padding: 0 8px; border: 0; }}
    QTableView::item:hover, QListView::item:hover {{ background: {c.hover}; }}
    QTableView::item:selected, QListView::item:selected {{ background: {c.selection}; color: {c.on_selection}; }}
    QTableView[role="grid"]::item {{ padding: 0 4px; }}
    QTableView[role="grid"]::item:selected {{ background: {c.primary_soft}; border: 2px solid {c.focus}; }}
    QTableView[role="grid"] QHeaderView::section:vertical {{ padding: 0 8px 3px 8px; color: {c.text}; font-weight: normal; }}
    QTableView[role="grid"] QLineEdit {{ border: 2px solid {c.focus}; border-radius: 0; padding: 0 2px;
        min-height: 0; }}
    QHeaderView {{ background: {c.surface}; border: 0; border-top-left-radius: 8px; border-top-right-radius: 8px; }}
    QHeaderView::section {{ background: {c.surface}; color: {c.muted}; border: 0;
        border-bottom: 1px solid {c.border}; padding: 7px 11px; font-size: {Type.CAPTION + 1}px; font-weight: bold; }}
    QHeaderView::section:hover {{ color: {c.text}; background: {c.hover}; }}
    QHeaderView::up-arrow {{ image: url("{pictures}/chevron-up.svg"); width: {px(12)}px; height: {px(12)}px;
        subcontrol-position: center right; right: 4px; }}
    QHeaderView::down-arrow {{ image: url("{pictures}/chevron-down.svg"); width: {px(12)}px; height: {px(12)}px;
        subcontrol-position: center right; right: 4px; }}
    QTableCornerButton::section {{ background: {c.surface}; border: 0; }}

    QTabBar {{ background: transparent; }}
    QTabBar::tab {{ background: transparent; color: {c.muted}; padding: 8px 14px; border: 0;
        border-bottom: 3px solid transparent; margin-right: 4px; }}
    QTabBar::tab:hover {{ color: {c.text}; background: {c.hover}; border-top-left-radius: 6px;
        border-top-right-radius: 6px; }}
    QTabBar::tab:selected {{ color: {c.primary}; border-bottom-color: {c.primary}; font-weight: bold; }}
    QTabBar::tab:focus {{ border: 2px solid {c.focus}; border-radius: 6px; padding: 6px 12px; }}

    QTabBar::scroller {{ width: {px(28)}px; }}
    QTabBar QToolButton {{ background: {c.surface}; border: 1px solid {c.strong_border}; border-radius: 6px; padding: 0; }}
    QTabBar QToolButton:hover {{ background: {c.hover}; }}
    QTabBar QToolButton:disabled {{ border-color: {c.border}; }}
    QTabBar QToolButton::left-arrow {{ image: url("{pictures}/chevron-left.svg"); width: {px(14)}px; height: {px(14)}px; }}
    QTabBar QToolButton::right-arrow {{ image: url("{pictures}/chevron-right.svg"); width: {px(14)}px; height: {px(14)}px; }}

    QScrollArea {{ border: 0; background: transparent; }}
    QScrollArea:focus {{ border: 2px solid {c.focus}; border-radius: 6px; }}
    QScrollArea > QWidget > QWidget[role="plain"] {{ background: transparent; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
    QScrollBar::handle {{ background: {c.border}; border-radius: 4px; min-height: 32px; min-width: 32px; }}
    QScrollBar::handle:hover {{ background: {c.strong_border}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSplitter::handle {{ background: transparent; }}
    QProgressBar {{ background: {c.border}; border: 0; border-radius: 3px; max-height: 6px; text-align: center; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
    """
