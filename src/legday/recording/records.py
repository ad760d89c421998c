"""Records of an MCAP file, finished or not, whole or not.

The stock readers want the end of the file, and one that was cut makes them raise almost anything. Here
records are framed first (one byte of kind, eight of length), so that only whole ones are ever parsed; a chunk
whose checksum is wrong is left out, and what follows it is still read.
"""

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from mcap.data_stream import ReadDataStream
from mcap.exceptions import McapError
from mcap.opcode import Opcode
from mcap.records import Attachment, Channel, Chunk, Header, McapRecord, Message, Metadata, Schema
from mcap.stream_reader import breakup_chunk
from mcap.writer import MCAP0_MAGIC
from zstandard import ZstdError

HEAD = struct.Struct("<BQ")
_BROKEN = (McapError, struct.error, ValueError, RuntimeError, MemoryError, ZstdError)


class Records:
    """Iterates over the records before the summary, in the order in which they were written.

    After the last one, ``finished`` tells whether the file was closed, ``damaged`` how many records could not
    be read, and ``rest`` how many bytes lie behind the last whole record of a file that was not.

    Parameters
    ----------
    file : binary file
        Open for reading, at its start.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.finished = False
        self.damaged = 0
        self.rest = 0

    def __iter__(self) -> Iterator[McapRecord]:
        if self._file.read(len(MCAP0_MAGIC)) != MCAP0_MAGIC:
            return
        for opcode, body in self._frames():
            if opcode == Opcode.DATA_END:
                self.finished = True
                return
            yield from self._parse(opcode, body)

    def _frames(self) -> Iterator[tuple[int, bytes]]:
        start = self._file.tell()
        size = self._file.seek(0, 2)
        self._file.seek(start)
        while len(head := self._file.read(HEAD.size)) == HEAD.size:
            opcode, length = HEAD.unpack(head)
            if opcode == 0 or length > size - self._file.tell():
                break
            yield opcode, self._file.read(length)
            start = self._file.tell()
        self.rest = size - start

    def _parse(self, opcode: int, body: bytes) -> list[McapRecord]:
        try:
            return _parse(opcode, body)
        except _BROKEN:
            self.damaged += 1
            return []


def _parse(opcode: int, body: bytes) -> list[McapRecord]:
    stream = ReadDataStream(BytesIO(body))
    match opcode:
        case Opcode.CHUNK:
            return breakup_chunk(Chunk.read(stream), validate_crc=True)
        case Opcode.MESSAGE:
            return [Message.read(stream, len(body))]
        case Opcode.CHANNEL:
            return [Channel.read(stream)]
        case Opcode.SCHEMA:
            return [Schema.read(stream)]
        case Opcode.METADATA:
            return [Metadata.read(stream)]
        case Opcode.ATTACHMENT:
            return [Attachment.read(stream)]
        case Opcode.HEADER:
            return [Header.read(stream)]
    return []
