"""The index of a recording's chunks, found in the file itself when it is to be written at its end.

The library keeps an object for each chunk, about a kilobyte, until the file is finished. What decides an
event has a chunk of its own, so a long session would grow without end. All that the index says stands in the
file: the times and sizes in front of each chunk, and behind it where its messages are.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from mcap.opcode import Opcode
from mcap.records import ChunkIndex
from mcap.writer import MCAP0_MAGIC, Writer

from legday.recording.records import HEAD

KEPT_BY_LIBRARY = "_Writer__chunk_indices"
"""Where mcap's writer keeps them; a version that does so elsewhere grows as before, and nothing breaks."""

CHUNK = struct.Struct("<QQQII")
"""First and last time, size unpacked, checksum, length of the compression's name."""

LENGTH = struct.Struct("<Q")
CHANNEL = struct.Struct("<H")


class Written(Protocol):
    """A file that is being written and can be read beside that."""

    @property
    def name(self) -> str: ...  # noqa: D102
    def flush(self) -> None: ...  # noqa: D102


class ChunkIndices:
    """What `mcap.writer.Writer` needs of a list of indices: to append one, and to go through all.

    Parameters
    ----------
    file : Written
        What the writer writes to.
    """

    def __init__(self, file: Written) -> None:
        self._file = file

    def append(self, index: ChunkIndex) -> None:
        """Keep nothing: the file has it."""

    def __iter__(self) -> Iterator[ChunkIndex]:
        """Read them from the file, one after the other."""
        self._file.flush()
        with Path(self._file.name).open("rb") as file:
            yield from chunk_indices(file)


def chunk_indices(file: BinaryIO) -> Iterator[ChunkIndex]:
    """Yield an index for each chunk of a whole data section, without reading what is in the chunks."""
    file.seek(at := len(MCAP0_MAGIC))
    index: ChunkIndex | None = None
    while len(head := file.read(HEAD.size)) == HEAD.size:
        opcode, length = HEAD.unpack(head)
        end = at + HEAD.size + length
        if opcode == Opcode.MESSAGE_INDEX and index is not None:
            index.message_index_offsets[CHANNEL.unpack(file.read(CHANNEL.size))[0]] = at
            index.message_index_length += end - at
        elif index is not None:
            yield index
            index = None
        if opcode == Opcode.CHUNK:
            index = _index(file, at, end)
        file.seek(at := end)


def _index(file: BinaryIO, start: int, end: int) -> ChunkIndex:
    """Read what stands in front of a chunk's data."""
    first, last, unpacked, _, letters = CHUNK.unpack(file.read(CHUNK.size))
    compression = file.read(letters).decode()
    return ChunkIndex(
        message_start_time=first,
        message_end_time=last,
        chunk_start_offset=start,
        chunk_length=end - start,
        message_index_offsets={},
        message_index_length=0,
        compression=compression,
        compressed_size=LENGTH.unpack(file.read(LENGTH.size))[0],
        uncompressed_size=unpacked,
    )


def keep_in_file(writer: Writer, file: Written) -> None:
    """Let a writer that has not begun take its chunk indices from the file that it writes."""
    setattr(writer, KEPT_BY_LIBRARY, ChunkIndices(file))
