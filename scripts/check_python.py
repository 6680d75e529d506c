"""Say what is wrong with this Python, if anything, and how to mend it.

Any Python can run this file, old ones too: it keeps to syntax that they all read.
"""

import sys

OLDEST = (3, 10)


def complaint():
    """Return what is wrong and the mend, or None if this Python will do."""
    if sys.version_info[:2] < OLDEST:
        return (
            "Python {0[0]}.{0[1]} or newer is needed; {1} is {2[0]}.{2[1]}.\n"
            "Name a newer one, for example: make build PYTHON=python3.12"
        ).format(OLDEST, sys.executable, sys.version_info)
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return (
            "{0} lacks venv or ensurepip, which make the environment for dbt.\n"
            "Debian and Ubuntu: apt install python3-venv. Elsewhere, name a Python that has them,\n"
            "for example: make build PYTHON=python3.12"
        ).format(sys.executable)
    return None


if __name__ == "__main__":
    problem = complaint()
    if problem:
        sys.exit("\n" + problem + "\n")
