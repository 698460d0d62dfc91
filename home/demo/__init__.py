"""Demo content: real where there is a source, and marked as a sample where there is none.

This package and the command that calls it may compose the apps; nothing else may.
"""
