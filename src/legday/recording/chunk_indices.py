"""The index of a recording's chunks, kept small until it is written at the end.

The library keeps an object for each chunk, about a kilobyte; at a chunk a second a long session would grow
by megabytes an hour. Kept as the bytes that will be written, compressed as they come, it takes some forty.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from mcap.data_stream import RecordBuilder
from mcap.records import ChunkIndex
from mcap.writer import Writer

KEPT_BY_LIBRARY = "_Writer__chunk_indices"
"""Where mcap's writer keeps them; a version that does so elsewhere grows as before, and nothing breaks."""


@dataclass(frozen=True, slots=True)
class Written:
    """Records that are bytes already."""

    data: bytes

    def write(self, stream: RecordBuilder) -> None:
        """Append them to what is being built."""
        stream.write(self.data)


class ChunkIndices:
    """What `mcap.writer.Writer` needs of a list of indices: to append one, and to write all."""

    def __init__(self) -> None:
        self._compressor = zlib.compressobj()
        self._compressed = bytearray()

    def append(self, index: ChunkIndex) -> None:
        """Keep an index as bytes."""
        builder = RecordBuilder()
        index.write(builder)
        self._compressed += self._compressor.compress(builder.end())

    def __iter__(self) -> Iterator[Written]:
        """Give all at once."""
        yield Written(zlib.decompress(self._compressed + self._compressor.copy().flush()))


def keep_small(writer: Writer) -> None:
    """Let a writer that has not begun keep its chunk indices so."""
    setattr(writer, KEPT_BY_LIBRARY, ChunkIndices())
