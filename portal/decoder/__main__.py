"""`python -m portal.decoder ORDER`: the picture on standard input, what became of it on standard
output: a line of JSON, then the parts whose lengths it tells.

ORDER is JSON: the name of a job and what it is called with.
"""

from portal.decoder.limits import set_limits

set_limits()

import json  # noqa: E402
import sys  # noqa: E402
from typing import Any  # noqa: E402

from PIL import Image  # noqa: E402

from portal.decoder.jobs import JOBS  # noqa: E402 - it loads the decoders
from portal.decoder.refusals import ImageRefused  # noqa: E402

# Each format has bounds of its own here, which hold before a pixel is decoded.
Image.MAX_IMAGE_PIXELS = None


def main() -> None:
    order = json.loads(sys.argv[1])
    data = sys.stdin.buffer.read()
    told: dict[str, Any]
    try:
        told, parts = JOBS[order.pop("job")](data, **order)
        told["lengths"] = [len(part) for part in parts]
    except ImageRefused as refusal:
        told, parts = {"refused": refusal.code, "details": refusal.details}, []
    except MemoryError:
        told, parts = {"refused": "too_costly", "details": {}}, []
    except Exception as error:
        # A picture that nobody thought of. Its words may stand in the message, which is not kept.
        told, parts = {"refused": "damaged", "details": {}, "fault": type(error).__name__}, []
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")
    for part in parts:
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()


main()
