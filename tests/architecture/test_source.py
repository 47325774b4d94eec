"""Rules about the source that no linter in use checks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import ROOT, Source, everything, sources

MODULE_LINES = 400
FUNCTION_LINES = 60

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def _where(source: Source, node: ast.AST) -> str:
    return f"{source.path}:{getattr(node, 'lineno', 1)}"


def _functions(source: Source) -> Iterator[_Function]:
    for node in ast.walk(source.tree):
        if isinstance(node, _Function):
            yield node


def test_modules_are_short() -> None:
    long = {s.path: s.text.count("\n") for s in everything()}
    assert {path: lines for path, lines in long.items() if lines > MODULE_LINES} == {}


def test_functions_are_short() -> None:
    long = {
        f"{_where(source, function)} {function.name}": lines
        for source in everything()
        for function in _functions(source)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    }
    assert long == {}


def test_packages_export_nothing_eagerly() -> None:
    eager = [
        source.path
        for source in sources("medialib_tui")
        if source.path.endswith("/__init__.py") and source.path.count("/") > 1 and source.text
    ]
    assert not eager, "\n".join(eager)


def test_everything_public_is_described() -> None:
    bare = [
        place
        for source in sources("medialib_tui")
        if source.text
        for place in _undescribed(source, source.tree)
    ]
    assert not bare, "\n".join(bare)


def _undescribed(source: Source, node: ast.Module | ast.ClassDef | _Function) -> Iterator[str]:
    if not ast.get_docstring(node) and not _described_elsewhere(node):
        yield f"{_where(source, node)} {getattr(node, 'name', 'module')}"
    if isinstance(node, _Function):
        return
    for child in node.body:
        if isinstance(child, ast.ClassDef | _Function) and not child.name.startswith("_"):
            yield from _undescribed(source, child)


def _described_elsewhere(node: ast.Module | ast.ClassDef | _Function) -> bool:
    """Setters stand beside their getter, overloads before what they overload."""
    decorators = getattr(node, "decorator_list", [])
    return any(ast.unparse(one).endswith((".setter", "overload")) for one in decorators)


def test_nothing_swallows_every_error() -> None:
    broad = [
        _where(source, handler)
        for source in sources("medialib_tui")
        for handler in ast.walk(source.tree)
        if isinstance(handler, ast.ExceptHandler)
        and _is_broad(handler.type)
        and not isinstance(handler.body[-1], ast.Raise)
    ]
    assert not broad, "\n".join(broad)


def _is_broad(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(_is_broad(one) for one in caught.elts)
    return caught is None or (
        isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"}
    )


def test_every_exemption_names_its_rule_and_reason() -> None:
    ignored = re.compile(r"#\s?type: ignore\b(?!\[[\w, -]+\]\W+\w)")
    silenced = re.compile(r"#\s?noqa\b(?!: [A-Z]+\d+(?:, ?[A-Z]+\d+)*\W+\w)")
    bare = [
        f"{source.path}:{number}"
        for source in everything()
        for number, line in enumerate(source.text.splitlines(), 1)
        if ignored.search(line)
        or (silenced.search(line) and source.path.startswith("medialib_tui/"))
    ]
    assert not bare, "\n".join(bare)


def test_tests_never_wait_for_the_clock() -> None:
    sleeps = [
        _where(source, call)
        for source in sources("tests")
        for function in source.tree.body
        for call in _own_calls(function)
        if _waits(call)
    ]
    assert not sleeps, "\n".join(sleeps)


def _own_calls(node: ast.AST, depth: int = 0) -> Iterator[ast.Call]:
    """Calls outside functions in functions, which play the part of a slow server."""
    if isinstance(node, _Function):
        depth += 1
    if isinstance(node, ast.Call):
        yield node
    if depth < 2:
        for child in ast.iter_child_nodes(node):
            yield from _own_calls(child, depth)


def _waits(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    given = call.args or call.keywords
    if name.endswith("pilot.pause"):
        return bool(given)
    return name in {"time.sleep", "sleep", "asyncio.sleep"} and ast.unparse(call) != f"{name}(0)"


def test_versions_are_compared_in_one_place() -> None:
    allowed = {"medialib_tui/api/dialect.py", "medialib_tui/model/server.py"}
    version = re.compile(r"v1|beta|20\d\d-(?:01|03|05|07|09|11)")
    compared = [
        _where(source, compare)
        for source in sources("medialib_tui")
        if source.path not in allowed and not source.path.startswith("medialib_tui/demo/")
        for compare in ast.walk(source.tree)
        if isinstance(compare, ast.Compare)
        for side in ast.walk(compare)
        if isinstance(side, ast.Constant)
        and isinstance(side.value, str)
        and version.fullmatch(side.value)
    ]
    assert not compared, "\n".join(compared)


def test_status_codes_are_read_in_one_place() -> None:
    read = [
        _where(source, compare)
        for source in sources("medialib_tui")
        if not source.path.startswith(("medialib_tui/api/", "medialib_tui/demo/"))
        for compare in ast.walk(source.tree)
        if isinstance(compare, ast.Compare)
        and any(
            isinstance(side, ast.Attribute) and side.attr == "status" for side in _sides(compare)
        )
        and any(map(_is_number, ast.walk(compare)))
    ]
    assert not read, "\n".join(read)


def _is_number(part: ast.AST) -> bool:
    """Whether this is a number, or a constant that stands for some."""
    if isinstance(part, ast.Constant):
        return type(part.value) is int
    return isinstance(part, ast.Name) and part.id.isupper()


def _sides(compare: ast.Compare) -> list[ast.expr]:
    return [compare.left, *compare.comparators]


def test_the_project_speaks_of_itself_alone() -> None:
    unfit = re.compile(
        r"(?:^|[\s\"'(=:])/(?:home|root|Users|mnt|work)/\w"
        r"|\b(?:TO(?:DO)|FIX(?:ME)|XX(?:X)|HA(?:CK))\b"
        r"|mark\.(?:skip|xfail|flaky)"
        r"|\bissue #?\d"
    )
    texts = {source.path: source.text for source in everything()}
    for name in ("README.md", "CHANGELOG.md", "pyproject.toml", ".ci/run"):
        texts[name] = (ROOT / name).read_text(encoding="utf-8")
    found = [
        f"{path}:{number}: {line.strip()}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if unfit.search(line)
    ]
    assert not found, "\n".join(found)
