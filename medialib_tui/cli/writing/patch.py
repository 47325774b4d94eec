"""`patch`: a list of operations as JSON, sent as one request."""

from __future__ import annotations

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import Exit
from medialib_tui.cli.writing.operations import operations_of, read_operations, require
from medialib_tui.cli.writing.set_metadata import entry_id_of
from medialib_tui.cli.writing.write import Writer, add_patch_options, writing


def run(call: Call) -> Exit:
    """Check every operation, then send them together."""
    entry_id = entry_id_of(call.words[0])
    operations = operations_of(read_operations(call.words[1]))

    async def work(writer: Writer) -> Exit:
        keeping = call.options.preserve_updated_at
        require(writer.session, operations, preserve_updated_at=keeping)
        return await writer.send(await writer.intent(entry_id, operations))

    return writing(call, work)


HANDLERS = {"patch": Handler(run, add_patch_options)}
