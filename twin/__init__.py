"""The digital twin: a simulated world with known truths.

Stands apart: it imports no asset, and only the command line's demo, the benchmarks and the tests import it.
"""
