"""What may come over the wire: forms, bounds, rates, and who may ask at all. No networking here.

Everything that comes is a stranger's. A message is JSON of a bounded size and depth whose parts
have the types that are asked for; a name is a line of letters of a bounded length; each socket and
each address has a rate. Who is told no hears one sentence.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from newsbook.answers.files import is_unicode

__all__ = [
    "CODE_LENGTH",
    "KEY_LENGTH",
    "LETTERS",
    "LONGEST_MESSAGE",
    "Bucket",
    "Buckets",
    "NotAMessage",
    "clean_code",
    "clean_name",
    "host_is_ours",
    "new_code",
    "origin_is_ours",
    "parse",
    "same_secret",
    "secret_hash",
    "with_parts",
]

LONGEST_MESSAGE = 200_000
"""Bytes of one message. The tokens of an article of 2,000 words are some 25,000."""

LONGEST_NAME = 40
LARGEST_NUMBER = 2**53 - 1
"""The largest whole number that a page's JavaScript can count to."""

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Capitals that are not taken for one another or for digits, and that make no words."""

CODE_LENGTH = 4
KEY_LENGTH = 12
_MARKS_IN_A_ROW = 4

_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs that are drawn as nothing: fillers of Hangul, the Braille cell without dots."""


class NotAMessage(ValueError):
    """Something came that is no message of ours; the text is a sentence for who sent it."""


def parse(text: str | bytes, wanted: Mapping[str, type | tuple[type, ...]]) -> dict[str, Any]:
    """A message, if it is an object with parts of the types that are wanted.

    Args:
        text: What came.
        wanted: The type of each part that there must be. More parts are left in.

    Raises:
        NotAMessage: It is too long, no JSON, or of another form.

    Example:
        >>> parse('{"do": "hello", "seq": 1}', {"do": str, "seq": int})
        {'do': 'hello', 'seq': 1}
        >>> parse('{"do": "hello", "seq": true}', {"seq": int})
        Traceback (most recent call last):
        newsbook.live.wire.NotAMessage: A message needs a fitting “seq”.
    """
    if not isinstance(text, str):
        raise NotAMessage("A message is text, not bytes.")
    if len(text) > LONGEST_MESSAGE:
        raise NotAMessage("That message is too long.")
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NotAMessage("A message is JSON.") from None
    if not isinstance(found, dict):
        raise NotAMessage("A message is a JSON object.")
    return with_parts(found, wanted)


def with_parts(
    found: dict[str, Any], wanted: Mapping[str, type | tuple[type, ...]]
) -> dict[str, Any]:
    """A message as it is, if it has the parts that are wanted; as for `parse`.

    Raises:
        NotAMessage: It has not.

    Example:
        >>> with_parts({"do": "hello"}, {"token": str})
        Traceback (most recent call last):
        newsbook.live.wire.NotAMessage: A message needs a fitting “token”.
    """
    for name, kind in wanted.items():
        part = found.get(name)
        if not isinstance(part, kind) or (isinstance(part, bool) and kind is not bool):
            raise NotAMessage(f"A message needs a fitting “{name}”.")
        if isinstance(part, str) and (len(part) > 200 or not is_unicode(part)):
            raise NotAMessage(f"A message needs a shorter “{name}”.")
        if isinstance(part, int) and not 0 <= part <= LARGEST_NUMBER:
            raise NotAMessage(f"A message needs a smaller “{name}”.")
    return found


def _no_number(word: str) -> Any:
    raise ValueError(word)


def clean_name(given: str) -> str:
    r"""A name as it can stand in a list: one line, bounded, nothing that acts on its neighbours.

    Characters that cannot be seen, control the line or turn it round are left out (but the joiners
    that some scripts and emoji need), and so are marks that pile up; white space becomes one space.

    Returns:
        At most 40 code points, in normal form NFC; "" when nothing is left.

    Example:
        >>> clean_name("  Zoë \n <b> "), clean_name("a\u202eb"), clean_name("o" + "\u0301" * 30)
        ('Zoë <b>', 'ab', 'ó́́́')
    """
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", " ".join(given[: 10 * LONGEST_NAME].split())):
        kind = unicodedata.category(char)
        marks = marks + 1 if kind.startswith("M") else 0
        if (kind[0] == "C" and char not in "\u200c\u200d") or char in _BLANK:
            continue
        if marks <= _MARKS_IN_A_ROW - 1:
            kept.append(char)
    cut = "".join(kept)[:LONGEST_NAME].strip()
    # Joiners alone are a name that nobody sees.
    return cut if any(unicodedata.category(char)[0] in "LNPS" for char in cut) else ""


def new_code() -> str:
    """A class code: four letters, one of 160,000.

    Example:
        >>> len(new_code())
        4
    """
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def clean_code(typed: str) -> str:
    """A code as a student may type it.

    Example:
        >>> clean_code(" bc-df ")
        'BCDF'
    """
    return "".join(char for char in typed[:40].upper() if char.isalnum())


def secret_hash(secret: str) -> bytes:
    """What is kept of a secret. It is random and long, so one round of SHA-256 will do.

    Example:
        >>> len(secret_hash("x"))
        32
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def same_secret(given: str, kept: bytes) -> bool:
    """Whether a secret is the one whose hash was kept, in a time that tells nothing.

    Example:
        >>> same_secret("a", secret_hash("a")), same_secret("b", secret_hash("a"))
        (True, False)
    """
    return hmac.compare_digest(secret_hash(given), kept)


def host_is_ours(host: str | None, ours: Collection[str]) -> bool:
    """Whether a request names one of our addresses, and not a name that somebody made lead here.

    A page elsewhere can have its own name resolve to this machine (DNS rebinding); its requests
    then bear that name as their host.

    Args:
        host: The request's ``Host``.
        ours: Our hosts, with ports, in lower case.

    Example:
        >>> host_is_ours("127.0.0.1:8950", {"127.0.0.1:8950"}), host_is_ours("evil.test", {"a"})
        (True, False)
    """
    return host is not None and host.lower() in ours


def origin_is_ours(origin: str | None, ours: Collection[str]) -> bool:
    """Whether a request comes from a page of ours, or from no page at all.

    A browser always says which page opens a socket or posts; a notebook's Python says nothing.

    Args:
        origin: The request's ``Origin``, None where there is none.
        ours: As in `host_is_ours`.

    Example:
        >>> origin_is_ours("http://127.0.0.1:8950", {"127.0.0.1:8950"}), origin_is_ours(None, {"a"})
        (True, True)
        >>> origin_is_ours("null", {"127.0.0.1:8950"}), origin_is_ours("http://a.test", {"b.test"})
        (False, False)
    """
    if origin is None:
        return True
    try:
        parts = urlsplit(origin.lower())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc in ours


@dataclass
class Bucket:
    """A token bucket: so many at once, and so many a second in the long run.

    Args:
        burst: How many at once.
        rate: How many more each second.

    Example:
        >>> bucket = Bucket(burst=2, rate=1)
        >>> [bucket.take(0.0), bucket.take(0.0), bucket.take(0.0), bucket.take(1.0)]
        [True, True, False, True]
    """

    burst: float
    rate: float

    def __post_init__(self) -> None:
        self._left = self.burst
        self._at: float | None = None

    def has(self, now: float, count: float = 1) -> bool:
        """Whether there are so many, at a time in seconds; takes none."""
        if self._at is not None:
            self._left = min(self.burst, self._left + (now - self._at) * self.rate)
        self._at = now
        return self._left >= count

    def take(self, now: float, count: float = 1) -> bool:
        """Take so many, if there are."""
        if not self.has(now, count):
            return False
        self._left -= count
        return True


class Buckets:
    """A bucket for each address, of the last some thousand addresses.

    Example:
        >>> buckets = Buckets(burst=1, rate=0)
        >>> [buckets.of("a").take(0), buckets.of("a").take(0), buckets.of("b").take(0)]
        [True, False, True]
    """

    MOST = 5_000

    def __init__(self, burst: float, rate: float) -> None:
        self._burst, self._rate = burst, rate
        self._all: dict[str, Bucket] = {}

    def of(self, address: str) -> Bucket:
        """The address's own."""
        found = self._all.pop(address, None) or Bucket(self._burst, self._rate)
        self._all[address] = found  # behind the others: the first is the one not seen for longest
        if len(self._all) > self.MOST:
            del self._all[next(iter(self._all))]
        return found
