"""Textual apps that are not this one: the framework's widgets, painted every way they can be."""

from __future__ import annotations

from typing import ClassVar

from rich.markup import render
from rich.syntax import Syntax
from rich.table import Table
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.coordinate import Coordinate
from textual.demo.demo_app import DemoApp
from textual.widgets import (
    Button,
    Checkbox,
    Collapsible,
    DataTable,
    Digits,
    Footer,
    Header,
    Input,
    Markdown,
    OptionList,
    ProgressBar,
    RadioButton,
    RadioSet,
    RichLog,
    Rule,
    Select,
    Sparkline,
    Static,
    Switch,
    TabbedContent,
    TabPane,
    TextArea,
    Tree,
)
from textual.widgets.data_table import CursorType

DOCUMENT = """
# Wörter, 漢字, 한글 and 👩‍👩‍👧

A [link](https://example.com/path?x=1), *emphasis*, **strong**, `code`, ~~struck~~.

| name | meaning |
| ---- | ------- |
| e\u0301 | combining |
| नमस्ते | Devanagari |

- one
  - two
    1. three

> quoted 🇨🇭 ❤️ ☎

```python
def double(value: int) -> int:
    return 2 * value
```
"""
ANSI = "\n".join(
    "".join(f"[color({n})]█[on color({n})] x [/][/]" for n in range(row, row + 16))
    for row in range(0, 256, 16)
)


class Tables(App[None]):
    """Header, table with every cursor, footer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("c", "cursor_type", "Cursor"),
        ("z", "zebra", "Zebra"),
        ("x", "grow", "Grow"),
    ]

    def compose(self) -> ComposeResult:
        """Header, table, footer."""
        yield Header(show_clock=False)
        yield DataTable()
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.fixed_columns = 1
        table.add_columns("id", "标题", "kind", "long " * 12, "state")
        for row in range(150):
            kind = render(f"[bold green]image[/] [link=https://example.com]{row}[/]")
            table.add_row(
                str(row), f"Row 漢字 {row}", kind, "word " * (row % 30), "👍 ok" * (row % 3)
            )

    def action_cursor_type(self) -> None:
        """Row, column, cell, none."""
        table = self.query_one(DataTable)
        kinds: tuple[CursorType, ...] = ("cell", "row", "column", "none")
        table.cursor_type = kinds[(kinds.index(table.cursor_type) + 1) % 4]

    def action_zebra(self) -> None:
        """Stripes on and off."""
        table = self.query_one(DataTable)
        table.zebra_stripes = not table.zebra_stripes

    def action_grow(self) -> None:
        """One row more, the first one changed."""
        table = self.query_one(DataTable)
        table.add_row("new", "more", "", "", "")
        table.update_cell_at(Coordinate(0, 1), "changed ☎")


class Texts(App[None]):
    """Markdown, a tree, an editor, logs and colours, in tabs."""

    ENABLE_COMMAND_PALETTE = True

    def compose(self) -> ComposeResult:
        """Tabs."""
        with TabbedContent():
            with TabPane("Markdown"), VerticalScroll():
                yield Markdown(DOCUMENT * 2)
            with TabPane("Tree"):
                yield Tree("root")
            with TabPane("Editor"):
                yield TextArea(DOCUMENT, show_line_numbers=True)
            with TabPane("Log"):
                yield RichLog(highlight=True)
            with TabPane("Colours"), VerticalScroll():
                yield Static(render(ANSI))
        yield Footer()

    def on_mount(self) -> None:
        """Fill the tree and the log."""
        tree = self.query_one(Tree)
        tree.root.expand()
        for name in ("första", "второй", "第三", "🎈 fourth"):
            branch = tree.root.add(name, expand=name < "p")
            for number in range(12):
                branch.add_leaf(f"{name} {number}")
        log = self.query_one(RichLog)
        log.write(Syntax(DOCUMENT, "markdown"))
        table = Table("a", "b")
        table.add_row("[red]1[/]", "[blink]2[/] [reverse]3[/] [u]4[/] [uu]5[/] [overline]6[/]")
        log.write(table)
        for number in range(60):
            log.write({"number": number, "text": "x" * (number % 17), "none": None})


class Controls(App[None]):
    """Fields, buttons, switches, a progress bar, borders of every kind."""

    CSS = """
    Horizontal { height: auto; }
    .box { width: 1fr; height: 3; }
    #a { border: heavy red; } #b { border: round ansi_green; } #c { border: outer blue 40%; }
    #d { border: dashed $accent; background: ansi_yellow; color: ansi_black; } #e { border: hkey; }
    """

    def compose(self) -> ComposeResult:
        """One of each."""
        yield Input("漢字 text", placeholder="a placeholder")
        with Horizontal():
            yield Button("Press", variant="primary")
            yield Button("Do not", variant="error")
            yield Switch()
            yield Checkbox("Check 👍")
        with Horizontal():
            for name in "abcde":
                yield Static(Content(f"box {name}"), id=name, classes="box")
        yield ProgressBar(total=10, show_eta=False)
        yield Sparkline([1, 2, 3, 9, 5, 2, 1, 7] * 6)
        yield Digits("3.14159")
        yield Rule(line_style="double")
        yield Select([(Content(f"choice {n}"), n) for n in range(9)])
        with Collapsible(title="more"), RadioSet():
            yield RadioButton("one")
            yield RadioButton("zwei ß")
        yield OptionList(*[Content(f"option {n} नमस्ते") for n in range(30)])

    def on_button_pressed(self) -> None:
        """Go on, and say so."""
        self.query_one(ProgressBar).advance(1)
        self.notify("👩‍👩‍👧 pressed", markup=False)


class Demo(DemoApp):
    """The framework's own demonstration, without the page that asks the network."""

    DEFAULT_MODE = "widgets"


APPS: dict[str, type[App[None]]] = {
    "tables": Tables,
    "texts": Texts,
    "controls": Controls,
    "demo": Demo,
}
