"""What the timings in Python share: the words that Compare-Peer.ps1 speaks with each program."""
import os
import sys
import time


def serve(job, before=None, output=None):
    """Warms up, says "ready", then prints the seconds of each run that is asked for: a number of them a line."""
    def once():
        if before:
            before()
        start = time.perf_counter()
        result = job()
        seconds = time.perf_counter() - start
        del result
        return seconds

    once()
    print("ready", flush=True)
    for line in sys.stdin:
        for _ in range(int(line)):
            print(f"{once():.6f}", flush=True)
    if output and os.path.isfile(output):
        print(f"size {os.path.getsize(output)}", flush=True)
        os.remove(output)


def serve_parts(parts):
    """The same for works that are timed each for itself in every run."""
    def once():
        seconds = []
        for part in parts:
            start = time.perf_counter()
            result = part()
            seconds.append(time.perf_counter() - start)
            del result
        return seconds

    once()
    print("ready", flush=True)
    for line in sys.stdin:
        for _ in range(int(line)):
            print(" ".join(f"{s:.6f}" for s in once()), flush=True)
