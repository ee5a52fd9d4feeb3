"""Presenters of what is everywhere: the way back, links, the palette, the first run, the settings."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.doubles import Inline, Later, Recorder, Told
from helpers.memory_services import MemoryServices, sample
from hypothesis import given
from hypothesis import strategies as st

from gedesk.errors import InvalidInput, KnownError, PassphraseRefused, SecurityRefusal
from gedesk.presenters.exchange import ExchangePresenter
from gedesk.presenters.palette import Command, Hit, PalettePresenter
from gedesk.presenters.settings import LICENCES, SettingsPresenter, checked
from gedesk.presenters.shell import PHOTOS, Spot, Trail, parse_link, taken_by
from gedesk.presenters.welcome import WelcomePresenter
from gedesk.services.views import Beginning, BundleView, Checked, Choice, CountryView

ID = "018f3c3e-0000-7000-8000-000000000001"
PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"

# -- the way back ------------------------------------------------------------------------------------------------


def test_back_and_forward_lead_over_the_way_one_came() -> None:
    trail = Trail()
    for spot in (Spot("home"), Spot("activities"), Spot("activities", "activity", ID), Spot("activities", "activity", ID)):
        trail.came(spot)
    assert trail.back() == Spot("activities")
    assert trail.back() == Spot("home")
    assert trail.back() is None
    assert trail.forward() == Spot("activities")
    trail.came(Spot("history"))
    assert trail.after is None
    assert trail.back() == Spot("activities")


@given(st.lists(st.one_of(st.sampled_from("abc"), st.sampled_from(["<", ">"]))))
def test_the_way_is_that_of_a_list_with_a_cursor(steps: list[str]) -> None:
    trail, spots, at = Trail(), [], -1
    for step in steps:
        if step == "<":
            trail.back()
            at = max(at - 1, min(at, 0))
        elif step == ">":
            trail.forward()
            at = min(at + 1, len(spots) - 1)
        else:
            trail.came(Spot(step))
            if at < 0 or spots[at] != Spot(step):
                spots = [*spots[: at + 1], Spot(step)]
                at = len(spots) - 1
        assert trail.here == (spots[at] if spots else None)
        assert trail.before == (spots[at - 1] if at > 0 else None)


def test_a_removed_record_is_no_place_to_go_back_to() -> None:
    trail = Trail()
    gone = Spot("activities", "activity", ID)
    for spot in (Spot("activities"), gone, Spot("history"), gone, Spot("home")):
        trail.came(spot)
    trail.lost(gone)
    assert trail.here == Spot("home")
    assert trail.back() == Spot("history")


@pytest.mark.parametrize("text", [f"gedesk:activity/{ID}", f"  gedesk://activity/{ID.upper()}/ "])
def test_a_link_names_kind_and_record(text: str) -> None:
    assert parse_link(text) == ("activity", ID)


@pytest.mark.parametrize("text", ["", "activity/1", "gedesk:activity", f"http://activity/{ID}", f"gedesk:activity/{ID}x", "gedesk:../../etc"])
def test_other_texts_are_no_links(text: str) -> None:
    assert parse_link(text) is None


def test_a_record_and_its_link_lead_to_each_other() -> None:
    assert parse_link(Spot("activities", "activity", ID).link) == ("activity", ID)
    assert Spot("activities").link == ""


# -- the palette -------------------------------------------------------------------------------------------------


class Shown:
    """A palette that remembers its lines."""

    def __init__(self) -> None:
        self.hits: list[Hit] = []
        self.searching = False

    def show_hits(self, hits: list[Hit], searching: bool) -> None:
        self.hits, self.searching = list(hits), searching


def palette(jobs: Inline | Later) -> tuple[PalettePresenter, Shown, list[object]]:
    ran: list[object] = []
    commands = [
        Command("Activities", "Ctrl+2", "activities", lambda: ran.append("activities"), page=True),
        Command("New activity", "Ctrl+N", "plus", lambda: ran.append("new")),
    ]
    shown = Shown()
    made = PalettePresenter(
        sample(5), shown, jobs, Told(), lambda: commands, lambda kind, id: ran.append((kind, id)),
        lambda kind: "" if kind == "commitment" else kind,
    )
    return made, shown, ran


def test_an_empty_line_offers_pages_and_commands() -> None:
    presenter, shown, ran = palette(Inline())
    presenter.typed("")
    assert [(hit.group, hit.title) for hit in shown.hits] == [("Pages", "Activities"), ("Commands", "New activity")]
    shown.hits[1].run()
    assert ran == ["new"]


def test_records_of_all_kinds_are_found() -> None:
    presenter, shown, ran = palette(Inline())
    presenter.typed("Meru")
    assert [(hit.title, hit.group) for hit in shown.hits] == [("Meru", "Records")]
    presenter.typed("act")
    assert [hit.title for hit in shown.hits] == ["Activities", "New activity"]
    presenter.typed("childcare")  # a kind that no page shows
    assert shown.hits == []
    presenter.typed("training 00003")
    shown.hits[0].run()
    assert ran[0][0] == "activity"


def test_records_come_below_what_is_there_already() -> None:
    jobs = Later()
    presenter, shown, _ran = palette(jobs)
    presenter.typed("training")
    presenter._commands = lambda: [Command("Training calendar", "", "calendar", lambda: None)]
    presenter.typed("training")
    assert ([hit.title for hit in shown.hits], shown.searching) == (["Training calendar"], True)
    jobs.run(-1)
    assert shown.hits[0].title == "Training calendar"
    assert len(shown.hits) > 1
    assert {hit.group for hit in shown.hits[1:]} == {"Records"}


def test_one_letter_searches_no_records_and_an_old_answer_is_dropped() -> None:
    jobs = Later()
    presenter, shown, _ran = palette(jobs)
    presenter.typed("M")
    assert jobs.waiting == []
    presenter.typed("Me")
    presenter.typed("zz")
    assert shown.searching
    jobs.run(1)
    jobs.run(0)
    assert (shown.hits, shown.searching) == ([], False)


def test_a_pasted_link_is_opened() -> None:
    presenter, shown, ran = palette(Inline())
    presenter.typed(f"gedesk:activity/{ID}")
    shown.hits[0].run()
    assert ran == [("activity", ID)]


# -- the first run -----------------------------------------------------------------------------------------------


class Beginnings:
    """Makes nothing; remembers what it was asked for."""

    needed = True

    def __init__(self) -> None:
        self.asked: list[object] = []
        self.refusal: KnownError | None = None

    def countries(self) -> list[CountryView]:
        return [CountryView("tz", "Tanzania", "TZ")]

    def places(self, country: str, text: str, *, limit: int = 20) -> list[Choice]:
        return [Choice("TZ", "Tanzania")] if "tanzania".startswith(text.casefold()) else []

    def _answer(self, asked: object) -> MemoryServices:
        if self.refusal is not None:
            raise self.refusal
        self.asked.append(asked)
        return sample(1)

    def create(self, given: Beginning) -> MemoryServices:
        return self._answer(given)

    def join(self, kit: Path, *, passphrase: str, author: str, key_passphrase: str | None) -> MemoryServices:
        return self._answer((kit, passphrase, author, key_passphrase))

    def demonstrate(self, country: str, say: Callable[[int, int], None], cancelled: Callable[[], bool]) -> MemoryServices:
        say(1, 8)
        return self._answer((country, cancelled()))

    def restore(self, backup: Path) -> MemoryServices:
        return self._answer(backup)


class FirstRun(Recorder):
    """The welcome page."""

    def __init__(self) -> None:
        super().__init__()
        self.services: object = None
        self.steps: list[tuple[int, int]] = []

    def note_step(self, step: int, steps: int) -> None:
        self.steps.append((step, steps))

    def opened(self, services: object) -> None:
        self.services = services


@pytest.fixture
def first() -> tuple[WelcomePresenter, FirstRun, Beginnings]:
    view, beginnings = FirstRun(), Beginnings()
    return WelcomePresenter(beginnings, view, Inline()), view, beginnings


def test_a_headquarters_needs_a_country_a_place_and_a_name(first: tuple[WelcomePresenter, FirstRun, Beginnings]) -> None:
    presenter, view, beginnings = first
    presenter.create("", "", "", " ", "short", "short")
    assert set(view.seen["show_problems"][0]) == {"country", "author", "passphrase"}
    presenter.create("tz", "", "", "Neema", "long enough", "not the same")
    assert set(view.seen["show_problems"][0]) == {"place", "again"}
    assert beginnings.asked == []
    presenter.create("tz", "TZ", " HQ ", " Neema ", "", "")
    assert beginnings.asked == [Beginning("tz", "TZ", "HQ", "Neema", None)]
    assert view.services is not None
    assert view.seen["show_busy"] == ("",)


def test_a_site_needs_the_kit_and_what_was_told(first: tuple[WelcomePresenter, FirstRun, Beginnings]) -> None:
    presenter, view, beginnings = first
    presenter.join(None, "", "Asha", "", "")
    assert set(view.seen["show_problems"][0]) == {"kit", "told"}
    presenter.join(Path("a.gekit"), "told by voice", "Asha", "long enough", "long enough")
    assert beginnings.asked == [(Path("a.gekit"), "told by voice", "Asha", "long enough")]


def test_a_wrong_passphrase_is_told_beside_its_field(first: tuple[WelcomePresenter, FirstRun, Beginnings]) -> None:
    presenter, view, beginnings = first
    beginnings.refusal = PassphraseRefused("The passphrase does not open the kit.", advice="Ask for it again.")
    presenter.join(Path("a.gekit"), "wrong", "Asha", "", "")
    assert view.seen["show_problems"] == ({"told": "The passphrase does not open the kit. Ask for it again."},)
    assert "show_failure" not in view.seen


def test_a_refused_kit_is_told_and_can_be_tried_again(first: tuple[WelcomePresenter, FirstRun, Beginnings]) -> None:
    presenter, view, beginnings = first
    beginnings.refusal = SecurityRefusal("The passphrase does not open the kit.")
    presenter.join(Path("a.gekit"), "wrong", "Asha", "", "")
    assert view.seen["show_failure"] == (beginnings.refusal,)
    assert not presenter.busy
    beginnings.refusal = None
    presenter.join(Path("a.gekit"), "right", "Asha", "", "")
    assert view.services is not None


def test_the_demonstration_says_how_far_it_is(first: tuple[WelcomePresenter, FirstRun, Beginnings]) -> None:
    presenter, view, beginnings = first
    presenter.demonstrate("ke")
    assert view.steps == [(1, 8)]
    assert beginnings.asked == [("ke", False)]


def test_files_dropped_together_must_belong_together(tmp_path: Path) -> None:
    assert taken_by([Path("a.gesync"), Path("b.GESYNC")]) == "exchange"
    assert taken_by([Path("a.xlsx"), Path("b.csv")]) == taken_by([tmp_path]) == "import"
    assert taken_by([Path("a.jpg"), Path("b.PNG")]) == PHOTOS
    for files in ([Path("a.gekit")], [Path("a.gesync"), Path("a.xlsx")]):
        with pytest.raises(KnownError) as told:
            taken_by(files)
        assert told.value.advice


# -- settings ----------------------------------------------------------------------------------------------------


@pytest.fixture
def settings() -> tuple[SettingsPresenter, Recorder, MemoryServices, Told]:
    services, view, told = sample(3), Recorder(), Told()
    presenter = SettingsPresenter(services, view, Inline(), told)
    presenter.reload()
    return presenter, view, services, told


def test_a_backup_says_where_it_is_and_that_it_was_read_back(settings: tuple[SettingsPresenter, Recorder, MemoryServices, Told]) -> None:
    presenter, view, services, _told = settings
    presenter.back_up(Path("/stick/a.gedesk"))
    assert view.seen["show_result"] == ("store", "Backed up and read back: 4 MB in /stick/a.gedesk", "success")
    assert presenter.settings is not None
    assert [one.file for one in presenter.settings.store.backups] == [Path("/stick/a.gedesk")]
    assert len(services.keeping.backups) == 1


def test_a_check_names_its_faults() -> None:
    assert checked(Checked(3, 2, 7, ()))[1] == "success"
    text, tone = checked(Checked(3, 2, 7, ("row 1 differs", "row 2 differs")))
    assert tone == "danger"
    assert text.splitlines()[:2] == ["2 faults were found:", "row 1 differs"]


def test_a_passphrase_is_typed_twice(settings: tuple[SettingsPresenter, Recorder, MemoryServices, Told]) -> None:
    presenter, view, services, _told = settings
    presenter.set_passphrase("short", "short")
    assert set(view.seen["show_problems"][0]) == {"passphrase"}
    presenter.set_passphrase("long enough", "long enouhg")
    assert set(view.seen["show_problems"][0]) == {"again"}
    assert services.keeping.passphrase is None
    presenter.set_passphrase("long enough", "long enough")
    assert services.keeping.passphrase == "long enough"
    assert view.seen["show_result"][2] == "success"
    presenter.set_passphrase("", "")
    assert services.keeping.passphrase is None
    assert view.seen["show_result"][2] == "warning"


def test_a_kit_is_made_for_a_place_by_its_code(settings: tuple[SettingsPresenter, Recorder, MemoryServices, Told]) -> None:
    presenter, view, services, _told = settings
    assert set(presenter.kit_problems("", "", "short")) == {"place", "name", "kit_passphrase"}
    place = services.order["place"][1]
    presenter.make_kit(place, " Meru DC ", "focal-point", "long enough", Path("/stick/meru.gekit"))
    assert services.keeping.kits == [("TZ.1", "Meru DC", "focal-point", Path("/stick/meru.gekit"), "long enough")]
    assert "/stick/meru.gekit" in view.seen["show_result"][1]


def test_a_site_is_revoked(settings: tuple[SettingsPresenter, Recorder, MemoryServices, Told]) -> None:
    presenter, view, services, _told = settings
    presenter.revoke(services.exchange.sites()[1])
    assert services.keeping.revoked == ["s2"]
    assert view.seen["show_result"] == ("sites", "Meru is no longer trusted.", "warning")


def test_an_empty_name_is_refused_in_the_card(settings: tuple[SettingsPresenter, Recorder, MemoryServices, Told]) -> None:
    presenter, view, services, told = settings
    presenter.set_author("Asha Juma")
    assert told.texts == []
    presenter.set_author("  ")
    assert view.seen["show_result"] == ("store", "A name is needed.", "danger")
    presenter.set_author("Neema")
    assert services.keeping.author == "Neema"


def test_everything_the_program_is_made_of_is_named_with_its_licence() -> None:
    named = " ".join(what for what, _licence in LICENCES).casefold().replace(",", "").split()
    wanted = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    names = [one.split(">")[0].split("=")[0].split("[")[0].casefold() for one in wanted]
    missing = [name for name in names if name.removesuffix("-essentials") not in named]
    assert missing == []


# -- exchange ----------------------------------------------------------------------------------------------------


def test_a_gap_stands_until_a_whole_file_of_the_same_site_has_come() -> None:
    services, view = sample(1), Recorder()
    note = "7 to 9 from Arusha DC missing; ask for them"
    bundles = [
        BundleView("sent", 3, "Meru", "", "c", 1, 1),
        BundleView("received", 9, "Arusha DC", "", "b", 1, 1, note),
        BundleView("received", 2, "Meru", "", "m2", 1, 1),
        BundleView("received", 1, "Meru", "", "m1", 1, 1, "1 to 2 from Meru missing"),
    ]
    services.exchange.bundles = lambda **_: bundles
    presenter = ExchangePresenter(services, view, Inline(), Told())
    presenter.reload()
    (gap,) = presenter.gaps()
    assert note in gap
    bundles.insert(0, BundleView("received", 10, "Arusha DC", "", "d", 9, 9))
    presenter.reload()
    assert presenter.gaps() == []


def test_unexpected_errors_of_the_settings_go_to_the_reporter(settings: tuple[SettingsPresenter, Recorder, MemoryServices, Told]) -> None:
    presenter, view, services, told = settings

    def broken(_target: Path | None = None, **_asked: object) -> None:
        raise ZeroDivisionError

    services.keeping.back_up = broken
    presenter.back_up()
    assert [type(one) for one in told.errors] == [ZeroDivisionError]
    assert view.seen["show_busy"] == ("",)


def test_known_errors_stay_in_the_card(settings: tuple[SettingsPresenter, Recorder, MemoryServices, Told]) -> None:
    presenter, view, services, told = settings

    def full(_target: Path | None = None, **_asked: object) -> None:
        raise InvalidInput("There is no room.", advice="Free some space.")

    services.keeping.back_up = full
    presenter.back_up()
    assert view.seen["show_result"] == ("store", "There is no room. Free some space.", "danger")
    assert told.errors == []
