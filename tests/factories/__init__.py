"""Makers of test objects that are real: files that open, pages that were published."""
