#!/usr/bin/env python3
"""Receivers for the tests of notifications: `receiver.py http|smtp LOG [CERTIFICATE KEY]`.

It prints its port, and appends what it receives to LOG, a JSON object a line. What an HTTP request gets is said by its path;
what an SMTP session gets, by the words of further arguments: starttls, tls, auth, busy, unknown, refuse, silent.
"""
import base64, json, socket, ssl, struct, sys, threading, time
from email.utils import formatdate

kind, log_path = sys.argv[1:3]
files, words = [a for a in sys.argv[3:] if "/" in a], {a for a in sys.argv[3:] if "/" not in a}
context = None
if files:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files[0], files[1])
lock = threading.Lock()


def log(**entry):
    with lock, open(log_path, "a") as file:
        file.write(json.dumps(entry) + "\n")


def serve_http(connection):
    reader = connection.makefile("rb")
    line = reader.readline().decode()
    if not line:
        return
    method, path, _ = line.split(" ", 2)
    headers = {}
    while (line := reader.readline().decode("latin-1").strip()) != "":
        name, value = line.split(":", 1)
        headers[name.lower()] = value.strip()
    body = reader.read(int(headers.get("content-length", 0)))
    log(method=method, path=path, headers=headers, body=body.decode("utf-8", "replace"))
    word = path.split("?")[0].rsplit("/", 1)[-1]
    extra, text = "", "ok"
    if word == "hang":
        time.sleep(60)
    if word == "reset":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return
    if word == "close":
        return
    if word == "nonsense":
        return connection.sendall(b"what do you want\r\n\r\n")
    if word == "endless":
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        try:
            while True:
                connection.sendall(b"1000\r\n" + b"x" * 4096 + b"\r\n")
        except OSError:
            return
    if word == "elsewhere":
        word, extra = "302", "Location: https://user:pw@elsewhere.example/SECRET2\r\n"
    if word == "here":
        word, extra = "307", "Location: /200\r\n"
    if word == "seconds":
        word, extra = "429", "Retry-After: 17\r\n"
    if word == "date":
        word, extra = "503", "Retry-After: " + formatdate(time.time() + 120, usegmt=True) + "\r\n"
    if word == "archived":
        word, text = "410", "channel_is_archived"
    if word == "repeats":
        word, text = "403", "bad key SECRET"
    status = word if word.isdigit() else "200"
    answer = f"HTTP/1.1 {status} Status\r\nContent-Length: {len(text)}\r\n{extra}Connection: close\r\n\r\n{text}"
    connection.sendall(answer.encode())


def serve_smtp(connection):
    secure = "tls" in words
    reader = connection.makefile("rb")

    def say(text):
        connection.sendall(text.encode() + b"\r\n")

    if "silent" in words:
        time.sleep(60)
    if "busy" in words:
        return say("421 too busy")
    say("220 test")
    mail = {"to": [], "secure": secure}
    while (line := reader.readline().decode().rstrip("\r\n")) != "":
        verb = line.split(" ")[0].upper()
        if verb == "EHLO":
            offers = ["250-test"]
            if "starttls" in words and not secure:
                offers.append("250-STARTTLS")
            if "auth" in words and (secure or "plain" in words):
                offers.append("250-AUTH PLAIN LOGIN")
            say("\r\n".join(offers + ["250 SIZE 1000000"]))
        elif verb == "STARTTLS":
            say("220 go on")
            connection = context.wrap_socket(connection, server_side=True)
            reader = connection.makefile("rb")
            secure = mail["secure"] = True
        elif verb == "AUTH":
            answer = line.split(" ")[2] if line.count(" ") > 1 else None
            if answer is None:
                say("334 ")
                answer = reader.readline().decode().strip()
            _, user, password = base64.b64decode(answer).decode().split("\0")
            mail["user"], mail["password"] = user, password
            say("235 welcome" if password == "right" else "535 no")
        elif verb == "MAIL":
            mail["from"] = line
            say("530 log in first" if "auth" in words and "user" not in mail else "250 ok")
        elif verb == "RCPT":
            if "unknown" in words or "nobody" in line:
                say("550 nobody here")
            else:
                mail["to"].append(line)
                say("250 ok")
        elif verb == "DATA":
            say("354 go on")
            content = []
            while (text := reader.readline().decode()) != ".\r\n":
                content.append(text[1:] if text.startswith(".") else text)
            mail["content"] = "".join(content)
            if "refuse" in words:
                say("451 try later")
            else:
                log(**mail)
                say("250 queued")
        elif verb == "QUIT":
            return say("221 bye")
        else:
            say("250 ok")


def serve(connection):
    try:
        if context and (kind == "http" or "tls" in words):
            connection = context.wrap_socket(connection, server_side=True)
        (serve_http if kind == "http" else serve_smtp)(connection)
    except (OSError, ValueError) as error:
        log(error=type(error).__name__)
    finally:
        connection.close()


listener = socket.create_server(("127.0.0.1", 0), backlog=64)
print(listener.getsockname()[1], flush=True)
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
