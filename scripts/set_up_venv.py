"""Make an environment and install a requirements file into it, unless that has been done.

    python scripts/set_up_venv.py .venv requirements.txt

A file in the environment notes what was installed. The environment is made anew if the note is
missing (the last try was broken off), or if a requirements file that it names has changed since,
the folder has moved, or another Python is used. requirements/dev.txt holds all that is in
requirements.txt, so whoever has the first needs nothing more for the second.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
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
    (folder / NOTE).unlink(missing_ok=True)  # until pip is through, the environment is half-made
    if not installed:
        print(f"Making {folder} with Python {python_version()}", flush=True)
        remove(folder)
        venv.create(folder, with_pip=True, symlinks=os.name != "nt")
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    print(f"Installing {requirements} into {folder}, about a minute", flush=True)
    install(folder, requirements)
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


def install(folder: Path, requirements: str) -> None:
    """Run pip, and explain its failure."""
    # The file names all that is needed. pip's own search does not see that a package is pinned
    # where one asks for it with an extra and another without.
    command = [python_in(folder), "-m", "pip", "install", "--quiet", "--no-input", "--no-deps"]
    command += ["--disable-pip-version-check", "--requirement", requirements]
    pip = subprocess.run(
        command, env={**os.environ, "PIP_USER": "0"}, stderr=subprocess.PIPE, text=True
    )
    print(pip.stderr, end="", file=sys.stderr)
    if pip.returncode == 0:
        return
    if any(sign in pip.stderr for sign in UNREACHABLE):
        mend = (
            "No package index could be reached, or it lacks a package. Check the network. Behind\n"
            "a proxy, set HTTPS_PROXY, and PIP_CERT if it has certificates of its own; for a\n"
            "mirror, set PIP_INDEX_URL. Then try again."
        )
    else:
        mend = "pip's last lines above say why."
    sys.exit(f"\npip could not install {requirements}. {mend}\n")


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
