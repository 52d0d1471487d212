"""The house keeps its shape: what no linter can say about files, folders, lengths and words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app"
PYTHON = sorted(path for part in ("app", "migrations", "tests") for path in (ROOT / part).rglob("*.py"))
GENERATED = {".venv", ".data", ".git", "mutants", "dist", "__pycache__", "node_modules"}
# Backwards, so that this file does not hold them.
WORDS = [word[::-1] for word in ("redneffo", "mitciv", "rotarteprep", "tnanialpmoc", "noitcnas")]
PLACES = [place[::-1] for place in ("/krow/", "/tpo/", "gro.ipyp", "detsohnohtyp", "derahs/..")]

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, Function))


def texts() -> Iterator[Path]:
    """Every file of the project that is text and written by hand or by us."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        ours = not any(
            part in GENERATED or part.endswith(("_cache", ".egg-info")) or part in (".hypothesis", ".schemathesis") for part in parts
        )
        if ours and path.is_file() and path.suffix not in (".pyc", ".png", ".ico", ".woff2"):
            yield path


def test_every_folder_of_the_application_is_a_package() -> None:
    """import-linter sees packages only: a folder without __init__.py would escape it."""
    folders = {path.parent for path in APP.rglob("*.py")}
    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_no_file_is_longer_than_400_lines_and_no_function_than_40(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400 or path.parent.name == "versions"
    if path.parent.name == "versions":
        return  # a migration is as long as what it builds
    lengths = {function.name: (function.end_lineno or 0) - function.lineno + 1 for function in functions(path)}
    assert {name: length for name, length in lengths.items() if length > 40} == {}


@pytest.mark.parametrize("path", sorted(APP.rglob("*.py")), ids=name_of)
def test_no_import_hides_in_a_function(path: Path) -> None:
    hidden = [node.lineno for function in functions(path) for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert hidden == []


@pytest.mark.parametrize("path", sorted(APP.rglob("*.py")), ids=name_of)
def test_every_module_and_everything_public_in_it_says_what_it_promises(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree)
    public = [node for node in tree.body if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")]
    assert [node.name for node in public if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", sorted((ROOT / "migrations" / "versions").glob("*.py")), ids=name_of)
def test_no_migration_imports_the_application(path: Path) -> None:
    """A migration says what was done then; the models say what is now."""
    nodes = ast.walk(ast.parse(path.read_text()))
    modules = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    nodes = ast.walk(ast.parse(path.read_text()))
    modules += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    assert [module for module in modules if module.split(".")[0] == "app"] == []


def test_no_module_is_named_after_nothing() -> None:
    empty = {"utils", "helpers", "common", "constants", "misc", "base_service", "manager", "handlers"}
    assert [name_of(path) for path in APP.rglob("*") if path.stem in empty] == []


def test_nobody_is_called_by_a_word_that_judges() -> None:
    # The licence is not ours to word.
    found = [f"{name_of(path)}: {word}" for path in texts() for word in WORDS if path.name != "LICENSE" and word in read(path).lower()]
    assert found == []


def test_no_file_knows_the_machine_or_the_registry_it_was_made_with() -> None:
    assert [f"{name_of(path)}: {place}" for path in texts() for place in PLACES if place in read(path)] == []


def test_only_the_locks_and_the_document_say_which_versions_and_hashes() -> None:
    """uv.lock and pylock.toml hold host names, so they are not kept."""
    assert [name for name in ("uv.lock", "pylock.toml") if (ROOT / name).exists()] == []


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
