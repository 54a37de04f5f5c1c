"""Side by side in one run: routercfg and the clients that others wrote, on the same simulated routers.

``python -m benchmarks`` measures for about two minutes over loopback, prints tables and writes docs/benchmarks.md.
"""
