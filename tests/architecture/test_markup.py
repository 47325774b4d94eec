"""Nothing in the screens hands text to something that would parse it as markup."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Source, sources

PARSES_FIRST = {
    "Static",
    "Label",
    "Button",
    "Checkbox",
    "RadioButton",
    "Switch",
    "Tab",
    "TabPane",
    "Collapsible",
    "Option",
    "Selection",
    "Link",
    "Digits",
    "update",
    "add_option",
    "set_tooltip",
    "with_tooltip",
}
"""Widgets and methods whose first argument is parsed where it is a plain `str`."""

PARSED_ATTRIBUTES = {"border_title", "border_subtitle", "tooltip", "content", "placeholder"}
"""Attributes that are parsed where they are set to a plain `str`."""

PARSED_KEYWORDS = {"tooltip", "title", "prompt", "placeholder"}
"""Keywords of those widgets that are parsed as well."""

BANNED = {"from_markup", "escape", "from_text"}
NOTIFIES = "medialib_tui/tui/notices.py"
LITERAL = {"Input", "TextArea", "FilterField", "QueryField"}
"""Fields whose text is never parsed; `placeholder` of ours is a literal."""


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _risky(value: ast.expr) -> bool:
    """Whether an expression can be a plain `str` that is not written out in the code."""
    match value:
        case ast.JoinedStr() | ast.BinOp(left=ast.JoinedStr()) | ast.BinOp(op=ast.Mod()):
            return True
        case ast.Constant(value=str() as text):
            return "[" in text
        case ast.Call() as call:
            return _name(call) in {"str", "repr", "format", "clean", "one_line", "render"}
        case ast.IfExp(body=body, orelse=orelse):
            return _risky(body) or _risky(orelse)
    return False


def _offences(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        match node:
            case ast.Call():
                yield from (f"{source.path}:{node.lineno} {why}" for why in _in_call(node, source))
            case ast.Assign(targets=[ast.Attribute(attr=attr)], value=value):
                if attr in PARSED_ATTRIBUTES and _risky(value):
                    yield f"{source.path}:{node.lineno} {attr} is set to a plain text"
            case ast.FunctionDef(name="render", returns=ast.Name(id="str")):
                yield f"{source.path}:{node.lineno} render() returns str"


def _in_call(call: ast.Call, source: Source) -> Iterator[str]:
    name = _name(call)
    if name == "notify" and source.path != NOTIFIES:
        yield "notify() outside notices.py"
    if name in BANNED and isinstance(call.func, ast.Attribute):
        yield f"{name}() parses or only escapes markup"
    if name in PARSES_FIRST and call.args and _risky(call.args[0]):
        yield f"{name}() gets a plain text"
    if name == "OptionList" and not any(
        word.arg == "markup" and isinstance(word.value, ast.Constant) and word.value.value is False
        for word in call.keywords
    ):
        yield "OptionList() without markup=False"
    if name in PARSES_FIRST | LITERAL:
        for word in call.keywords:
            if word.arg in PARSED_KEYWORDS and _risky(word.value):
                yield f"{name}({word.arg}=) gets a plain text"


def test_no_text_reaches_a_markup_parser() -> None:
    found = [why for source in sources("medialib_tui/tui") for why in _offences(source)]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "Static(f'{title}')",
        "Label(str(error))",
        "Button('%s' % name)",
        "self.query_one(Static).update(f'{x}')",
        "app.notify('x')",
        "widget.border_title = f'{x}'",
        "widget.tooltip = clean(x)",
        "Option(f'{x}', id='a')",
        "OptionList(*options)",
        "Content.from_markup(text)",
        "rich.markup.escape(text)",
        "Static('[b]bold[/b]')",
        "def render(self) -> str: return ''",
        "Static(shown(x) if y else f'{x}')",
    ],
)
def test_the_rule_sees(code: str) -> None:
    assert list(_offences(Source("medialib_tui/tui/x.py", code, ast.parse(code))))


@pytest.mark.parametrize(
    "code",
    [
        "Static(shown(f'{title}'))",
        "Static(Content(f'{title}'))",
        "Static('plain')",
        "OptionList(*options, markup=False)",
        "self.update(Content.assemble(a, b))",
        "x = f'{y}'",
    ],
)
def test_the_rule_lets_pass(code: str) -> None:
    assert not list(_offences(Source("medialib_tui/tui/x.py", code, ast.parse(code))))
