"""Turns a row of the trace into an event, and an event into one of its legal spellings.

Arrival time and token counts are the trace's. All else is drawn from SHA-256 over a seed, the row
number and a label, so that it is the same on every machine and a new field changes no other one.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

SEED = "tallybeam-testdata-1"
EPOCH = datetime(1970, 1, 1)
SECOND = 10_000_000  # ticks of 100 ns, the unit of the trace

# Name, weight, share of the list price that the tenant pays.
TENANTS = (
    ("acme-retail", 28, "1"),
    ("northwind", 19, "1"),
    ("globex", 13, "0.8725"),
    ("initech", 10, "1"),
    ("umbrella-health", 8, "0.9333"),
    ("hooli", 6, "1"),
    ("stark-labs", 5, "1"),
    ("münchen-werke", 4, "1"),
    ("wayne-finance", 3, "0.77125"),
    ("4711", 2, "1"),
    ("東京-trading", 1, "1"),
    ("tiny-startup", 1, "1"),
)

# Provider, model, weight, USD per input token, per output token, microseconds per output token.
MODELS = (
    ("openai", "gpt-4o", 30, "0.0000025", "0.00001", 14_000),
    ("azure", "gpt-4o", 20, "0.00000275", "0.000011", 16_000),
    ("anthropic", "claude-3-opus", 10, "0.000015", "0.000075", 38_000),
    ("anthropic", "claude-3-haiku", 12, "0.00000025", "0.00000125", 9_000),
    ("google", "gemini-2.5-flash", 18, "0.0000003", "0.0000025", 6_000),
    ("google", "gemini-1.5-flash-8b", 10, "0.0000000375", "0.00000015", 4_000),
)

EXTRAS = (
    ("region", '"eu-west-1"'),
    ("note", '"naïve – 東京 🚀"'),
    ("user_agent", '"sdk/1.4 \\"beta\\" C:\\\\tools \\/ \\u00e9 \\ud83d\\ude80\\n"'),
    ("metadata", '{"tags":["a","b\\"}],{"],"depth":{"x":[1,2,{"y":null}]}}'),
    ("headers", '{"tenant_id":"not-me","timestamp":"never","cost_usd":-1}'),
    ("temperature", "0.70"),
    ("stream", "true"),
    ("ratio", "-1.5E-7"),
    ("empty", "{}"),
    ("stop", "[]"),
)


class Draw:
    """Numbers that depend on nothing but the seed, the row and the label."""

    def __init__(self, row):
        self.row = row

    def bits(self, label):
        return hashlib.sha256(f"{SEED}/{self.row}/{label}".encode()).digest()

    def below(self, label, bound):
        return int.from_bytes(self.bits(label)[:8], "big") % bound

    def choice(self, label, *weighted):
        """One of the (value, weight) pairs."""
        left = self.below(label, sum(weight for _, weight in weighted))
        for value, weight in weighted:
            left -= weight
            if left < 0:
                return value
        raise AssertionError(label)

    def uuid(self, label):
        h = self.bits(label)[:16].hex()
        return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-a{h[17:20]}-{h[20:]}"


@dataclass
class Event:
    """The fields as JSON text, and what copies of the event need to know."""

    row: int
    ticks: int
    fields: dict = field(default_factory=dict)

    def but(self, **changes):
        """A copy with other fields; a change to None takes the field out."""
        fields = {k: changes.get(k, v) for k, v in self.fields.items()}
        fields.update((k, v) for k, v in changes.items() if k not in fields)
        return Event(self.row, self.ticks, {k: v for k, v in fields.items() if v is not None})

    def at(self, ticks, text):
        """A copy at another time, given as its JSON text too."""
        moved = self.but(timestamp=text)
        moved.ticks = ticks
        return moved


def ticks_of(text):
    """Ticks since the epoch of a time stamp of the trace."""
    seconds, fraction = text.split(".")
    passed = datetime.fromisoformat(seconds) - EPOCH
    return (passed.days * 86_400 + passed.seconds) * SECOND + int(fraction.ljust(7, "0"))


def time_text(ticks, style):
    """The JSON text of an instant; styles with fewer digits cut off, all keep the millisecond."""
    seconds, fraction = divmod(ticks, SECOND)
    if style == "epoch_s":
        return f"{seconds}.{fraction:07d}"
    if style == "epoch_s_text":
        return f'"{seconds}.{fraction // 10_000:03d}"'
    if isinstance(style, str):
        return str(ticks * 100 // {"epoch_ms": 1_000_000, "epoch_us": 1_000, "epoch_ns": 1}[style])
    separator, digits, zone = style
    minutes = 0
    if zone[:1] in ("+", "-"):
        hhmm = zone[1:].replace(":", "").ljust(4, "0")
        minutes = int(zone[0] + "1") * (int(hhmm[:2]) * 60 + int(hhmm[2:]))
    local = EPOCH + timedelta(seconds=seconds, minutes=minutes)
    shown = f".{fraction:07d}"[: digits + 1] if digits else ""
    return f'"{local:%Y-%m-%d}{separator}{local:%H:%M:%S}{shown}{zone}"'


TIME_STYLES = (
    (("T", 3, "Z"), 52), (("T", 6, "Z"), 8), (("T", 7, "Z"), 7), (("T", 3, "+02:00"), 6),
    (("T", 3, "-05:30"), 2), (("T", 6, "+0530"), 2), (("T", 3, "-08"), 2), ((" ", 3, "Z"), 3),
    ((" ", 3, ""), 4), (("T", 6, ""), 4), (("t", 3, "z"), 1), ("epoch_ms", 4), ("epoch_s", 2),
    ("epoch_s_text", 1), ("epoch_us", 1), ("epoch_ns", 1),
)  # fmt: skip


def tokens_text(draw, label, count):
    style = draw.choice(
        label, ("plain", 940), ("text", 20), ("point", 10), ("exponent", 10), ("absent", 10),
        ("null", 10),
    )  # fmt: skip
    if style == "absent":
        return None
    if style == "exponent" and count % 10 == 0:
        return f"{count // 10}e1"
    return {"null": "null", "text": f'"{count}"', "point": f"{count}.0"}.get(style, str(count))


def latency_text(draw, micros):
    style = draw.choice(
        "latency_style", ("whole", 84), ("micros", 8), ("tie", 3), ("text", 2), ("absent", 1),
        ("null", 2),
    )  # fmt: skip
    whole, part = divmod(micros, 1000)
    return {
        "whole": str(whole),
        "micros": f"{whole}.{part:03d}",
        "tie": f"{whole}.{part:03d}5",
        "text": f'"{whole}.{part // 100}"',
        "absent": None,
        "null": "null",
    }[style]


def cost_text(draw, cost):
    style = draw.choice(
        "cost_style", ("plain", 82), ("exponent", 5), ("text", 6), ("absent", 4), ("null", 3)
    )
    plain = format(cost.normalize(), "f")
    return {
        "plain": plain,
        "exponent": format(cost.normalize(), "e"),
        "text": f'"{plain}"',
        "absent": None,
        "null": "null",
    }[style]


def flag_text(draw, label, value):
    style = draw.choice(label, ("plain", 93), ("text", 2), ("title", 1), ("null", 2), ("absent", 2))
    if style in ("null", "absent"):
        return draw.choice(label + "_null", ("null", 6), ('"None"', 1), ('""', 1), (None, 8))
    text = "true" if value else "false"
    return {"plain": text, "text": f'"{text}"', "title": f'"{text.title()}"'}[style]


def name_text(draw, label, name):
    """The tenant 4711 comes as a number too, and other scripts escaped or not."""
    if name.isdigit() and draw.below(label, 2):
        return name
    return json.dumps(name, ensure_ascii=bool(draw.below(label, 2)))


def filled(row, ticks, tokens_input, tokens_output):
    """The event of one row of the trace."""
    draw = Draw(row)
    tenant, paid = draw.choice("tenant", *(((t, p), w) for t, w, p in TENANTS))
    provider, model, rate_in, rate_out, pace = draw.choice(
        "model", *(((p, m, i, o, u), w) for p, m, w, i, o, u in MODELS)
    )
    hit = draw.below("hit", 100) < 12
    failed = draw.below("failed", 1000) < 32
    pace_of_call = pace * (600 + draw.below("pace", 900)) // 1000
    micros = 150_000 + tokens_input * 45 + tokens_output * pace_of_call + draw.below("jitter", 9999)
    if hit:
        micros = 0 if draw.below("instant", 6) == 0 else 2_000 + draw.below("hit_time", 30_000)
    cost = (Decimal(rate_in) * tokens_input + Decimal(rate_out) * tokens_output) * Decimal(paid)
    if hit:
        cost *= Decimal("0.1") if draw.below("hit_price", 2) else 0
    ids = draw.choice("ids", ("request", 86), ("event", 6), ("both", 4), ("none", 3), ("empty", 1))
    has_request, has_event = ids in ("request", "both"), ids in ("event", "both", "empty")
    fields = {
        "tenant_id": name_text(draw, "tenant_text", tenant),
        "provider": draw.choice(
            "provider", (f'"{provider}"', 967), (None, 20), ("null", 10), ('""', 3)
        ),
        "model": draw.choice("model_null", (f'"{model}"', 970), (None, 20), ("null", 10)),
        "event_type": draw.choice(
            "type", ('"completion"', 5), ('"chat"', 4), ('"code"', 2), ("null", 1)
        ),
        "cache_hit": flag_text(draw, "hit_text", hit),
        "tokens_input": tokens_text(draw, "in_text", tokens_input),
        "tokens_output": tokens_text(draw, "out_text", tokens_output),
        "latency_ms": latency_text(draw, micros),
        "cost_usd": cost_text(draw, cost),
        "success": flag_text(draw, "success_text", not failed),
        "timestamp": time_text(ticks, draw.choice("time", *TIME_STYLES)),
        "request_id": f'"{draw.uuid("request")}"' if has_request else None,
        "event_id": f'"evt-{row:06d}"' if has_event else None,
    }
    if ids == "empty":
        fields["request_id"] = '""'
    return Event(row, ticks).but(**fields)


def spelled(event, salt=""):
    """The line of an event: order of fields, white space and unknown fields vary."""
    draw = Draw(f"{event.row}{salt}")
    pairs = [(json.dumps(key), value) for key, value in event.fields.items()]
    if draw.below("extra", 100) < 12:
        for i in range(1 + draw.below("extras", 2)):
            key, value = EXTRAS[draw.below(f"extra{i}", len(EXTRAS))]
            pairs.append((json.dumps(key), value))
    if draw.below("order", 100) < 30:
        pairs.sort(key=lambda pair: draw.bits("order" + pair[0]))
    between, after, left, right = draw.choice(
        "space",
        ((",", ":", "", ""), 78),
        ((", ", ": ", "", ""), 16),
        ((" ,\t", " : ", " ", "  "), 6),
    )
    body = between.join(f"{key}{after}{value}" for key, value in pairs)
    return f"{left}{{{left}{body}{left}}}{right}".encode()
