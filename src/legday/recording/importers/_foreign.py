"""A recording of another program as it lies on the disk: one file, a zip, or a folder."""

import codecs
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from legday.errors import TakeError

HEAD_BYTES = 4096
"""So much of a file tells what it is."""

LARGEST_BYTES = 2_000_000_000
"""A member that unpacks to more is refused: no recording of a phone is that long."""

ZIP_MAGIC = b"PK\x03\x04"

LITTER = "__MACOSX"
"""A folder that no program recorded; nor did one what begins with a full stop."""

SPREADSHEETS = "cp1252"
"""How they save text on Windows; only names of columns have letters in which it matters."""


@dataclass(frozen=True)
class Foreign:
    """Named files that belong together.

    Parameters
    ----------
    path : Path
        What the person named.
    """

    path: Path

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the files, sorted; within a zip their whole paths."""
        if self.path.is_dir():
            return tuple(sorted(each.name for each in self.path.iterdir() if each.is_file()))
        if not self.is_zip:
            return (self.path.name,)
        with self._zip() as archive:
            found = (each.filename for each in archive.infolist() if not each.is_dir())
            return tuple(sorted(name for name in found if not _is_litter(name)))

    @cached_property
    def is_zip(self) -> bool:
        """Whether it is a zip.

        Raises
        ------
        TakeError
            For one that was cut short: it begins as a zip, and its list of files at the end is missing.
        """
        if not self.path.is_file() or zipfile.is_zipfile(self.path):
            return self.path.is_file()
        try:
            with self.path.open("rb") as file:
                begun = file.read(len(ZIP_MAGIC)) == ZIP_MAGIC
        except OSError as error:
            raise TakeError(self.path, f"cannot be read: {error.strerror}") from error
        if begun:
            raise TakeError(self.path, "the zip is cut short or damaged; export or copy it again")
        return False

    def find(self, *wanted: str) -> str | None:
        """Return the name of the first of these files that is there, whatever its folder and case."""
        by_name = {PurePosixPath(name).name.lower(): name for name in self.names}
        return next((by_name[name.lower()] for name in wanted if name.lower() in by_name), None)

    def head(self, name: str) -> str:
        """Return the beginning of a file as text, nonsense where it is none."""
        data = self._bytes(name, HEAD_BYTES)
        try:
            return _decoded(data)
        except UnicodeDecodeError:
            return data.decode(errors="replace")

    def all_starting(self, pattern: re.Pattern[str]) -> list[str]:
        """Return the names of the files whose beginning matches."""
        return [name for name, head in self._heads.items() if pattern.match(head)]

    @cached_property
    def _heads(self) -> dict[str, str]:
        return {name: self.head(name) for name in self.names}

    def text(self, name: str) -> str:
        """Return a whole file as text.

        Raises
        ------
        TakeError
            For a file that is no text in UTF-8 or, as spreadsheets save it, UTF-16 or Windows-1252; or too
            large.
        """
        data = self._bytes(name, LARGEST_BYTES)
        try:
            return _decoded(data)
        except UnicodeDecodeError as error:
            raise TakeError(self.path, "want UTF-8 text", self._place(name, error.start)) from error

    def _bytes(self, name: str, most: int) -> bytes:
        try:
            if self.is_zip:
                with self._zip() as archive, archive.open(name) as member:
                    data = member.read(most + 1)
            else:
                data = self._file_bytes(self.path / name if self.path.is_dir() else self.path, most)
        except OSError as error:
            raise TakeError(self.path, f"cannot be read: {error.strerror}", self._place(name)) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise TakeError(self.path, f"cannot be read: {error}", self._place(name)) from error
        if len(data) > most == LARGEST_BYTES:
            raise TakeError(self.path, f"want at most {LARGEST_BYTES} bytes", self._place(name))
        return data[:most]

    def _file_bytes(self, path: Path, most: int) -> bytes:
        if path.exists() and not path.is_file():
            raise TakeError(path, "want a file or a folder")
        with path.open("rb") as file:
            return file.read(most + 1)

    def _place(self, name: str, byte: int | None = None) -> str:
        """Return where in what the person named: the file within it, if it is not that itself."""
        within = [name] if self.path.is_dir() or self.is_zip else []
        return ", ".join([*within, *([] if byte is None else [f"byte {byte}"])])

    def _zip(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self.path)
        except (OSError, zipfile.BadZipFile) as error:
            raise TakeError(self.path, f"cannot be read: {error}") from error


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return parts[0] == LITTER or parts[-1].startswith(".")


def _decoded(data: bytes) -> str:
    """Return text, whose last letter may be cut: UTF-16 by its mark, UTF-8, else what Windows writes."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return codecs.getincrementaldecoder("utf-16" if marked else "utf-8-sig")().decode(data)
    except UnicodeDecodeError:
        if marked or b"\0" in data:
            raise
        return data.decode(SPREADSHEETS)
