"""Sentences on what was handed in more than once: one for many exercises, or for many files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["answered_twice", "older_copies", "stored_twice"]


def answered_twice(files: Mapping[str, Sequence[str]]) -> list[str]:
    """Sentences on exercises with several answers in code; those in the same files share one.

    Args:
        files: For each exercise the notebooks, the one that counts last; of one notebook nothing is
            said.

    Example:
        >>> answered_twice({"1.3": ["a", "b"], "1.5": ["a", "b"], "1.9": ["b"]})
        ['1.3 and 1.5 are answered in a and in b; the last one counts.']
    """
    return [
        f"{_listed(names)} {'is' if len(names) == 1 else 'are'} answered in {_chain(where)}; the "
        "last one counts."
        for where, names in _together(files).items()
    ]


def stored_twice(files: Mapping[str, Sequence[str]]) -> list[str]:
    """The same for answers of widgets; of several exercises the folders are named, not the files.

    Example:
        >>> stored_twice({"1.1": ["a/1.1.json", "b/1.1.json"]})
        ['1.1 has stored answers in a/1.1.json and in b/1.1.json; the last one counts.']
        >>> stored_twice({n: [f"a/{n}.json", f"b/{n}.json"] for n in ("1.1", "1.2")})
        ['1.1 and 1.2 have stored answers in a and in b; the last one counts.']
    """
    folders = {name: [path.rpartition("/")[0] for path in paths] for name, paths in files.items()}
    notes = []
    for where, names in _together(folders).items():
        alone = len(names) == 1 or not all(where)
        for some in [[name] for name in names] if alone else [names]:
            told = tuple(files[some[0]]) if alone else where
            has = "has" if len(some) == 1 else "have"
            notes.append(
                f"{_listed(some)} {has} stored answers in {_chain(told)}; the last one counts."
            )
    return notes


def older_copies(old: Sequence[str], last: str) -> list[str]:
    """A sentence on copies that are older than another, and one on a name that is there twice.

    Args:
        old: The copies, the oldest first.
        last: The newest.

    Example:
        >>> older_copies(["a-1.zip", "a-2.zip", "a-3.zip"], "a-4.zip")
        ['a-1.zip, a-2.zip and 1 more are older copies: a-4.zip counts where it has an answer.']
        >>> older_copies(["a"], "a"), older_copies([], "a")
        (['a is there twice; the last one counts.'], [])
    """
    others = [name for name in old if name != last]
    notes = [f"{last} is there twice; the last one counts."] if len(others) < len(old) else []
    if others:
        shown = others if len(others) <= 2 else [*others[:2], f"{len(others) - 2} more"]
        are = "is an older copy" if len(others) == 1 else "are older copies"
        notes.append(f"{_listed(shown)} {are}: {last} counts where it has an answer.")
    return notes


def _together(files: Mapping[str, Sequence[str]]) -> dict[tuple[str, ...], list[str]]:
    """The exercises by where they have several answers."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name, where in files.items():
        if len(where) > 1:
            found.setdefault(tuple(where), []).append(name)
    return found


def _chain(where: Sequence[str]) -> str:
    more = f", in {len(where) - 2} more" if len(where) > 2 else ""
    return f"{where[0]}{more} and in {where[-1]}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
