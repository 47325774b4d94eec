"""The picture of an entry, large, with a way to save the original."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from medialib_tui.api.errors import BadInput
from medialib_tui.core.decoding import Thumbnail
from medialib_tui.core.facts import asset_facts
from medialib_tui.core.preview import (
    picture_key,
    save_image,
    say_progress,
    thumbnail,
)
from medialib_tui.core.saving import suggested_name
from medialib_tui.core.session import Session
from medialib_tui.model.entry import Entry
from medialib_tui.tui.jobs import Failure, start_read
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.picture import Picture
from medialib_tui.tui.widgets.state_note import StateNote

PIXELS = (240, 160)
"""The size asked for: enough for 240 columns, so that a resize asks nobody again."""

_FACTS = {"File name", "MIME type", "Size", "Dimensions"}


class PreviewDialog(ModalScreen[None]):
    """Shows what serve-image answers for an entry; opened by a key, never by itself."""

    DEFAULT_CSS = """
    PreviewDialog {
        #preview { width: 90%; height: 88%; background: $panel; padding: 0 1; }
        #preview-title { text-style: bold; height: 1; text-overflow: ellipsis; text-wrap: nowrap; }
        #preview-facts { color: $muted; height: auto; max-height: 2; }
        #preview-note { height: auto; }
        #preview-name { display: none; margin-top: 1; }
        #preview-name.-asked { display: block; }
        #preview-keys { color: $muted; height: 1; }
        Picture { display: none; margin: 1 0; }
        Picture.-drawn { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "d", "save", "Save", tooltip="Save the original bytes to a file", id="preview.save"
        ),
        Binding("r", "again", "Again", tooltip="Ask the server again", id="preview.again"),
        Binding("escape,p,q", "close", "Close", tooltip="Close the preview", id="preview.close"),
    ]

    def __init__(
        self,
        session: Session,
        entry: Entry,
        *,
        folder: Path | None = None,
    ) -> None:
        super().__init__()
        self._session = session
        self._entry = entry
        self._folder = folder or Path.cwd()
        self._force_for: Path | None = None

    def compose(self) -> ComposeResult:
        """Title, picture or sentence, facts, file name, keys."""
        with Vertical(id="preview"):
            yield Static(shown(self._entry.title), id="preview-title")
            yield StateNote(id="preview-note")
            yield Picture()
            yield Static(self._facts(), id="preview-facts")
            yield Input(id="preview-name", max_length=1000)
            yield Static(Content(), id="preview-keys")

    def on_mount(self) -> None:
        """Ask for the picture."""
        self._say_keys("d save   esc close")
        self.action_again()

    def _facts(self) -> Content:
        facts = [text for label, text in asset_facts(self._entry.asset) if label in _FACTS]
        return shown("  ·  ".join([self._session.server.name, *facts]))

    @property
    def _note(self) -> StateNote:
        return self.query_one(StateNote)

    def _say_keys(self, keys: str) -> None:
        self.query_one("#preview-keys", Static).update(Content(keys))

    def _say_coming(self, what: str, done: int, length: int | None) -> None:
        self._note.waiting(f"{what} {say_progress(done, length)}")

    # The picture

    def action_again(self) -> None:
        """Ask for the picture, again where that failed."""
        if self.query_one(Picture).has_class("-drawn"):
            return
        self._note.waiting("Asking for the picture…")
        start_read(self, self._load, group="picture", on_error=self._note.failed)

    async def _load(self) -> None:
        width, height = PIXELS
        picture = await thumbnail(
            self._session,
            self._entry,
            width=width,
            height=height,
            progress=partial(self._say_coming, "Fetching the picture:"),
        )
        self._draw(picture)

    def _draw(self, picture: Thumbnail) -> None:
        self._note.clear()
        area = self.query_one(Picture)
        area.show(picture)
        area.add_class("-drawn")

    # Saving

    def action_save(self) -> None:
        """Ask for a file name."""
        field = self.query_one("#preview-name", Input)
        if not field.has_class("-asked"):
            field.value = str(self._folder / self._suggested_name())
            field.add_class("-asked")
        field.focus()
        self._say_keys("enter save   esc back to the picture")

    def _suggested_name(self) -> str:
        asset = self._entry.asset
        return suggested_name(asset.filename, asset.key or "") if asset else "image"

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another name is another question."""
        if self._force_for is not None and Path(event.value) != self._force_for:
            self._force_for = None
            self._say_keys("enter save   esc back to the picture")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save under this name; a file that is there is replaced on a second enter."""
        event.stop()
        name = event.value.strip()
        if not name:
            return
        target = Path(name)
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
        saved = await save_image(
            self._session,
            key,
            target,
            force=force,
            progress=partial(self._say_coming, "Saving:"),
        )
        self._leave_field()
        self._note.empty(f"Saved as {saved}")

    def _not_saved(self, target: Path, error: Failure) -> None:
        self._note.failed(error, retry=False)
        if isinstance(error, BadInput) and target.exists():
            self._force_for = target
            self._say_keys("enter replace this file   esc back to the picture")

    def _leave_field(self) -> None:
        self._force_for = None
        self.query_one("#preview-name", Input).remove_class("-asked")
        self.set_focus(None)
        self._say_keys("d save   esc close")

    def action_close(self) -> None:
        """Leave the file name, or the dialog."""
        if self.query_one("#preview-name", Input).has_class("-asked"):
            self._leave_field()
            self.workers.cancel_group(self, "save")
            self._note.clear()
        else:
            self.dismiss(None)
