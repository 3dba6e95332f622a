"""Notebooks that use all that a notebook can show, to be run by two engines and compared.

Each is a list of cells. A cell is its source, or a `Cell` where it needs a tag or is no code.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


@dataclass(frozen=True)
class Cell:
    """A cell with tags, or of another kind than code."""

    source: str
    kind: str = "code"
    tags: tuple[str, ...] = ()


Cells = list[str | Cell]


def write_notebook(path: Path, cells: Cells) -> None:
    """Write a notebook of these cells."""
    makers = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
    made = []
    for cell in cells:
        one = cell if isinstance(cell, Cell) else Cell(cell)
        made.append(makers[one.kind](one.source, metadata={"tags": list(one.tags)}))  # type: ignore[no-untyped-call]
    nbformat.write(new_notebook(cells=made, metadata=KERNEL), path)  # type: ignore[no-untyped-call]


GALLERY: dict[str, Cells] = {
    "streams": [
        "print('one'); print('two', end=''); print(' three')",
        "import sys\nprint('out'); print('err', file=sys.stderr); print('out again')",
        "print('a', flush=True); print('b', file=sys.stderr, flush=True); print('c', flush=True)",
        "import time\nfor n in range(3):\n    print(n, file=sys.stderr if n % 2 else sys.stdout)\n    time.sleep(0.4)",
        "print('10%\\r20%\\r30%'); print('ab\\bc'); print('\\x1b[31mred\\x1b[0m')",
        "print('naïve 日本 \\N{GRINNING FACE} \\x00 \\x07')",
        "sys.stdout.write('five'), sys.stdout.writelines(['x\\n', 'y\\n'])",
        "print(sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.name, sys.stderr.writable())",
        "print()",
        "",
        "print('line\\n' * 20000)",
    ],
    "streams of other programs": [
        "import os, subprocess, sys\nos.system('echo of the shell')",
        "subprocess.run(['sh', '-c', 'echo out; echo err >&2']).returncode",
        "!echo of IPython; echo its error >&2",
        "%%bash\necho script\necho its error >&2",
        "lines = !printf 'a\\nb\\n'\nlines",
        "os.write(1, b'by number one\\n'); os.write(2, b'by number two\\n');",
        "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.puts(b'of C'); libc.fflush(None);",
        "%%sh\nexit 3",
        "!exit 4\n_exit_code",
        "print(subprocess.run(['cat'], capture_output=True).stdout, sys.stdin.read())",
        "subprocess.run([sys.executable, '-c', 'print(1); import sys; print(2, file=sys.stderr)'], check=True);",
    ],
    "results": [
        "1 + 1",
        "'text', b'bytes', None",
        "None",
        "5;",
        "x = 3\nx\nx + 1",
        "_, _1, Out[1], In[1], _i",
        "{'key': list(range(100)), 'nested': {'a': {'b': 'c' * 200}}}",
        "class Bad:\n    def __repr__(self):\n        raise ValueError('no words')\nBad()",
        "class Html:\n    def _repr_html_(self):\n        return '<b>bold</b>'\n    def _repr_latex_(self):\n        return None\nHtml()",
        "class Broken:\n    def _repr_html_(self):\n        raise TypeError('no html')\nBroken()",
        "class Bundle:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n        return {'text/plain': 'plain', 'application/x-own': {'a': 1}}, {'isolated': True}\nBundle()",
        "class Own:\n    def _ipython_display_(self):\n        print('displays itself')\nOwn()",
        "get_ipython().ast_node_interactivity = 'all'",
        "1\n2\n'three'",
    ],
    "displays": [
        "from IPython.display import *\nHTML('<i>html</i>')",
        "display(Markdown('**md**'), Latex('$x$'), SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>'), JSON({'a': [1, 2]}))",
        "print('before'); display('between'); print('after')",
        "import base64\nPNG = base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=')\nImage(PNG, width=10)",
        "display({'text/plain': 'raw', 'text/html': '<p>'}, raw=True, metadata={'text/html': {'isolated': True}})",
        "display(Javascript('1'), IFrame('about:blank', 10, 10), Code('x = 1'), GeoJSON({'type': 'Point', 'coordinates': [0, 0]}))",
        "publish_display_data({'application/json': {'value': 1.5, 'none': None}})",
        "display(1, 'two', [3])",
        "display(*[], print('nothing'))",
        "Pretty('pretty'), FileLink('nowhere.txt')",
        "Math(r'\\frac{1}{2}')",
        "try:\n    publish_display_data('no dict')\nexcept Exception as error:\n    print(type(error).__name__, error)",
    ],
    "displays that are updated": [
        "handle = display('first', display_id='mine')",
        "handle.update('second')\nprint('updated')",
        "display('another', display_id='mine')",
        "from IPython.display import update_display, display\nupdate_display({'text/plain': 'third'}, display_id='mine', raw=True)",
        "update_display('nobody', display_id='unknown')",
        "for n in range(3):\n    handle.display(n)",
        "display('anonymous', display_id=True) is None",
    ],
    "outputs that are cleared": [
        "from IPython.display import clear_output, display\nprint('gone'); clear_output(); print('stays')",
        "print('gone later'); clear_output(wait=True); print('took its place')",
        "print('stays, as nothing follows'); clear_output(wait=True)",
        "for n in range(3):\n    clear_output(wait=True)\n    display(n)",
        "h = display('a', display_id='c'); clear_output(); display('b', display_id='c')",
        "h.update('z')",
    ],
    "errors that are let be": [
        Cell("1 / 0", tags=("raises-exception",)),
        Cell("def f(n):\n    return g(n)\ndef g(n):\n    return {}[n]\nf('key')", tags=("raises-exception",)),
        Cell("try:\n    f(1)\nexcept KeyError as error:\n    raise RuntimeError('chained') from error", tags=("raises-exception",)),
        Cell("try:\n    f(1)\nexcept KeyError:\n    raise RuntimeError('in handling')", tags=("raises-exception",)),
        Cell("def (:", tags=("raises-exception",)),
        Cell("if True:\nprint(1)", tags=("raises-exception",)),
        Cell("print('before'); undefined_name", tags=("raises-exception",)),
        Cell("raise ExceptionGroup('several', [ValueError(1), TypeError('two')])", tags=("raises-exception",)),
        Cell("class Odd(Exception):\n    def __str__(self):\n        raise ValueError\nraise Odd", tags=("raises-exception",)),
        Cell("import sys\nsys.setrecursionlimit(200)\ndef deep(n):\n    return deep(n + 1)\ndeep(0)", tags=("raises-exception",)),
        Cell("raise KeyboardInterrupt", tags=("raises-exception",)),
        Cell("sys.setrecursionlimit(3000)\nsys.exit('words')", tags=("raises-exception",)),
        Cell("sys.exit(0)", tags=("raises-exception",)),
        Cell("assert False, 'asserted'", tags=("raises-exception",)),
        Cell("import json\njson.loads('{')", tags=("raises-exception",)),
        Cell("%no_such_magic", tags=("raises-exception",)),
        Cell("%xmode minimal\n1/0", tags=("raises-exception",)),
        "print('still here', _ if '_' in globals() else '')",
    ],
    "an error that ends it": [
        "print('first')",
        Cell("Words between", kind="markdown"),
        "import pandas as pd\npd.DataFrame({'a': [1]})['b']",
        "print('never')",
    ],
    "a syntax error that ends it": ["print('first')", "x = = 1", "print('never')"],
    "an error in a display": [
        "class Bad:\n    def _ipython_display_(self):\n        raise ValueError('in display')\n",
        "Bad()",
        "print('after')",
    ],
    "warnings and logs": [
        "import warnings\nwarnings.warn('of mine')",
        "def old():\n    warnings.warn('old', DeprecationWarning, stacklevel=2)\nold()",
        "import numpy as np\nnp.array([1.0]) / 0",
        "import logging\nlogging.warning('of the root'); logging.info('not shown')",
        "logging.basicConfig(level='INFO', force=True)\nlogging.info('shown now')",
        "np.int8(100) + np.int8(100)",
    ],
    "tables": [
        "import pandas as pd, numpy as np\ntable = pd.DataFrame({'a': [1, 2], 'b': ['x', None], 'c': pd.Timestamp('2025-01-02')})\ntable",
        "table['a']",
        "print(table)",
        "pd.DataFrame(np.arange(2500).reshape(25, 100))",
        "pd.DataFrame({'n': range(100)})",
        "table.style.highlight_max(subset=['a'], color='red').set_uuid('u')",
        "pd.options.display.max_columns, pd.options.display.width, pd.options.display.max_rows",
        "table.describe(); table.dtypes, table.info()",
        "pd.set_option('display.precision', 2); pd.Series([1.23456])",
        "np.random.seed(7); np.random.rand(3), np.random.default_rng(7).integers(9, size=3), np.linalg.svd(np.eye(50) * 2)[1].sum()",
    ],
    "figures": [
        "import matplotlib, matplotlib.pyplot as plt\nmatplotlib.get_backend()",
        "plt.plot([1, 2, 3])",
        "plt.bar(['a', 'b'], [1, 2]); plt.title('A title')\nplt.show()\nprint('after')",
        "fig, axes = plt.subplots(1, 2, figsize=(4, 2)); axes[0].scatter([1], [2])\nfig",
        "plt.figure(); plt.figure(); plt.get_fignums()",
        "%config InlineBackend.figure_formats = ['svg']\nmatplotlib.rcParams['svg.hashsalt'] = 'x'\nplt.rcParams['figure.dpi']",
        "%matplotlib inline\nplt.plot([1]); plt.close('all')",
        "plt.rcParams['figure.figsize'], plt.isinteractive()",
    ],
    "widgets": [
        "import ipywidgets as w\nfrom IPython.display import display\nslider = w.IntSlider(value=3, description='n')\nslider",
        "slider.value = 5\nw.HBox([slider, w.Label('text')])",
        "out = w.Output()\nwith out:\n    print('into the widget')\n    display('shown')\nout",
        "with out:\n    print('more')\n    1 / 0",
        "out.clear_output()\nwith out:\n    print('only this')",
        "@out.capture()\ndef said():\n    print('captured')\nsaid()\nout.outputs",
        "w.interact(lambda n: print('n is', n), n=(0, 4));",
        "w.Image(value=b'\\x89PNG', format='png'), w.FloatProgress(value=0.5)",
        "seen = []\nslider.observe(lambda change: seen.append(change['new']), 'value')\nslider.value = 7\nseen",
        "w.jslink((slider, 'value'), (w.IntText(), 'value'))\nslider.close()",
        "out.append_stdout('appended'); len(out.outputs)",
    ],
    "coroutines": [
        "import asyncio\nawait asyncio.sleep(0.01)\n'awaited'",
        "async def ticks(n):\n    for i in range(n):\n        yield i\n        await asyncio.sleep(0)\n[i async for i in ticks(3)]",
        "await asyncio.gather(*[asyncio.sleep(0, n) for n in range(3)])",
        "done = []\nasync def later():\n    await asyncio.sleep(0.05)\n    done.append(1)\ntask = asyncio.create_task(later())",
        "await task\ndone",
        Cell("async def fails():\n    raise ValueError('in a coroutine')\nawait fails()", tags=("raises-exception",)),
        Cell("asyncio.run(later())", tags=("raises-exception",)),
        "async with asyncio.timeout(1):\n    print('within')",
        "asyncio.get_running_loop().is_running()",
        "import threading\nthreading.current_thread() is threading.main_thread()",
    ],
    "threads": [
        "import threading, time\ndef say(n):\n    print('thread', n)\nfor n in range(3):\n    t = threading.Thread(target=say, args=(n,)); t.start(); t.join()",
        "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(2) as pool:\n    print(list(pool.map(lambda n: n * n, range(5))))",
        "def fails():\n    raise ValueError('in a thread')\nt = threading.Thread(target=fails, name='Named'); t.start(); t.join()",
        "from IPython.display import display\nt = threading.Thread(target=lambda: display('shown by a thread')); t.start(); t.join()",
        "t = threading.Timer(0.1, print, ['of a timer']); t.start(); t.join()",
    ],
    "processes": [
        "import multiprocessing as mp, os, sys\nmp.get_start_method()",
        "fork = mp.get_context('fork')\ndef double(n):\n    return 2 * n\nwith fork.Pool(2) as pool:\n    print(pool.map(double, range(5)))",
        "def say(n):\n    print('process', n)\nfor n in range(2):\n    p = fork.Process(target=say, args=(n,)); p.start(); p.join()",
        "child = os.fork()\nif not child:\n    print('forked by hand', flush=True)\n    os._exit(0)\nos.waitpid(child, 0)[1]",
        "def much():\n    print('x' * 300_000)\np = fork.Process(target=much); p.start(); p.join()",
        "from concurrent.futures import ProcessPoolExecutor\nwith ProcessPoolExecutor(1, mp_context=fork) as pool:\n    print(pool.submit(double, 4).result())",
        "p = fork.Process(target=os.abort); p.start(); p.join(); p.exitcode",
    ],
    "magics": [
        "%pwd",
        "import os\nos.path.basename(os.getcwd())",
        "%%capture got\nprint('held back')",
        "got.stdout",
        "%%writefile note.py\nprint('from a file', __name__)\nvalue = 4",
        "%run note.py",
        "value",
        "%env HOW=so\n%env HOW",
        "%who",
        "%precision 3\n3.14159",
        "%%html\n<b>cell</b>",
        "%%javascript\n1",
        "%%latex\n$x$",
        "%cd /\n%cd -",
        "%alias hello echo hello %s\n%hello you",
        "len?",
        "%history -n",
        "%load_ext autoreload\n%autoreload 2\nimport note",
        "%pprint\nlist(range(60))",
        "%config InlineBackend.rc",
        "%%python\nprint('another Python')",
        "%timeit -n1 -r1 -q 1",
        "%colors nocolor",
        "%magic_that_is_not",
    ],
    "the shell and its surroundings": [
        "import sys, os\nprint(type(get_ipython()).__name__, __name__, sys.argv[0].rsplit('/', 1)[1], sys.argv[1], sys.argv[3:])",
        "print(sys.path)",
        "print({k: os.environ.get(k) for k in ('TERM', 'PAGER', 'GIT_PAGER', 'MPLBACKEND', 'CLICOLOR', 'FORCE_COLOR', 'PYTHONPATH')})",
        "print(os.getpgrp() == os.getpid(), os.getsid(0) == os.getpid(), os.path.basename(os.getcwd()), sys.flags)",
        "import inspect, dataclasses\n@dataclasses.dataclass\nclass Point:\n    x: int = 0\nprint(inspect.getsource(Point)); Point()",
        "import pickle\npickle.loads(pickle.dumps(Point(3)))",
        "print(sys.modules['__main__'].__dict__ is globals(), '__file__' in globals(), __builtins__)",
        "print(sys.getrecursionlimit(), sys.getswitchinterval(), sys.gettrace(), sys.excepthook.__name__, sys.displayhook.__class__.__name__)",
        "def depth(n=0):\n    try:\n        return depth(n + 1)\n    except RecursionError:\n        return n\ndepth()",
        "len(inspect.stack())",
        "import signal\nprint(signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGCHLD), signal.getsignal(signal.SIGTERM))",
        "import locale\nprint(locale.getpreferredencoding(), sys.getfilesystemencoding(), sys.stdin.isatty(), os.umask(0o22))",
        "import faulthandler, gc\nprint(faulthandler.is_enabled(), gc.isenabled(), gc.get_threshold(), __debug__)",
        "get_ipython().config",
        "get_ipython().user_ns.keys() - {'exit'}",
        "from IPython import get_ipython as g\ng() is get_ipython(), get_ipython().execution_count",
    ],
    "cells of all kinds": [
        Cell("# A title", kind="markdown"),
        Cell("raw *text*", kind="raw"),
        Cell("n = 1", tags=("parameters",)),
        "",
        "   \n",
        "# a comment alone",
        Cell("print('skipped')", tags=("skip-execution",)),
        "n",
        "'''a string'''",
        "print(n); n += 1; n",
        "def f():\n    '''Doc.'''\n\n    return 1\n\nf()",
    ],
    "much of it": [
        "print('x' * 3_000_000)",
        "from IPython.display import display\ndisplay({'text/html': '<p>' + 'y' * 3_000_000}, raw=True)",
        "for n in range(5000):\n    display(n)",
        "import sys\nfor n in range(20000):\n    print(n)",
        "'z' * 1000000;",
    ],
    "what is left at the end": [
        "import atexit, pathlib, threading, time\natexit.register(lambda: pathlib.Path('at-exit').touch());",
        "def late():\n    time.sleep(0.3)\n    pathlib.Path('of-a-thread').touch()\nthreading.Thread(target=late).start()",
        "import tempfile\nfolder = tempfile.TemporaryDirectory(dir='.')",
        "import weakref\nclass Held: pass\nheld = Held()\nweakref.finalize(held, lambda: pathlib.Path('finalized').touch());",
    ],
    "a program that is left running": ["import subprocess\nchild = subprocess.Popen(['sleep', '60'])", "child.poll()"],
    "an end of its own: os._exit": ["print('before')", "import os\nprint('last', flush=True)\nos._exit(3)", "print('never')"],
    "an end of its own: exit": ["print('before')", "exit()"],
    "an end of its own: killed": ["print('before')", "import os\nos.kill(os.getpid(), 9)", "print('never')"],
    "an end of its own: a fault": ["print('before')", "import ctypes\nctypes.string_at(0)", "print('never')"],
    "an end of its own: killed with a child that lives on": [
        "import os, time\nif not os.fork():\n    time.sleep(30)\n    os._exit(0)",
        "os.kill(os.getpid(), 9)",
    ],
    "a time limit": ["print('before')", "import time\nprint('begun', flush=True)\ntime.sleep(60)", "print('never')"],
    "input that nobody gives": ["print('before')", "name = input('Your name? ')", "print('never')"],
    "progress": [
        "from tqdm.auto import tqdm\nprint(tqdm.__module__)",
        "import tqdm as t\nfor _ in t.tqdm(range(3), bar_format='{l_bar}', mininterval=9):\n    pass",
        "bar = tqdm(total=2, bar_format='{desc}', desc='bar'); bar.update(2); bar.close()",
    ],
    "random numbers and names": [
        "import random, uuid, secrets, numpy as np, tempfile\nprint(len({random.random(), np.random.rand()}))",
        "random.seed(1); random.random(), random.sample(range(100), 3)",
        "np.random.seed(1); np.random.rand()",
    ],
}
