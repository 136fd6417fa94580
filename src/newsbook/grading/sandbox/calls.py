"""The filter of system calls: what no answer needs, the kernel refuses to all of them.

Numbers are those of Linux's headers: <asm/unistd.h> of x86-64 and of 64-bit ARM, <linux/seccomp.h>,
<linux/filter.h> and <linux/audit.h>. See *Seccomp BPF* in the kernel's documentation.
"""

from __future__ import annotations

import errno
import platform
import struct
from functools import cache

__all__ = ["MACHINE", "WallError", "filter_of_calls", "number_of"]

MACHINE = platform.machine()
_MACHINES = ("x86_64", "aarch64")
_ARCHITECTURES = (0xC000003E, 0xC00000B7)

# Each call's number on an x86-64 and on a 64-bit ARM; that has no number where it has no such call.
_REFUSED: dict[str, tuple[int, ...]] = {
    # To look into other processes.
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    # To make namespaces and mounts. Those that the warden makes, runners have no right to.
    "unshare": (272, 97),
    "setns": (308, 268),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    # Doors into the kernel that are seldom shut.
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "open_by_handle_at": (304, 265),
    "io_uring_setup": (425, 425),
    # Memory that belongs to no process, so that nobody is charged for it, or that outlives one.
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "semget": (64, 190),
    "semop": (65, 193),
    "semctl": (66, 191),
    "semtimedop": (220, 192),
    "msgget": (68, 186),
    "msgsnd": (69, 189),
    "msgrcv": (70, 188),
    "msgctl": (71, 187),
    "mq_open": (240, 180),
    "vmsplice": (278, 75),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # To set what belongs to another process of the same user: the warden outlives an exercise.
    "setpriority": (141, 140),
    "ioprio_set": (251, 30),
    "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118),
    "sched_setattr": (314, 274),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    # A lock on a file that all can see is a bit that all can see.
    "flock": (73, 32),
    # Each session gets a share of the processor, as large as each other's.
    "setsid": (112, 157),
    "setpgid": (109, 154),
    # To ask which pages of a file are in memory, or to change that: these, too, are bits that all
    # can see.
    "mincore": (27, 232),
    "readahead": (187, 213),
    "fadvise64": (221, 223),
    "cachestat": (451, 451),
    # All of a machine's disks, written out: others would wait for it.
    "sync": (162, 81),
    "syncfs": (306, 267),
    # Buffers larger than those that are counted.
    "setsockopt": (54, 208),
}
_SOCKET = (41, 198)
_READ_OR_WRITE_2 = ((327, 286), (328, 287))  # preadv2 and pwritev2
_CLONE = (56, 220)
_CLONE3 = (435, 435)
_SIGACTION = (13, 134)
_MMAP = (9, 222)
_FCNTL = (72, 25)
_PRLIMIT = (302, 261)
_MADVISE = (28, 233)
_SOCKETPAIR = (53, 199)
_CAPSET = {"x86_64": 126, "aarch64": 91}

_NAMESPACES = 0x10000000 | 0x20000000 | 0x20000 | 0x40000000  # of users, processes, mounts, network
_CLONE_VFORK, _CLONE_PARENT, _CLONE_THREAD = 0x4000, 0x8000, 0x10000
_SIGCHLD = 17
_MAP_SHARED, _MAP_ANONYMOUS = 1, 0x20
_AF_UNIX = 1
_PUT_OUT = (20, 21)  # MADV_COLD, MADV_PAGEOUT: what owns a file may have its pages put out so
# F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW, F_SETLEASE, F_NOTIFY
_LOCKS = (6, 7, 37, 38, 1024, 1026)

_ALLOW, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_EQUAL, _AT_LEAST, _ANY_BIT = 0x15, 0x35, 0x45


class WallError(OSError):
    """A protection that this system does not give."""


def number_of(numbers: dict[str, int]) -> int:
    """A call's number on this machine.

    Raises:
        WallError: This kind of machine is not known.
    """
    if MACHINE not in numbers:
        raise WallError(errno.ENOSYS, f"the calls of a {MACHINE} are not known here")
    return numbers[MACHINE]


@cache
def filter_of_calls(machine: str = MACHINE) -> bytes:
    """The filter, as the kernel takes it: eight bytes an instruction.

    Args:
        machine: What kind of machine it is for.

    Raises:
        WallError: This kind is not known.

    Example:
        >>> len(filter_of_calls("aarch64")) == len(filter_of_calls("x86_64"))
        True
    """
    if machine not in _MACHINES:
        raise WallError(errno.ENOSYS, f"the calls of a {machine} are not known here")
    column = _MACHINES.index(machine)
    refuse = _return(_ERROR | errno.EPERM)
    program = [
        _load(4),  # the architecture
        _jump(_EQUAL, _ARCHITECTURES[column], 1, 0),
        _return(_KILL),  # another one's calls have other numbers
        _load(0),  # the call's number
        _jump(_AT_LEAST, 0x40000000, 0, 1),
        _return(_ERROR | errno.ENOSYS),  # numbers of the x32 kind
        # clone3 hides its flags from filters; libraries then use clone, which shows them.
        *_when(_CLONE3[column], [_return(_ERROR | errno.ENOSYS)]),
        # Their flags ask what is in memory; without flags, libraries then use the older calls.
        *[
            part
            for call in _READ_OR_WRITE_2
            for part in _when(call[column], [_return(_ERROR | errno.ENOSYS)])
        ],
        # No network, as where there is none.
        *_when(_SOCKET[column], [_return(_ERROR | errno.ENETUNREACH)]),
        *_when(
            _CLONE[column],
            [
                # Who waits for what is not its child looks as if it waited for a disk.
                *_if_any_bit(0, _NAMESPACES | _CLONE_PARENT, refuse),
                _jump(_ANY_BIT, _CLONE_VFORK, 0, 2),
                _jump(_ANY_BIT, _CLONE_THREAD, 0, 1),
                refuse,
                _return(_ALLOW),
            ],
        ),
        # Of children that end unasked for, no one is told what they have computed.
        *_when(
            _SIGACTION[column],
            [
                _load(16),
                _jump(_EQUAL, _SIGCHLD, 0, 5),
                _load(16 + 8),  # a null: it only asks
                _jump(_ANY_BIT, 0xFFFFFFFF, 2, 0),
                _load(16 + 8 + 4),
                _jump(_ANY_BIT, 0xFFFFFFFF, 0, 1),
                refuse,
                _return(_ALLOW),
            ],
        ),
        *_when(
            _MMAP[column],
            [
                _load(16 + 8 * 3),
                _jump(_ANY_BIT, _MAP_ANONYMOUS, 0, 2),
                _jump(_ANY_BIT, _MAP_SHARED, 0, 1),
                refuse,
                _return(_ALLOW),
            ],
        ),
        # Its own limits are fine; another process is named by a number that is not 0.
        *_when(_PRLIMIT[column], [*_if_any_bit(0, 0xFFFFFFFF, refuse), _return(_ALLOW)]),
        *_when(
            _FCNTL[column],
            [
                _load(16 + 8),
                *[part for lock in _LOCKS for part in (_jump(_EQUAL, lock, 0, 1), refuse)],
                _return(_ALLOW),
            ],
        ),
        *_when(
            _MADVISE[column],
            [
                _load(16 + 8 * 2),
                *[part for how in _PUT_OUT for part in (_jump(_EQUAL, how, 0, 1), refuse)],
                _return(_ALLOW),
            ],
        ),
        *_when(
            _SOCKETPAIR[column],
            [_load(16), _jump(_EQUAL, _AF_UNIX, 0, 1), _return(_ALLOW), refuse],
        ),
    ]
    refused = sorted(numbers[column] for numbers in _REFUSED.values())
    for place, number in enumerate(refused):
        program.append(_jump(_EQUAL, number, len(refused) - place, 0))
    return b"".join([*program, _return(_ALLOW), refuse])


def _when(number: int, then: list[bytes]) -> list[bytes]:
    """Instructions for one call; what comes after them is for the others."""
    return [_jump(_EQUAL, number, 0, len(then)), *then]


def _if_any_bit(argument: int, bits: int, then: bytes) -> list[bytes]:
    return [_load(16 + 8 * argument), _jump(_ANY_BIT, bits, 0, 1), then]


def _load(offset: int) -> bytes:
    return struct.pack("HBBI", 0x20, 0, 0, offset)


def _jump(code: int, value: int, if_so: int, if_not: int) -> bytes:
    return struct.pack("HBBI", code, if_so, if_not, value)


def _return(value: int) -> bytes:
    return struct.pack("HBBI", 0x06, 0, 0, value)
