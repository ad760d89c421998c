"""What a disk may hold after a power failure, from a trace of what a program asked of it.

Only what was waited for counts as being there: a file's content up to its last ``fsync``, the names in a
folder up to the folder's. What was asked after that may be there or not, page by page.
"""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CALLS = "openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat"
STRACE = ("strace", "-f", "-ttt", "-T", "-y", "-xx", "-s", "100000000", "-e", f"trace={CALLS}")
PAGE = 4096

_LINE = re.compile(r"(?:\[pid +)?(\d+)\]? +(\d+\.\d+) (.*)")
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)(?:<[^>]*>)?.* <(\d+\.\d+)>$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_OPEN_FILE = re.compile(r"\d+<([^>]*)>")


@dataclass(frozen=True)
class Call:
    """A call that succeeded: what it was, its arguments, when it began and ended, what it returned."""

    name: str
    arguments: str
    began_s: float
    ended_s: float
    result: int

    @property
    def paths(self) -> list[str]:
        """Names that it gives."""
        return [_text(each).decode(errors="replace") for each in _TEXT.findall(self.arguments)]

    @property
    def file(self) -> str:
        """Where the file lies that it is about."""
        found = _OPEN_FILE.match(self.arguments)
        return "" if found is None else _text(found[1]).decode(errors="replace")


def _text(escaped: str) -> bytes:
    if "\\x" not in escaped:
        return escaped.encode()
    return bytes.fromhex(escaped.replace("\\x", ""))


def calls(trace: Path) -> Iterator[Call]:
    """Yield the calls of a trace that succeeded, in the order of their ends."""
    begun: dict[str, tuple[float, str]] = {}
    for line in trace.read_text().splitlines():
        if (match := _LINE.match(line)) is None:
            continue
        thread, at, rest = match[1], float(match[2]), match[3]
        if rest.endswith("<unfinished ...>"):
            begun[thread] = at, rest.removesuffix("<unfinished ...>")
            continue
        if rest.startswith("<... "):
            at, first = begun.pop(thread)
            rest = first + rest.partition("resumed>")[2]
        if (call := _CALL.match(rest)) is not None and int(call[3]) >= 0:
            yield Call(call[1], call[2], at, at + float(call[4]), int(call[3]))


@dataclass
class File:
    """What was asked of one file: when, from where on, which bytes (None cuts it there); its syncs."""

    changes: list[tuple[float, int, bytes | None]] = field(default_factory=list)
    syncs: list[tuple[float, float]] = field(default_factory=list)
    size: int = 0

    def change(self, at_s: float, offset: int, content: bytes | None) -> None:
        """Note a change."""
        self.changes.append((at_s, offset, content))
        self.size = offset if content is None else max(self.size, offset + len(content))

    def content(self, at_s: float, chance: random.Random | None) -> bytes:
        """Return what the disk has when the power fails: what was synced, and pages of the rest by chance."""
        synced_s = _synced(self.syncs, at_s)
        held = bytearray()
        for changed_s, offset, content in self.changes:
            if changed_s > at_s:
                break
            if changed_s <= synced_s:
                _apply(held, offset, content)
            elif chance is not None and content is not None:
                for start in range(0, len(content), PAGE):
                    if chance.random() < 0.5:
                        _apply(held, offset + start, content[start : start + PAGE])
        return bytes(held)


def _apply(held: bytearray, offset: int, content: bytes | None) -> None:
    if content is None:
        del held[offset:]
        return
    held.extend(bytes(max(0, offset - len(held))))
    held[offset : offset + len(content)] = content


def _synced(syncs: Iterable[Sequence[float]], at_s: float) -> float:
    return max((began for began, ended in syncs if ended <= at_s), default=0.0)


class Disk:
    """A folder's files, and the names that they had.

    Parameters
    ----------
    trace : Path
        Of ``STRACE``.
    folder : Path
        All below it is followed; it was empty.
    """

    def __init__(self, trace: Path, folder: Path) -> None:
        self._folder = str(folder)
        self._named: dict[str, File] = {}
        self._names: list[tuple[float, str, File | None]] = []
        self._folder_syncs: dict[str, list[tuple[float, float]]] = {}
        self.syncs: list[tuple[str, float, float]] = []
        for call in calls(trace):
            self._follow(call)

    def _follow(self, call: Call) -> None:
        if call.name == "openat" and "O_CREAT" in call.arguments:
            self._created(call)
        elif call.name.startswith("rename") and self._ours(call.paths[0]):
            source, target = call.paths[:2]
            self._name(call.ended_s, target, self._named.get(source))
            self._name(call.ended_s, source, None)
        elif call.name.startswith("unlink") and self._ours(call.paths[0]):
            self._name(call.ended_s, call.paths[0], None)
        elif call.name in {"fsync", "fdatasync"} and call.file.startswith(self._folder):
            self._synced(call)
        elif (file := self._named.get(call.file)) is not None:
            _change(file, call)

    def _ours(self, path: str) -> bool:
        return path.startswith(self._folder)

    def _created(self, call: Call) -> None:
        path = call.paths[0]
        if not self._ours(path):
            return
        if path not in self._named:
            self._name(call.ended_s, path, File())
        elif "O_TRUNC" in call.arguments:
            self._named[path].change(call.ended_s, 0, None)

    def _name(self, at_s: float, path: str, file: File | None) -> None:
        self._names.append((at_s, path, file))
        self._named.pop(path, None)
        if file is not None:
            self._named[path] = file

    def _synced(self, call: Call) -> None:
        span = call.began_s, call.ended_s
        self.syncs.append((Path(call.file).name, *span))
        if (file := self._named.get(call.file)) is not None:
            file.syncs.append(span)
        else:
            self._folder_syncs.setdefault(call.file, []).append(span)

    def waited_s(self, name: str, at_s: float) -> float:
        """Return when what the disk has of a file had been written, s since 1970."""
        return _synced([span for file, *span in self.syncs if file == name], at_s)

    def restore(self, at_s: float, into: Path, chance: random.Random | None) -> None:
        """Write what the disk has when the power fails at ``at_s``; by chance more than it was waited for."""
        names: dict[str, File] = {}
        for named_s, path, file in self._names:
            waited_for = named_s <= _synced(self._folder_syncs.get(str(Path(path).parent), []), at_s)
            if waited_for or (chance is not None and named_s <= at_s and chance.random() < 0.5):
                names.pop(path, None)
                if file is not None:
                    names[path] = file
        for path, file in names.items():
            place = into / Path(path).relative_to(self._folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.content(at_s, chance))


def _change(file: File, call: Call) -> None:
    if call.name == "ftruncate":
        file.change(call.ended_s, int(call.arguments.rsplit(",", 1)[1]), None)
        return
    content = _text(_TEXT.findall(call.arguments)[0])[: call.result]
    offset = int(call.arguments.rsplit(",", 1)[1]) if call.name == "pwrite64" else file.size
    file.change(call.ended_s, offset, content)
