"""Remapped keys, checked before the framework sees them: it would ignore half of the mistakes."""

from __future__ import annotations

from collections.abc import Mapping

from textual.keys import Keys, key_to_character

from medialib_tui.model.nearest import meant
from medialib_tui.model.text import one_line
from medialib_tui.tui.actions import BY_ID, CATALOG, say_key
from medialib_tui.tui.catalog.action import Action

RESERVED = {
    "ctrl+s": "stops the terminal's output",
    "ctrl+q": "resumes the terminal's output",
    "ctrl+i": "is the tab key",
    "ctrl+j": "is the enter key",
    "ctrl+m": "is the enter key",
    "ctrl+h": "is the backspace key",
    "ctrl+z": "suspends the program",
    "ctrl+a": "belongs to screen",
    "ctrl+b": "belongs to tmux",
    "ctrl+c": "always leaves or copies",
    "tab": "moves the focus",
    "shift+tab": "moves the focus",
}
"""Keys that cannot be given to an action, and why."""

_NAMED = {key.value for key in Keys}
_MODIFIERS = {"ctrl", "shift", "alt", "super", "meta", "hyper"}
_ALIASES = {
    "?": "question_mark",
    "/": "slash",
    ":": "colon",
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
}


def check_keymap(wanted: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The usable part of a keymap, and one sentence for each entry left out.

    An entry is left out where its id is unknown, where it names no usable key, or where its key
    already belongs to another action that is active at the same time.
    """
    good: dict[str, str] = {}
    problems: list[str] = []
    for action_id, text in wanted.items():
        name = one_line(action_id, 40)
        if action_id not in BY_ID:
            problems.append(f"{name}: no such action{meant(action_id, BY_ID)}")
            continue
        keys = [_normal(key) for key in text.split(",") if key.strip()]
        problem = "no key given" if not keys else next(filter(None, map(_refused, keys)), None)
        if problem:
            problems.append(f"{name}: {problem}")
        else:
            good[action_id] = ",".join(dict.fromkeys(keys))
    return _without_clashes(good, problems), problems


def keys_of(action: Action, keymap: Mapping[str, str]) -> str:
    """The keys of an action, comma separated, remapped or by default."""
    return keymap.get(action.id, action.key)


def _without_clashes(good: dict[str, str], problems: list[str]) -> dict[str, str]:
    while True:
        clash = _first_clash(good)
        if clash is None:
            return good
        loser, key, holder = clash
        problems.append(f"{loser}: {say_key(key)} already is {holder}")
        del good[loser]


def _first_clash(good: Mapping[str, str]) -> tuple[str, str, str] | None:
    for loser in reversed(list(good)):
        mine = BY_ID[loser]
        for other in CATALOG:
            if other.id == loser or not _together(mine, other):
                continue
            shared = set(good[loser].split(",")) & set(keys_of(other, good).split(","))
            if shared:
                return loser, sorted(shared)[0], other.id
    return None


def _together(one: Action, other: Action) -> bool:
    places = {"app", "list"}
    everywhere = places & {*one.where, *other.where}
    return bool(everywhere or set(one.where) & set(other.where))


def _normal(key: str) -> str:
    key = key.strip()
    *modifiers, last = key.split("+") if key != "+" else ["plus"]
    last = _ALIASES.get(last, last)
    return "+".join([*sorted(part.lower() for part in modifiers), last])


def _refused(key: str) -> str | None:
    if key in RESERVED:
        return f"{key} {RESERVED[key]}"
    *modifiers, last = key.split("+")
    known = last.lower() in _NAMED or len(last) == 1 or key_to_character(last) is not None
    if not known or not set(modifiers) <= _MODIFIERS:
        return f"no such key: {one_line(key, 30)}"
    return None
