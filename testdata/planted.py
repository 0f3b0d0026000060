"""The lines that are planted among the filled-in events, each under the name of its case.

Every planted line is a copy of a row's event with the change that its case names.
"""

from dataclasses import dataclass
from decimal import Decimal

from filled import SECOND, Draw, spelled, time_text, ticks_of

HALF_PAST = ticks_of("2023-11-16 18:30:00.0000000")
FILES = 4
STEP = 3001  # shares no factor with the number of rows: spreads over the hour, meets each row once


@dataclass(frozen=True)
class Placed:
    """A line, the file it goes to (0 to 3) and the instant that it is sorted by there."""

    case: str
    file: int
    ticks: int
    line: bytes


class Planter:
    """Hands out events of the trace, each once, and collects what is made of them."""

    def __init__(self, events, file_of):
        self.events, self.file_of = events, file_of
        self.next, self.placed = STEP, []

    def take(self, *needed):
        """The next event that has an own request id and these fields as plain numbers."""
        while True:
            event = self.events[self.next]
            self.next = (self.next + STEP) % len(self.events)
            if "request_id" in event.fields and "event_id" not in event.fields:
                if all(event.fields.get(f, "x").replace(".", "").isdigit() for f in needed):
                    return event

    def fresh(self, label, *needed):
        """An event that no other line shares its id with."""
        return self.take(*needed).but(request_id=f'"{Draw(label).uuid("planted")}"')

    def place(self, case, event, line=None, file=None, later=0):
        if file is None:
            file = self.file_of(Draw(f"{case}/{len(self.placed)}"))
        line = spelled(event, case) if line is None else line
        self.placed.append(Placed(case, file % FILES, event.ticks + later, line))


def plant(events, file_of):
    planter = Planter(events, file_of)
    duplicates(planter)
    not_duplicates(planter)
    legal(planter)
    rejects(planter)
    return planter.placed


def duplicates(planter):
    for i in range(60):
        event = planter.take()
        home = file_of_row(planter, event)
        case, file = ("same_file", home) if i % 2 else ("other_file", home + 1 + i // 2 % 3)
        later = (1 + i % 7) * 9 * SECOND
        planter.place(f"duplicate_{case}", event, spelled(event), file, later)
    for i in range(12):
        event = planter.take("cost_usd")
        cost = event.fields["cost_usd"]
        # The same call in other words: zeros, digits below 1e-12, another zone, the id elsewhere.
        longer = (cost if "." in cost else cost + ".0") + ("000" if i % 2 else "0" * 13 + "4")
        styles = (("T", 7, "+02:00"), "epoch_ms", (" ", 3, "-0330"), "epoch_ns")
        copy = event.but(cost_usd=longer, timestamp=time_text(event.ticks, styles[i % 4]))
        if i % 3 == 0:
            copy = copy.but(request_id=None, event_id=event.fields["request_id"])
        planter.place("duplicate_other_spelling", copy)
    # Each set: what the cost of its copies is, as a multiple of the row's. The lowest is kept.
    for i, factors in enumerate((
        ("2",), ("0.5",), ("2",), ("0.5",), ("1.01",), ("0.99",), ("1.5",), ("0.1",),
        ("2", "3"), ("2", "1"), ("0.5", "1"), ("0.5", "0.5"),
    )):  # fmt: skip
        event = planter.take("cost_usd")
        while Decimal(event.fields["cost_usd"]) < Decimal("0.00001"):
            event = planter.take("cost_usd")
        for k, factor in enumerate(factors):
            cost = Decimal(event.fields["cost_usd"]) * Decimal(factor)
            file = file_of_row(planter, event) + (i + k) % 3
            copy = event.but(cost_usd=format(cost, "f"))
            planter.place("duplicate_conflicting", copy, file=file, later=k * SECOND)


def file_of_row(planter, event):
    return planter.file_of(Draw(event.row))


def not_duplicates(planter):
    for _ in range(8):
        event = planter.take()
        planter.place("same_id_other_tenant", event.but(tenant_id='"edge-cases"'))
    for i in range(8):
        event = planter.take()
        # By whole windows, to another one that the trace has.
        ticks = event.ticks + (900 if event.ticks < HALF_PAST + 900 * SECOND else -900) * SECOND
        planter.place("same_id_other_window", event.at(ticks, time_text(ticks, ("T", 3, "Z"))))
    edge = planter.fresh("edge").but(tenant_id='"edge-cases"')
    last, first = HALF_PAST - 1, HALF_PAST
    planter.place("same_id_across_boundary", edge.at(last, time_text(last, ("T", 7, "Z"))))
    planter.place("same_id_across_boundary", edge.at(first, '"2023-11-16T18:30:00Z"'))
    same = planter.take().but(request_id=None)
    for i in range(3):
        planter.place("identical_without_id", same, spelled(same, "twin"), later=i * SECOND)


def legal(planter):
    def add(label, extra="", **changes):
        event = planter.fresh(label).but(tenant_id='"edge-cases"', **changes)
        line = spelled(event, label)
        if extra:
            line = line.rstrip()[:-1] + b"," + extra.encode() + b"}"
        planter.place("legal_extreme", event, line)

    add("largest tokens", tokens_input='"2147483647"', tokens_output="2.147483647e9")
    add("minus zero", tokens_input="-0", tokens_output="-0.0", latency_ms="-0.0")
    add("longest latency", latency_ms="2678400000")
    add("cost of twelve decimals", cost_usd="0.999999999999")
    add("half a unit down", cost_usd="0.0000000000005", latency_ms="0.0005")
    add("half a unit up", cost_usd="1.5e-12", latency_ms="0.0015")
    add("longest id", request_id='"' + "é" * 128 + '"')
    add("number as id", request_id="1234567890123456789012345")
    add("number as model", model="4.10")
    add("flags as text", cache_hit='"TRUE"', success='"False"')
    add("flags as null", cache_hit='"NULL"', success='"none"')
    add("deep but legal", '"deep":' + "[" * 900 + "]" * 900)
    add("long unknown number", '"digits":' + "7" * 1200)
    add("unknown field twice", '"x":1,"x":"2","y":{"model":1,"model":2}')
    add("half a surrogate pair, unread", '"half":"\\ud83d"')
    event = planter.fresh("escaped key").but(tenant_id='"edge-cases"')
    line = spelled(event, "escaped").replace(b'"tenant_id"', b'"tenant\\u005fid"')
    planter.place("legal_extreme", event, line)


def rejects(planter):
    def add(reason, *needed, line=None, **changes):
        label = f"{reason}/{len(planter.placed)}"
        event = planter.fresh(label, *needed).but(**changes)
        text = spelled(event, label)
        planter.place(f"reject_{reason}", event, text if line is None else line(text))

    def ending(extra):
        return lambda text: text.rstrip()[:-1] + extra + b"}"

    def starting(extra):
        return lambda text: b"{" + extra + b"," + text.strip()[1:]

    add("invalid_utf8", tenant_id='"M~nchen"', line=lambda t: t.replace(b"~", b"\xfc"))
    add("invalid_utf8", line=ending(b',"note":"\xc0\xaf"'))
    add("invalid_utf8", line=ending(b',"note":"\xed\xa0\xbd\xed\xb8\x80"'))
    add("malformed_json", line=lambda t: t[: t.index(b'"timestamp"') + 6])
    add("malformed_json", line=lambda t: t.rstrip()[:-1].rstrip())
    add("malformed_json", line=lambda t: b"\xef\xbb\xbf" + t.lstrip())
    add("malformed_json", cost_usd="NaN")
    add("malformed_json", line=lambda t: t.replace(b'"', b"'"))
    add("not_an_object", line=lambda t: b"[" + t.strip() + b"]")
    add("not_an_object", line=lambda t: b'"gateway restarted"')
    add("trailing_content", line=lambda t: t.strip() + t.strip())
    add("trailing_content", line=lambda t: t.strip() + b"}")
    add("duplicate_field", line=starting(b'"tenant_id":"globex"'))
    add("duplicate_field", line=ending(b',"timestamp":"2023-11-16T18:20:00Z"'))
    add("duplicate_field", cost_usd="null", line=ending(b',"cost_usd":0.25'))
    add("nesting_too_deep", line=ending(b',"deep":' + b"[" * 1500 + b"]" * 1500))
    add("missing_tenant", tenant_id=None)
    add("missing_tenant", tenant_id="null")
    add("missing_tenant", tenant_id=None, timestamp=None)
    add("missing_timestamp", timestamp=None)
    add("missing_timestamp", timestamp="null")
    add("invalid_name", tenant_id='""')
    add("invalid_name", tenant_id='"   "')
    add("invalid_name", tenant_id='{"id":7}')
    add("invalid_name", model='"' + "é" * 129 + '"')
    add("invalid_name", provider='"open\\u0085ai"')
    add("invalid_name", model='"gpt-\\ud83d"')
    add("invalid_timestamp", timestamp='"yesterday"')
    add("invalid_timestamp", timestamp='"2023-02-30T18:20:00Z"')
    add("invalid_timestamp", timestamp='"2023-11-16T24:00:00Z"')
    add("invalid_timestamp", timestamp='"2023-11-16T18:59:60Z"')
    add("invalid_timestamp", timestamp='"2023-11-16T18:20Z"')
    add("invalid_timestamp", timestamp="1.700158623e9")
    add("implausible_timestamp", timestamp='"1970-01-01T00:00:00Z"')
    add("implausible_timestamp", timestamp='"9999-12-31T23:59:59.9999999Z"')
    add("implausible_timestamp", timestamp="1577836799.9999")
    add("implausible_timestamp", timestamp='"2100-01-01T00:00:00.000Z"')
    add("invalid_number", tokens_input="1.5")
    add("invalid_number", tokens_output='"abc"')
    add("invalid_number", cost_usd='"NaN"')
    add("invalid_number", latency_ms='"12,5"')
    add("negative_number", tokens_input="-1")
    add("negative_number", latency_ms="-0.5")
    add("negative_number", cost_usd='"-0.01"')
    add("number_too_large", tokens_output="2147483648")
    add("number_too_large", tokens_input="1e400")
    add("number_too_large", latency_ms="2678400001")
    add("number_too_large", cost_usd="1000000.01")
    add("number_too_large", cost_usd="0." + "0" * 998 + "1")
    add("invalid_boolean", success='"yes"')
    add("invalid_boolean", cache_hit="1")
    # Two faults: the one that comes first in the line is the reason.
    number, flag = b'"cost_usd":-7', b'"success":"maybe"'
    none = {"cost_usd": None, "success": None}
    add("negative_number", line=starting(number + b"," + flag), **none)
    add("invalid_boolean", line=starting(flag + b"," + number), **none)
    # A fault of a call that is counted elsewhere: a reject, and not one of its duplicates.
    event = planter.take()
    planter.place("reject_invalid_number", event.but(latency_ms='"slow"'))
    # For the redaction of payloads.
    private = b'"contact":"jane.doe@example.com, 415-555-0134"'
    add("invalid_boolean", success='"unsure"', line=starting(private))
