"""A small workbook to try the commands on: two notebooks with one of the first exercises each."""

import json

from newsbook.exercises import get_exercise
from newsbook.workbook.notebooks import cell_id, notebook_bytes

BLANK = "# answer: 0.2\nheadline_length = ..."
RIGHT = "# answer: 0.2\nheadline_length = len(headline)"
WRONG = "# answer: 0.2\nheadline_length = len('headline')"
SETUP = "from newsbook import check, Article\nheadline = Article.load('nato_seoul').paragraphs[0]"
FIRST, SECOND = "00_start_here.ipynb", "01_tokenising.ipynb"


def right_length():
    from newsbook.articles import Article

    return len(Article.load("nato_seoul").paragraphs[0])


def code(source, name, **more):
    cell = {"cell_type": "code", "execution_count": None, "id": name, "metadata": {}, "outputs": []}
    return cell | {"source": source} | more


def right_predictions():
    exercise = get_exercise("0.1")
    return {
        "tries": {p.key: [repr(exercise.result(p.lines[0].code))] for p in exercise.predictions}
    }


def text(source, name):
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def book(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def exercise_cells(exercise_id, answer, *, right=None):
    """Task, answer and check of an exercise; with `right`, the check's output for that answer."""
    outputs = []
    if right is not None:
        data, _ = get_exercise(exercise_id).check(right)._repr_mimebundle_()
        outputs = [
            {"data": data, "execution_count": 1, "metadata": {}, "output_type": "execute_result"}
        ]
    return [
        text(f"## {exercise_id} {get_exercise(exercise_id).title}", cell_id(exercise_id, "task")),
        code(answer, cell_id(exercise_id, "answer")),
        code(
            f'check("{exercise_id}")',
            cell_id(exercise_id, "check"),
            outputs=outputs,
            execution_count=1 if outputs else None,
        ),
    ]


class Bed:
    """A packaged workbook, its check notebooks, and a learner's copy to spoil."""

    def __init__(self, tmp_path):
        self.packaged = tmp_path / "package"
        self.pristine = tmp_path / "pristine"
        self.root = tmp_path / "NLP [2026] Köln"
        for folder in ("notebooks", "exercises", "seeds/nato_seoul"):
            (self.packaged / folder).mkdir(parents=True)
        self.pristine.mkdir()
        setup = code(SETUP, "setup", metadata={"tags": ["newsbook-setup"]})
        self.write(self.packaged / "notebooks" / FIRST, book(text("# Start here", "title")))
        self.write(self.packaged / "exercises" / FIRST, book(setup, *exercise_cells("0.2", BLANK)))
        self.write(
            self.pristine / FIRST, book(setup, *exercise_cells("0.2", BLANK, right=right_length()))
        )
        # 0.1 is answered in a widget: its cell is the same before and after.
        self.widget_blank = "# answer: 0.1\n# Answer in the widget."
        self.write(
            self.packaged / "exercises" / SECOND,
            book(setup, *exercise_cells("0.1", self.widget_blank)),
        )
        self.write(
            self.pristine / SECOND,
            book(setup, *exercise_cells("0.1", self.widget_blank, right=right_predictions())),
        )
        (self.packaged / "seeds/nato_seoul/article.txt").write_text("“Yes,” he said.\n", "utf-8")

    @staticmethod
    def write(path, notebook):
        path.write_bytes(notebook_bytes(notebook))

    def answer(self, source, name=FIRST, exercise="0.2"):
        """Put an answer into the learner's notebook."""
        path = self.root / "exercises" / name
        notebook = json.loads(path.read_bytes())
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
            if cell["id"] == cell_id(exercise, "answer"):
                cell["source"] = source
        self.write(path, notebook)

    @property
    def answers(self):
        return self.root / "exercises" / "answers"

    @property
    def first(self):
        return self.root / "exercises" / FIRST
