"""The browser driver's command line; ci/peers/clients/browser.sh starts it."""

import argparse
import pathlib
import signal
import sys
import tempfile
import time

import chromium
import firefox

BROWSERS = {"chromium": chromium.Chromium, "firefox": firefox.Firefox}


def arguments():
    parser = argparse.ArgumentParser(prog="browser.sh", description="Opens a page and waits till it is done.")
    add = parser.add_argument
    add("browser", choices=BROWSERS)
    add("url", help="the page: http, https or file")
    add("--do", metavar="SCRIPT", help="JavaScript that the loaded page runs, once")
    add(
        "--until",
        default="/^(done|failed)/.test(document.title)",
        metavar="EXPRESSION",
        help="JavaScript that is true when the page is done (%(default)s)",
    )
    add("--say", default="document.title", metavar="EXPRESSION", help="JavaScript whose value is printed (%(default)s)")
    add("--limit", type=float, default=600, metavar="SECONDS", help="the most that the page may take (600)")
    add("--screenshot", type=pathlib.Path, metavar="FILE", help="a picture of the window at the end, PNG")
    add("--size", default="1280x1024", metavar="WxH", help="of the window, in pixels (1280x1024)")
    return parser.parse_args()


def main():
    # Whoever ends this program ends the browser.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    options = arguments()
    try:
        done, said = drive(options)
    except (OSError, RuntimeError) as error:
        sys.exit(f"error: {error}")
    print(said)
    if not done:
        sys.exit(f"error: {options.url} was not done after {options.limit:.0f} s: {options.until}")
    if str(said).startswith("failed"):
        sys.exit(1)


def drive(options):
    """Whether the page was done in time, and what it says."""
    width, height = map(int, options.size.split("x"))
    with tempfile.TemporaryDirectory(prefix="browser.", ignore_cleanup_errors=True) as profile:
        with BROWSERS[options.browser](pathlib.Path(profile), width, height) as browser:
            browser.open(options.url)
            if options.do:
                browser.run(options.do)
            done = wait(browser, options)
            said = browser.evaluate(options.say)
            if options.screenshot:
                options.screenshot.write_bytes(browser.screenshot())
    return done, said


def wait(browser, options):
    """Whether the page was done in time."""
    deadline = time.monotonic() + options.limit
    while not browser.evaluate(options.until):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


main()
