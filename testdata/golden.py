#!/usr/bin/env python3
"""Works out testdata/golden from testdata/archive, apart from the code under test.

usage: golden.py [--archive DIR] [--output DIR] [--check]

Reads whole files into memory and every event into a dict: slow, plain, exact. With --check it
writes nothing and exits 1 where the goldens differ. Needs the zstd command.
"""

import argparse
import bz2
import csv
import gzip
import io
import json
import re
import subprocess
import sys
from collections import defaultdict, namedtuple
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, setcontext
from fractions import Fraction
from pathlib import Path

setcontext(Context(prec=3000, rounding=ROUND_HALF_EVEN))
sys.setrecursionlimit(10_000)

EPOCH = datetime(1970, 1, 1)
WINDOW = 15 * 60 * 1000
PLAUSIBLE = range(1_577_836_800_000, 4_102_444_800_000)  # 2020-01-01 to 2100-01-01, ms
MAX_DEPTH = 1000
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
EPOCH_TEXT = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?"
    r"(?:[Zz]|([+-])([0-9]{2})(?::?([0-9]{2}))?)?"
)

Call = namedtuple(
    "Call",
    "tenant id millis provider model hit failed tokens_in tokens_out micros picos",
)
Reject = namedtuple("Reject", "file position reason millis")


class Fault(Exception):
    """Why an event is rejected; the message is the reason code."""


class Number(str):
    """A JSON number, as written."""


# ---------------------------------------------------------------- JSON


def constant(text):
    raise ValueError(text)


DECODER = json.JSONDecoder(
    object_pairs_hook=lambda pairs: ("object", pairs),
    parse_float=Number,
    parse_int=Number,
    parse_constant=constant,
)


def depth(text):
    """How deep objects and arrays are nested, brackets in strings left out."""
    now = deepest = 0
    for part in re.findall(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', text):
        if part in "[{":
            now += 1
            deepest = max(deepest, now)
        elif part in "]}":
            now -= 1
    return deepest


def pairs_of(line):
    """The fields of an event in the order of the line."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise Fault("invalid_utf8") from None
    if depth(text) > MAX_DEPTH:
        raise Fault("nesting_too_deep")
    text = text.strip(" \t\r\n")
    try:
        value, end = DECODER.raw_decode(text)
    except ValueError:
        raise Fault("malformed_json") from None
    if not (isinstance(value, tuple) and value[0] == "object"):
        raise Fault("not_an_object")
    if end != len(text):
        raise Fault("trailing_content")
    return value[1]


# ---------------------------------------------------------------- fields


def name(value):
    if isinstance(value, bool):
        value = "true" if value else "false"
    if not isinstance(value, str):
        raise Fault("invalid_name")
    if any(ord(c) < 0x20 or 0x7F <= ord(c) <= 0x9F or 0xD800 <= ord(c) <= 0xDFFF for c in value):
        raise Fault("invalid_name")
    if len(value.encode("utf-8")) > 256:
        raise Fault("invalid_name")
    return str(value)


def tenant(value):
    if not name(value).strip():
        raise Fault("invalid_name")
    return name(value)


def number(value, largest, digits):
    """Counts of 10 to the power of -digits; None digits ask for a whole number."""
    if not isinstance(value, str) or not NUMBER.fullmatch(value):
        raise Fault("invalid_number")
    if len(value) > 1000:
        raise Fault("number_too_large")
    exact = Decimal(value)
    if exact < 0:
        raise Fault("negative_number")
    if exact > largest:
        raise Fault("number_too_large")
    if digits is None:
        if exact != exact.to_integral_value():
            raise Fault("invalid_number")
        return int(exact)
    return int(exact.scaleb(digits).to_integral_value(ROUND_HALF_EVEN))


def flag(value):
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and not isinstance(value, Number):
        known = {"true": True, "false": False, "": None, "none": None, "null": None}
        if value.lower() in known:
            return known[value.lower()]
    raise Fault("invalid_boolean")


def millis(value):
    """Milliseconds since the epoch, rounded down."""
    if not isinstance(value, str):
        raise Fault("invalid_timestamp")
    if NUMBER.fullmatch(value) and len(value) > 1000:
        raise Fault("number_too_large")
    if EPOCH_TEXT.fullmatch(value):
        exact = Fraction(value)
        for limit, per_milli in ((10**11, Fraction(1, 1000)), (10**14, 1), (10**17, 1000)):
            if abs(exact) < limit:
                return exact / per_milli // 1
        if len(value.lstrip("-").split(".")[0]) > 19:
            raise Fault("invalid_timestamp")
        return exact // 1_000_000
    match = None if isinstance(value, Number) else ISO.fullmatch(value)
    if not match:
        raise Fault("invalid_timestamp")
    date, time, fraction, sign, hours, minutes = match.groups()
    try:
        local = datetime.strptime(f"{date} {time}", "%Y-%m-%d %H:%M:%S")
    except ValueError:
        raise Fault("invalid_timestamp") from None
    if time.endswith(":60") or time.endswith(":61"):
        raise Fault("invalid_timestamp")
    passed = local - EPOCH
    seconds = passed.days * 86_400 + passed.seconds
    offset = int(hours or 0) * 3600 + int(minutes or 0) * 60
    seconds += offset if sign == "-" else -offset
    return seconds * 1000 + int((fraction or "").ljust(3, "0")[:3])


TOKENS = 2**31 - 1
FIELDS = {
    "tenant_id": tenant,
    "provider": name,
    "model": name,
    "request_id": name,
    "event_id": name,
    "tokens_input": lambda v: number(v, TOKENS, None),
    "tokens_output": lambda v: number(v, TOKENS, None),
    "latency_ms": lambda v: number(v, 31 * 86_400_000, 3),
    "cost_usd": lambda v: number(v, 1_000_000, 12),
    **dict.fromkeys(
        "team_id user_id api_key api_key_hash project_id service_tier region".split(), name
    ),
    **dict.fromkeys(
        "tokens_cached tokens_cache_write tokens_cache_write_1h tokens_reasoning tokens_audio_input "
        "tokens_audio_output tokens_image_input tokens_image_output web_searches".split(),
        lambda v: number(v, TOKENS, None),
    ),
    "cache_hit": flag,
    "success": flag,
    "timestamp": millis,
}


def identity(text):
    blank = text is None or not text.strip()
    return "" if blank or text.lower() in ("null", "none") else text


def parsed(line):
    """A call, or a pair of the reason and the time as far as it is known."""
    try:
        pairs = pairs_of(line)
    except Fault as fault:
        return str(fault), None
    fault, values = None, {}
    for key, value in pairs:
        if key not in FIELDS:
            continue
        try:
            if key in values:
                values[key] = None
                raise Fault("duplicate_field")
            values[key] = None
            values[key] = None if value is None else FIELDS[key](value)
        except Fault as found:
            fault = fault or str(found)
    time = values.get("timestamp")
    if fault is None and values.get("tenant_id") is None:
        fault = "missing_tenant"
    if fault is None and time is None:
        fault = "missing_timestamp"
    if fault is None and time not in PLAUSIBLE:
        fault = "implausible_timestamp"
    if fault:
        return fault, time
    provider, model = values.get("provider"), values.get("model")
    return Call(
        tenant=values["tenant_id"],
        id=identity(values.get("request_id")) or identity(values.get("event_id")),
        millis=time,
        provider="unknown" if provider is None else provider,
        model="unknown" if model is None else model,
        hit=values.get("cache_hit") is True,
        failed=values.get("success") is False,
        tokens_in=values.get("tokens_input"),
        tokens_out=values.get("tokens_output"),
        micros=values.get("latency_ms"),
        picos=values.get("cost_usd"),
    )


# ---------------------------------------------------------------- files


def opened(path):
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if path.suffix == ".bz2":
        return bz2.decompress(data)
    if path.suffix == ".zst":
        return subprocess.run(["zstd", "-dc", str(path)], stdout=subprocess.PIPE, check=True).stdout
    return data


def events(path):
    """The position and bytes of every line that is not blank."""
    data, start = opened(path), 0
    if data.startswith(b"\xef\xbb\xbf"):
        start = 3
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        line = data[start:end]
        if line.strip(b" \t\r"):
            yield start, line[:-1] if line.endswith(b"\r") else line
        start = end + 1


# ---------------------------------------------------------------- the answer


def window(time):
    return None if time is None or time not in PLAUSIBLE else time // WINDOW * WINDOW


def deduplicated(calls, ledger):
    """One call of every set of duplicates: the cheapest, none being dearest; only that may differ."""
    sets = defaultdict(list)
    for number_of_call, call in enumerate(calls):
        own = call.id if call.id else number_of_call
        sets[window(call.millis), call.tenant, own].append(call)
    for (start, _, _), copies in sets.items():
        kept = min(copies, key=lambda call: (call.picos is None, call.picos))
        if any(copy._replace(picos=kept.picos) != kept for copy in copies):
            raise SystemExit(f"copies of {kept.id} differ in more than the cost")
        ledger[start]["aggregated"] += 1
        ledger[start]["duplicates"] += len(copies) - 1
        ledger[start]["conflicting"] += sum(copy != kept for copy in copies)
        yield kept


def iso(time, timespec):
    if time is None:
        return ""
    return (EPOCH + timedelta(milliseconds=int(time))).isoformat(timespec=timespec) + "Z"


def fixed(count, digits):
    return "" if count is None else f"{count // 10**digits}.{count % 10**digits:0{digits}d}"


def given(calls, key):
    return sorted(getattr(call, key) for call in calls if getattr(call, key) is not None)


def quantile(ordered, q):
    return ordered[int(q * (len(ordered) - 1))] if ordered else None


METRICS = (
    "window_start tenant_id provider model total_requests cache_hits failed_requests "
    "tokens_input_sum tokens_input_count tokens_output_sum tokens_output_count "
    "cost_usd_count total_cost_usd latency_ms_sum latency_ms_count min_latency_ms max_latency_ms "
    "p50_latency_ms p95_latency_ms p99_latency_ms"
).split()
LEDGER = "window_start read aggregated duplicates conflicting rejected".split()
REJECTED = "origin position reason event_time".split()


def metrics(calls):
    groups = defaultdict(list)
    for call in calls:
        key = iso(window(call.millis), "seconds"), call.tenant, call.provider, call.model
        groups[key].append(call)
    for key, members in sorted(groups.items()):
        tokens_in, tokens_out = given(members, "tokens_in"), given(members, "tokens_out")
        # A call that a gateway's cache answered costs nothing where the event says nothing else.
        known = [0 if c.picos is None else c.picos for c in members if c.hit or c.picos is not None]
        micros = given(members, "micros")
        shown = [min(micros, default=None), max(micros, default=None)]
        shown += [quantile(micros, Fraction(p, 100)) for p in (50, 95, 99)]
        yield [
            *key,
            len(members),
            sum(call.hit for call in members),
            sum(call.failed for call in members),
            *(sum(tokens_in), len(tokens_in), sum(tokens_out), len(tokens_out)),
            *(len(known), fixed(sum(known) if known else None, 12)),
            *(fixed(sum(micros), 3), len(micros)),
            *(fixed(value, 3) for value in shown),
        ]


def answer(archive):
    """The three goldens: name, header and rows."""
    calls, rejects = [], []
    ledger = defaultdict(lambda: defaultdict(int))
    for path in sorted(archive.iterdir()):
        for position, line in events(path):
            event = parsed(line)
            if isinstance(event, Call):
                calls.append(event)
                ledger[window(event.millis)]["read"] += 1
            else:
                reason, time = event
                rejects.append(Reject(path.name, position, reason, time))
                ledger[window(time)]["read"] += 1
                ledger[window(time)]["rejected"] += 1
    rows = list(metrics(deduplicated(calls, ledger)))
    for counts in ledger.values():
        assert counts["read"] == counts["aggregated"] + counts["duplicates"] + counts["rejected"]
    counted = sorted(
        [iso(start, "seconds"), *(counts[column] for column in LEDGER[1:])]
        for start, counts in ledger.items()
    )
    rejected = [
        [r.file, r.position, r.reason, iso(r.millis, "milliseconds")]
        for r in sorted(rejects, key=lambda reject: reject[:2])
    ]
    return (
        ("llm_operations_metrics.csv", METRICS, rows),
        ("ledger.csv", LEDGER, counted),
        ("rejected_events.csv", REJECTED, rejected),
    )


def main():
    here = Path(__file__).resolve().parent
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--archive", type=Path, default=here / "archive")
    options.add_argument("--output", type=Path, default=here / "golden")
    options.add_argument("--check", action="store_true", help="only compare, exit 1 if not equal")
    chosen = options.parse_args()
    differing = []
    for file, header, rows in answer(chosen.archive):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([header, *rows])
        data, path = text.getvalue().encode(), chosen.output / file
        if not chosen.check:
            chosen.output.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        elif not path.is_file() or path.read_bytes() != data:
            differing.append(str(path))
    for path in differing:
        print(f"{path} is not what the archive gives", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
