"""A run over a whole file that can be taken up again: answers are kept in parts until all are there.

Beside the file to be written stands a folder with the parts and a journal that says which input, knowledge and options
they belong to. A run with the same ones goes on after the last part that was confirmed; the file is written from the
parts, so its bytes do not depend on how often the run was broken off. The folder holds patients' data, so nobody else
may look into it, and it goes when the file is there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from hep_engine.model.registry import Tally

__all__ = ["Journal", "fingerprint"]

_TALLY = b"tally"


class Journal:
    """The parts of one run."""

    def __init__(self, out: Path, run: dict[str, Any]) -> None:
        """Take up the *run* that was to write *out*, or begin it where there is none, or another one."""
        self.folder = out.with_name(f".{out.name}.parts")
        written = json.dumps(run, sort_keys=True, indent=2)
        journal = self.folder / "journal.json"
        if not journal.is_file() or journal.read_text(encoding="utf-8") != written:
            self.close()
            self.folder.mkdir(mode=0o700)
            _put(journal, written.encode())
        self.count = min(self._whole(), self._confirmed())
        """How many parts there are: at first those that stand."""
        self.confirm(self.count)  # a part that is made again stands no longer

    def add(self, answered: pa.RecordBatch, tally: Tally) -> None:
        """Keep one more part; it is there wholly or not at all."""
        kept = answered.replace_schema_metadata({_TALLY: tally.model_dump_json().encode()})
        sink = pa.BufferOutputStream()
        with pa.ipc.new_file(sink, kept.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
            writer.write_batch(kept)
        _put(self._part(self.count), sink.getvalue())
        self.count += 1

    def confirm(self, count: int) -> None:
        """Let the first *count* parts stand: a run that is taken up makes the others again."""
        _put(self.folder / "confirmed", str(count).encode())

    def parts(self) -> Iterator[pa.RecordBatch]:
        """Every part, in order."""
        for number in range(self.count):
            with pa.ipc.open_file(self._part(number)) as part:
                yield part.get_batch(0).replace_schema_metadata()

    def tally(self) -> Tally:
        """The counts of all parts."""
        total = Tally()
        for number in range(self.count):
            with pa.ipc.open_file(self._part(number)) as part:
                total = total.plus(Tally(**json.loads(part.schema.metadata[_TALLY])))
        return total

    def close(self) -> None:
        """Take the folder away."""
        if self.folder.exists():
            shutil.rmtree(self.folder)

    def _part(self, number: int) -> Path:
        return self.folder / f"{number:06d}.arrow"

    def _confirmed(self) -> int:
        confirmed = self.folder / "confirmed"
        said = confirmed.read_bytes() if confirmed.is_file() else b""
        return int(said) if said.isdigit() else 0

    def _whole(self) -> int:
        """How many parts there are from the first without a gap, each of which can be read."""
        number = 0
        while self._part(number).is_file():
            try:
                with pa.ipc.open_file(self._part(number)) as part:
                    part.get_batch(0)
            except pa.ArrowException:
                break  # cut short by the machine: it is made again
            number += 1
        return number


def fingerprint(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put(path: Path, content: bytes | pa.Buffer) -> None:
    """Write a file in one step, so that it is whole whenever it is there."""
    waiting = path.with_suffix(".waiting")
    with waiting.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)
