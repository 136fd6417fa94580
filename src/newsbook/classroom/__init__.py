"""A teacher's own article: a first draft of its gold, the gold mended and saved, exercises on it.

Names load when they are first used: a learner's notebook needs `OwnExercises` alone.
"""

from typing import TYPE_CHECKING

from newsbook.lazy import lazy_names

if TYPE_CHECKING:
    from newsbook.classroom.draft import make_article as make_article
    from newsbook.classroom.draft import new_article as new_article
    from newsbook.classroom.folders import ClassroomError as ClassroomError
    from newsbook.classroom.handout import make_exercises as make_exercises
    from newsbook.classroom.own import OwnExercises as OwnExercises
    from newsbook.classroom.saving import SavedGold as SavedGold
    from newsbook.classroom.saving import save_gold as save_gold

_HOMES = {
    "ClassroomError": "folders",
    "OwnExercises": "own",
    "SavedGold": "saving",
    "make_article": "draft",
    "make_exercises": "handout",
    "new_article": "draft",
    "save_gold": "saving",
}

__all__ = list(_HOMES)
__getattr__, __dir__ = lazy_names(__name__, _HOMES)
