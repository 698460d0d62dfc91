"""Giao ban: the one sheet that is made before each, of what every app has to say.

Dependencies run one way: parts ← services. `parts` is where an app registers what it gives.
"""
