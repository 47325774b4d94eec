"""Who works here: the name of the person, this machine, this process."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A person at a terminal; `who` is the user's name and the machine's, as `name@host`."""

    who: str
    pid: int

    @property
    def host(self) -> str:
        """The machine's name."""
        return self.who.rpartition("@")[2]


def this_person() -> Person:
    """The person and process that run this program."""
    import getpass
    import socket

    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = f"uid-{os.getuid()}"
    host = socket.gethostname() or "localhost"
    who = f"{name}@{host}".encode("utf-8", "replace").decode()
    return Person(who, os.getpid())


def may_be_alive(person: Person, here: Person) -> bool:
    """Whether that process may still run; one on another machine cannot be asked."""
    if person.host != here.host:
        return True
    if person.pid == here.pid:
        return True
    try:
        os.kill(person.pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
