#!/usr/bin/env python3
"""Checks an evidence bundle of the ledger, or the proof of a single record.

An independent second implementation, written from docs/ledger-format.md alone, so that an auditor
needs neither Node.js nor this package's code. Python 3.9 or newer, without any other package.

    python3 verify.py BUNDLE       --key VKEY [--checkpoint FILE]    a bundle, as JSON or as a page
    python3 verify.py ENTRY PROOF  --key VKEY [--checkpoint FILE]    <seq>.json and <seq>.tlog-proof
    python3 verify.py --batch LIST                                   many of them

It prints one line, what holds or the first thing that does not, and exits with 0 if everything
holds, with 1 if something does not, with 2 if it could not check. It reads the evidence in a page,
and not what the page shows.

Each line of LIST is a JSON object: {"bundle": FILE} or {"entry": FILE, "proof": FILE}, with "key"
and "checkpoint" (a FILE) if they are given. For each of them one JSON object is printed.

The numbers in the comments are those of "Checks, in order" in docs/ledger-format.md.
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
BUNDLE_TAG = '<script type="application/json" id="bundle">'


class DoesNotHold(Exception):
    """`record` is the number of the bad record in its case, from 1, if there is one to name."""

    def __init__(self, code, why, record=None, of=None):
        super().__init__(why)
        self.code, self.why, self.record, self.of = code, why, record, of


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


def is_hash_hex(value):
    return is_text(value) and re.fullmatch("[0-9a-f]{64}", value) is not None


def is_list(value):
    return isinstance(value, list)


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


def compare_with_held(held_text, key, checkpoint, consistency=None):
    """Checks 4.2 to 4.5."""
    if held_text is None:
        return None
    note = parse_note(as_it_was_before_pasting(held_text))
    held = note and parse_checkpoint(note.text)
    require(held, "argument", "the checkpoint given is no checkpoint")
    require(held.origin == key.name, "other_ledger", "the checkpoint given is of another ledger")
    require(
        is_signed_with(note, key), "signature", "the checkpoint given is not signed with the key"
    )
    known = {checkpoint.size: (checkpoint.root, "the same")}
    if consistency:
        known.setdefault(consistency.size, (consistency.root, "continued"))
    root, how = known.get(held.size, (held.root, "not proven"))
    require(held.root == root, "consistency", "the ledger was rewritten since the checkpoint given")
    return how


def as_it_was_before_pasting(text):
    return text.removeprefix("\ufeff").replace("\r\n", "\n").strip() + "\n"


# Bundle

# What is in base64 is looked at where it is used, and refused with the code of that check.
CONSISTENCY_FORM = {"size": is_whole, "root": is_text, "proof": is_list}
BUNDLE_FORM = {
    "format": lambda value: value == "jml-bundle/1",
    "caseId": is_text,
    "exportedAt": is_text,
    "vkey": is_text,
    "checkpoint": is_text,
    "statement": is_text,
    "records": is_list,
}
BUNDLE_OPTIONS = {"consistency": lambda value: has_form(value, CONSISTENCY_FORM)}
RECORD_FORM = {
    "entry": is_text,
    "body": or_null(is_text),
    "salt": or_null(is_text),
    "proof": is_list,
}
ENTRY_FORM = {
    "v": lambda value: isinstance(value, float) and value == 1,
    "seq": is_whole,
    "at": is_instant,
    "kind": is_some_text,
    "commitment": is_hash_hex,
    "prev": is_hash_hex,
}
ENTRY_OPTIONS = {"case": is_some_text, "caseSeq": is_whole}
BODY_FORM = {"content": lambda value: isinstance(value, dict)}
BODY_OPTIONS = {"once": is_text, "subject": is_text}
STATEMENT_FORM = {
    "caseId": is_text,
    "exportedAt": is_text,
    "origin": is_text,
    "records": is_whole,
    "root": is_text,
    "size": is_whole,
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


def verify_bundle(text, vkey=None, held=None):
    bundle = read_bundle(text)
    key = bundle_key(bundle["vkey"], vkey)
    checkpoint = signed_checkpoint(bundle["checkpoint"], key)
    consistency = check_consistency(bundle.get("consistency"), checkpoint)
    continuation = compare_with_held(held, key, checkpoint, consistency)
    stated = check_statement(bundle, key, checkpoint)
    records = check_records(bundle, checkpoint)
    check_count(len(records), stated)
    check_erased(records)
    check_closing(records)
    return {
        "caseId": bundle["caseId"],
        "records": len(records),
        "keyGiven": vkey is not None,
        "held": continuation,
        **state_of(records),
    }


def read_bundle(text):
    try:
        bundle = parse_json(bundle_in_page(text))
    except NotJson as error:
        raise DoesNotHold("format", f"not JSON: {error}") from error
    require(has_form(bundle, BUNDLE_FORM, BUNDLE_OPTIONS), "format", "not a bundle")
    return bundle


def bundle_in_page(text):
    # JSON cannot hold the tag: its quotation marks would be escaped.
    _, tag, rest = text.partition(BUNDLE_TAG)
    return rest.partition("<")[0] if tag else text


def bundle_key(vkey, expected):
    """Check 2."""
    expected = expected and expected.strip()
    if expected is not None:
        given_key(expected)
    key = parse_key(vkey)
    require(key, "key", "the key in the bundle is not a verifier key")
    require(expected in (None, vkey), "key", "the bundle is of another key than the one given")
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


def check_statement(bundle, key, checkpoint):
    """Check 5. The number of records that the case has."""
    text = signed_text(bundle["statement"], key, "statement")
    lines = text.split("\n")
    require(
        len(lines) == 3 and lines[0] == "jml-case-statement/1" and lines[2] == "",
        "statement",
        "the signed text is no statement of a case",
    )
    try:
        statement = parse_json(lines[1])
    except NotJson as error:
        raise DoesNotHold("statement", f"the statement is not JSON: {error}") from error
    require(
        is_canonical(lines[1], statement) and has_form(statement, STATEMENT_FORM),
        "statement",
        "the statement has another form",
    )
    expected = {
        "caseId": bundle["caseId"],
        "exportedAt": bundle["exportedAt"],
        "origin": checkpoint.origin,
        "root": base64.b64encode(checkpoint.root).decode(),
        "size": checkpoint.size,
    }
    for name, value in expected.items():
        require(statement[name] == value, "statement", f"the statement has another {name}")
    require(statement["records"] >= 1, "statement", "the statement counts no record")
    return int(statement["records"])


def check_records(bundle, checkpoint):
    """Check 6."""
    records = []
    for index, record in enumerate(bundle["records"]):
        try:
            before = records[-1] if records else None
            records.append(check_record(record, index, before, bundle["caseId"], checkpoint))
        except DoesNotHold as failure:
            raise DoesNotHold(
                failure.code, failure.why, index + 1, len(bundle["records"])
            ) from failure
    return records


def check_record(record, index, before, case_id, checkpoint):
    require(has_form(record, RECORD_FORM), "format", "not a record")
    entry = read_entry(record["entry"])
    check_place(entry, index, before, case_id)
    content = read_content(record["body"], record["salt"], entry["commitment"])
    data, seq = record["entry"].encode(), int(entry["seq"])
    proof = list(map(from_base64, record["proof"]))
    require(
        inclusion_holds(leaf_hash(data), seq, checkpoint.size, proof, checkpoint.root),
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
    return [item for item in value if is_whole(item)] if isinstance(value, list) else []


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
    kept = [record for record in records if record.kind != "record.erased"]
    counting = [record for record in kept if run_of(record) not in dry_runs]
    if dry_runs and not {run_of(record) for record in records} - dry_runs - {None}:
        counting = kept
    last = counting[-1] if counting else None
    if not last or last.kind != "case.closed":
        return {"state": "open", "verdict": None}
    verdict = (last.content or {}).get("verdict")
    return {"state": "closed", "verdict": verdict if is_text(verdict) else None}


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
    held = job.get("checkpoint") and read_text(job["checkpoint"], "argument")
    if "bundle" in job:
        return verify_bundle(read_text(job["bundle"], "format"), job.get("key"), held)
    proof = read_text(job["proof"], "format")
    return verify_proof(read_bytes(job["entry"]), proof, job.get("key"), held)


def printable(text):
    """What stands in the evidence must not be able to write to the terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


HELD = {
    "the same": "it is the checkpoint given",
    "continued": "it continues the checkpoint given",
    "not proven": "whether it continues the checkpoint given is not proven",
}


def describe(result):
    parts = []
    if "seq" in result:
        parts.append(f"record {result['seq']} of the ledger")
    else:
        parts.append(f"case {result['caseId']}, {result['records']} records")
        verdict = f" with the verdict {result['verdict']}" if result["verdict"] else ""
        parts.append(result["state"] + verdict)
    if result["held"]:
        parts.append(HELD[result["held"]])
    if not result["keyGiven"]:
        parts.append("but no key was given: this proves only that the bundle agrees with itself")
    return "; ".join(parts)


def describe_failure(failure):
    where = "" if failure.record is None else f"record {failure.record} of {failure.of}: "
    return f"{failure.code}: {where}{failure.why}"


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
                "record": failure.record,
                "why": failure.why,
            }
        print(json.dumps(answer))
    return 0


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="a bundle, or entry and proof")
    parser.add_argument("--key", metavar="VKEY", help="the verifier key of the ledger")
    parser.add_argument("--checkpoint", metavar="FILE", help="a checkpoint that you hold")
    parser.add_argument("--batch", metavar="LIST", help="check many, print JSON lines")
    given = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")
    if given.batch:
        return run_batch(given.batch)
    if len(given.files) not in (1, 2):
        parser.error("give a bundle, or an entry and its proof")
    job = dict(zip(("bundle",) if len(given.files) == 1 else ("entry", "proof"), given.files))
    return run_one({**job, "key": given.key, "checkpoint": given.checkpoint})


if __name__ == "__main__":
    sys.exit(main())
