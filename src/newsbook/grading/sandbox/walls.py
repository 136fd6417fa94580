"""The system calls that cut a process off: namespaces, mounts, capabilities, a filter of calls.

Linux alone has them. Numbers are those of its headers: <linux/sched.h>, <sys/mount.h>,
<linux/prctl.h> and <linux/capability.h>; those of calls that are refused are in `calls.py`.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
from collections.abc import Sequence

from newsbook.grading.sandbox.calls import WallError, filter_of_calls, number_of
from newsbook.grading.sandbox.limits import Limits

__all__ = [
    "BARE",
    "SCRATCH",
    "drop_user",
    "enter",
    "forbid_calls",
    "fork",
    "fork_apart",
    "fresh_scratch",
    "give_up_rights",
    "limit",
]

SCRATCH = "/scratch"
"""The one folder that can be written."""
BARE = "/newsbook/bare/newsbook"
"""The package without its code: what a submission sees in the package's place."""
SHOWN = ("answers", "charts", "desk", "widgets")
"""Rooms that are there with their code: it solves no exercise, and is seldom imported."""

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER, _NEWPID = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_BIND, _MS_REC, _MS_PRIVATE = 1, 2, 4, 4096, 0x4000, 0x40000
_PDEATHSIG, _DUMPABLE, _SECCOMP, _NO_NEW_PRIVS = 1, 4, 22, 38
_MS_NOATIME, _MNT_DETACH = 1024, 2
_CAPABILITIES_3, _CAP_SYS_ADMIN = 0x20080522, 21
_CLONE = {"x86_64": 56, "aarch64": 220}
_CAPSET = {"x86_64": 126, "aarch64": 91}


# A PyDLL keeps the interpreter's lock: what happens in a child must not depend on other threads.
_libc = ctypes.PyDLL(None, use_errno=True)


def _must(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise WallError(number, f"{what}: {os.strerror(number)}")
    return result


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
    pid = _libc.syscall(ctypes.c_long(number_of(_CLONE)), ctypes.c_ulong(flags), 0, 0, 0, 0)
    return _must(int(pid), "clone")


def fork() -> int:
    """Fork a process of one thread, without what Python's modules would do in the child.

    Locks are as they were, since no other thread could hold one; but to look at them all writes to
    a hundred pages of shared memory, which then have to be copied: a third of what a fork costs.

    Returns:
        The child's pid; in the child 0.
    """
    return _must(int(_libc.fork()), "fork")


def enter(limits: Limits, ids: tuple[int, int], covered: Sequence[str] = ()) -> int:
    """In a new child: mount a scratch folder, hide /proc and our code.

    Of all rights one is kept, to mount the scratch folder anew: see `give_up_rights`.

    Args:
        limits: The limits.
        ids: User and group of the process that forked; in the child they have no names yet.
        covered: Folders that newsbook's package is in.

    Returns:
        A folder in memory that no path leads to, for what answers give: its open file's number.

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
    _mount("results", SCRATCH, "tmpfs", _MS_NOSUID | _MS_NODEV, f"size={limits.results},mode=700")
    results = os.open(SCRATCH, os.O_RDONLY | os.O_DIRECTORY)
    _must(_libc.umount2(SCRATCH.encode(), _MNT_DETACH), "umount")
    _mount_scratch(limits)
    nothing = "size=4k,nr_inodes=2,mode=555"
    _mount("nothing", "/proc", "tmpfs", _MS_RDONLY | _MS_NOSUID | _MS_NODEV, nothing)
    _mount("nothing", "/dev/shm", "tmpfs", _MS_RDONLY | _MS_NOSUID | _MS_NODEV, nothing)
    for folder in covered:
        _mount(BARE, f"{folder}/newsbook", None, _MS_BIND | _MS_REC, None)
    os.chdir("/")
    _set_rights(1 << _CAP_SYS_ADMIN)
    _must(_libc.prctl(_DUMPABLE, 0, 0, 0, 0), "prctl")
    return results


def fresh_scratch(limits: Limits) -> None:
    """Put a new scratch folder in the place of the old one; nothing may run in that any more.

    To empty the old one is not enough: what cannot be removed stays, and folders have modes, times
    and attributes of their own.

    Args:
        limits: The limits.

    Raises:
        WallError: The system refuses it.
    """
    _must(_libc.umount2(SCRATCH.encode(), _MNT_DETACH), "umount")
    _mount_scratch(limits)


def _mount_scratch(limits: Limits) -> None:
    room = f"size={limits.scratch},nr_inodes=4096,mode=700"
    _mount("scratch", SCRATCH, "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOATIME, room)


def give_up_rights() -> None:
    """In a runner, before any code of a learner's: have no right that a usual process has not.

    Its memory can be looked at from then on, for the keeper to see how it is shared; nobody else
    has a /proc to look.

    Raises:
        WallError: The system refuses it.
    """
    os.chdir(SCRATCH)
    _set_rights(0)
    _must(_libc.prctl(_DUMPABLE, 1, 0, 0, 0), "prctl")


def _set_rights(capabilities: int) -> None:
    """Have these capabilities, a bit for each, and none that can be passed on."""
    header = struct.pack("II", _CAPABILITIES_3, 0)
    rights = struct.pack("6I", capabilities, capabilities, 0, 0, 0, 0)
    capset = ctypes.c_long(number_of(_CAPSET))
    _must(_libc.syscall(capset, header, rights), "capset")


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
