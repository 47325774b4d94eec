"""Faults for trying failures: rules that say which request goes wrong, and how.

A file for `demo-server --faults FILE` is JSON:

    {"seed": 7, "rules": [
      {"name": "lost answer", "match": {"method": "PATCH", "nth": 1}, "action": "reset-after"},
      {"match": {"path": "*/usageLog", "probability": 0.2}, "action": "status", "status": 503},
      {"match": {"path": "*/incoming*", "every": 3}, "action": "delay", "seconds": 1.5}]}

`match` may hold `method` (one or a list), `path` (a glob over the percent-encoded path, any by
default), and of the requests that fit these: `nth` (one number or a list, the first is 1),
`every` (each n-th) or `probability` (0 to 1, drawn from `seed`). Without `match` every request
fits. The first rule that fits decides, except that `delay` before handling goes on to the next.

Actions and their parameters (with defaults):

    delay         seconds; when ("before" or "after" handling)
    status        status (503); body (text) or json; headers; nothing is handled
    too-many      retry_after ("1", a number or an HTTP date); a 429
    reset-before  the connection ends before the request is handled
    reset-after   the request is handled, the connection ends without an answer
    drop          handled; the connection ends after `bytes` of the body (half of it)
    truncate      handled; a complete answer with only `bytes` of the body (half of it)
    html          status (502); body; an HTML page in place of an answer
    huge          bytes (100000000) of JSON; declare (false): with content-length
    redirect      to (a URL); status (302)
    drip          handled; chunk (16) bytes every `seconds` (0.05)
    content-type  handled; value ("text/plain") in place of the answer's content type
    stale         reads (1): after a write, that many answers are those from before it
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from medialib_tui.demo.exchange import Exchange, Memory
from medialib_tui.demo.faulting import ACTIONS, WRITES, Gate, Options

_MATCH = ("method", "path", "nth", "every", "probability")


class FaultsError(ValueError):
    """A faults file that cannot be used; the text names the file and the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One fault: which requests it fits, what happens, and the action's parameters."""

    action: str
    name: str = ""
    method: frozenset[str] | None = None
    path: str = "*"
    nth: frozenset[int] | None = None
    every: int | None = None
    probability: float | None = None
    options: Options = field(default_factory=lambda: Options({}))


class Faults:
    """Rules in their order, with the count of requests each has seen."""

    def __init__(self, rules: Iterable[Rule] = (), *, seed: int = 0) -> None:
        self.rules = list(rules)
        self._random = random.Random(seed)  # noqa: S311 - draws faults, not secrets
        self._memory = Memory()
        self._seen: dict[int, int] = {}

    def add(
        self,
        action: str,
        *,
        method: str | None = None,
        path: str = "*",
        nth: int | None = None,
        **parameters: object,
    ) -> Faults:
        """Append a rule written out in code; parameters are those of the file format."""
        match: dict[str, object] = {"path": path}
        if method is not None:
            match["method"] = method
        if nth is not None:
            match["nth"] = nth
        self.rules.append(_rule({"action": action, "match": match, **parameters}, "rule"))
        return self

    def hold(
        self,
        *,
        method: str | None = None,
        path: str = "*",
        nth: int | None = None,
        after: bool = False,
    ) -> Gate:
        """Stop matching requests, before handling or after it, until the gate is released."""
        gate = Gate()
        self.add("delay", method=method, path=path, nth=nth)
        options = Options({"gate": gate, "when": "after" if after else "before"})
        self.rules[-1] = replace(self.rules[-1], options=options)
        return gate

    async def run(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request through the rules that fit it."""
        exchange = Exchange(app, scope, receive, send, self._memory)
        fitting = [
            rule for number, rule in enumerate(self.rules) if self._fits(number, rule, scope)
        ]
        try:
            for rule in fitting:
                if await ACTIONS[rule.action].run(rule.options, exchange):
                    return
            await app(scope, receive, send)
        finally:
            if scope["method"] in WRITES:
                self._memory.writes += 1

    def _fits(self, number: int, rule: Rule, scope: Scope) -> bool:
        path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
        if rule.method is not None and scope["method"] not in rule.method:
            return False
        if not fnmatchcase(path, rule.path):
            return False
        count = self._seen[number] = self._seen.get(number, 0) + 1
        if rule.nth is not None:
            return count in rule.nth
        if rule.every is not None:
            return count % rule.every == 0
        return rule.probability is None or self._random.random() < rule.probability


def load_faults(file: Path) -> Faults:
    """The faults of a file; `FaultsError` when it cannot be read or does not hold the format."""
    try:
        return parse_faults(json.loads(file.read_text("utf-8")))
    except OSError as error:
        raise FaultsError(f"{file}: {error.strerror}") from error
    except FaultsError as error:
        raise FaultsError(f"{file}: {error}") from None
    except ValueError as error:
        raise FaultsError(f"{file}: not JSON: {error}") from None


def parse_faults(data: object) -> Faults:
    """The faults of decoded JSON in the file format."""
    if not isinstance(data, dict) or not isinstance(data.get("rules"), list):
        raise FaultsError('an object with "rules", a list, is expected')
    unknown = set(data) - {"rules", "seed"}
    if unknown:
        raise FaultsError(f"unknown key {_quoted(unknown)}")
    seed = data.get("seed", 0)
    if not isinstance(seed, int):
        raise FaultsError('"seed" must be an integer')
    rules = data["rules"]
    return Faults((_rule(rule, f"rule {n}") for n, rule in enumerate(rules, 1)), seed=seed)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in sorted(names))


def _rule(data: object, where: str) -> Rule:
    if not isinstance(data, dict):
        raise FaultsError(f"{where}: must be an object")
    name = data.get("name", "")
    where = f'{where} "{name}"' if name else where
    action = data.get("action")
    if not isinstance(action, str) or action not in ACTIONS:
        raise FaultsError(f'{where}: "action" must be one of {", ".join(sorted(ACTIONS))}')
    match = data.get("match", {})
    if not isinstance(match, dict):
        raise FaultsError(f'{where}: "match" must be an object')
    unknown = set(match) - set(_MATCH)
    if unknown:
        raise FaultsError(f"{where}: unknown key {_quoted(unknown)} in match")
    given = {k: v for k, v in data.items() if k not in ("name", "action", "match")}
    return Rule(
        action=action,
        name=str(name),
        method=_methods(match.get("method"), where),
        path=_text(match.get("path", "*"), where, "path"),
        nth=_numbers(match.get("nth"), where),
        every=_every(match.get("every"), where),
        probability=_probability(match.get("probability"), where),
        options=_options(action, given, where),
    )


def _text(value: object, where: str, name: str) -> str:
    if not isinstance(value, str):
        raise FaultsError(f'{where}: "{name}" must be a string')
    return value


def _methods(value: object, where: str) -> frozenset[str] | None:
    if value is None:
        return None
    listed = value if isinstance(value, list) else [value]
    return frozenset(_text(item, where, "method").upper() for item in listed)


def _numbers(value: object, where: str) -> frozenset[int] | None:
    if value is None:
        return None
    listed = value if isinstance(value, list) else [value]
    if not all(map(_positive, listed)):
        raise FaultsError(f'{where}: "nth" must be a positive integer or a list of them')
    return frozenset(listed)


def _positive(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _every(value: object, where: str) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or not _positive(value):
        raise FaultsError(f'{where}: "every" must be a positive integer')
    return value


def _probability(value: object, where: str) -> float | None:
    if value is None:
        return None
    if not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise FaultsError(f'{where}: "probability" must be a number from 0 to 1')
    return float(value)


def _options(action: str, given: Mapping[str, object], where: str) -> Options:
    allowed = ACTIONS[action].parameters
    for name, value in given.items():
        if name not in allowed:
            raise FaultsError(f'{where}: {action} has no parameter "{name}"')
        kinds = allowed[name]
        if not isinstance(value, kinds) or isinstance(value, bool) is not (bool in kinds):
            raise FaultsError(f'{where}: "{name}" has the wrong type')
    if action == "redirect" and "to" not in given:
        raise FaultsError(f'{where}: redirect needs "to"')
    if given.get("when", "before") not in ("before", "after"):
        raise FaultsError(f'{where}: "when" must be "before" or "after"')
    return Options(given)
