"""What would start a stock kernel, as far as a forked one needs to know it."""

from __future__ import annotations

import sys
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_core.paths import jupyter_path

from factbook.batch.warm.process import NoChildError

_LAUNCHERS = ("ipykernel_launcher", "ipykernel")
_THIS_PYTHON = {
    "python",
    f"python{sys.version_info[0]}",
    f"python{sys.version_info[0]}.{sys.version_info[1]}",
}
_DEFAULT_KERNELS = {"python", "python2", "python3"}


@dataclass(frozen=True)
class KernelCommand:
    """The parts of a kernel's command: Python with its options, and what comes after the module's name."""

    python: tuple[str, ...]
    arguments: tuple[str, ...]


def kernel_command(
    kernel_name: str, *, extra_arguments: Sequence[str] = (), history_file: str = ""
) -> KernelCommand:
    """Give the command of a kernel by its name, as jupyter_client and nbclient would put it together.

    Raises
    ------
    NoChildError
        It is not the kernel of IPython, or not one of this Python and this machine.
    """
    spec = _find(kernel_name)
    python, arguments = _split(kernel_name, spec)
    connection_file = str(Path(tempfile.gettempdir()).resolve() / f"tmp{uuid.uuid4().hex[:8]}.json")
    arguments = [argument.replace("{connection_file}", connection_file) for argument in arguments]
    arguments += extra_arguments
    named = any(argument.startswith("--HistoryManager.hist_file") for argument in extra_arguments)
    if kernel_name in _DEFAULT_KERNELS and history_file and not named:
        arguments.append(f"--HistoryManager.hist_file={history_file}")
    return KernelCommand(tuple(python), tuple(arguments))


def _find(kernel_name: str) -> KernelSpec:
    """Give what is installed as a kernel, as jupyter_client finds it.

    It looks in IPython's own folder, too, and last; to know where that is, it imports all of IPython. That
    takes a tenth of a second, and hardly a kernel is there: the other folders are looked at first.
    """
    try:
        return KernelSpecManager(
            kernel_dirs=jupyter_path("kernels"), ensure_native_kernel=False
        ).get_kernel_spec(kernel_name)
    except NoSuchKernel:
        pass
    try:
        return KernelSpecManager().get_kernel_spec(kernel_name)
    except NoSuchKernel as error:
        raise NoChildError(f"there is no kernel {kernel_name!r} here") from error


def _split(kernel_name: str, spec: KernelSpec) -> tuple[list[str], list[str]]:
    """Give what stands before and after the name of IPython's module in a command."""
    if spec.language.lower() != "python":
        raise NoChildError(f"the kernel {kernel_name!r} speaks {spec.language}")
    place = next((n for n, word in enumerate(spec.argv) if word in _LAUNCHERS), 0)
    if place < 2 or spec.argv[place - 1] != "-m":
        raise NoChildError(f"the kernel {kernel_name!r} is not that of IPython")
    if spec.env or spec.metadata.get("kernel_provisioner"):
        raise NoChildError(f"the kernel {kernel_name!r} is started in a way of its own")
    python, *options = spec.argv[: place - 1]
    if python not in _THIS_PYTHON and Path(python) != Path(sys.executable):
        raise NoChildError(f"the kernel {kernel_name!r} is of another Python")
    return [sys.executable, *options], spec.argv[place + 1 :]
