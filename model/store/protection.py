"""Protection by a passphrase: a document's bytes behind authenticated encryption, and single texts of its journal.

A protected file is a header and the sealed bytes of the document file. Header: magic, version, what deriving the key
costs, salt, a check of the key, nonce, length, and the SHA-256 of all that. So damage to the header, a wrong
passphrase (the check) and damage to the content (the tag) are told apart. Key and check are scrypt of the passphrase
in NFC; AES-256-GCM seals the content and covers the header. Salt and nonces come from the system's randomness, so the
same document never gives the same protected bytes twice. Only this module uses `cryptography`.
"""

from __future__ import annotations

import os
import struct
import unicodedata
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path

from model.errors import KnownError
from model.messages import message
from model.named import NamedTuple
from model.store.container import damaged

MAGIC = b"\x89Throughline\r\n\x1a"
VERSION = 1
_FIELDS = struct.Struct(">15sBBBB16s16s12sQ")
_SUM, _TAG, _NONCE, _SALT, _CHECK = 32, 16, 12, 16, 16
HEADER = _FIELDS.size + _SUM
MOST_MEMORY = 256 << 20
_MOST_TURNS = 4
_LEAST_LOG = 10


class Cost(NamedTuple):
    """What deriving a key takes: 2**log rounds of memory in blocks of r, p times."""

    log: int = 17
    r: int = 8
    p: int = 1

    @property
    def memory(self) -> int:
        """How many bytes it needs."""
        return 128 * self.r << self.log

    @property
    def bearable(self) -> bool:
        """Whether a header may ask for it: a stranger's must not cost gigabytes or minutes."""
        return self.log >= _LEAST_LOG and self.r > 0 and 0 < self.p <= _MOST_TURNS and 0 < self.memory <= MOST_MEMORY


COST = Cost()


class Locked(KnownError):
    """A file is protected, and no passphrase came with the request."""


class WrongPassphrase(Locked):
    """The passphrase that came is not that of the file."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a passphrase becomes with a salt. Made by `new_key`, or by opening a file with its passphrase."""

    cost: Cost
    salt: bytes
    secret: bytes = field(repr=False)
    check: bytes = field(repr=False)

    def seal(self, data: bytes) -> bytes:
        """The protected file of a document's bytes."""
        nonce = os.urandom(_NONCE)
        fields = _FIELDS.pack(MAGIC, VERSION, *self.cost, self.salt, self.check, nonce, len(data))
        header = fields + sha256(fields).digest()
        return header + _encrypt(self.secret, nonce, data, header)

    def seal_text(self, text: str, place: int) -> bytes:
        """A text of the journal, readable with this key at this place only."""
        nonce = os.urandom(_NONCE)
        return nonce + _encrypt(self.secret, nonce, text.encode("utf-8", "surrogatepass"), _place(place))

    def open_text(self, sealed: bytes, place: int) -> str:
        """The text that `seal_text` sealed; `ValueError` where it is another's, elsewhere or damaged."""
        data = _decrypt(self.secret, sealed[:_NONCE], sealed[_NONCE:], _place(place))
        if data is None:
            raise ValueError(place)
        return data.decode("utf-8", "surrogatepass")


Secret = Key | str | None


def new_key(passphrase: str, cost: Cost | None = None) -> Key:
    """A key for a passphrase, with a salt of its own."""
    return _derive(passphrase, cost or COST, os.urandom(_SALT))


def is_protected(head: bytes) -> bool:
    """Whether these are the first bytes of a protected file."""
    return head[: len(MAGIC)] == MAGIC


class _Header(NamedTuple):
    """What a protected file says before its content."""

    cost: Cost
    salt: bytes
    check: bytes
    nonce: bytes
    length: int


def key_for(file: Path, data: bytes, passphrase: str) -> Key:
    """The key a passphrase opens a protected file with; `WrongPassphrase` where it does not. Only the header counts."""
    return _key(file, passphrase, _header(file, data))


def unseal(file: Path, data: bytes, secret: Secret) -> tuple[bytes, Key | None]:
    """The document file in some bytes and the key that opened it; bytes that are not protected come as they are.

    `Locked` without a secret, `WrongPassphrase` with one of another file, another `KnownError` for damage.
    """
    if not data or data[: len(MAGIC)] != MAGIC[: len(data)]:
        return data, None
    header = _header(file, data)
    if len(data) != HEADER + header.length + _TAG:
        raise damaged(file, "length")
    key = _key(file, secret, header)
    plain = _decrypt(key.secret, header.nonce, data[HEADER:], data[:HEADER])
    if plain is None:
        raise damaged(file, "sealed")
    return plain, key


def _header(file: Path, data: bytes) -> _Header:
    """The header of a protected file, sound and bearable."""
    header = data[:HEADER]
    if len(header) > len(MAGIC) and header[len(MAGIC)] > VERSION:
        theirs, ours = str(header[len(MAGIC)]), str(VERSION)
        raise KnownError(message("store.newer_protection", file=str(file), format=theirs, ours=ours))
    if len(header) < HEADER:
        raise damaged(file, "length")
    if sha256(header[:-_SUM]).digest() != header[-_SUM:]:
        raise damaged(file, "header")
    _, version, log, r, p, salt, check, nonce, length = _FIELDS.unpack(header[:-_SUM])
    if version != VERSION:
        raise damaged(file, "header")
    cost = Cost(log, r, p)
    if not cost.bearable:
        raise KnownError(message("store.costly", file=str(file), megabytes=MOST_MEMORY >> 20))
    return _Header(cost, salt, check, nonce, length)


def _key(file: Path, secret: Secret, header: _Header) -> Key:
    if secret is None:
        raise Locked(message("store.protected", file=str(file)))
    key = _derive(secret, header.cost, header.salt) if isinstance(secret, str) else secret
    if (key.cost, key.salt) != (header.cost, header.salt) or not compare_digest(key.check, header.check):
        raise WrongPassphrase(message("store.wrong_passphrase", file=str(file)))
    return key


def _derive(passphrase: str, cost: Cost, salt: bytes) -> Key:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    text = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    found = Scrypt(salt=salt, length=32 + _CHECK, n=1 << cost.log, r=cost.r, p=cost.p).derive(text)
    return Key(cost, salt, found[:32], found[32:])


def _encrypt(secret: bytes, nonce: bytes, data: bytes, beside: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(secret).encrypt(nonce, data, beside)


def _decrypt(secret: bytes, nonce: bytes, sealed: bytes, beside: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(secret).decrypt(nonce, sealed, beside)
    except (InvalidTag, ValueError):
        return None


def _place(number: int) -> bytes:
    return b"entry %d" % number
