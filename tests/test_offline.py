"""Nothing asks for the network and nothing is unpickled, from the import to the report."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ARTICLES = ROOT / "tests" / "articles"
CUT = ("unshare", "--map-root-user", "--net")  # a network namespace of its own, with no interface that is up

#: told by Python before it happens (PEP 578); a socket that is only made, or bound to this machine, asks for nothing
_GUARD = """
import sys

def refuse(event, arguments):
    if event in {forbidden!r}:
        raise RuntimeError(f"{{event}} {{arguments}}")

sys.addaudithook(refuse)
"""
_ASKING = {
    *("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"),
    *("socket.sendto", "socket.sendmsg", "urllib.Request", "http.client.connect", "ftplib.connect", "webbrowser.open"),
}
_UNPICKLING = {"pickle.find_class"}
_EVERYTHING = """
import sys
import newslens as nl

for path in sys.argv[2:]:
    article = nl.read_article(path)
    analysis = nl.analyze(article)
    repr(analysis), analysis._repr_html_(), nl.explore(analysis)
    analysis.to_json(f"{sys.argv[1]}/a.json")
    nl.report(analysis, f"{sys.argv[1]}/a.html")
    assert nl.verify(f"{sys.argv[1]}/a.json", article).same
    nl.read_analysis(analysis.to_parquet(f"{sys.argv[1]}/a"))
nl.compare([article, nl.Article.from_text("“No,” the mayor said.")])._repr_html_()
print("done")
"""


def python(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)


def test_a_whole_run_under_guard(tmp_path: Path) -> None:
    guard = _GUARD.format(forbidden=_ASKING | _UNPICKLING)
    pytest.importorskip("trafilatura")
    done = python(guard + _EVERYTHING, tmp_path, ARTICLES / "ferry-strike.txt", ARTICLES / "museum-loan.html")
    assert done.stdout.endswith("done\n"), done.stderr


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket().connect(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import pickle; pickle.loads(pickle.dumps(pickle.Pickler))",
    ],
)
def test_the_guard_guards(code: str) -> None:
    done = python(_GUARD.format(forbidden=_ASKING | _UNPICKLING) + code)
    assert "RuntimeError: " in done.stderr


def test_the_commands_without_any_network(tmp_path: Path) -> None:
    if not shutil.which("unshare") or subprocess.run([*CUT, "true"], capture_output=True).returncode:
        pytest.skip("no network namespace may be made here (unshare --net)")
    article = ARTICLES / "ferry-strike.txt"
    links = subprocess.run([*CUT, "cat", "/proc/net/dev"], capture_output=True, text=True, check=True).stdout
    assert [line.split(":")[0].strip() for line in links.splitlines()[2:]] in ([], ["lo"])
    for arguments in (
        ["report", article, "-o", tmp_path / "page.html"],
        ["analyze", article, "--table", "demands", "-o", tmp_path / "demands.parquet"],
        ["verify", tmp_path / "page.html", article],
    ):
        command = [*CUT, sys.executable, "-m", "newslens", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "page.html").stat().st_size > 10_000
