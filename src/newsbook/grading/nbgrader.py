"""nbgrader takes the solutions as an assignment's source, as they are; this is its configuration.

What nbgrader reads lies in the notebooks: grade ids, points, locks, and the marks around solutions.
While it runs them, a verdict gives the points earned as its text (`newsbook.exercises.verdict`).
Left to itself nbgrader would put a line that raises where a solution was. A widget's cell would
then raise in place of showing the widget; so its hand-out gets the blanks of ours.
"""

from __future__ import annotations

from typing import Any

from newsbook.workbook.cells import blank_source

__all__ = ["configure"]


def configure(config: Any) -> None:
    """Have nbgrader hand out the learner's cells as the build makes them, and nothing hidden.

    Args:
        config: What ``get_config()`` gives in ``nbgrader_config.py``.

    Raises:
        ImportError: nbgrader is not installed here.

    Example:
        In ``nbgrader_config.py``::

            from newsbook.grading.nbgrader import configure
            configure(get_config())
    """
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import ClearSolutions

    # Makers of hidden cases and held-back articles lie beside the notebooks of solutions/.
    config.CourseDirectory.ignore = [*CourseDirectory.ignore.default(), "hidden"]

    class Blanks(ClearSolutions):  # type: ignore[misc]
        """Empties solutions as the build does."""

        def _replace_solution_region(self, cell: Any, language: str) -> bool:
            # nbgrader's own comes first: it refuses marks that do not fit together.
            source = cell.source
            replaced = bool(super()._replace_solution_region(cell, language))
            if replaced and cell.cell_type == "code" and language == "python":
                cell.source = blank_source(source)
            return replaced

    config.GenerateAssignment.preprocessors = [
        Blanks if step is ClearSolutions else step
        for step in GenerateAssignment.preprocessors.default()
    ]
