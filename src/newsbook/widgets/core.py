"""What every answer widget shares: one value, saved at each change, checked and hinted in place.

How a change travels. The page draws it at once and sends it with a running number; Python checks
and saves it and answers with the whole state and the number. Until that answer comes, the page
shows its own, newer value, so neither a fast typist nor a late answer loses anything; when it does
not come, the page says that the change is not saved, and asks again from time to time. Only
messages are used for this, never a synchronised trait, because ipywidgets merges the changes to a
trait while the kernel is busy.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import traitlets

from newsbook.answers import AnswerSlot, Saved, note_hint, note_verdict, read_progress
from newsbook.answers.files import is_unicode
from newsbook.errors import BadInput
from newsbook.exercises import Exercise, State, Verdict
from newsbook.markup import visible
from newsbook.widgets.kit import KitWidget

__all__ = ["FRAME", "AnswerWidget", "NotAnAnswer", "watch_answers"]

MAX_CLIENTS = 16

_HALF = "it holds half a character (a lone surrogate), which no file can hold"


class NotAnAnswer(traitlets.TraitError, BadInput):  # type: ignore[misc, unused-ignore]
    """A value that the widget cannot take. The message is one sentence; nothing was changed."""


FRAME = ("core.css", "core.js", "store.js", "frame.js")
"""The files that every widget with an answer needs."""


_made: WeakValueDictionary[int, AnswerWidget] = WeakValueDictionary()
_serial = count()
_watching: list[Callable[[AnswerWidget], None]] = []
_registering = threading.Lock()


def watch_answers(hear: Callable[[AnswerWidget], None]) -> list[AnswerWidget]:
    """Hear of each new value of every widget with an answer, in the thread that changed it.

    Args:
        hear: Called with the widget, once its value is saved. What it raises is dropped: who
            listens is not to break a cell.

    Returns:
        The widgets that there are already, in the order in which they were made: of two that are
        bound to one exercise, the later has read the stored answer later.

    Example:
        >>> from newsbook.widgets import Choice
        >>> heard = []
        >>> _ = watch_answers(lambda widget: heard.append(widget.value))
        >>> question = Choice("Ready?", ["Yes", "Not yet"])
        >>> question.value = {"chosen": ["a"]}
        >>> heard
        [{'chosen': ['a']}]
        >>> _watching.clear()
    """
    with _registering:
        _watching.append(hear)
        return [widget for _, widget in sorted(_made.items())]


class AnswerWidget(KitWidget):
    """A widget that holds one answer, alone or bound to an exercise.

    A subclass gives the form of its answer in `_read`, what its page needs in `content` and
    `_extra`, and in `of` how it is made of an exercise of its kind.

    Bound, the widget restores the stored answer, saves at every change, and offers *Check* and
    *Hint*. Unbound, it only holds its value, and offers *Check* where there is something to judge
    by.

    Args:
        start: The value before any answer is given.
        content: JSON that the page needs once.
        exercise: The exercise to bind to.
        folder: Where its answers are; by default `newsbook.answers.answers_folder`.
        practice: What judges an unbound widget's answer; it is neither saved nor noted.
        large: Whether letters are as large as a projector needs.

    Attributes:
        value: The answer as JSON, in the form of the exercise's kind. Set it, observe it.
        exercise: The exercise, or None.

    Raises:
        NotAnAnswer: A value of another form is set. It is a ValueError, and changes nothing.
    """

    # Of no type that traitlets would judge: the form is for `_read`, which says it in one sentence.
    value: Any = traitlets.TraitType({})
    _content = traitlets.Dict().tag(sync=True)
    _state = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        start: dict[str, Any],
        content: dict[str, Any],
        exercise: Exercise | None = None,
        folder: Path | None = None,
        practice: Exercise | None = None,
        large: bool = False,
    ) -> None:
        self.exercise = exercise
        self._judge = exercise or practice
        self._folder = folder
        self._slot = AnswerSlot(exercise.id, folder) if exercise else None
        self._note = {"kind": "", "text": ""}
        self._verdict: Verdict | None = None
        self._hints = read_progress(exercise.id, folder).hints if exercise else 0
        self._tried: set[str] = set()
        self._solved = False
        self._acks: dict[str, int] = {}
        self._changed: dict[str, int] = {}  # the number of each page's latest change
        self._holding = 0
        # A page's messages may come in a thread beside the one that runs cells (JupyterLab sends
        # them to a subshell): a state that was made earlier must not be sent later.
        self._one_at_a_time = threading.RLock()
        self._live = False
        self.value = self._restore(self._accept(start))
        # The page gets the whole state with the model. A state that came after it would look like
        # a change, which could be undone.
        super().__init__(_content=content | self._about(), _state=self._snapshot(), large=large)
        self._live = True
        with _registering:
            _made[next(_serial)] = self
        self.on_msg(self._receive)

    # What a subclass gives.

    @classmethod
    def of(cls, exercise: Any, folder: Path | None = None) -> AnswerWidget:
        """The widget in which an exercise of its kind is answered, bound to it."""
        raise NotImplementedError

    def _read(self, value: Any) -> dict[str, Any]:
        """The value in its one normal form.

        Raises:
            ValueError: One sentence about what is wrong with it.
        """
        raise NotImplementedError

    def _extra(self) -> dict[str, Any]:
        """More of the state that the page needs at each change."""
        return {}

    def _summary(self) -> str:
        """The answer in a few words, for the repr."""
        raise NotImplementedError

    def __repr__(self) -> str:
        """Fixed text, which nbval compares: no address, no id of a model."""
        bound = f"{self.exercise.id!r}, " if self.exercise else ""
        return visible(f"{type(self).__name__}({bound}{self._summary()})")

    # The value.

    def _form(self, value: Any) -> dict[str, Any]:
        """The value as `_read` gives it, if it can be sent and saved.

        Raises:
            ValueError: One sentence about what is wrong with it.
        """
        if not is_unicode(value):
            raise BadInput(_HALF)
        try:
            return self._read(value)
        except RecursionError:
            raise BadInput("it holds lists in lists without an end") from None

    def read(self, value: Any) -> dict[str, Any]:
        """A value in its one normal form, as setting it would give; nothing is set.

        Args:
            value: Anything. It is not trusted.

        Raises:
            NotAnAnswer: The widget cannot take it.

        Example:
            >>> from newsbook.widgets import Choice
            >>> Choice("Ready?", ["Yes", "No"], many=True).read({"chosen": ["b", "a"]})
            {'chosen': ['a', 'b']}
        """
        return self._accept(value)

    def _accept(self, value: Any) -> dict[str, Any]:
        try:
            return self._form(value)
        except ValueError as error:
            raise NotAnAnswer(self._refusal(error)) from None

    def _refusal(self, why: object) -> str:
        return f"{self._name} cannot take this answer: {why}."

    @property
    def _name(self) -> str:
        return f"Exercise {self.exercise.id}" if self.exercise else type(self).__name__

    @traitlets.validate("value")
    def _validate_value(self, proposal: Any) -> dict[str, Any]:
        return self._accept(proposal["value"])

    @traitlets.observe("value")
    def _value_changed(self, _change: Any) -> None:
        """Whoever changed it, learner or Python: the old verdict goes, the new value is saved."""
        if not self._live:
            return
        self._verdict = None
        self._save(checked=False)
        self._push()
        for hear in _watching:
            with suppress(Exception):
                hear(self)

    def _restore(self, start: dict[str, Any]) -> dict[str, Any]:
        """The stored answer where there is a usable one, else `start`."""
        if self._slot is None or self.exercise is None:
            return start
        loaded = self._slot.load()
        if loaded.problem:
            self._note = {"kind": "problem", "text": loaded.problem}
        if loaded.answer is None:
            return start
        try:
            value = self._form(loaded.answer)
        except ValueError:
            # Whatever it is, it is somebody's work: the next save keeps it beside the new answer.
            self._slot.forget()
            text = (
                "The stored answer does not fit this exercise, so you start afresh. "
                "It will be kept beside your new answer."
            )
            self._note = {"kind": "problem", "text": text}
            return start
        self._note = {"kind": "saved", "text": "saved"}
        if loaded.checked:
            # Judged again, never read from the file: a file can say anything.
            self._verdict = self.exercise.check(value)
            self._note_tried(self._verdict, value)
        return value

    def _note_tried(self, verdict: Verdict, value: Any) -> None:
        """Note an attempt; the same answer checked twice is one."""
        if verdict.state is not State.NOT_ATTEMPTED:
            self._tried.add(json.dumps(value))
        self._solved = self._solved or verdict.state is State.CORRECT

    def _save(self, *, checked: bool) -> None:
        if self._slot is None:
            return
        saved: Saved = self._slot.save(self.value, checked=checked)
        self._note = {"kind": "saved" if saved.ok else "unsaved", "text": saved.message}

    # What a learner can ask for.

    def check(self) -> Verdict:
        """Check the answer, show the verdict in the widget, and return it.

        Raises:
            BadInput: There is nothing to judge by: no exercise, and no option that is right.
        """
        if self._judge is None:
            raise BadInput(f"This {type(self).__name__} has no right answer to check against.")
        self._verdict = self._judge.check(self.value)
        self._note_tried(self._verdict, self.value)
        if self.exercise is not None:
            self._save(checked=True)
            note_verdict(self._verdict, self._folder)
        self._push()
        return self._verdict

    def hint(self) -> str:
        """Show one more hint in the widget, and return it; the last one again when all are shown.

        Raises:
            BadInput: The widget is bound to no exercise.
        """
        exercise = self.exercise
        if exercise is None:
            raise BadInput(f"This {type(self).__name__} has no exercise to give a hint for.")
        self._hints = min(self._hints + 1, len(exercise.hints))
        note_hint(exercise.id, self._hints, self._folder)
        self._push()
        return exercise.hints[self._hints - 1]

    # The page.

    def _about(self) -> dict[str, Any]:
        if self.exercise is None:
            return {"exercise": None, "checks": self._judge is not None}
        return {
            "checks": True,
            "exercise": {
                "id": self.exercise.id,
                "title": self.exercise.title,
                "points": self.exercise.points,
                "hints": len(self.exercise.hints),
            },
        }

    @contextmanager
    def _one_push(self) -> Iterator[None]:
        """Send the state once at the end, however often it changes inside."""
        with self._one_at_a_time:
            self._holding += 1
            try:
                yield
            finally:
                self._holding -= 1
                self._push()

    def _push(self) -> None:
        with self._one_at_a_time:
            if not self._holding:
                self._state = self._snapshot()

    def _snapshot(self) -> dict[str, Any]:
        """All that the page shows and that can change."""
        verdict = None
        if self._verdict is not None:
            verdict = {
                "state": str(self._verdict.state),
                "headline": self._verdict.headline,
                "sentence": self._verdict.sentence,
            }
        return {
            "acks": dict(self._acks),
            "hints": list(self.exercise.hints[: self._hints]) if self.exercise else [],
            "note": dict(self._note),
            "value": self.value,
            "verdict": verdict,
            **self._extra(),
        }

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """A message of the page: ``{"do": …, "client": …, "seq": …}``. It is not trusted."""
        if not isinstance(content, dict):
            return
        client, seq = content.get("client"), content.get("seq")
        if not isinstance(client, str) or not isinstance(seq, int) or len(client) > 64:
            return
        with self._one_push():
            if not is_unicode(client):
                # Not answered: the state with this name in it could not be sent, now or ever.
                self._note = {"kind": "unsaved", "text": f"not saved: {self._refusal(_HALF)}"}
                return
            try:
                if not is_unicode(content):
                    raise NotAnAnswer(self._refusal(_HALF))
                if not self._outdated(client, seq, content):
                    self._act(content)
            except NotAnAnswer as error:
                self._note = {"kind": "unsaved", "text": f"not saved: {error}"}
            finally:
                # Answered even where acting failed: the page must not wait for it.
                self._acks[client] = max(seq, self._acks.pop(client, 0))
                while len(self._acks) > MAX_CLIENTS:
                    gone = next(iter(self._acks))
                    del self._acks[gone]
                    self._changed.pop(gone, None)

    def _outdated(self, client: str, seq: int, content: dict[str, Any]) -> bool:
        """Whether a change has come before, or a later one of the same page has."""
        # JupyterLab's first messages go to the kernel's main thread, until there is a subshell.
        if content.get("do") != "change":
            return False
        latest, again = self._changed.get(client, 0), content.get("again")
        if seq < latest or (isinstance(again, int) and again <= latest):
            return True
        self._changed[client] = seq
        return False

    def _act(self, content: dict[str, Any]) -> None:
        """Do what the page asks for."""
        do = content.get("do")
        if do == "change":
            self.value = self._accept(content.get("value"))
        elif do == "check" and self._judge is not None:
            self.check()
        elif do == "hint" and self.exercise is not None:
            self.hint()
