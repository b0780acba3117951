"""Protection by a passphrase: nothing readable on the disk, damage told apart from a wrong passphrase, bounds kept."""

from __future__ import annotations

import struct
from hashlib import sha256
from pathlib import Path

import pytest

from model.elements import Blueprint
from model.errors import KnownError
from model.store import protection, reading, writing
from model.store.files import Files
from model.store.protection import HEADER, MAGIC, Cost, Key, Locked, WrongPassphrase, new_key, unseal
from tests.model.store.builders import exactly, small

CHEAP = Cost(log=10)
PLACE = Path("a.throughline")
LOG, R, P, CHECK = 16, 17, 18, 35


@pytest.fixture(scope="module")
def key() -> Key:
    return new_key("open sesame", CHEAP)


def protected(path: Path, key: Key) -> Path:
    writing.write(path, writing.serialise(small(), key=key), Files(), "test")
    return path


def refusal(data: bytes, secret: Key | str | None) -> KnownError:
    with pytest.raises(KnownError) as caught:
        unseal(PLACE, data, secret)
    return caught.value


def forged(data: bytes, place: int, value: int) -> bytes:
    """A header changed by somebody who knows how to set its checksum right again."""
    fields = bytearray(data[: HEADER - 32])
    fields[place] = value
    return bytes(fields) + sha256(fields).digest() + data[HEADER:]


def test_a_protected_document_comes_back_whole_by_its_passphrase(tmp_path: Path, key: Key) -> None:
    path = protected(tmp_path / "a.throughline", key)

    loaded = reading.read(path, Files(), "open sesame")

    assert exactly(loaded.rows) == exactly(small())
    assert loaded.key == key
    assert loaded.bytes_hash == sha256(path.read_bytes()).hexdigest()
    assert reading.verify(path, Files(), "open sesame").content == writing.serialise(small()).content


def test_nothing_of_it_can_be_read_on_the_disk(tmp_path: Path, key: Key) -> None:
    data = protected(tmp_path / "a.throughline", key).read_bytes()

    assert b"Parking" not in data
    assert b"SQLite" not in data
    assert key.secret not in data


def test_the_same_document_never_gives_the_same_bytes(key: Key) -> None:
    one, two = (writing.serialise(small(), key=key) for _ in range(2))

    assert one.data != two.data
    assert one.content == two.content
    assert new_key("open sesame", CHEAP).salt != key.salt


def test_without_a_passphrase_or_with_another_it_says_so(tmp_path: Path, key: Key) -> None:
    path = protected(tmp_path / "a.throughline", key)

    with pytest.raises(Locked) as caught:
        reading.read(path, Files())
    assert caught.value.message.id == "store.protected"
    for secret in ("Open sesame", "", new_key("open sesame", CHEAP)):
        with pytest.raises(WrongPassphrase):
            reading.read(path, Files(), secret)


def test_a_passphrase_typed_on_another_keyboard_is_the_same() -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    data = new_key(composed, CHEAP).seal(b"text")

    assert unseal(PLACE, data, decomposed)[0] == b"text"


def test_each_flipped_byte_is_a_clear_refusal_and_never_a_wrong_passphrase(key: Key) -> None:
    data = key.seal(b"a small document")

    for place in range(len(data)):
        for flip in (1, 0x80):
            broken = bytearray(data)
            broken[place] ^= flip
            if place < len(MAGIC):
                assert unseal(PLACE, bytes(broken), key) == (bytes(broken), None)
            else:
                found = refusal(bytes(broken), key)
                assert not isinstance(found, Locked), place
                assert found.message.id in ("store.damaged", "store.newer_protection")


def test_a_broken_mark_is_a_foreign_file(tmp_path: Path, key: Key) -> None:
    path = protected(tmp_path / "a.throughline", key)
    path.write_bytes(b"\x88" + path.read_bytes()[1:])

    with pytest.raises(KnownError) as caught:
        reading.read(path, Files(), key)

    assert caught.value.message.id == "store.foreign"


def test_each_cut_is_damage(key: Key) -> None:
    data = key.seal(b"a small document")

    for length in range(1, len(data)):
        assert refusal(data[:length], "open sesame" if length < HEADER else key).message.id == "store.damaged"
    assert refusal(data + b"\0", key).message.id == "store.damaged"


@pytest.mark.parametrize(
    ("place", "value"), [(LOG, 30), (LOG, 255), (LOG, 0), (LOG, 9), (R, 255), (R, 0), (P, 5), (P, 0)]
)
def test_a_header_cannot_ask_for_much(key: Key, place: int, value: int) -> None:
    data = forged(key.seal(b"x"), place, value)
    if (place, value) == (R, 255):
        data = forged(data, LOG, 17)

    assert refusal(data, "open sesame").message.id == "store.costly"


def test_a_salt_or_check_changed_with_care_is_a_wrong_passphrase(key: Key) -> None:
    data = key.seal(b"x")
    for place in (LOG + 3, CHECK):
        assert isinstance(refusal(forged(data, place, data[place] ^ 1), "open sesame"), WrongPassphrase)


def test_the_header_is_authenticated(key: Key) -> None:
    one, two = key.seal(b"one"), key.seal(b"two")

    assert refusal(one[:HEADER] + two[HEADER:], key).message.id == "store.damaged"


def test_a_length_that_lies_is_damage(key: Key) -> None:
    data = key.seal(b"x")
    length = HEADER - 32 - struct.calcsize(">Q")

    assert refusal(forged(data, length, 255), key).message.id == "store.damaged"


def test_texts_of_the_journal_are_bound_to_their_place(key: Key) -> None:
    sealed = key.seal_text("Pay \ud800", 3)

    assert b"Pay" not in sealed
    assert key.open_text(sealed, 3) == "Pay \ud800"
    for place, text in ((4, sealed), (3, sealed[:-1]), (3, b""), (3, sealed[:12] + bytes(len(sealed) - 12))):
        with pytest.raises(ValueError):
            key.open_text(text, place)


def test_the_usual_cost_is_heavy_and_within_the_bounds() -> None:
    assert protection.COST.bearable
    assert protection.COST.memory >= 64 << 20


def test_a_key_does_not_say_its_secret(key: Key) -> None:
    assert repr(key.secret) not in repr(key)


def test_a_disk_that_lies_about_a_protected_file_is_found_out(tmp_path: Path, key: Key) -> None:
    written = writing.serialise(small(), key=key)
    other = writing.serialise([Blueprint("bp", "a0")], key=key)

    with pytest.raises(KnownError) as caught:
        writing.write(tmp_path / "a.throughline", written._replace(content=other.content), Files(), "test")

    assert caught.value.message.id == "store.damaged"
    assert list(tmp_path.iterdir()) == []
