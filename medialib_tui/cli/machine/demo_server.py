"""`demo-server`: the embedded library over HTTP."""

from __future__ import annotations

import argparse
from pathlib import Path

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.cli.output import Form

HOST = "127.0.0.1"
PORT = 9090


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of `demo-server` alone."""
    parser.add_argument(
        "--port",
        type=_port,
        default=PORT,
        metavar="N",
        help=f"{PORT} by default, 0 for any free one",
    )
    parser.add_argument(
        "--faults", metavar="FILE", help="failures to try, by rules in JSON; see README"
    )


def run(call: Call) -> Exit:
    """Serve until interrupted, which is how it is meant to end."""
    from medialib_tui.demo.faults import FaultsError
    from medialib_tui.demo.serve import ServeError, serve

    def say(line: str) -> None:
        call.out.line(line)
        call.out.flush()

    faults = Path(call.options.faults) if call.options.faults else None
    try:
        serve(HOST, call.options.port, faults, say=say)
    except ServeError as error:
        raise CliError(f"{error}.", hint=error.hint, code="serve") from None
    except FaultsError as error:
        raise CliError(f"{error}.", code="faults") from None
    except KeyboardInterrupt:
        call.narrator.say("Stopped.")
    return Exit.DONE


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text[:6]) <= 65_535:
        return int(text[:6])
    raise argparse.ArgumentTypeError(f"“{text}” is no port")


HANDLERS = {"demo-server": Handler(run, add_options, forms=(Form.TEXT,))}
