#!/usr/bin/env python3
"""Checks what the ledger exports as evidence: a bundle, a period, segments, the proof of a record.

An independent second implementation, written from docs/ledger-format.md alone, so that an auditor
needs neither Node.js nor this package's code. Python 3.9 or newer, without any other package.

    python3 verify.py BUNDLE               --key VKEY [--checkpoint FILE]    as JSON or as a page
    python3 verify.py PERIOD               --key VKEY [--checkpoint FILE]    as JSON or as a page
    python3 verify.py SEGMENT NEXT…        --key VKEY [--checkpoint FILE]
    python3 verify.py PROOF --entry ENTRY  --key VKEY [--checkpoint FILE]
    python3 verify.py --batch LIST

It prints one line, what holds or the first thing that does not, and exits with 0 if everything
holds, with 1 if something does not, with 2 if it could not check. It reads the evidence in a page,
and not what the page shows.

Each line of LIST is a JSON object with "files", and with "entry", "key" and "checkpoint" if they
are given. For each of them one JSON object is printed.

The numbers in the comments are those of "Checks, in order" in docs/ledger-format.md, or where a
comment says so those of a period or a segment.
"""

import argparse
import base64
import datetime
import functools
import hashlib
import hmac
import json
import math
import re
import sys
from typing import NamedTuple, Optional

SAFE_INTEGER = 2**53 - 1
DEEPEST_NESTING = 200


class DoesNotHold(Exception):
    """`record` is the number of the bad record, if there is one to name: in its case, from 1, or in
    the ledger, if it is of a segment."""

    def __init__(self, code, why, record=None, of=None):
        super().__init__(why)
        self.code, self.why, self.record, self.of = code, why, record, of
        self.case = None


def require(condition, code, why):
    if not condition:
        raise DoesNotHold(code, why)


# Forms


def is_text(value):
    return isinstance(value, str)


def is_some_text(value):
    return isinstance(value, str) and value != ""


def is_whole(value):
    return isinstance(value, float) and value.is_integer() and 0 <= value <= SAFE_INTEGER


def is_count(value):
    return is_whole(value) and value >= 1


def is_hash_hex(value):
    return is_text(value) and re.fullmatch("[0-9a-f]{64}", value) is not None


def is_list(value):
    return isinstance(value, list)


def is_object(value):
    return isinstance(value, dict)


def is_counted_case(value):
    return has_form(value, {"caseId": is_text, "records": is_count})


def is_instant(value):
    parts = is_text(value) and re.fullmatch(
        r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})\.[0-9]{3}Z", value
    )
    if not parts:
        return False
    year, *rest = map(int, parts.groups())
    try:
        # datetime has no year 0; every 400th year has the same days.
        datetime.datetime(year or 400, *rest)
    except ValueError:
        return False
    return True


def or_null(form):
    return lambda value: value is None or form(value)


def has_form(value, required, optional=None):
    optional = optional or {}
    return (
        isinstance(value, dict)
        and required.keys() <= value.keys() <= required.keys() | optional.keys()
        and all({**required, **optional}[name](member) for name, member in value.items())
    )


def from_base64(text):
    """The bytes, or None unless it is the one canonical spelling of them."""
    if not is_text(text):
        return None
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if base64.b64encode(data).decode() == text else None


# JSON


class NotJson(ValueError):
    pass


def parse_json(text):
    """All numbers become floats, as in ECMAScript, which is what canonical JSON stands on."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=members_given_once,
            parse_int=float,
            parse_float=float,
            parse_constant=refuse_constant,
        )
        check_strictly(value, 0)
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from error
    return value


def members_given_once(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotJson("a member is given twice")
    return members


def refuse_constant(name):
    raise NotJson(f"{name} is not JSON")


def check_strictly(value, depth):
    """`depth` is the number of objects and arrays that the value is inside of."""
    if depth > DEEPEST_NESTING:
        raise NotJson("nested too deep")
    if is_text(value):
        value.encode("utf-8")  # fails on half a surrogate pair
    elif isinstance(value, dict):
        for name, member in value.items():
            check_strictly(name, depth)
            check_strictly(member, depth + 1)
    elif isinstance(value, list):
        for item in value:
            check_strictly(item, depth + 1)


def canonical_json(value):
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{text_json(n)}:{canonical_json(value[n])}" for n in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical_json, value)) + "]"
    if isinstance(value, float):
        return number_json(value)
    return text_json(value)


def text_json(value):
    return json.dumps(value, ensure_ascii=False)


def number_json(value):
    """As ECMAScript's Number::toString. Python finds the same digits and sets them differently."""
    if not math.isfinite(value):
        raise ValueError("canonical JSON has no infinity")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, exponent = f"{float.__repr__(abs(value))}e0".split("e")[:2]
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent)
    digits = whole + fraction
    point -= len(digits) - len(digits.lstrip("0"))
    digits = digits.strip("0")
    if len(digits) <= point <= 21:
        return sign + digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    scientific = digits[0] + (f".{digits[1:]}" if digits[1:] else "")
    return f"{sign}{scientific}e{point - 1:+d}"


def parse_canonical(text, what):
    try:
        value = parse_json(text)
    except NotJson as error:
        raise DoesNotHold("format", f"the {what} is not JSON: {error}") from error
    require(is_canonical(text, value), "not_canonical", f"the {what} is not in canonical form")
    return value


def is_canonical(text, value):
    try:
        return canonical_json(value) == text
    except ValueError:
        return False


# Ed25519, RFC 8032 §5.1, in the strict reading of the page

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, FIELD - 2, FIELD) % FIELD
ROOT_OF_MINUS_1 = pow(2, (FIELD - 1) // 4, FIELD)
LOW_255_BITS = 2**255 - 1
SMALL_ORDER = {
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
}


class Point(NamedTuple):
    """Extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z."""

    X: int
    Y: int
    Z: int
    T: int


def add(p, q):
    a = (p.Y - p.X) * (q.Y - q.X) % FIELD
    b = (p.Y + p.X) * (q.Y + q.X) % FIELD
    c = 2 * p.T * q.T * CURVE_D % FIELD
    d = 2 * p.Z * q.Z % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return Point(e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD)


def negate(p):
    return Point(-p.X % FIELD, p.Y, p.Z, -p.T % FIELD)


NEUTRAL = Point(0, 1, 1, 0)


def encode_point(p):
    inverse = pow(p.Z, FIELD - 2, FIELD)
    x, y = p.X * inverse % FIELD, p.Y * inverse % FIELD
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decode_point(data):
    """The point, or None if this is not the one encoding of it."""
    number = int.from_bytes(data, "little")
    y, sign = number & LOW_255_BITS, number >> 255
    if y >= FIELD:
        return None
    u, v = (y * y - 1) % FIELD, (CURVE_D * y * y + 1) % FIELD
    x = u * pow(v, 3, FIELD) * pow(u * pow(v, 7, FIELD), (FIELD - 5) // 8, FIELD) % FIELD
    if v * x * x % FIELD == -u % FIELD:
        x = x * ROOT_OF_MINUS_1 % FIELD
    if v * x * x % FIELD != u or (x == 0 and sign == 1):
        return None
    if x & 1 != sign:
        x = FIELD - x
    return Point(x, y, 1, x * y % FIELD)


BASE = decode_point((4 * pow(5, FIELD - 2, FIELD) % FIELD).to_bytes(32, "little"))


def strict_point(data):
    if len(data) != 32 or (data[:31] + bytes([data[31] & 0x7F])).hex() in SMALL_ORDER:
        return None
    return decode_point(data)


def sum_of_multiples(s, p, k, q):
    """s·p + k·q, doubling once for both."""
    both, result = add(p, q), NEUTRAL
    for bit in range(max(s.bit_length(), k.bit_length()) - 1, -1, -1):
        result = add(result, result)
        chosen = (None, p, q, both)[(s >> bit & 1) + 2 * (k >> bit & 1)]
        if chosen:
            result = add(result, chosen)
    return result


# The same notes come back in every bundle of a ledger.
@functools.lru_cache(maxsize=1024)
def signature_fits(public_key, message, signature):
    if len(signature) != 64:
        return False
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    a = strict_point(public_key)
    if a is None or strict_point(r) is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(r + public_key + message).digest(), "little") % ORDER
    return encode_point(sum_of_multiples(s, BASE, k, negate(a))) == r


# Merkle tree

EMPTY_ROOT = hashlib.sha256(b"").digest()


def is_hash(value):
    return value is not None and len(value) == 32


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def is_odd(number):
    return number & 1 == 1


def inclusion_holds(leaf, index, size, proof, root):
    """RFC 9162 §2.1.3.2, with its names fn and sn."""
    if index >= size or not all(map(is_hash, proof)):
        return False
    fn, sn, found = index, size - 1, leaf
    for sibling in proof:
        if sn == 0:
            return False
        if is_odd(fn) or fn == sn:
            found = node_hash(sibling, found)
            while not is_odd(fn) and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = node_hash(found, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and found == root


def consistency_holds(first_size, first_root, size, root, proof):
    """RFC 9162 §2.1.4.2, with its names fn, sn, fr and sr."""
    if first_size > size or not all(map(is_hash, [first_root, *proof])):
        return False
    if first_size == 0:
        return not proof and first_root == EMPTY_ROOT
    if first_size == size:
        return not proof and first_root == root
    if not proof:
        return False
    is_power_of_two = first_size & (first_size - 1) == 0
    path = [first_root, *proof] if is_power_of_two else proof
    fn, sn = first_size - 1, size - 1
    while is_odd(fn):
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for item in path[1:]:
        if sn == 0:
            return False
        if is_odd(fn) or fn == sn:
            fr, sr = node_hash(item, fr), node_hash(item, sr)
            while not is_odd(fn) and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, item)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == root


# Keys, signed notes and checkpoints


class Key(NamedTuple):
    name: str
    id: bytes
    public_key: bytes


class Note(NamedTuple):
    text: str
    signatures: tuple


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes


def is_name(text):
    return text != "" and "+" not in text and not any(character.isspace() for character in text)


def parse_key(vkey):
    """The key, or None. Base64 may hold a + itself, so only the first two divide."""
    parts = vkey.split("+", 2)
    if len(parts) != 3 or not is_name(parts[0]) or "://" in parts[0]:
        return None
    name, key_id, data = parts[0], parts[1], from_base64(parts[2])
    if data is None or len(data) != 33 or data[0] != 1 or strict_point(data[1:]) is None:
        return None
    fitting = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    return Key(name, fitting, data[1:]) if key_id == fitting.hex() else None


def parse_note(text):
    """The note, or None."""
    if any(character < " " and character != "\n" for character in text):
        return None
    body, _, tail = text.rpartition("\n\n")
    if not body or not tail.endswith("\n"):
        return None
    signatures = tuple(map(parse_signature_line, tail[:-1].split("\n")))
    return None if None in signatures else Note(body + "\n", signatures)


def parse_signature_line(line):
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014" or not is_name(parts[1]):
        return None
    data = from_base64(parts[2])
    return None if data is None or len(data) < 5 else (parts[1], data[:4], data[4:])


def is_signed_with(note, key):
    own = [data for name, key_id, data in note.signatures if (name, key_id) == (key.name, key.id)]
    message = note.text.encode()
    return own != [] and all(signature_fits(key.public_key, message, data) for data in own)


def signed_text(text, key, what):
    note = parse_note(text)
    require(note, "format", f"the {what} is not a signed note")
    require(is_signed_with(note, key), "signature", f"the {what} is not signed with the key")
    return note.text


def parse_checkpoint(text):
    """The checkpoint, or None."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] != "" or not is_name(lines[0]):
        return None
    size, root = parse_number(lines[1]), from_base64(lines[2])
    if size is None or not is_hash(root):
        return None
    return Checkpoint(lines[0], size, root)


def parse_number(text):
    if not re.fullmatch("0|[1-9][0-9]{0,15}", text) or int(text) > SAFE_INTEGER:
        return None
    return int(text)


def signed_checkpoint(text, key):
    checkpoint = parse_checkpoint(signed_text(text, key, "checkpoint"))
    require(checkpoint, "checkpoint", "the signed text is no checkpoint")
    require(checkpoint.origin == key.name, "checkpoint", "the checkpoint is of another origin")
    return checkpoint


def given_key(vkey):
    key = parse_key(vkey.strip())
    require(key, "argument", "the key given is not a verifier key")
    return key


def open_held(held_text, key):
    """Checks 4.2 to 4.4."""
    if held_text is None:
        return None
    note = parse_note(as_it_was_before_pasting(held_text))
    held = note and parse_checkpoint(note.text)
    require(held, "argument", "the checkpoint given is no checkpoint")
    require(held.origin == key.name, "other_ledger", "the checkpoint given is of another ledger")
    require(
        is_signed_with(note, key), "signature", "the checkpoint given is not signed with the key"
    )
    return held


def compare_with_held(held_text, key, checkpoint, consistency=None):
    """Checks 4.2 to 4.5."""
    held = open_held(held_text, key)
    if held is None:
        return None
    known = {checkpoint.size: (checkpoint.root, "the same")}
    if consistency:
        known.setdefault(consistency.size, (consistency.root, "continued"))
    root, how = known.get(held.size, (held.root, "not proven"))
    require_same_history(held, root)
    return how


def require_same_history(held, root):
    require(held.root == root, "consistency", "the ledger was rewritten since the checkpoint given")


def as_it_was_before_pasting(text):
    return text.removeprefix("\ufeff").replace("\r\n", "\n").strip() + "\n"


# Evidence: a bundle, a period or a segment

# What is in base64 is looked at where it is used, and refused with the code of that check.
CONSISTENCY_FORM = {"size": is_whole, "root": is_text, "proof": is_list}
BUNDLE_FORM = {
    "format": is_text,
    "caseId": is_text,
    "exportedAt": is_text,
    "vkey": is_text,
    "checkpoint": is_text,
    "statement": is_text,
    "records": is_list,
}
BUNDLE_OPTIONS = {"consistency": lambda value: has_form(value, CONSISTENCY_FORM)}
PERIOD_FORM = {
    "format": is_text,
    "from": is_text,
    "to": is_text,
    "exportedAt": is_text,
    "vkey": is_text,
    "checkpoint": is_text,
    "statement": is_text,
    "nodes": is_object,
    "cases": is_list,
}
CASE_FORM = {"caseId": is_text, "records": is_list}
SEGMENT_FORM = {
    "format": is_text,
    "from": is_whole,
    "to": is_whole,
    "vkey": is_text,
    "checkpoint": is_text,
    "frontier": is_list,
    "records": is_list,
}
BARE_RECORD_FORM = {"entry": is_text, "body": or_null(is_text), "salt": or_null(is_text)}
RECORD_FORM = {**BARE_RECORD_FORM, "proof": is_list}
ENTRY_FORM = {
    "v": lambda value: isinstance(value, float) and value == 1,
    "seq": is_whole,
    "at": is_instant,
    "kind": is_some_text,
    "commitment": is_hash_hex,
    "prev": is_hash_hex,
}
ENTRY_OPTIONS = {"case": is_some_text, "caseSeq": is_whole}
BODY_FORM = {"content": is_object}
BODY_OPTIONS = {"once": is_text, "subject": is_text}
COMMON_STATEMENT_FORM = {
    "exportedAt": is_text,
    "origin": is_text,
    "root": is_text,
    "size": is_whole,
}
CASE_STATEMENT_FORM = {**COMMON_STATEMENT_FORM, "caseId": is_text, "records": is_count}
PERIOD_STATEMENT_FORM = {
    **COMMON_STATEMENT_FORM,
    "from": is_text,
    "to": is_text,
    "cases": lambda value: is_list(value) and all(map(is_counted_case, value)),
}


class Consistency(NamedTuple):
    size: int
    root: bytes
    proof: list


class Record(NamedTuple):
    seq: int
    kind: str
    entry_hash: str
    content: Optional[dict]


def verify_evidence(text, vkey=None, held=None):
    evidence = read_evidence(text)
    check = {BUNDLE: check_bundle, PERIOD: check_period}.get(evidence["format"])
    return check(evidence, vkey, held) if check else verify_segments([text], vkey, held)


def read_evidence(text):
    """Check 1, of whatever it is."""
    text, formats = evidence_in(text)
    try:
        evidence = parse_json(text)
    except NotJson as error:
        raise DoesNotHold("format", f"not JSON: {error}") from error
    name = evidence.get("format") if is_object(evidence) else None
    require(is_text(name) and name in formats, "format", f"not {' or '.join(formats)}")
    require(has_form(evidence, *FORMS[name]), "format", "a part is missing, unknown or misshapen")
    return evidence


BUNDLE, PERIOD, SEGMENT = "jml-bundle/1", "jml-period/1", "jml-segment/1"
FORMS = {
    BUNDLE: (BUNDLE_FORM, BUNDLE_OPTIONS),
    PERIOD: (PERIOD_FORM,),
    SEGMENT: (SEGMENT_FORM,),
}


def evidence_in(text):
    """The JSON, and the formats that it can be of."""
    for name, formats in (("bundle", [BUNDLE]), ("period", [PERIOD])):
        # JSON cannot hold the tag: its quotation marks would be escaped.
        _, tag, rest = text.partition(f'<script type="application/json" id="{name}">')
        if tag:
            return rest.partition("<")[0], formats
    return text, list(FORMS)


def check_bundle(bundle, vkey, held):
    key = evidence_key(bundle["vkey"], vkey)
    checkpoint = signed_checkpoint(bundle["checkpoint"], key)
    consistency = check_consistency(bundle.get("consistency"), checkpoint)
    continuation = compare_with_held(held, key, checkpoint, consistency)
    names = ["caseId", "exportedAt"]
    form = ("jml-case-statement/1", CASE_STATEMENT_FORM)
    stated = read_statement(bundle, names, form, key, checkpoint)["records"]

    def leads_to_root(record, seq, leaf):
        proof = list(map(from_base64, record["proof"]))
        return inclusion_holds(leaf, seq, checkpoint.size, proof, checkpoint.root)

    case = check_case(bundle, int(stated), RECORD_FORM, leads_to_root)
    return {**case, "keyGiven": vkey is not None, "held": continuation}


def evidence_key(vkey, expected):
    """Check 2."""
    expected = expected and expected.strip()
    if expected is not None:
        given_key(expected)
    key = parse_key(vkey)
    require(key, "key", "the key in it is not a verifier key")
    require(expected in (None, vkey), "key", "it is of another key than the one given")
    return key


def check_consistency(claim, checkpoint):
    """Check 4.1."""
    if claim is None:
        return None
    size, root = int(claim["size"]), from_base64(claim["root"])
    proof = list(map(from_base64, claim["proof"]))
    require(
        consistency_holds(size, root, checkpoint.size, checkpoint.root, proof),
        "consistency",
        f"the bundle does not continue the ledger of {size} records",
    )
    return Consistency(size, root, proof)


def read_statement(evidence, names, form, key, checkpoint):
    """Check 5. `names` are the members that it has in common with the evidence."""
    lines = signed_text(evidence["statement"], key, "statement").split("\n")
    first_line, members = form
    require(
        len(lines) == 3 and lines[0] == first_line and lines[2] == "",
        "statement",
        "the signed text is no statement of this kind",
    )
    try:
        statement = parse_json(lines[1])
    except NotJson as error:
        raise DoesNotHold("statement", f"the statement is not JSON: {error}") from error
    require(
        is_canonical(lines[1], statement) and has_form(statement, members),
        "statement",
        "the statement has another form",
    )
    expected = {
        **{name: evidence[name] for name in names},
        "origin": checkpoint.origin,
        "root": base64.b64encode(checkpoint.root).decode(),
        "size": checkpoint.size,
    }
    for name, value in expected.items():
        require(statement[name] == value, "statement", f"the statement has another {name}")
    return statement


# A case: in a bundle, or in a period


def check_case(case, stated, form, leads_to_root):
    """Checks 6 to 9."""
    records = []
    for index, record in enumerate(case["records"]):
        try:
            before = records[-1] if records else None
            require(has_form(record, form), "format", "not a record")
            records.append(check_record(record, index, before, case["caseId"], leads_to_root))
        except DoesNotHold as failure:
            failure.record, failure.of = index + 1, len(case["records"])
            raise
    check_count(len(records), stated)
    check_erased(records)
    check_closing(records)
    return {"caseId": case["caseId"], "records": len(records), **state_of(records)}


def check_record(record, index, before, case_id, leads_to_root):
    entry = read_entry(record["entry"])
    check_place(entry, index, before, case_id)
    content = read_content(record["body"], record["salt"], entry["commitment"])
    data, seq = record["entry"].encode(), int(entry["seq"])
    require(
        leads_to_root(record, seq, leaf_hash(data)),
        "inclusion",
        "the record is not in the tree that was signed",
    )
    return Record(seq, entry["kind"], hashlib.sha256(data).hexdigest(), content)


def read_entry(text):
    entry = parse_canonical(text, "entry")
    require(
        has_form(entry, ENTRY_FORM, ENTRY_OPTIONS) and ("case" in entry) == ("caseSeq" in entry),
        "entry",
        "the entry lacks a member, has one too many or one of the wrong form",
    )
    return entry


def check_place(entry, index, before, case_id):
    """Checks 6.3 to 6.6."""
    require(entry.get("case") == case_id, "other_case", "the record is of another case")
    require(entry["caseSeq"] <= index, "missing_record", "a record before this one is missing")
    require(entry["caseSeq"] == index, "order", "the record is not in its place in the case")
    if before:
        require(entry["seq"] > before.seq, "order", "the record is older than the one before it")
    if entry["seq"] == 0:
        require(entry["prev"] == "0" * 64, "link", "nothing stands before the first record")
    elif before and before.seq == entry["seq"] - 1:
        require(
            entry["prev"] == before.entry_hash, "link", "does not follow from the one before it"
        )


def read_content(body, salt, commitment):
    """Check 6.7. None if the content was erased."""
    if body is None and salt is None:
        return None
    require(body is not None, "commitment", "the body is missing")
    require(salt is not None, "commitment", "the salt is missing")
    salt = from_base64(salt)
    require(is_hash(salt), "commitment", "the salt is not base64 of 32 bytes")
    require(
        hmac.new(salt, body.encode(), hashlib.sha256).hexdigest() == commitment,
        "commitment",
        "the body is not the one that was recorded",
    )
    value = parse_canonical(body, "body")
    require(
        has_form(value, BODY_FORM, BODY_OPTIONS),
        "entry",
        "the body lacks a member, has one too many or one of the wrong form",
    )
    return value["content"]


def check_count(found, stated):
    """Check 7."""
    if found < stated:
        raise DoesNotHold("missing_record", "the record is missing", found + 1, stated)
    if found > stated:
        raise DoesNotHold("statement", f"the case has {stated} records only", stated + 1, found)


def check_erased(records):
    """Check 8."""
    erased_by = {}
    for record in records:
        if record.kind == "record.erased" and record.content is not None:
            erased_by.update(dict.fromkeys(whole_numbers(record.content.get("seqs")), record.seq))
    for number, record in enumerate(records, 1):
        if record.content is None and erased_by.get(record.seq, -1) <= record.seq:
            why = "content is missing and no later record says that it was erased"
            raise DoesNotHold("erased", why, number, len(records))


def whole_numbers(value):
    return [item for item in value if is_whole(item)] if is_list(value) else []


def check_closing(records):
    """Check 9."""
    for number, record in enumerate(records, 1):
        if record.kind == "case.closed" and record.content is not None:
            counted = record.content.get("caseRecords")
            if not (is_whole(counted) and counted == number):
                why = "the record counts other records than there are"
                raise DoesNotHold("closing", why, number, len(records))


# How the case stands

OPENING = ("case.opened", "case.resumed")


def state_of(records):
    dry_runs = find_dry_runs(records)
    kept = [record for record in records if not says_nothing(record.kind)]
    counting = [record for record in kept if run_of(record) not in dry_runs]
    if dry_runs and not {run_of(record) for record in kept} - dry_runs - {None}:
        counting = kept
    last = counting[-1] if counting else None
    if not last or last.kind != "case.closed":
        return {"state": "open", "verdict": None}
    verdict = (last.content or {}).get("verdict")
    return {"state": "closed", "verdict": verdict if is_text(verdict) else None}


def says_nothing(kind):
    return kind == "record.erased" or kind.startswith(("event.", "decision.", "guard.", "hold."))


def described_run(record):
    """Where a record says which run it is of."""
    content = record.content or {}
    described = content.get("case") if record.kind in OPENING else content
    return described if isinstance(described, dict) else {}


def run_of(record):
    run = described_run(record).get("run")
    return run if is_text(run) else None


def find_dry_runs(records):
    said = {True: set(), False: set()}
    for record in records:
        dry = described_run(record).get("dryRun")
        run = run_of(record)
        if run is not None and record.kind in (*OPENING, "case.closed") and isinstance(dry, bool):
            said[dry].add(run)
    return said[True] - said[False]


# Period


def check_period(period, vkey, held):
    """The checks of a period, by their numbers there."""
    key = evidence_key(period["vkey"], vkey)
    checkpoint = signed_checkpoint(period["checkpoint"], key)
    continuation = compare_with_held(held, key, checkpoint)
    named = named_cases(period, key, checkpoint)
    used = set()

    def leads_to_root(_, seq, leaf):
        return way_leads_to_root(seq, leaf, period["nodes"], checkpoint, used)

    cases = []
    for index, (case_id, stated) in enumerate(named):
        try:
            case = check_place_of_case(period["cases"], index, case_id)
            cases.append(check_case(case, stated, BARE_RECORD_FORM, leads_to_root))
        except DoesNotHold as failure:
            failure.case = case_id
            raise
    require(len(period["cases"]) == len(named), "statement", "there are cases it does not name")
    require(period["nodes"].keys() <= used, "format", "there is a hash that no record needs")
    return {"cases": cases, "keyGiven": vkey is not None, "held": continuation}


def named_cases(period, key, checkpoint):
    """3. Each case, and the number of its records."""
    names = ["exportedAt", "from", "to"]
    form = ("jml-period-statement/1", PERIOD_STATEMENT_FORM)
    statement = read_statement(period, names, form, key, checkpoint)
    named = [(case["caseId"], int(case["records"])) for case in statement["cases"]]
    require(len(dict(named)) == len(named), "statement", "the statement names a case twice")
    return named


def check_place_of_case(cases, index, case_id):
    """4.1 to 4.3."""
    require(index < len(cases), "missing_case", "the case is missing")
    require(has_form(cases[index], CASE_FORM), "format", "not a case")
    require(cases[index]["caseId"] == case_id, "missing_case", "another case is in its place")
    return cases[index]


def way_to_root(index, size):
    """The siblings by the leaves they cover, leaf to root, and whether they are on the left."""
    way, first, end = [], 0, size
    while end - first > 1:
        middle = first + (1 << (end - first - 1).bit_length() - 1)
        if index < middle:
            way.append((f"{middle}-{end}", False))
            end = middle
        else:
            way.append((f"{first}-{middle}", True))
            first = middle
    return reversed(way)


def way_leads_to_root(index, leaf, nodes, checkpoint, used):
    if index >= checkpoint.size:
        return False
    found = leaf
    for name, on_the_left in way_to_root(index, checkpoint.size):
        sibling = from_base64(nodes.get(name))
        if not is_hash(sibling):
            return False
        used.add(name)
        found = node_hash(sibling, found) if on_the_left else node_hash(found, sibling)
    return found == checkpoint.root


# Segment


class Link(NamedTuple):
    seq: int
    prev: str
    entry_hash: str
    leaf: bytes


class SegmentBefore(NamedTuple):
    vkey: str
    to: int
    root: bytes
    last: str


def verify_segments(texts, vkey=None, held=None):
    first = before = continuation = None
    for text in texts:
        segment = read_evidence(text)
        require(segment["format"] == SEGMENT, "format", "only segments follow on each other")
        before, how = check_segment(segment, vkey, held, before)
        continuation = continuation if how == "not proven" and continuation else how
        first = int(segment["from"]) if first is None else first
    return {"from": first, "to": before.to, "keyGiven": vkey is not None, "held": continuation}


def check_segment(segment, vkey, held_text, before):
    """The checks of a segment, by their numbers there."""
    first, to = int(segment["from"]), int(segment["to"])
    require(first < to, "format", "the segment ends before it begins")
    key = evidence_key(segment["vkey"], vkey)
    checkpoint = signed_checkpoint(segment["checkpoint"], key)
    held = open_held(held_text, key)
    if held and held.size == checkpoint.size:
        require_same_history(held, checkpoint.root)
    require(checkpoint.size == to, "checkpoint", "the checkpoint is not of the segment's end")
    tree = tree_of(first, segment["frontier"])
    if before:
        check_following(segment, root_of(tree), before)
    links = check_links_in_place(segment["records"], first)
    check_chain(links, before)
    check_end(len(links), first, to)
    roots = roots_at(tree, first, links, held)
    if root_of(tree) != checkpoint.root:
        raise DoesNotHold("inclusion", "the records do not lead to the root signed", to - 1)
    state = SegmentBefore(segment["vkey"], to, checkpoint.root, links[-1].entry_hash)
    return state, compare_within(held, roots, to)


def tree_of(size, frontier):
    """4. The complete subtrees, as (level, hash), left to right."""
    hashes = list(map(from_base64, frontier))
    levels = [level for level in range(size.bit_length() - 1, -1, -1) if size >> level & 1]
    require(
        len(hashes) == len(levels) and all(map(is_hash, hashes)),
        "format",
        f"the frontier is not that of {size} records",
    )
    return list(zip(levels, hashes))


def add_leaf(tree, leaf):
    level = 0
    while tree and tree[-1][0] == level:
        leaf = node_hash(tree.pop()[1], leaf)
        level += 1
    tree.append((level, leaf))


def root_of(tree):
    if not tree:
        return EMPTY_ROOT
    hashes = [node for _, node in reversed(tree)]
    return functools.reduce(lambda right, left: node_hash(left, right), hashes)


def check_following(segment, root, before):
    """5."""
    require(segment["vkey"] == before.vkey, "key", "the segment before is of another key")
    require(segment["from"] <= before.to, "missing_record", "records before it are missing")
    require(segment["from"] == before.to, "order", "it begins before the segment before ends")
    require(root == before.root, "consistency", "it does not continue the segment before")


def check_links_in_place(records, first):
    """6."""
    links = []
    for seq, record in enumerate(records, first):
        try:
            links.append(check_link(record, seq))
        except DoesNotHold as failure:
            failure.record = seq
            raise
    return links


def check_link(record, seq):
    require(has_form(record, BARE_RECORD_FORM), "format", "not a record")
    entry = read_entry(record["entry"])
    require(entry["seq"] <= seq, "missing_record", "a later record is in its place")
    require(entry["seq"] == seq, "order", "an earlier record is in its place")
    require(seq != 0 or entry["prev"] == "0" * 64, "link", "nothing stands before the first record")
    read_content(record["body"], record["salt"], entry["commitment"])
    data = record["entry"].encode()
    return Link(seq, entry["prev"], hashlib.sha256(data).hexdigest(), leaf_hash(data))


def check_chain(links, before):
    """7. Of the two entries that do not fit each other, the one that was changed is named."""
    for index, link in enumerate(links):
        expected = links[index - 1].entry_hash if index else before and before.last
        if expected in (None, link.prev):
            continue
        after = links[index + 1] if index + 1 < len(links) else None
        later_changed = after and after.prev != link.entry_hash
        named = link.seq if index == 0 or later_changed else link.seq - 1
        raise DoesNotHold("link", "the records around it do not fit it", named)


def check_end(found, first, to):
    """8."""
    if first + found < to:
        raise DoesNotHold("missing_record", "the record is missing", first + found)
    if first + found > to:
        raise DoesNotHold("order", "the record is beyond the segment's end", to)


def roots_at(tree, first, links, held):
    """Adds the records to the tree. The root at the size of the checkpoint held, if it had that."""
    roots = {}
    for size in range(first, first + len(links) + 1):
        if size > first:
            add_leaf(tree, links[size - first - 1].leaf)
        if held and held.size == size:
            roots[size] = root_of(tree)
    return roots


def compare_within(held, roots, to):
    """10."""
    if held is None:
        return None
    if held.size not in roots:
        return "not proven"
    try:
        require_same_history(held, roots[held.size])
    except DoesNotHold as failure:
        failure.record = to - 1
        raise
    return "the same" if held.size == to else "continued"


# The proof of a single record


def verify_proof(entry, text, vkey=None, held=None):
    require(vkey is not None, "argument", "a proof of a single record needs a key")
    key = given_key(vkey)
    index, proof, note = parse_proof(text)
    checkpoint = signed_checkpoint(note, key)
    continuation = compare_with_held(held, key, checkpoint)
    require(
        inclusion_holds(leaf_hash(entry), index, checkpoint.size, proof, checkpoint.root),
        "inclusion",
        "the record is not in the tree that was signed",
    )
    return {"seq": index, "keyGiven": True, "held": continuation}


def parse_proof(text):
    head, divider, note = text.partition("\n\n")
    lines = head.split("\n")
    require(
        divider and lines.pop(0) == "c2sp.org/tlog-proof@v1",
        "format",
        "not a tlog-proof",
    )
    if lines and lines[0].startswith("extra "):
        extra = from_base64(lines.pop(0)[len("extra ") :])
        require(extra is not None, "format", "extra is not base64")
    require(lines and lines[0].startswith("index "), "format", "the proof has no index")
    index = parse_number(lines.pop(0)[len("index ") :])
    require(index is not None, "format", "the index of the proof is no number")
    proof = list(map(from_base64, lines))
    require(
        all(map(is_hash, proof)),
        "format",
        "the proof holds something else than hashes",
    )
    return index, proof, note


# Command


class CannotCheck(Exception):
    pass


def read_bytes(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise CannotCheck(f"{path}: {error.strerror}") from error


def read_text(path, code):
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise DoesNotHold(code, "not UTF-8") from error


def verify_files(job):
    vkey = job.get("key")
    held = job.get("checkpoint") and read_text(job["checkpoint"], "argument")
    texts = [read_text(file, "format") for file in job["files"]]
    if job.get("entry"):
        return verify_proof(read_bytes(job["entry"]), texts[0], vkey, held)
    if len(texts) > 1:
        return verify_segments(texts, vkey, held)
    return verify_evidence(texts[0], vkey, held)


def printable(text):
    """What stands in the evidence must not be able to write to the terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


HELD = {
    "the same": "it is the checkpoint given",
    "continued": "it continues the checkpoint given",
    "not proven": "whether it continues the checkpoint given is not proven",
}


def describe(result):
    parts = list(describe_found(result))
    if result["held"]:
        parts.append(HELD[result["held"]])
    if not result["keyGiven"]:
        parts.append("but no key was given: this proves only that the evidence agrees with itself")
    return "; ".join(parts)


def describe_found(result):
    if "seq" in result:
        yield f"record {result['seq']} of the ledger"
    elif "to" in result:
        yield f"records {result['from']} to {result['to'] - 1} of the ledger"
    elif "cases" in result:
        yield f"{len(result['cases'])} cases"
        for case in result["cases"]:
            yield f"{case['caseId']} {standing(case)}"
    else:
        yield f"case {result['caseId']}, {result['records']} records"
        yield standing(result)


def standing(case):
    return case["state"] + (f" with the verdict {case['verdict']}" if case["verdict"] else "")


def describe_failure(failure):
    where = [] if failure.case is None else [f"case {failure.case}"]
    if failure.record is not None:
        of = "of the ledger" if failure.of is None else f"of {failure.of}"
        where.append(f"record {failure.record} {of}")
    return ": ".join([failure.code, *where, failure.why])


def run_one(job):
    try:
        print(printable(f"holds: {describe(verify_files(job))}"))
        return 0
    except DoesNotHold as failure:
        unusable = failure.code == "argument"
        start = "could not check" if unusable else "does not hold"
        print(printable(f"{start}: {describe_failure(failure)}"))
        return 2 if unusable else 1
    except CannotCheck as failure:
        print(printable(f"could not check: {failure}"))
        return 2


def run_batch(path):
    for line in read_text(path, "argument").splitlines():
        try:
            answer = {"holds": True, **verify_files(json.loads(line))}
        except DoesNotHold as failure:
            answer = {
                "holds": False,
                "code": failure.code,
                "case": failure.case,
                "record": failure.record,
                "why": failure.why,
            }
        print(json.dumps(answer))
    return 0


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="the evidence")
    parser.add_argument("--entry", metavar="FILE", help="the entry that a proof is of")
    parser.add_argument("--key", metavar="VKEY", help="the verifier key of the ledger")
    parser.add_argument("--checkpoint", metavar="FILE", help="a checkpoint that you hold")
    parser.add_argument("--batch", metavar="LIST", help="check many, print JSON lines")
    given = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")
    if given.batch:
        return run_batch(given.batch)
    if not given.files or (given.entry and len(given.files) > 1):
        parser.error("give evidence, or a proof and its entry")
    return run_one(vars(given))


if __name__ == "__main__":
    sys.exit(main())
