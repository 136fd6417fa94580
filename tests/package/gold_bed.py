"""What the tests of the gold share: a way to spoil it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Data = dict[str, Any]


def spoil(folder: Path, layer: str, change: Callable[[Data], None]) -> None:
    file = folder / "gold" / f"{layer}.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    change(data)
    file.write_text(json.dumps(data), encoding="utf-8")
