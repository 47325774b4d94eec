"""The bottom line: as many keys as fit; it repaints only when they change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Protocol, runtime_checkable

from textual import events
from textual.app import App
from textual.content import Content
from textual.keys import key_to_character
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

from medialib_tui.tui.actions import CATALOG, say_key
from medialib_tui.tui.keymap import keys_of
from medialib_tui.tui.owner import library_of

_GAP = "  "


@dataclass(frozen=True, slots=True)
class Key:
    """One key as the line shows it."""

    key: str
    label: str
    enabled: bool
    everywhere: bool
    action: str

    @property
    def width(self) -> int:
        """Cells of key and label."""
        return len(say_key(self.key)) + 1 + len(self.label)


@runtime_checkable
class Labels(Protocol):
    """A screen on which a key does something else at times."""

    def label_of(self, action: str, label: str) -> str:
        """What the key does now; `label` where nothing else is to be said."""
        ...


class KeyBar(Widget):
    """Keys of the screen on the left, keys of the app on the right; a click presses one."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; padding: 0 1; background: $bar; color: $muted; }
    KeyBar:ansi { background: ansi_default; }
    KeyBar > .key-bar--key { color: $foreground; text-style: bold; }
    KeyBar > .key-bar--dimmed { color: $muted; text-style: strike; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key", "key-bar--dimmed"}
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[Key, ...] = ()

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            keys = self.usable_keys()
            if keys != self._keys:
                self._keys = keys
                self.refresh()

    def usable_keys(self) -> tuple[Key, ...]:
        """Keys that do something now: not those that would be typed into the focused field."""
        focused = self.screen.focused
        found: dict[str, Key] = {}
        for key, active in self.screen.active_bindings.items():
            binding = active.binding
            if not binding.show:
                continue
            if focused and _typed_into(focused, key):
                continue
            known = found.get(binding.action)
            if known is None or len(say_key(key)) < len(say_key(known.key)):
                everywhere = isinstance(active.node, App)
                label = self._label_of(binding.action, binding.description)
                found[binding.action] = Key(key, label, active.enabled, everywhere, binding.action)
        for passed in self._passed_on():
            found.setdefault(passed.action, passed)
        return tuple(found.values())

    def _label_of(self, action: str, label: str) -> str:
        screen = self.screen
        return screen.label_of(action, label) if isinstance(screen, Labels) else label

    def _passed_on(self) -> Iterator[Key]:
        """Keys of the app that a field takes for copying only while something is selected in it."""
        keymap = library_of(self).keys
        for action in CATALOG:
            if "app" not in action.where or not action.show:
                continue
            for key in keys_of(action, keymap).split(","):
                active = self.screen.active_bindings.get(key)
                if active is not None and active.binding.action == "copy":
                    yield Key(
                        key, action.label, enabled=True, everywhere=True, action=action.action
                    )

    def render(self) -> Content:
        """Key and label of each, until the line is full."""
        right = [key for key in self._keys if key.everywhere]
        room = self.size.width - sum(key.width + len(_GAP) for key in right)
        left: list[Key] = []
        for key in (key for key in self._keys if not key.everywhere):
            room -= key.width + (len(_GAP) if left else 0)
            if room < 0:
                break
            left.append(key)
        ends = [Content(_GAP).join(map(self._say, side)) for side in (left, right)]
        gap = max(1, self.size.width - sum(end.cell_length for end in ends))
        return Content.assemble(ends[0], " " * gap, ends[1])

    def _say(self, key: Key) -> Content:
        look = self.get_visual_style("key-bar--key" if key.enabled else "key-bar--dimmed")
        press = Style.from_meta({"key": key.key})
        return Content.assemble(
            (say_key(key.key), Style(bold=look.bold, foreground=look.foreground) + press),
            (" " + key.label, press),
        )

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        key = event.style.meta.get("key")
        if isinstance(key, str):
            self.app.simulate_key(key)


def _typed_into(widget: Widget, key: str) -> bool:
    """Whether it would take the key as text; the framework knows no character of `slash`."""
    said = say_key(key)
    character = key_to_character(key) or (said if len(said) == 1 else None)
    return widget.check_consume_key(key, character)
