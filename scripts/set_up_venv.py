"""Make an environment and install a requirements file into it, unless that has been done.

    python scripts/set_up_venv.py .venv requirements.txt

A file in the environment notes what was installed. The environment is made again if the note is
missing (the last try was broken off), or if a requirements file that it names has changed since,
the folder has moved, or another Python is used. requirements/dev.txt holds all that is in
requirements.txt, so whoever has the first needs nothing more for the second.

uv installs, if it is there and can; else pip does. Both take only files whose hashes are in the
requirements file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

NOTE = "installed.json"
# What a requirements file brings along, besides itself.
INCLUDES = {"requirements/dev.txt": ["requirements.txt"]}
UNREACHABLE = ("connection", "Could not find a version", "name resolution", "ProxyError")


def main(folder: Path, requirements: str) -> None:
    """Bring the environment up to date with one requirements file."""
    installed = read_note(folder)
    if requirements in installed:
        return
    (folder / NOTE).unlink(missing_ok=True)  # until all is installed, the environment is half-made
    if not installed:
        print(f"Making {folder} with Python {python_version()}", flush=True)
        remove(folder)
        venv.create(folder, symlinks=os.name != "nt")
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    print(f"Installing {requirements} into {folder}, up to a minute", flush=True)
    if not install_with_uv(folder, requirements):
        install_with_pip(folder, requirements, is_new=not installed)
    for name in [requirements, *INCLUDES.get(requirements, [])]:
        installed[name] = digest(name)
    note = {"python": python_version(), "folder": str(folder.resolve()), "files": installed}
    (folder / NOTE).write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")


def read_note(folder: Path) -> dict[str, str]:
    """Return the digests of the files installed; nothing if the environment is of no use."""
    try:
        note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        current = all(digest(name) == was for name, was in note["files"].items())
    except (OSError, ValueError, KeyError):
        return {}
    same_place = note["python"] == python_version() and note["folder"] == str(folder.resolve())
    return note["files"] if current and same_place and python_in(folder).exists() else {}


# Both are given --no-deps: the file names all that is needed.
def install_with_uv(folder: Path, requirements: str) -> bool:
    """Install with uv; false if it is not there or fails, as it does where only pip is set up."""
    uv = shutil.which("uv")
    if uv is None:
        return False
    command = [uv, "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    command += ["--compile-bytecode", "--python", str(python_in(folder))]
    if run([[*command, "--requirement", requirements]]):
        print("uv could not install it; pip tries", flush=True)
        return False
    return True


def install_with_pip(folder: Path, requirements: str, is_new: bool) -> None:
    """Install with pip, and explain its failure."""
    python = str(python_in(folder))
    pip = [python, "-m", "pip"]
    if run([[*pip, "--version"]]):
        stop_if_failed(run([[python, "-m", "ensurepip", "--default-pip"]]), "pip itself")
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-deps"]
    install = [*pip, "install", *options, "--no-compile"]
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        if is_new:
            # Most of pip's time goes into looking through the lists of packages, one by one. So
            # several of them fetch wheels, whose hashes they check, and one installs all.
            wheels = Path(scratch) / "wheels"
            fetch = [*pip, "wheel", *options, "--wheel-dir", str(wheels), "--requirement"]
            parts = split(Path(requirements), Path(scratch), os.cpu_count() or 1)
            stop_if_failed(run([[*fetch, str(part)] for part in parts]), requirements)
            install += ["--no-index", *map(str, sorted(wheels.iterdir()))]
        else:
            install += ["--requirement", requirements]
        stop_if_failed(run([install]), requirements)
    # On all cores, which pip does not do. What is not meant for this Python is left as it is.
    run([[python, "-m", "compileall", "-q", "-j", "0", str(folder)]])


def split(requirements: Path, into: Path, most: int) -> list[Path]:
    """Deal a requirements file out to several, each with its options; at most four."""
    options: list[str] = []
    packages: list[str] = []
    for line in requirements.read_text(encoding="utf-8").splitlines(keepends=True):
        if line[0].isalnum():
            packages.append(line)
        elif packages:
            packages[-1] += line  # its hashes
        else:
            options.append(line)
    number = min(most, 4, len(packages))
    parts = [into / f"part{index}.txt" for index in range(number)]
    for index, part in enumerate(parts):
        part.write_text("".join(options + packages[index::number]), encoding="utf-8")
    return parts


def run(commands: Sequence[Sequence[str]]) -> str:
    """Run commands at the same time; return what those that fail have to say."""
    # A requirements file with hashes has them checked, whatever is set here.
    environment = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_HASHES": "0"}
    complaints = ""
    with contextlib.ExitStack() as stack:
        files = [
            stack.enter_context(tempfile.TemporaryFile("w+", errors="replace")) for _ in commands
        ]
        running = [
            subprocess.Popen(command, env=environment, stdout=file, stderr=file)
            for command, file in zip(commands, files, strict=True)
        ]
        for process, file in zip(running, files, strict=True):
            if process.wait() != 0:
                file.seek(0)
                complaints += file.read() or f"it ended with {process.returncode}\n"
    return complaints


def stop_if_failed(complaints: str, what: str) -> None:
    """Show what pip said, and how to mend it; go on if it said nothing."""
    if not complaints:
        return
    print(complaints, end="", file=sys.stderr)
    if any(sign in complaints for sign in UNREACHABLE):
        mend = (
            "No package index could be reached, or it lacks a package. Check the network. Behind\n"
            "a proxy, set HTTPS_PROXY, and PIP_CERT if it has certificates of its own; for a\n"
            "mirror, set PIP_INDEX_URL. Then try again."
        )
    else:
        mend = "pip's last lines above say why."
    sys.exit(f"\npip could not install {what}. {mend}\n")


def remove(folder: Path) -> None:
    """Remove what is in the environment's place."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def python_in(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def python_version() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def digest(name: str) -> str:
    return hashlib.sha256(Path(name).read_bytes()).hexdigest()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), sys.argv[2])
    except (OSError, subprocess.SubprocessError) as error:
        sys.exit(
            f"\nCannot set up {sys.argv[1]} in {Path.cwd()}:\n{error}\n"
            "Is the folder yours to write in, and is there space left?\n"
        )
