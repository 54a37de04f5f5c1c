"""Start one program, wait for it, and print its seconds, the most memory it held (KiB) and its exit code.

This small process stands in between because on Linux a program's ``ru_maxrss`` begins with what the process that
started it held, and the benchmark itself is large. POSIX only.
"""

import os
import sys
import time

MAC_OS_COUNTS_BYTES = 1024 if sys.platform == "darwin" else 1


def main() -> None:
    """Start what the arguments say."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    silent = [(os.POSIX_SPAWN_DUP2, nowhere, stream) for stream in (0, 1, 2)]
    begin = time.perf_counter()
    process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - begin
    print(seconds, usage.ru_maxrss // MAC_OS_COUNTS_BYTES, os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
