"""gunicorn's configuration: `gunicorn -c portal/gunicorn.py portal.wsgi`; the command line has
the last word."""

bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = 2
threads = 4
# The most that gunicorn takes; nginx answers a longer address itself, in Vietnamese.
limit_request_line = 8190
