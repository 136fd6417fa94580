"""The filter of calls for each kind of machine, run here as the kernel would run it."""

from __future__ import annotations

import errno
import struct

import pytest

from newsbook.grading.sandbox.calls import WallError, filter_of_calls

KILL, ALLOW, REFUSED = 0x80000000, 0x7FFF0000, 0x00050000 | errno.EPERM
UNREACHABLE, UNKNOWN = 0x00050000 | errno.ENETUNREACH, 0x00050000 | errno.ENOSYS
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# Numbers as the kernel's tables have them, apart from those that the filter is made of.
NUMBERS = {
    "x86_64": {
        "read": 0, "write": 1, "mmap": 9, "socket": 41, "socketpair": 53, "setsockopt": 54,
        "clone": 56, "fcntl": 72, "ptrace": 101, "setsid": 112, "setpgid": 109, "semget": 64,
        "semctl": 66, "semtimedop": 220, "shmget": 29, "msgget": 68, "prlimit64": 302,
        "memfd_create": 319, "io_uring_setup": 425, "clone3": 435, "exit_group": 231,
        "mincore": 27, "readahead": 187, "fadvise64": 221, "preadv2": 327, "pwritev2": 328,
        "cachestat": 451, "preadv": 295, "madvise": 28,
        "rt_sigaction": 13,
    },
    "aarch64": {
        "read": 63, "write": 64, "mmap": 222, "socket": 198, "socketpair": 199, "setsockopt": 208,
        "clone": 220, "fcntl": 25, "ptrace": 117, "setsid": 157, "setpgid": 154, "semget": 190,
        "semctl": 191, "semtimedop": 192, "shmget": 194, "msgget": 186, "prlimit64": 261,
        "memfd_create": 279, "io_uring_setup": 425, "clone3": 435, "exit_group": 94,
        "mincore": 232, "readahead": 213, "fadvise64": 223, "preadv2": 286, "pwritev2": 287,
        "cachestat": 451, "preadv": 69, "madvise": 233,
        "rt_sigaction": 134,
    },
}  # fmt: skip


def verdict(machine: str, number: int, *arguments: int, architecture: int = 0) -> int:
    """What the filter says of a call: the instructions of <linux/bpf_common.h> that it uses."""
    program = list(struct.iter_unpack("HBBI", filter_of_calls(machine)))
    architecture = architecture or ARCHITECTURES[machine]
    data = struct.pack("<IIQ6Q", number, architecture, 0, *(*arguments, *[0] * 6)[:6])
    held = place = 0
    while True:
        code, if_so, if_not, value = program[place]
        place += 1
        if code == 0x20:
            (held,) = struct.unpack_from("<I", data, value)
        elif code == 0x06:
            return int(value)
        else:
            tests = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}
            place += if_so if tests[code] else if_not


@pytest.mark.parametrize("machine", NUMBERS)
def test_what_the_filter_lets_through(machine: str) -> None:
    number = NUMBERS[machine]
    told = {
        name: verdict(machine, number[name])
        for name in ("read", "write", "exit_group", "clone", "mmap", "fcntl", "prlimit64", "preadv")
    }
    assert told == dict.fromkeys(told, ALLOW)
    names = ("setsockopt", "ptrace", "setsid", "setpgid", "semget", "semctl", "semtimedop")
    names += ("shmget", "msgget", "memfd_create", "io_uring_setup")
    names += ("mincore", "readahead", "fadvise64", "cachestat")
    told = {name: verdict(machine, number[name]) for name in names}
    assert told == dict.fromkeys(told, REFUSED)
    assert verdict(machine, number["socket"], 2, 1, 0) == UNREACHABLE
    for name in ("clone3", "preadv2", "pwritev2"):
        assert verdict(machine, number[name]) == UNKNOWN
    # Those that depend on what they are asked.
    asked = {
        ("clone", 17): ALLOW,
        ("clone", 0x10000000 | 17): REFUSED,
        ("clone", 0x40000000 | 17): REFUSED,
        ("clone", 0x4100 | 17): ALLOW,  # as `vfork` does
        ("clone", 0x3D0F00): ALLOW,  # as a thread is made
        ("clone", 0x8000 | 17): REFUSED,
        ("clone", 0x4000 | 0x3D0F00): REFUSED,
        ("rt_sigaction", 17, 0, 1): ALLOW,
        ("rt_sigaction", 17, 1): REFUSED,
        ("rt_sigaction", 17, 1 << 32): REFUSED,
        ("rt_sigaction", 2, 1): ALLOW,
        ("mmap", 0, 4096, 3, 0x22, -1 % 2**64, 0): ALLOW,
        ("mmap", 0, 4096, 3, 0x01, 3, 0): ALLOW,
        ("mmap", 0, 4096, 3, 0x21, -1 % 2**64, 0): REFUSED,
        ("mmap", 0, 4096, 3, 0x23, -1 % 2**64, 0): REFUSED,
        ("prlimit64", 0, 7): ALLOW,
        ("prlimit64", 1, 7): REFUSED,
        ("fcntl", 3, 4): ALLOW,
        ("fcntl", 3, 6): REFUSED,
        ("fcntl", 3, 37): REFUSED,
        ("madvise", 0, 4096, 4): ALLOW,
        ("madvise", 0, 4096, 21): REFUSED,
        ("socketpair", 1, 1): ALLOW,
        ("socketpair", 2, 1): REFUSED,
    }
    got = {call: verdict(machine, number[call[0]], *call[1:]) for call in asked}
    assert got == asked


def test_calls_of_another_kind() -> None:
    """A process may make those of 32 bits, whose numbers are others."""
    assert verdict("x86_64", 0, architecture=0x40000003) == KILL
    assert verdict("aarch64", 63, architecture=0x40000028) == KILL
    assert verdict("x86_64", 0x40000000) == UNKNOWN
    with pytest.raises(WallError, match="riscv64"):
        filter_of_calls("riscv64")
