"""The Word file on standard input, its HTML and pictures on standard output.

mammoth's cost is not linear in what it is given (nested fields, for one), so no count before it can
bound it: this process is bounded.
"""

import resource
import sys

_SECONDS, _BYTES = int(sys.argv[1]), int(sys.argv[2]) * 1024 * 1024
resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
# The pictures are held in memory afterwards.
resource.setrlimit(resource.RLIMIT_FSIZE, (150 * 1024 * 1024,) * 2)

from campaigns.docx_html.convert import convert  # noqa: E402

NO_MEMORY = 90
"""As `portal.limited` has it, which is not on this process's path."""

if __name__ == "__main__":
    try:
        convert(sys.stdin.buffer, sys.stdout.buffer)
    except MemoryError:
        sys.exit(NO_MEMORY)
