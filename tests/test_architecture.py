"""The house rules: who imports whom, and what is never written; each rule is seen to catch."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path.relative_to(ROOT)
    for folder in ("tutor_core", "pages")
    for path in (ROOT / folder).rglob("*.py")
)
SOURCES += [Path("Home.py"), Path("asgi.py")]
LONGEST_PAGE = 150
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "base_utils"}

# The only clocks and sources of chance; everything else is handed `now` and `rng`.
CLOCKS = {
    "pages/components/runtime.py": {"datetime.now"},
    "tutor_core/cli.py": {"datetime.now"},
    "tutor_core/content/worker.py": {"time.monotonic"},  # limits of the grading processes
}
# Where a rule of `RULES` does not hold, and why that is no danger.
ALLOWED = {
    # Only compiled, to see whether an order of our own curriculum's lines is a program at all.
    ("text is never run as code", "tutor_core/content/checking/tools.py"),
    # PRAGMAs made of this module's own constants.
    ("SQL is never put together of strings", "tutor_core/db.py"),
}
# session_state is named in state.py; these need it themselves, each for the keys given.
SESSION_STATE = {
    # streamlit-authenticator reads and writes this key by its name.
    "pages/components/sign_in.py": {"'authentication_status'"},
    # A component's trigger value exists only under its own key, inside its callback.
    "pages/components/keyboard.py": {"f'keyboard_{card}'"},
}


# --- Imports


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_imports_go_one_way():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("tutor_core/tuning/policies.py", "import tutor_core.content.graph", "Domains stand"),
        ("tutor_core/brandnew/__init__.py", "", "Domains stand"),
        ("tutor_core/knowledge/model.py", "import streamlit", "The core never draws"),
        ("tutor_core/mastery/levels.py", "import pages.components.theme", "The core never draws"),
        ("tutor_core/recommend/bandit.py", "import sqlalchemy", "touch SQLAlchemy"),
        ("pages/today.py", "from sqlalchemy import text", "touch SQLAlchemy"),
        ("pages/today.py", "from tutor_core.models import Student", "Rows reach"),
        ("tutor_core/practice/scoring.py", "import tutor_core.models.core", "Rows reach"),
        ("tutor_core/practice/scoring.py", "import tutor_core.db", "Only these open blocks"),
        ("tutor_core/content/graph.py", "import pandas", "Frames only where"),
    ],
)
def test_each_contract_is_broken_by_what_it_forbids(tmp_path, file, line, contract):
    for name in ("tutor_core", "pages"):
        unread = shutil.ignore_patterns("__pycache__", "curriculum")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=unread)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    broken = tmp_path / file
    broken.parent.mkdir(exist_ok=True)
    before = broken.read_text() if broken.exists() else ""
    broken.write_text(f"{before}\n{line}\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout
    broken_ones = [row for row in done.stdout.splitlines() if " BROKEN" in row]
    assert any(contract in row for row in broken_ones), broken_ones


# --- What is never written


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with its dotted name, or as much of it as is written out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def runs_text_as_code(tree: ast.AST) -> Iterator[int]:
    names = {"eval", "exec", "compile", "__import__", "sympify", "parse_expr", "S"}
    whole = {"eval", "exec", "compile", "__import__", "S"}  # re.compile is another matter
    for name, call in calls(tree):
        last = name.rpartition(".")[2]
        if last in names and (name == last or last not in whole):
            yield call.lineno
    yield from imports_of(tree, {"pickle", "marshal", "shelve", "dill", "joblib"})


def imports_of(tree: ast.AST, forbidden: set[str]) -> Iterator[int]:
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        if {name.split(".")[0] for name in names} & forbidden:
            yield node.lineno


def draws_html(tree: ast.AST) -> Iterator[int]:
    for name, call in calls(tree):
        allows = any(
            keyword.arg == "unsafe_allow_html"
            and not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)
            for keyword in call.keywords
        )
        if allows or name in {"st.html", "st.components.v1.html"}:
            yield call.lineno


def builds_sql_of_strings(tree: ast.AST) -> Iterator[int]:
    for name, call in calls(tree):
        is_text = name.rpartition(".")[2] in {"text", "exec_driver_sql"}
        is_sql = is_text and not name.startswith(("st.", "column"))
        if is_sql and call.args and not isinstance(call.args[0], ast.Constant):
            yield call.lineno


def session_state_keys(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Each use of `st.session_state`: its line and the key, or "" where there is none to see."""
    keyed = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            keyed[id(node.value)] = ast.unparse(node.slice)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            keyed[id(node.func.value)] = ast.unparse(node.args[0])
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "session_state":
            yield node.lineno, keyed.get(id(node), "")


def reads_clock_or_chance(tree: ast.AST) -> Iterator[tuple[int, str]]:
    clocks = {"datetime": {"now", "utcnow", "today"}, "date": {"today"}}
    clocks["time"] = {"time", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime"}
    for name, call in calls(tree):
        owner, _, what = name.rpartition(".")
        owner = owner.rpartition(".")[2]
        is_seeded = what in {"Random", "SystemRandom"} or (what == "default_rng" and call.args)
        is_chance = owner == "random" and not is_seeded
        if what in clocks.get(owner, ()) or is_chance:
            yield call.lineno, f"{owner}.{what}"


RULES: dict[str, Callable[[ast.AST], Iterator[int]]] = {
    "text is never run as code": runs_text_as_code,
    "no HTML of our own": draws_html,
    "SQL is never put together of strings": builds_sql_of_strings,
}


@pytest.mark.parametrize("rule", RULES)
def test_never_written(rule):
    found = [
        f"{path}:{line}"
        for path in SOURCES
        if (rule, str(path)) not in ALLOWED
        for line in RULES[rule](parsed(path))
    ]
    assert not found, f"{rule}: {found}"


@pytest.mark.parametrize(
    ("rule", "written"),
    [
        ("text is never run as code", "eval(answer)"),
        ("text is never run as code", "sympy.parse_expr(answer)"),
        ("text is never run as code", "sympify(answer)"),
        ("text is never run as code", "import pickle"),
        ("no HTML of our own", "st.markdown(name, unsafe_allow_html=True)"),
        ("no HTML of our own", "st.markdown(name, unsafe_allow_html=allowed)"),
        ("no HTML of our own", "st.html(name)"),
        ("SQL is never put together of strings", 'db.execute(text(f"SELECT {name}"))'),
        ("SQL is never put together of strings", 'db.execute(sa.text("SELECT " + name))'),
    ],
)
def test_each_rule_catches(rule, written):
    assert list(RULES[rule](ast.parse(written))) == [1]


def test_there_is_one_clock_and_one_source_of_chance():
    found = {
        (str(path), name)
        for path in SOURCES
        for _, name in reads_clock_or_chance(parsed(path))
        if name not in CLOCKS.get(str(path), ())
    }
    assert not found
    caught = [
        name
        for _, name in reads_clock_or_chance(
            ast.parse(
                "dt.datetime.now(zone), random.random(), time.time(), random.Random(1), "
                "np.random.default_rng(1), np.random.default_rng(), np.random.normal()"
            )
        )
    ]
    assert caught == [
        "datetime.now",
        "random.random",
        "time.time",
        "random.default_rng",
        "random.normal",
    ]


def test_only_state_names_session_state_keys():
    found = [
        f"{path}:{line}: {key}"
        for path in SOURCES
        if path != Path("pages/components/state.py")
        for line, key in session_state_keys(parsed(path))
        if key not in SESSION_STATE.get(str(path), ())
    ]
    assert not found


# --- Files


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda path: path.stem)
def test_a_page_is_short_and_stands_on_components_only(path):
    text = path.read_text()
    assert text.count("\n") <= LONGEST_PAGE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pages"):
            assert (node.module or "").startswith("pages.components")


def test_components_know_no_page():
    pages = {f"pages.{path.stem}" for path in (ROOT / "pages").glob("*.py")} - {"pages.__init__"}
    for path in (ROOT / "pages/components").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                assert node.module not in pages, path
                assert node.module != "pages" or node.names[0].name == "components", path


def test_file_names_say_what_is_inside():
    assert not [path for path in SOURCES if path.stem in NAMES_THAT_SAY_NOTHING]
    assert not [path for path in SOURCES if set(path.parts) & NAMES_THAT_SAY_NOTHING]


def test_readme_names_every_domain_and_page():
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("README.md is not written yet")
    text = readme.read_text()
    domains = {path.parent.name for path in (ROOT / "tutor_core").glob("*/__init__.py")}
    pages = {path.stem for path in (ROOT / "pages").glob("[a-z]*.py")}
    assert not {name for name in domains | pages if name not in text}


def parsed(path: Path) -> ast.AST:
    return ast.parse((ROOT / path).read_text(), str(path))
