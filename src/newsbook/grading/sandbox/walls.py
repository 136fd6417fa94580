"""The system calls that cut a process off: namespaces, mounts, capabilities, a filter of calls.

Linux alone has them. Numbers are those of its headers: <linux/sched.h>, <sys/mount.h>,
<linux/prctl.h>, <linux/seccomp.h>, <linux/filter.h> and <linux/audit.h>.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
from collections.abc import Sequence
from functools import cache

from newsbook.grading.sandbox.limits import Limits

__all__ = [
    "BARE",
    "SCRATCH",
    "be_readable",
    "drop_user",
    "enter",
    "filter_of_calls",
    "forbid_calls",
    "fork",
    "fork_apart",
    "limit",
]

SCRATCH = "/scratch"
"""The one folder that can be written."""
BARE = "/newsbook/bare/newsbook"
"""The package without its code: what a submission sees in the package's place."""
SHOWN = ("answers", "charts", "desk", "formats", "widgets")
"""Rooms that are there with their code: it solves no exercise, and is seldom imported."""

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER, _NEWPID = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_BIND, _MS_REC, _MS_PRIVATE = 1, 2, 4, 4096, 0x4000, 0x40000
_PDEATHSIG, _DUMPABLE, _SECCOMP, _NO_NEW_PRIVS = 1, 4, 22, 38
_CAPABILITIES_3 = 0x20080522
_EPERM, _ENOSYS = 1, 38

# What a learner's program has no need of: to look into other processes, to make namespaces and
# mounts, to keep memory that belongs to no process, and doors into the kernel that are seldom shut.
_REFUSED = {
    "x86_64": (
        *(101, 310, 311, 312),  # ptrace, process_vm_readv, process_vm_writev, kcmp
        *(272, 308, 165, 166, 155, 161),  # unshare, setns, mount, umount2, pivot_root, chroot
        *(248, 249, 250),  # add_key, request_key, keyctl
        *(321, 298, 323, 304),  # bpf, perf_event_open, userfaultfd, open_by_handle_at
        *(319, 29, 68, 240),  # memfd_create, shmget, msgget, mq_open
    ),
    "aarch64": (
        *(117, 270, 271, 272, 97, 268, 40, 39, 41, 51, 217, 218, 219),
        *(280, 241, 282, 265, 279, 194, 186, 180),
    ),
}
# The same on both: io_uring_setup, open_tree, move_mount, fsopen, fsconfig, fsmount, fspick,
# pidfd_getfd, mount_setattr, memfd_secret.
_REFUSED_BOTH = (425, 428, 429, 430, 431, 432, 433, 438, 442, 447)
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CLONE = {"x86_64": 56, "aarch64": 220}
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CLONE3 = 435


class WallError(OSError):
    """A protection that this system does not give."""


# A PyDLL keeps the interpreter's lock: what happens in a child must not depend on other threads.
_libc = ctypes.PyDLL(None, use_errno=True)


def _must(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise WallError(number, f"{what}: {os.strerror(number)}")
    return result


_MACHINE = platform.machine()


def _number(table: dict[str, int]) -> int:
    if _MACHINE not in table:
        raise WallError(_ENOSYS, f"the calls of a {_MACHINE} are not known here")
    return table[_MACHINE]


def drop_user(uid: int) -> None:
    """Be an unprivileged user from now on."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    # Changing users makes one's own entries in /proc root's; they are needed once more.
    _must(_libc.prctl(_DUMPABLE, 1, 0, 0, 0), "prctl")


def fork_apart() -> int:
    """Fork into namespaces of users, processes, mounts, names and shared memory.

    The child is process 1 in there: with it ends whatever it has started.

    Returns:
        The child's pid; in the child 0.
    """
    flags = _NEWUSER | _NEWPID | _NEWNS | _NEWIPC | _NEWUTS | signal.SIGCHLD
    pid = _libc.syscall(ctypes.c_long(_number(_CLONE)), ctypes.c_ulong(flags), 0, 0, 0, 0)
    return _must(int(pid), "clone")


def fork() -> int:
    """Fork a process of one thread, without what Python's modules would do in the child.

    Locks are as they were, since no other thread could hold one; but to look at them all writes to
    a hundred pages of shared memory, which then have to be copied: a third of what a fork costs.

    Returns:
        The child's pid; in the child 0.
    """
    return _must(int(_libc.fork()), "fork")


def enter(limits: Limits, ids: tuple[int, int], covered: Sequence[str] = ()) -> None:
    """In a new child: mount a scratch folder, hide /proc and our code, give up every right.

    Args:
        limits: The limits.
        ids: User and group of the process that forked; in the child they have no names yet.
        covered: Folders that newsbook's package is in.

    Raises:
        WallError: The system refuses one of the steps.
    """
    _must(_libc.prctl(_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "prctl")
    uid, gid = ids
    for name, text in (
        ("uid_map", f"{uid} {uid} 1"),
        ("setgroups", "deny"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        file = os.open(f"/proc/self/{name}", os.O_WRONLY)
        os.write(file, text.encode())
        os.close(file)
    _mount(None, "/", None, _MS_REC | _MS_PRIVATE, None)
    room = f"size={limits.scratch},nr_inodes=4096,mode=700"
    _mount("scratch", SCRATCH, "tmpfs", _MS_NOSUID | _MS_NODEV, room)
    nothing = "size=4k,nr_inodes=2,mode=555"
    _mount("nothing", "/proc", "tmpfs", _MS_RDONLY | _MS_NOSUID | _MS_NODEV, nothing)
    _mount("nothing", "/dev/shm", "tmpfs", _MS_RDONLY | _MS_NOSUID | _MS_NODEV, nothing)
    for folder in covered:
        _mount(BARE, f"{folder}/newsbook", None, _MS_BIND | _MS_REC, None)
    os.chdir(SCRATCH)
    header = struct.pack("II", _CAPABILITIES_3, 0)
    nothing_at_all = struct.pack("6I", *([0] * 6))
    capset = ctypes.c_long(_number(_CAPSET))
    _must(_libc.syscall(capset, header, nothing_at_all), "capset")
    _must(_libc.prctl(_DUMPABLE, 0, 0, 0, 0), "prctl")


def be_readable() -> None:
    """Let the keeper see how this process's memory is shared; nobody else has a /proc to look."""
    _must(_libc.prctl(_DUMPABLE, 1, 0, 0, 0), "prctl")


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None) -> None:
    texts = [None if text is None else text.encode() for text in (source, target, kind, data)]
    done = _libc.mount(texts[0], texts[1], texts[2], ctypes.c_ulong(flags), texts[3])
    _must(done, f"mount {target}")


def limit(limits: Limits, memory_before: int) -> None:
    """Set the limits that a process has for itself and for what it starts.

    Args:
        limits: The limits.
        memory_before: Bytes of address space that a process has from the start.
    """
    space = memory_before + limits.memory
    for kind, most in (
        (resource.RLIMIT_AS, space),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_STACK, 8 * 2**20),
    ):
        hard = resource.getrlimit(kind)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


def forbid_calls() -> None:
    """Have the kernel refuse, from now on and for good, calls that a learner's program never needs.

    Raises:
        WallError: The kernel has no such filters, or this kind of machine is not known.
    """
    program = filter_of_calls()
    filters = ctypes.create_string_buffer(program, len(program))
    summary = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(filters))
    _must(_libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    _must(_libc.prctl(_SECCOMP, 2, ctypes.c_char_p(summary), 0, 0), "seccomp")


@cache
def filter_of_calls() -> bytes:
    """The filter, as the kernel takes it: eight bytes an instruction."""
    architecture = _number(_ARCHITECTURE)
    refused = (*_REFUSED[_MACHINE], *_REFUSED_BOTH)
    program = [
        _load(4),  # the architecture
        _jump(0x15, architecture, 1, 0),
        _return(0x80000000),  # another one's calls have other numbers: kill
        _load(0),  # the call's number
        _jump(0x35, 0x40000000, 0, 1),
        _return(0x00050000 | _ENOSYS),  # numbers of the x32 kind
    ]
    for number in refused:
        program += [_jump(0x15, number, 0, 1), _return(0x00050000 | _EPERM)]
    # clone3 hides its flags from filters; libraries then use clone, which shows them.
    program += [_jump(0x15, _CLONE3, 0, 1), _return(0x00050000 | _ENOSYS)]
    program += [
        _jump(0x15, _CLONE[_MACHINE], 0, 3),
        _load(16),  # the first argument
        _jump(0x45, _NEWUSER | _NEWPID | _NEWNS | 0x40000000, 0, 1),
        _return(0x00050000 | _EPERM),
        _return(0x7FFF0000),
    ]
    return b"".join(program)


def _load(offset: int) -> bytes:
    return struct.pack("HBBI", 0x20, 0, 0, offset)


def _jump(code: int, value: int, if_so: int, if_not: int) -> bytes:
    return struct.pack("HBBI", code, if_so, if_not, value)


def _return(value: int) -> bytes:
    return struct.pack("HBBI", 0x06, 0, 0, value)
