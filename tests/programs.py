"""Programs that a test needs beside Python: `@pytest.mark.program("nginx")`.

On somebody's own machine a test without its program is skipped and says so; on CI, which installs
them (.ci/run), it fails.
"""

import os
import shutil

import pytest

ALSO_IN = "/usr/sbin:/usr/local/sbin"


def path_of(program: str) -> str | None:
    return shutil.which(program) or shutil.which(program, path=ALSO_IN)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "program(name): needs this program on the machine")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("program"):
        (name,) = mark.args
        if path_of(name) is None:
            lacking = f"no `{name}` on the path"
            if os.environ.get("CI"):
                pytest.fail(f"{lacking}, and CI must have it: see .ci/run", pytrace=False)
            pytest.skip(lacking)
