#!/usr/bin/env python3
"""Sends operations to a Unix socket at a steady rate: load.py SOCKET RATE WRAPPERS SECONDS.

The lines are made beforehand and carry the time at which sending begins; each of them is sent again and again, with an id
of its own each time. Prints how many a second went out, also when it is terminated.
"""
import os
import signal
import socket
import sys
import time

import events

TICK = 0.02


def main():
    path, rate, wrappers, seconds = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    supply = events.Lines(wrappers, count=max(8192, 2 * wrappers))
    now = int(time.time() * 1e6)
    # The id begins with eight digits that are counted up.
    opening = '{"operation_id":"'
    pool = [supply.line(now)[len(opening) + 8:] for _ in range(len(supply.bodies))]
    first = os.getpid() << 20
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    limit = time.monotonic() + 30
    while True:
        try:
            client.connect(path)
            break
        except OSError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.02)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    begin = time.monotonic()
    sent = 0
    try:
        while True:
            passed = time.monotonic() - begin
            if passed >= seconds:
                break
            due = min(int(passed * rate) - sent, len(pool))
            if due > 0:
                client.sendall("".join([
                    "%s%08x%s" % (opening, first + number & 0xFFFFFFFF, pool[number % len(pool)])
                    for number in range(sent, sent + due)]).encode())
                sent += due
            time.sleep(TICK)
    except BrokenPipeError:
        pass  # Who was to be loaded has ended.
    finally:
        print("%.0f" % (sent / (time.monotonic() - begin)), flush=True)


if __name__ == "__main__":
    main()
