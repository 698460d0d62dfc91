"""Programs that a test needs beside Python: `@pytest.mark.program("nginx")`, or one of several.

On somebody's own machine a test without its program is skipped and says so; on CI, which installs
them (.ci/run), it fails.
"""

import os
import shutil

import pytest

ALSO_IN = "/usr/sbin:/usr/local/sbin"


def path_of(*programs: str) -> str | None:
    """Of the first that there is."""
    for program in programs:
        if found := shutil.which(program) or shutil.which(program, path=ALSO_IN):
            return found
    return None


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "program(*names): needs one of these programs on the machine"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("program"):
        if path_of(*mark.args) is None:
            lacking = f"no `{'` or `'.join(mark.args)}` on the path"
            if os.environ.get("CI"):
                pytest.fail(f"{lacking}, and CI must have it: see .ci/run", pytrace=False)
            pytest.skip(lacking)
