"""The picture of an entry, large, with a way to save the original."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from medialib_tui.core.facts import asset_facts
from medialib_tui.core.picture.preview import (
    over_ssh,
    picture_key,
    save_image,
    say_progress,
    thumbnail,
)
from medialib_tui.core.picture.saving import FileThere, suggested_name
from medialib_tui.core.session import Session
from medialib_tui.model.entry import Entry
from medialib_tui.tui import graphics, line
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.jobs import Failure, start_read
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.kitty import KittyPicture
from medialib_tui.tui.widgets.picture import Picture
from medialib_tui.tui.widgets.state_note import StateNote

PIXELS = (240, 160)
"""The size asked for: enough for 240 columns, so that a resize asks nobody again."""

FINE_PIXELS = (960, 640)
FINE_PIXELS_FAR = (480, 320)
"""The sizes where pixels are shown as they are; the smaller one where they travel by SSH."""

_ASK = "Where to? Enter saves, escape goes back to the picture."
_SAVE_ONLY = "The original can still be saved to a file: d"
_FACTS = {"File name", "MIME type", "Size", "Dimensions"}


class PreviewDialog(Dialog[None]):
    """Shows what serve-image answers for an entry; opened by a key, never by itself."""

    DEFAULT_CSS = """
    PreviewDialog {
        & > .dialog { width: 92%; height: 92%; }
        #preview-facts { color: $muted; height: auto; max-height: 2; }
        #preview-name { display: none; margin-top: 1; }
        #preview-name.-asked { display: block; }
        Picture { visibility: hidden; }
        Picture.-drawn { visibility: visible; }
        StateNote { padding: 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("preview")
    AUTO_FOCUS = "#cancel"

    def __init__(self, session: Session, entry: Entry, *, folder: Path | None = None) -> None:
        super().__init__(entry.title)
        self._session = session
        self._entry = entry
        self._folder = folder or Path.cwd()
        self._force_for: Path | None = None

    def compose_body(self) -> ComposeResult:
        """Sentence, picture, facts, file name."""
        yield StateNote()
        yield KittyPicture() if self._fine else Picture()
        yield Static(self._facts(), id="preview-facts")
        yield Input(id="preview-name", max_length=1000)

    def buttons(self) -> list[tuple[str, str]]:
        """Close, or save."""
        return [("cancel", "Close"), ("save", "Save to a file (d)")]

    def pressed(self, button: str) -> None:
        """The button does what the keys do."""
        field = self.query_one("#preview-name", Input)
        if field.has_class("-asked"):
            self._start_saving(field.value)
        else:
            self.action_preview_save()

    def on_mount(self) -> None:
        """Ask for the picture."""
        self.action_preview_again()

    def _facts(self) -> Content:
        facts = [text for label, text in asset_facts(self._entry.asset) if label in _FACTS]
        return shown("  ·  ".join([self._session.server.name, *facts]))

    @property
    def _fine(self) -> bool:
        app = self.library
        colours = "truecolor" if line.exact_colours(app) and not app.no_color else None
        return graphics.can_show(app.settings.ui.preview, app.environ, colours)

    @property
    def _pixels(self) -> tuple[int, int]:
        if not isinstance(self.query_one(Picture), KittyPicture):
            return PIXELS
        return FINE_PIXELS_FAR if over_ssh(self.library.environ) else FINE_PIXELS

    @property
    def _note(self) -> StateNote:
        return self.query_one(StateNote)

    @property
    def _field(self) -> Input:
        return self.query_one("#preview-name", Input)

    def _say_coming(self, what: str, done: int, length: int | None) -> None:
        self._note.waiting(f"{what} {say_progress(done, length)}")

    # The picture

    def action_preview_again(self) -> None:
        """Ask for the picture, again where that failed."""
        if self.query_one(Picture).has_class("-drawn"):
            return
        if self.library.settings.ui.preview == "off":
            self._note.empty("Previews are switched off in the settings.", _SAVE_ONLY)
            return
        self._note.waiting("Asking for the picture…")
        start_read(self, self._load, group="picture", on_error=self._note.failed)

    async def _load(self) -> None:
        width, height = self._pixels
        picture = await thumbnail(
            self._session,
            self._entry,
            width=width,
            height=height,
            progress=partial(self._say_coming, "Fetching the picture:"),
        )
        self._note.clear()
        area = self.query_one(Picture)
        area.show(picture)
        area.add_class("-drawn")

    # Saving

    def action_preview_save(self) -> None:
        """Ask for a file name."""
        field = self._field
        if not field.has_class("-asked"):
            field.value = str(self._folder / self._suggested_name())
            field.add_class("-asked")
        field.focus()
        self._note.waiting(_ASK)

    def _suggested_name(self) -> str:
        asset = self._entry.asset
        return suggested_name(asset.filename, asset.key or "") if asset else "image"

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another name is another question."""
        if self._force_for is not None and Path(event.value.strip()) != self._force_for:
            self._force_for = None
            self._note.waiting(_ASK)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save under this name; a file that is there is replaced on a second enter."""
        event.stop()
        self._start_saving(event.value)

    def _start_saving(self, name: str) -> None:
        if not name.strip():
            return
        target = Path(name.strip())
        force = self._force_for == target
        self._note.waiting("Saving…")
        start_read(
            self,
            partial(self._save, target, force),
            group="save",
            on_error=partial(self._not_saved, target),
        )

    async def _save(self, target: Path, force: bool) -> None:
        key = await picture_key(self._session, self._entry)
        progress = partial(self._say_coming, "Saving:")
        saved = await save_image(self._session, key, target, force=force, progress=progress)
        self._leave_field()
        self._note.empty(f"Saved as {saved}")

    def _not_saved(self, target: Path, error: Failure) -> None:
        if isinstance(error, FileThere):
            self._force_for = target
            self._note.empty(error.title, "Press enter again to replace it, or change the name.")
        else:
            self._note.failed(error, retry=False)

    def _leave_field(self) -> None:
        self._force_for = None
        self._field.remove_class("-asked")
        self.set_focus(None)

    def action_dialog_close(self) -> None:
        """Leave the file name, or the dialog."""
        if self._field.has_class("-asked"):
            self.workers.cancel_group(self, "save")
            self._leave_field()
            self._note.clear()
        else:
            self.dismiss(None)
