"""Firefox without a window, driven by its Marionette protocol."""

import base64
import json
import shutil
import socket
import subprocess
import time

PREFERENCES = """
user_pref("marionette.port", 0);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.page", 0);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
"""


class Firefox:
    """A browser with one page."""

    def __init__(self, profile, width, height):
        (profile / "user.js").write_text(PREFERENCES)
        program = shutil.which("firefox-esr") or "firefox"
        browser = [program, "--headless", "--marionette", "--no-remote", "--profile", profile]
        self.process = subprocess.Popen(
            [*browser, f"--width={width}", f"--height={height}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.buffer, self.last = b"", 0
        try:
            self.socket = socket.create_connection(("127.0.0.1", self._port(profile)))
            self._read()  # what it is and which protocol it speaks
            self.call("WebDriver:NewSession")
            self.call("WebDriver:SetWindowRect", width=width, height=height)
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("Marionette:Quit", flags=["eForceQuit"])
            self.process.wait(10)
        except (OSError, RuntimeError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()

    def _port(self, profile, patience=60):
        """Where it listens, which it writes into its profile."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and self.process.poll() is None:
            file = profile / "MarionetteActivePort"
            if file.exists() and (text := file.read_text().strip()):
                return int(text)
            time.sleep(0.05)
        raise RuntimeError("firefox does not start")

    def open(self, url):
        self.call("WebDriver:Navigate", url=url)

    def evaluate(self, expression):
        return self.call("WebDriver:ExecuteScript", script=f"return ({expression});", args=[])["value"]

    def run(self, script):
        self.call("WebDriver:ExecuteScript", script=script, args=[])

    def screenshot(self):
        return base64.b64decode(self.call("WebDriver:TakeScreenshot", full=False, hash=False)["value"])

    def call(self, command, **params):
        self.last += 1
        message = json.dumps([0, self.last, command, params]).encode()
        self.socket.sendall(b"%d:%s" % (len(message), message))
        while (answer := self._read())[:2] != [1, self.last]:
            pass
        _, _, error, result = answer
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return result

    def _read(self):
        """The next message: its length in decimal digits, a colon, and JSON."""
        while b":" not in self.buffer:
            self.buffer += self._some()
        length, _, self.buffer = self.buffer.partition(b":")
        while len(self.buffer) < int(length):
            self.buffer += self._some()
        message, self.buffer = self.buffer[: int(length)], self.buffer[int(length) :]
        return json.loads(message)

    def _some(self):
        some = self.socket.recv(65536)
        if not some:
            raise RuntimeError("firefox has ended")
        return some
