"""The papermill engine: a child per notebook, forked from one warm process; a stock kernel where need be."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import papermill
import psutil
import pytest

from factbook.batch.needs import forking_is_safe
from factbook.resources import resource_folder
from tests.batch.percent_notebooks import write_notebook

forks = pytest.mark.skipif(not forking_is_safe(), reason="this platform has stock kernels alone")


@pytest.fixture
def run(tmp_path):
    """Give a function that runs a notebook, written as text, and gives what its last cell printed."""

    def run(text, **options):
        notebook = write_notebook(tmp_path / "in.ipynb", text)
        done = papermill.execute_notebook(
            str(notebook),
            str(tmp_path / "out.ipynb"),
            engine_name="factbook",
            progress_bar=False,
            extra_arguments=["--log-level=CRITICAL"],
            **options,
        )
        return "".join(output.get("text", "") for output in done.cells[-1].outputs).strip()

    return run


def parent_of_a_child(run):
    return int(run("# %%\nimport os\nprint(os.getppid())"))


@forks
def test_children_come_from_one_warm_process_that_is_not_this_one(run):
    parents = {parent_of_a_child(run) for _ in range(3)}
    assert len(parents) == 1
    assert os.getpid() not in parents


@forks
def test_a_notebook_leaves_nothing_behind_for_the_next(run, tmp_path):
    probe = """
# %%
import builtins, os, sys, warnings, random, threading, signal, decimal, locale
import numpy, pandas, factbook
here = dict(
    module="mine" in sys.modules,
    builtin=hasattr(builtins, "mine"),
    attribute=hasattr(factbook, "mine"),
    environ=os.environ.get("MINE"),
    cwd=os.path.basename(os.getcwd()) == "elsewhere",
    path="mine" in sys.path,
    pandas=pandas.get_option("display.max_rows"),
    numpy=numpy.get_printoptions()["precision"],
    errors=numpy.geterr()["divide"],
    threads=any(thread.name == "mine" for thread in threading.enumerate()),
    recursion=sys.getrecursionlimit(),
    signal=signal.getsignal(signal.SIGUSR1) is signal.SIG_DFL,
    decimals=decimal.getcontext().prec,
    warned=any(one[0] == "error" for one in warnings.filters),
    names="leftover" in globals(),
)
print(sorted(here.items()))
"""
    change = """
# %%
import builtins, os, sys, types, warnings, threading, time, signal, decimal
import numpy, pandas, factbook
sys.modules["mine"] = types.ModuleType("mine"); builtins.mine = factbook.mine = leftover = 1
os.environ["MINE"] = "1"; os.mkdir("elsewhere"); os.chdir("elsewhere"); sys.path.append("mine")
pandas.set_option("display.max_rows", 3); numpy.set_printoptions(precision=1); numpy.seterr(divide="raise")
threading.Thread(target=time.sleep, args=(60,), name="mine", daemon=True).start()
sys.setrecursionlimit(5000); signal.signal(signal.SIGUSR1, signal.SIG_IGN); decimal.getcontext().prec = 3
warnings.simplefilter("error")
print("changed")
"""
    before, changed, after = (run(text, cwd=str(tmp_path)) for text in (probe, change, probe))
    assert "changed" == changed
    assert before == after


@forks
def test_random_numbers_are_new_in_each_child(run):
    draw = "# %%\nimport random, numpy, uuid\nprint(random.random(), numpy.random.rand(), uuid.uuid4())"
    first, second = run(draw).split(), run(draw).split()
    assert not set(first) & set(second)


@forks
def test_a_child_sees_the_environment_and_the_folder_of_its_run(run, tmp_path, monkeypatch):
    ask = "# %%\nimport os\nprint(os.environ.get('FACTBOOK_TRIED'), os.getcwd())"
    assert f"None {tmp_path}" == run(ask, cwd=str(tmp_path))
    monkeypatch.setenv("FACTBOOK_TRIED", "yes")
    elsewhere = tmp_path / "elsewhere {1}"
    elsewhere.mkdir()
    assert f"yes {elsewhere}" == run(ask, resources={"metadata": {"path": str(elsewhere)}})


@forks
def test_nothing_is_imported_that_no_notebook_asked_for(run, monkeypatch):
    monkeypatch.setenv("FACTBOOK_TRIED", "a process of its own")
    ask = "# %%\nimport sys\nprint(*[name in sys.modules for name in ('numpy', 'pandas', 'factbook.api')])"
    assert "False False False" == run(ask)
    run("# %%\nimport numpy")
    assert "True False False" == run(ask)


@forks
def test_a_limit_may_be_given_by_either_name_and_the_longer_name_counts(run):
    with pytest.raises(Exception, match="timed out"):
        run("# %%\nimport time\ntime.sleep(600)", timeout=1)
    assert "1" == run("# %%\nimport time\ntime.sleep(1.5)\nprint(1)", timeout=1, execution_timeout=60)


@forks
def test_a_cell_that_never_stops_talking_runs_out_of_time(run):
    with pytest.raises(Exception, match="timed out"):
        run("# %%\nwhile True:\n    print('more', flush=True)", execution_timeout=1)


@forks
def test_a_notebook_that_makes_errors_of_warnings_ends_as_others_do(run, tmp_path):
    run(
        "# %%\nimport atexit, pathlib, warnings\nwarnings.simplefilter('error')\n"
        "atexit.register(pathlib.Path('ended').touch)",
        cwd=str(tmp_path),
    )
    assert (tmp_path / "ended").is_file()


@forks
def test_a_warm_process_that_died_is_started_anew(run):
    first = parent_of_a_child(run)
    os.kill(first, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(first)] if psutil.pid_exists(first) else [], timeout=20)
    assert first != parent_of_a_child(run)


@forks
def test_a_kernel_that_runs_out_of_time_is_ended_with_what_it_started(run, tmp_path):
    text = """
# %%
import os, pathlib, subprocess, time
other = subprocess.Popen(["sleep", "600"])
pathlib.Path("pids").write_text(f"{os.getpid()} {other.pid}")
time.sleep(600)
"""
    with pytest.raises(Exception, match="timed out"):
        run(text, cwd=str(tmp_path), execution_timeout=3)
    for pid in (tmp_path / "pids").read_text().split():
        assert is_gone(int(pid))


@forks
def test_when_this_process_dies_its_warm_process_and_its_children_do(tmp_path):
    notebook = write_notebook(
        tmp_path / "in.ipynb",
        "# %%\nimport os, pathlib, time\n"
        "pathlib.Path('new').write_text(f'{os.getpid()} {os.getppid()}'); os.rename('new', 'pids')\n"
        "time.sleep(600)",
    )
    command = [Path(sys.executable).parent / "papermill", notebook, "out.ipynb", "--engine", "factbook"]
    engine = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)
    wait_until((tmp_path / "pids").is_file)
    engine.kill()
    engine.wait()
    for pid in (tmp_path / "pids").read_text().split():
        assert is_gone(int(pid))


@forks
def test_factbooks_own_notebook_imports_nothing(tmp_path, run):
    own = papermill.iorw.load_notebook_node(str(resource_folder("notebooks") / "factcheck.ipynb"))
    cells = ["import sys\nbefore = set(sys.modules)"]
    cells += [cell.source for cell in own.cells if cell.cell_type == "code"]
    cells += ["print(sorted(set(sys.modules) - before))"]
    import factbook as fb

    check = fb.new(question="Is it so?", casebook=tmp_path)
    imported = run("".join(f"# %%\n{source}\n" for source in cells), cwd=str(check.path))
    assert "[]" == imported


def test_a_notebook_that_asks_for_input_goes_to_a_stock_kernel_with_a_note(run, caplog):
    with caplog.at_level(logging.INFO, logger="papermill"):
        transport = run(
            "# %%\nfrom ipykernel.kernelapp import IPKernelApp as App\n"
            "# here: input()\nprint(App.instance().transport)"
        )
    assert "A stock kernel runs this notebook: cell 1 asks for input" in caplog.text
    assert ("ipc" if os.name == "posix" else "tcp") == transport


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such sockets")
def test_a_stock_kernel_shares_no_port_with_another_batch_and_leaves_no_socket(run):
    address = run(
        "# %%\nfrom ipykernel.kernelapp import IPKernelApp as A\na = A.instance()\n# input()\nprint(a.ip)"
    )
    assert not Path(address).parent.exists()


def is_gone(pid, *, timeout_s=60.0):
    return wait_until(
        lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE,
        timeout_s=timeout_s,
    )


def wait_until(holds, *, timeout_s=120.0):
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return False


@forks
def test_text_that_cannot_be_sent_holds_up_no_cell(run):
    # Stock papermill loses such text, too, and logs why; where it is flushed twice, it waits its limit out.
    text = """
# %%
for n in range(3):
    print("half a character: \\ud800", flush=True)

# %%
print("goes on")
"""
    assert "goes on" == run(text, execution_timeout=20)
