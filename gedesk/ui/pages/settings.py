"""Settings: how the program looks, who writes, the store with its backups, keys, kits of other sites, about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QWidget

from gedesk import __version__, i18n, paths
from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.presenters.settings import LICENCES, ROLES, Settings, SettingsPresenter
from gedesk.services.views import SiteView
from gedesk.ui import files, theme
from gedesk.ui.models.rows import sites_model
from gedesk.ui.pages.base import Context, SummaryPage
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import clear, column, frame, label, line, push, retint, rule
from gedesk.ui.widgets.focus import Resting
from gedesk.ui.widgets.officers import Officers
from gedesk.ui.widgets.parts import Asked, Note, Parting, Select, flow
from gedesk.ui.widgets.pick import PickOne
from gedesk.ui.widgets.tables import Table

SIZES = (100, 125, 150, 175, 200)
THEMES = ("system", "light", "dark")
WIDTH = 760
KIT = ".gekit"


class SettingsPage(SummaryPage[SettingsPresenter]):
    """Cards below each other."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.presenter = SettingsPresenter(context.services, self, context.jobs, context.notifier)
        self._program = context.program
        self._settings: Settings | None = None
        self._place = ""
        self._new_keys: Path | None = None
        self._wanted = False  # the kits, as soon as they are there
        self._heads: dict[str, QLabel] = {}
        self.results = {name: Note() for name in ("store", "keys", "sites", "officers")}
        self._title = label(role="title")
        self.cards = {
            "looks": self._looks(), "you": self._you(), "store": self._store(), "keys": self._keys(),
            "sites": self._sites(), "officers": self._officers(), "about": self._about(),
        }  # fmt: skip
        inside = QWidget()
        inside.setProperty("role", "plain")
        inside.setMaximumWidth(theme.px(WIDTH))
        inside.setLayout(column(*self.cards.values(), None, spacing=Space.M))
        row = line(spacing=0)
        row.addWidget(inside, 1)
        row.addStretch(0)
        held = QWidget()
        held.setProperty("role", "plain")
        held.setLayout(row)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(self.area.horizontalScrollBarPolicy().ScrollBarAlwaysOff)
        self.area.setWidget(held)
        whole = column(self._title, spacing=Space.M, margin=Space.L)
        whole.addWidget(self.area, 1)
        self._resting = Resting(self.back_up, self.back_up_to, self.check, self.restore, self.change, self.make_kit,
                                self.officers.add, self.officers.from_file, self.officers.store)  # fmt: skip
        self.setLayout(whole)
        self._inside = inside
        self._boxes = {"passphrase": self.secret, "again": self.again, "place": self.place, "name": self.name,
                       "kit_passphrase": self.kit_secret, "told": self.told, **self.officers.boxes}  # fmt: skip
        self._scroll = QTimer(self)
        self._scroll.setObjectName("idle")
        self._scroll.setSingleShot(True)
        self._scroll.setInterval(0)
        self._scroll.timeout.connect(lambda: self.area.verticalScrollBar().setValue(self.cards["sites"].y()))
        self.retranslate()

    # -- building ------------------------------------------------------------------------------------------------

    def _card(self, name: str, *parts: Any) -> QWidget:
        self._heads[name] = label(role="subtitle", wrap=True)
        return frame("card", column(self._heads[name], *parts), margin=Space.L, spacing=Space.M)

    def _looks(self) -> QWidget:
        self.language, self.colours, self.text_size = Select(), Select(), Select()
        for code, name in i18n.LANGUAGES.items():
            self.language.addItem(name, code)
        for choice in THEMES:
            self.colours.addItem("", choice)
        for percent in SIZES:
            self.text_size.addItem("", percent)
        self.language.activated.connect(lambda at: self._program.use_language(self.language.itemData(at)))
        self.colours.activated.connect(lambda at: self._program.looks.use_theme(self.colours.itemData(at)))
        self.text_size.activated.connect(lambda at: self._program.looks.use_text_size(self.text_size.itemData(at)))
        self._asked = Asked(self.language), Asked(self.colours), Asked(self.text_size)
        return self._card("looks", flow(*self._asked, spacing=Space.L))

    def _you(self) -> QWidget:
        self.author = QLineEdit()
        self.author.editingFinished.connect(lambda: self.presenter.set_author(self.author.text()))
        self._author = Asked(self.author)
        return self._card("you", self._author)

    def _store(self) -> QWidget:
        self._file = label(role="muted", wrap=True)
        self._demonstration = Note("", "accent")
        self.back_up = push(kind="primary", icon="save", on_click=lambda: self.presenter.back_up())
        self.back_up_to = push(icon="folder", on_click=self.ask_target)
        self.check = push(icon="check", on_click=lambda: self.presenter.check())
        self.restore = push(icon="history", on_click=self.ask_backup)
        self.pack = push(kind="link", icon="import", on_click=lambda: self._program.renew_pack())
        self.show_folder = push(kind="link", icon="folder", on_click=self._open_folder)
        self._backups = label(role="caption", wrap=True)
        return self._card("store", self._demonstration, self._file, flow(self.back_up, self.back_up_to, self.check, self.restore),
                          self.results["store"], self._backups, flow(self.show_folder, self.pack))  # fmt: skip

    def _keys(self) -> QWidget:
        self._words, self._about_words = label(role="value", wrap=True), label(role="caption", wrap=True)
        self._protected = label(wrap=True)
        self.secret, self.again = Asked(_secret()), Asked(_secret())
        self.change = push(icon="key", on_click=self._change)
        self.new_keys = push(kind="link", icon="key", on_click=self.ask_new_keys)
        self.told = Asked(QLineEdit())
        self.trust = push(kind="primary", on_click=self._trust)
        self._trusting = frame("note", column(self.told, line(self.trust, None)), margin=Space.M)
        self._trusting.hide()
        return self._card("keys", self._words, self._about_words, self._protected, self.secret, self.again,
                          flow(self.change, self.new_keys), self._trusting, self.results["keys"])  # fmt: skip

    def _sites(self) -> QWidget:
        self._about_kits = label(role="muted", wrap=True)
        self.places = PickOne(self.presenter.offer_places)
        self.places.edited.connect(self._place_edited)
        self.place, self.name, self.role = Asked(self.places), Asked(QLineEdit()), Select()
        for one in ROLES:
            self.role.addItem("", one)
        self._role = Asked(self.role)
        self.kit_line = QLineEdit()
        self.suggest = push(on_click=lambda: self.presenter.suggest(self.kit_line.setText))
        held = Parting(self.kit_line, self.suggest, least=200)
        held.setFocusProxy(self.kit_line)
        self.kit_secret = Asked(held)
        self.make_kit = push(kind="primary", icon="key", on_click=self.ask_kit)
        self._model = sites_model(self)
        self.table = Table(self._model, (4, 3, -124, 3, 3, -100), pills=(2,), narrow={1: 560, 4: 730, 5: 480})
        self.table.setMinimumHeight(theme.px(180))
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._say_revoke())
        self.revoke = push(icon="trash", on_click=lambda: self._ask_revoke(True))
        self.retire = push(icon="check", on_click=lambda: self._ask_revoke(True, retire=True))
        self._retiring = False
        self.sure, self.not_sure = push(kind="primary", on_click=self._revoke), push(on_click=lambda: self._ask_revoke(False))
        self._question = label(wrap=True)
        self._confirm = frame("note", column(self._question, flow(self.sure, self.not_sure)), margin=Space.M)
        self._confirm.setProperty("tone", "danger")
        self._confirm.hide()
        self._heads["list"] = label(role="label")
        return self._card(
            "sites", self._about_kits, self.place, self.name, self._role, self.kit_secret, line(self.make_kit, None),
            self.results["sites"], rule(), self._heads["list"], self.table, flow(self.retire, self.revoke), self._confirm,
        )  # fmt: skip

    def _officers(self) -> QWidget:
        self.officers = Officers()
        self.officers.take_in.connect(lambda name, secret, again: self.presenter.add_officer_here(name, secret, again))
        self.officers.strike_off.connect(lambda officer: self.presenter.revoke_officer(officer))
        self.officers.choose_file.connect(self.ask_officer)
        self.officers.choose_store.connect(self.ask_store)
        self.officers.answered.connect(lambda yes: self.presenter.answer(yes))
        return self._card("officers", self.officers, self.results["officers"])

    def _about(self) -> QWidget:
        self._version, self._made_of = label(wrap=True), column(spacing=2)
        self._crashes = label(role="caption", wrap=True)
        return self._card("about", self._version, self._made_of, self._crashes)

    # -- presenters.settings.SettingsView ------------------------------------------------------------------------

    def show_settings(self, settings: Settings) -> None:
        """Everything afresh; what is being typed stays."""
        self._settings = settings
        if not self.author.hasFocus():
            self.author.setText(settings.store.author)
        self._model.set_items(settings.sites)
        self.cards["sites"].setVisible(settings.is_hq)
        self.cards["officers"].setVisible(settings.is_hq)
        self.new_keys.setVisible(not settings.is_hq)
        self.officers.show_officers(settings.officers)
        self.pack.setVisible(settings.is_hq)
        self._say()
        if self._wanted:
            self.show_kits()

    def show_question(self, question: str, told: str, yes: str) -> None:
        """Words to compare with another officer."""
        self.officers.ask(question, told, yes)
        self.area.ensureWidgetVisible(self.officers.question)

    def show_officer_taken_in(self) -> None:
        """Ready for the next one."""
        self.officers.taken_in()

    def show_kits(self) -> None:
        """The card for kits, ready for a new one; at once, or when the settings are there."""
        self._wanted = self._settings is None
        if self._wanted or not self.cards["sites"].isVisibleTo(self):
            return
        self.places.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.start()  # once the cards have their heights

    def show_kit_made(self) -> None:
        """Ready for the next one."""
        self._place = ""
        self.places.set_raw(None, {})
        self.name.editor.setProperty("text", "")
        self.kit_line.clear()

    def show_busy(self, what: str) -> None:
        """Buttons rest while something is written."""
        self._resting(bool(what))
        if what:
            self.results[what].say(_("One moment…"))
        else:
            self._say_revoke()

    def show_result(self, where: str, text: str, tone: str) -> None:
        """What an action did, in its card."""
        for name, note in self.results.items():
            if name == where:
                note.say(text, tone)
        if where == "keys" and tone == "success":
            self._trusting.hide()
            self.told.editor.setProperty("text", "")
        if where == "keys" and tone != "danger":
            for box in (self.secret, self.again):
                box.editor.setProperty("text", "")
        self.area.ensureWidgetVisible(self.results[where])

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Beside the fields."""
        for name, box in self._boxes.items():
            box.problem(problems.get(name, ""))
        first = next((self._boxes[name] for name in self._boxes if name in problems), None)
        if first is not None:
            first.editor.setFocus()

    # -- what people do ------------------------------------------------------------------------------------------

    def ask_target(self) -> None:
        """Backs up to a place of one's choice: a USB stick."""
        if self._settings is None:
            return
        if target := files.choose_target(self, _("Back up to"), f"{self._settings.status.site}.gedesk", files.kinds((_("Backups"), "*.gedesk"))):
            self.presenter.back_up(target)

    def ask_backup(self) -> None:
        """Brings a backup back; what is here now is kept beside it."""
        folder = self._settings.store.backups[0].file.parent if self._settings and self._settings.store.backups else None
        if file := files.choose_file(self, _("Backup"), files.kinds((_("Backups"), "*.gedesk"), others=True), folder=folder):
            self._program.restore(file)

    def ask_new_keys(self) -> None:
        """The file by which headquarters tells that it has new keys."""
        if file := files.choose_file(self, _("New keys of headquarters"), files.kinds((_("Keys of headquarters"), "*.gepublic"), others=True)):
            self._new_keys = file
            self._trusting.show()
            self.told.editor.setFocus()

    def _trust(self) -> None:
        if self._new_keys is not None:
            self.presenter.trust_headquarters(self._new_keys, self.told.editor.property("text"))

    def ask_officer(self) -> None:
        """The file of somebody who asks to be an officer."""
        if file := files.choose_file(self, _("Somebody asks to be an officer"), files.kinds((_("Requests of officers"), "*.geofficer"), others=True)):
            self.presenter.look_at_officer(file)

    def ask_store(self) -> None:
        """A backup of another store of headquarters."""
        if file := files.choose_file(self, _("Backup of the other store"), files.kinds((_("Backups"), "*.gedesk"), others=True)):
            self.presenter.look_at_store(file)

    def ask_kit(self) -> None:
        """Chooses where the kit is written."""
        name = self.name.editor.property("text")
        if self.presenter.kit_problems(self._place, name, self.kit_line.text()):
            return
        if target := files.choose_target(self, _("Save the kit"), f"{name}{KIT}", files.kinds((_("Site kits"), f"*{KIT}"))):
            self.presenter.make_kit(self._place, name, self.role.currentData(), self.kit_line.text(), target)

    # -- the window's calls --------------------------------------------------------------------------------------

    def opened(self) -> None:
        """Reads again if something changed meanwhile."""
        self._say_looks()
        self.catch_up()
        self.language.setFocus()

    def sights(self) -> Iterator[str]:
        """The cards, from the top and from the foot."""
        yield ""
        bar = self.area.verticalScrollBar()
        for name, share in (("middle", 0.5), ("below", 1.0)):
            if bar.maximum():
                bar.setValue(round(bar.maximum() * share))
                yield name
        bar.setValue(0)

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._title.setText(_("Settings"))
        self.area.setAccessibleName(_("Settings"))
        for name, text in {
            "looks": _("Language and looks"), "you": _("You"), "store": _("Records and backups"), "keys": _("Keys"),
            "sites": _("Kits for other sites"), "officers": _("Officers of headquarters"), "about": _("About"), "list": _("Sites"),
        }.items():  # fmt: skip
            self._heads[name].setText(text)
        self._asked[0].say(_("Language"))
        self._asked[1].say(_("Colours"))
        self._asked[2].say(_("Text size"))
        for at, text in enumerate((_("As the computer has them"), _("Light"), _("Dark"))):
            self.colours.setItemText(at, text)
        for at, percent in enumerate(SIZES):
            self.text_size.setItemText(at, _("{n} %").format(n=percent))
        self._author.say(_("Your name"), _("It stands beside everything that you write."))
        self.back_up.setText(_("Back up now"))
        self.back_up_to.setText(_("Back up to…"))
        self.check.setText(_("Check"))
        self.check.setToolTip(_("Compares every row with the log of changes"))
        self.restore.setText(_("Bring back a backup…"))
        self.restore.setToolTip(_("What is here now is kept beside it"))
        self.pack.setText(_("Later version of the country pack…"))
        self.show_folder.setText(_("Show the folder"))
        self._about_words.setText(_("Read these words to headquarters by telephone: if they are the same there, nobody stands between you."))
        self.secret.say(_("New passphrase"), _("At least 8 characters. Leave both empty to do without one."))
        self.again.say(_("The passphrase again"))
        self.change.setText(_("Change the passphrase"))
        self.new_keys.setText(_("Headquarters has new keys…"))
        self.told.say(_("The eight words"), _("Only as somebody reads them to you whom you called on a number that you know."))
        self.trust.setText(_("Trust them"))
        self._about_kits.setText(_("A kit lets one site join. Send the file by any way, and tell its passphrase by voice. It can be used for 90 days."))
        self.place.say(_("Place"), _("The site sees the records of this place and of the places in it."))
        self.name.say(_("Name of the site"))
        self._role.say(_("Role"))
        for at, one in enumerate(ROLES):
            self.role.setItemText(at, words.role(one))
        self.kit_secret.say(_("Passphrase of the kit"))
        self.kit_line.setAccessibleName(_("Passphrase of the kit"))
        self.suggest.setText(_("Suggest"))
        self.make_kit.setText(_("Make the kit…"))
        self.table.setAccessibleName(_("Sites"))
        self.revoke.setText(_("Revoke…"))
        self.retire.setText(_("Close the site…"))
        self.officers.retranslate()
        self.not_sure.setText(_("Keep"))
        self._version.setText(_("GE Desk {version}").format(version=__version__))
        self._crashes.setText(_("Reports of errors stay on this computer: {folder}").format(folder=paths.state_folder() / "crashes"))
        clear(self._made_of)
        for what, licence in LICENCES:
            self._made_of.addWidget(label(f"{what} · {licence}", "caption", wrap=True))
        self._model.retranslate()
        self._say_looks()
        self._say()

    def retint(self) -> None:
        """Icons in the colours in use, widths in the text size in use."""
        retint(self)
        self._inside.setMaximumWidth(theme.px(WIDTH))
        self._say_looks()

    # -- inside --------------------------------------------------------------------------------------------------

    def _say_looks(self) -> None:
        self.language.setCurrentIndex(list(i18n.LANGUAGES).index(i18n.current()))
        choice = self._program.looks.choice
        self.colours.setCurrentIndex(THEMES.index(choice) if choice in THEMES else 0)
        self.text_size.setCurrentIndex(min(range(len(SIZES)), key=lambda at: abs(SIZES[at] - theme.text_size())))

    def _say(self) -> None:
        self._say_revoke()
        if self._settings is None:
            return
        store, keys = self._settings.store, self._settings.keys
        self._file.setText(f"{store.path} · {words.size(store.bytes)}")
        self._demonstration.say(
            _("This is the demonstration. To begin in earnest, close the program and start it again.") if store.demonstration else "", "accent"
        )
        latest = [_("{when}: {size}, {file}").format(when=words.moment(one.when), size=words.size(one.bytes), file=one.file.name)
                  for one in store.backups[:3]]  # fmt: skip
        self._backups.setText("\n".join([_("Latest backups"), *latest]) if latest else _("There is no backup yet. One a week, on another disk, is a good habit."))
        self._words.setText(" ".join(keys.words))
        self._protected.setText(
            _("The keys lie under a passphrase, which is asked for once after each start.") if keys.protected
            else _("The keys lie without a passphrase in a folder that only you can read.")
        )  # fmt: skip

    def _place_edited(self, id: Any, labels: Mapping[str, str]) -> None:
        self._place = str(id) if labels else ""
        self.place.problem("")
        if labels and not self.name.editor.property("text"):
            self.name.editor.setProperty("text", next(iter(labels.values())))

    def _change(self) -> None:
        self.presenter.set_passphrase(self.secret.editor.property("text"), self.again.editor.property("text"))

    def _chosen(self) -> SiteView | None:
        return self._model.item(self.table.current_row())

    def _say_revoke(self) -> None:
        site = self._chosen()
        at_work = site is not None and site.state in ("invited", "joined")
        self.revoke.setEnabled(at_work or (site is not None and site.state == "retired"))
        self.retire.setEnabled(at_work)
        self._ask_revoke(False)

    def _ask_revoke(self, asking: bool, *, retire: bool = False) -> None:
        site = self._chosen()
        self._confirm.setVisible(asking and site is not None)
        self._retiring = retire
        if site is not None and asking:
            question = (
                _("{name} is trusted to the end: its last entries are asked for and taken in whenever they come. Nobody waits for it any more, and the sites above go on with its records.")
                if retire
                else _("Nothing that {name} sends from now on will be taken in, and it gets nothing more. This cannot be taken back: it would need a new kit.")
            )
            self._question.setText(question.format(name=site.name))
            self.sure.setText(_("Close the site") if retire else _("Revoke"))
            theme.restyle(self._confirm, tone="accent" if retire else "danger")
            self.area.ensureWidgetVisible(self._confirm)
            self.not_sure.setFocus()

    def _revoke(self) -> None:
        site, retiring = self._chosen(), self._retiring
        self._ask_revoke(False)
        if site is not None and retiring:
            self.presenter.retire(site)
        elif site is not None:
            self.presenter.revoke(site)

    def _open_folder(self) -> None:
        if self._settings is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._settings.store.path.parent)))


def _secret() -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


