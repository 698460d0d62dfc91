"""For gunicorn: `/stuck` does not come back; `/` names the process."""

import os
import threading


def application(environ, start_response):
    if environ["PATH_INFO"] == "/stuck":
        threading.Event().wait()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
