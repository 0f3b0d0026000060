#!/usr/bin/env python3
"""Makes testdata/archive from the Azure LLM inference trace 2023.

usage: make.py --trace AzureLLMInferenceTrace_code.csv --output DIR

The same trace gives the same events, byte for byte. Needs the zstd command.
"""

import argparse
import bz2
import csv
import gzip
import io
import subprocess
import sys
from collections import Counter
from pathlib import Path

sys.dont_write_bytecode = True

from filled import SECOND, Draw, filled, spelled, ticks_of  # noqa: E402
from planted import Placed, plant  # noqa: E402

BOM = b"\xef\xbb\xbf"


def file_of(draw):
    """0 to 3; the plain file gets the smallest part."""
    return draw.choice("file", (0, 10), (1, 30), (2, 34), (3, 26))


def lines(trace):
    """All lines of all files, and how many of each case were planted."""
    with open(trace, newline="", encoding="utf-8") as rows:
        events = [
            filled(number, ticks_of(arrival), int(tokens_input), int(tokens_output))
            for number, (arrival, tokens_input, tokens_output) in enumerate(csv.reader(rows))
            if number > 0  # the header
        ]
    placed = [Placed("row", file_of(Draw(e.row)), e.ticks, spelled(e)) for e in events]
    placed += plant(events, file_of)
    return placed, Counter(p.case for p in placed)


def blank_after(index):
    """Lines that are no events, here and there."""
    return {200: [b""], 500: [b"  \t"], 501: [b"", b" "]}.get(index, [])


def stream(placed, file):
    """One uncompressed file: arrivals in about the order of time, as from several gateways."""
    chosen = [
        (p.ticks + Draw(f"{file}/{i}").below("shift", 120 * SECOND), i, p.line)
        for i, p in enumerate(placed)
        if p.file == file
    ]
    out = []
    for index, (_, _, line) in enumerate(sorted(chosen)):
        out += [line, *blank_after(index)]
    end = b"\r\n" if file == 2 else b"\n"
    text = end.join(out)
    return {2: BOM + text + end, 3: text}.get(file, text + end)


def gzip_member(data):
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=out, mtime=0) as member:
        member.write(data)
    return out.getvalue()


def gzip_two_members(data):
    """The cut goes through the middle of a line."""
    cut = data.index(b"\n", len(data) // 2) + 100
    return gzip_member(data[:cut]) + gzip_member(data[cut:])


def zstd(data):
    command = ["zstd", "--quiet", "--single-thread", "--check", "-19", "--stdout", "-"]
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


FILES = (
    ("calls-1.ndjson", bytes),
    ("calls-2.ndjson.gz", gzip_two_members),
    ("calls-3.ndjson.zst", zstd),
    ("calls-4.ndjson.bz2", lambda data: bz2.compress(data, 9)),
)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--trace", required=True, type=Path)
    options.add_argument("--output", required=True, type=Path)
    chosen = options.parse_args()
    placed, counts = lines(chosen.trace)
    chosen.output.mkdir(parents=True, exist_ok=True)
    for file, (name, compress) in enumerate(FILES):
        data = stream(placed, file)
        packed = compress(data)
        (chosen.output / name).write_bytes(packed)
        print(f"{name}: {len(packed)} bytes, {len(data)} uncompressed")
    for case, count in sorted(counts.items()):
        print(f"{case}: {count}")


if __name__ == "__main__":
    main()
