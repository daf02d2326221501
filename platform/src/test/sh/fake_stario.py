"""A Stario that only remembers users, with one fault that its first argument names; prints its port.

For the tests of smoke-tests.sh: each check must be seen to fail. What is asked is written to standard error.
"""
import http.server
import json
import sys
import threading

fault = sys.argv[1]
users, tokens, lock = {}, {}, threading.Lock()
PNG = bytes.fromhex("89504e470d0a1a0a") + b"poster"


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def give(self, status, body):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def user(self):
        return tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}")
        asked = f"{self.command} {self.path}"
        print(asked, file=sys.stderr, flush=True)
        if asked == fault:
            return self.give(500, b'{"problem": "broken\x1b[31m on purpose"}')
        if self.command == "GET":
            if self.path == "/metrics":
                return self.give(200, b"# TYPE x counter\nhttp_requests_total{status=\"200\"} 1\n")
            return self.give(
                200,
                {
                    "/flags": {"voice_quiz": True},
                    "/artists": [{"id": "nobody" if fault == "no artist" else "test"}],
                }.get(self.path, {"status": "ok"}),
            )
        email, password = body.get("email"), body.get("password")
        with lock:
            if asked == "POST /auth/register":
                if email in users and fault != "registers twice":
                    return self.give(409, {"problem": "there is such a user"})
                users[email] = password
                return self.give(201, {"email": email})
            if asked == "POST /auth/login":
                if users.get(email) != password:
                    return self.give(401, {"problem": "no"})
                tokens["t0ken-" + password] = email
                return self.give(200, {"token": "t0ken-" + password})
            if asked == "DELETE /auth/me":
                users.pop(self.user(), None)
                return self.give(204, b"")
        if asked == "POST /posters/generate" and fault == "switched off" and self.user():
            return self.give(403, {"detail": "the feature poster_gen is switched off"})
        if asked == "POST /posters/generate":
            if not self.user() and fault != "posters for all":
                return self.give(401, {"problem": "who are you?"})
            return self.give(200, b"no picture" if fault == "no PNG" else PNG)
        return self.give(200, {"allowed": True})

    do_GET = do_POST = do_DELETE = answer


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
