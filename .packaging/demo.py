"""Runs `wraptop --version` and `wraptop demo` within another root, the latter on a terminal: demo.py ROOT"""
import os, pty, select, subprocess, sys, time

root = sys.argv[1]
environment = {"PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/root"}
version = subprocess.run(["chroot", root, "wraptop", "--version"], capture_output=True, text=True, check=True)
print("version:", version.stdout.strip())

child, terminal = pty.fork()
if child == 0:
    os.chroot(root)
    os.chdir("/")
    os.execve("/usr/bin/wraptop", ["wraptop", "demo"], environment)

import fcntl, struct, termios
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
screen, end, asked = b"", time.monotonic() + 30, False
while time.monotonic() < end:
    if select.select([terminal], [], [], 0.5)[0]:
        try:
            screen += os.read(terminal, 65536)
        except OSError:
            break
    if not asked and b"HEALTHY" in screen and b"CRITICAL" in screen:
        os.write(terminal, b"q")
        asked = True
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) if asked else None
print(f"demo: {len(screen)} bytes on the terminal, exit status {status}")
sys.exit(status != 0)
