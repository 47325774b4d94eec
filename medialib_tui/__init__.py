"""Terminal client for the Livingdocs Media Library."""

__version__ = "0.1.0"
