"""Chromium without a window, driven by its DevTools protocol over a pair of pipes."""

import base64
import json
import os
import subprocess
import time


class Chromium:
    """A browser with one page."""

    def __init__(self, profile, width, height):
        commands, self.commands = os.pipe()
        self.answers, answers = os.pipe()
        self.buffer, self.last, self.session = b"", 0, None
        # It reads its commands from descriptor 3 and answers on 4.
        redirected = f'exec "$@" 3<&{commands} 4>&{answers}'
        browser = [
            *("chromium", "--headless=new", "--no-sandbox", "--remote-debugging-pipe", "--no-first-run"),
            *(f"--user-data-dir={profile}", f"--window-size={width},{height}", "--disable-gpu", "about:blank"),
        ]
        self.process = subprocess.Popen(
            ["bash", "-c", redirected, "bash", *browser],
            pass_fds=(commands, answers),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
            self.process.wait(5)
        except (OSError, RuntimeError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()

    def open(self, url):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        if refused := self.call("Page.navigate", url=url).get("errorText"):
            raise RuntimeError(f"{url}: {refused}")
        while not self.evaluate("document.readyState == 'complete'"):
            time.sleep(0.02)

    def evaluate(self, expression):
        return self.run(expression).get("value")

    def run(self, script):
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if details := result.get("exceptionDetails"):
            raise RuntimeError(f"{script}: {details.get('exception', {}).get('description', details['text'])}")
        return result["result"]

    def screenshot(self):
        return base64.b64decode(self.call("Page.captureScreenshot")["data"])

    def call(self, method, **params):
        """The result of a command. Events that come before it are of no interest."""
        self.last += 1
        command = {"id": self.last, "method": method, "params": params}
        if self.session:
            command["sessionId"] = self.session
        os.write(self.commands, json.dumps(command).encode() + b"\0")
        while (answer := self._read()).get("id") != self.last:
            pass
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def _read(self):
        while b"\0" not in self.buffer:
            some = os.read(self.answers, 65536)
            if not some:
                raise RuntimeError("chromium has ended")
            self.buffer += some
        message, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(message)
