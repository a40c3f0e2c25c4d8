"""What the checks of `seep watch` share: numbered values, a watch to start, kill and ask, and the count of what it told.

Every value is an e-mail address with a number, alone on its line. An alert does not tell the value, only its fingerprint:
a scan with the watch's own key tells which number has which.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ADDRESS = re.compile(rb"mail=m(\d+)@quillmoor-post\.org \n")
MIB = 1 << 20


def address(number):
    return b"m%08d@quillmoor-post.org" % number


def line(number):
    return b"2026-11-25 10:00:00 INFO request %08d mail=%s \n" % (number, address(number))


LINE_BYTES = len(line(0))


def add(path, data):
    """Adds to a log as a program does that opens it for each line: a renamed log is not written to any more."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    while data:
        data = data[os.write(file, data):]
    os.close(file)


def wait_until(holds, seconds, pause=0.02):
    """Whether it came to hold within so many seconds."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


class Watch:
    """A watch of a folder's logs, with its state, its alerts and its standard error beside them.

    Flags are added to the command; `alerts=None` tells to standard output.
    """

    def __init__(self, program, folder, *flags, paths=("*.log",), state="state", alerts="alerts.jsonl"):
        self.program = program
        self.state = os.path.join(folder, state)
        self.alerts = alerts and os.path.join(folder, alerts)
        self.errors = os.path.join(folder, "errors")
        self.command = [program, "watch", *(os.path.join(folder, path) for path in paths), "--state", self.state]
        self.command += ["--alerts", self.alerts] if alerts else []
        self.command += flags
        self.process = None

    def start(self, **options):
        with open(self.errors, "ab") as errors:
            self.process = subprocess.Popen(self.command, **{"stdin": subprocess.DEVNULL, "stderr": errors} | options)

    def begin(self):
        """Starts a watch for the first time, and waits until it has looked: what is rotated before is no concern of it."""
        self.start()
        slot = os.path.join(self.state, "checkpoint.1")
        wait_until(lambda: os.path.exists(slot) and os.path.getsize(slot) > 0, 10)

    def is_running(self):
        return self.process.poll() is None

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self, seconds=30):
        """Asks the watch to end. Returns the seconds that it took, and its status: -9 when it had to be killed."""
        # Before it has got so far, a signal ends it as any other program.
        wait_until(lambda: not self.is_running() or self._catches_signals(), 10)
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.kill()
        return time.monotonic() - began, self.process.returncode

    def _status(self, field, base):
        try:
            with open(f"/proc/{self.process.pid}/status") as file:
                found = re.search(field + r":\s+(\w+)", file.read())
        except FileNotFoundError:
            return 0
        return int(found[1], base) if found else 0

    def _catches_signals(self):
        return self._status("SigCgt", 16) >> signal.SIGTERM - 1 & 1 == 1

    def memory(self, field="VmRSS"):
        """Bytes of memory that are resident; with `VmHWM` the most that ever were. 0 when it has ended."""
        return self._status(field, 10) * 1024

    def complaints(self):
        try:
            with open(self.errors, "rb") as file:
                return file.read()
        except FileNotFoundError:
            return b""


class Told:
    """What alerts tell of addresses, read on as they are added to a file: the ids of each fingerprint, as they came."""

    def __init__(self, path):
        self.path = path
        self.ids = {}
        self.lines = 0
        self.broken = 0
        self._offset = 0
        self._rest = b""

    def read(self):
        """Takes what was added. Returns how many findings it tells, and how many of them were told before."""
        try:
            with open(self.path, "rb") as file:
                file.seek(self._offset)
                text = file.read()
        except FileNotFoundError:
            return 0, 0
        self._offset += len(text)
        *lines, self._rest = (self._rest + text).split(b"\n")
        return self.take(lines)

    def take(self, lines):
        count = again = 0
        for text in lines:
            if not text:
                continue  # The end of a line that a killed watch has begun.
            try:
                alert = json.loads(text)
            except ValueError:
                self.broken += 1
                continue
            self.lines += 1
            self.take_alert(alert)
            if alert["event"]["dataset"] != "seep.finding" or alert["rule"]["id"] != "contact.email":
                continue
            ids = self.ids.setdefault(alert["related"]["hash"][0], [])
            count, again = count + 1, again + bool(ids)
            ids.append(alert["event"]["id"])
        return count, again

    def take_alert(self, alert):
        """Called with each alert."""

    def reached(self, values):
        """Whether so many values were told."""
        self.read()
        return len(self.ids) >= values

    def doubled(self):
        """Values that were told with two ids."""
        return sum(len(set(ids)) > 1 for ids in self.ids.values())

    def again(self):
        """Findings that were told before."""
        return sum(len(ids) - 1 for ids in self.ids.values())


def fingerprints(program, key, numbers):
    """The number of each fingerprint: those of a scan with a key."""
    numbers = sorted(numbers)
    with tempfile.NamedTemporaryFile(prefix="seep-planted-") as planted:
        planted.write(b"".join(map(line, numbers)))
        planted.flush()
        scan = subprocess.run([program, "scan", "--format", "jsonl", "--each", "--exit-zero", "--rule", "contact.email",
                               "--key-file", key, planted.name], capture_output=True, check=True)
    found = {}
    for text in scan.stdout.splitlines():
        alert = json.loads(text)
        if alert["event"]["dataset"] == "seep.finding":
            found[alert["related"]["hash"][0]] = numbers[alert["seep"]["line"] - 1]
    return found


def missing(watch, told, numbers, *other_keys):
    """The numbers that nothing was told of, in the order of writing."""
    known = set()
    for key in (os.path.join(watch.state, "key"), *other_keys):
        known.update(number for text, number in fingerprints(watch.program, key, numbers).items() if text in told.ids)
    return sorted(set(numbers) - known)


class Writer:
    """Adds numbered lines to logs of a folder, so many a second to each, and renames them every so many seconds."""

    kept = 10.0

    def __init__(self, folder, logs=1, lines_per_second=500, interval=None):
        self.folder, self.logs, self.lines_per_second, self.interval = folder, logs, lines_per_second, interval
        self.written = set()
        self.over = threading.Event()
        self.threads = []

    def path(self, log):
        return os.path.join(self.folder, f"app{log}.log")

    def work(self):
        return [self.write, self.rotate] if self.interval else [self.write]

    def start(self):
        self.threads = [threading.Thread(target=work, daemon=True) for work in self.work()]
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def write(self):
        began, lines = time.monotonic(), 0
        while not self.over.is_set():
            due = int((time.monotonic() - began) * self.lines_per_second)
            while lines < due and not self.over.is_set():
                for log in range(self.logs):
                    self.write_line(log)
                lines += 1
            time.sleep(0.001)

    def write_line(self, log):
        number = len(self.written) + 1
        add(self.path(log), line(number))
        self.written.add(number)

    def rotate(self):
        turn = 0
        while not self.over.wait(self.interval):
            turn += 1
            for log in range(self.logs):
                path = self.path(log)
                try:
                    self.move(path, f"{path}.{turn}")
                except FileNotFoundError:
                    pass
                # Old generations go, as they do everywhere.
                old = f"{path}.{turn - int(self.kept / self.interval)}"
                if os.path.exists(old):
                    os.unlink(old)

    def move(self, path, rotated):
        os.rename(path, rotated)


class Load:
    """Adds to a log at a steady rate: lines in which nothing is found, and a numbered value after each 64 KiB of them."""

    FILLER = b"2026-11-25 10:00:00 INFO cache warm, 12 entries kept and none dropped in this turn of the wheel\n" * 682

    def __init__(self, path, bytes_per_second):
        self.path, self.bytes_per_second = path, bytes_per_second
        self.written = set()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.write, daemon=True)

    def start(self):
        self.thread.start()

    def stop(self):
        self.over.set()
        self.thread.join()

    def write(self):
        began = time.monotonic()
        while not self.over.is_set():
            if len(self.written) * len(self.FILLER) < (time.monotonic() - began) * self.bytes_per_second:
                number = len(self.written) + 1
                add(self.path, self.FILLER + line(number))
                self.written.add(number)
            else:
                time.sleep(0.001)


class Report:
    """Prints figures, and remembers whether one was missed."""

    def __init__(self):
        self.status = 0
        self._began = time.monotonic()

    def row(self, name, holds, figures):
        now = time.monotonic()
        print(f"{name}: {figures} ({now - self._began:.1f} s){'' if holds else ' - MISSED'}", flush=True)
        self._began = now
        if not holds:
            self.status = 1

    def skip(self, name, reason):
        print(f"{name}: not checked, {reason}", flush=True)


def main(run, document):
    """Runs a check in a folder of its own, and ends with its status: 1 when a figure was missed."""
    parser = argparse.ArgumentParser(description=document, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seep", required=True, help="the program")
    parser.add_argument("--long", action="store_true", help="as much as the README tells of")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--keep", action="store_true", help="leave the folder for a look at it, and print its name")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="seep-watch-")
    report = Report()
    try:
        run(options, folder, report)
    finally:
        if options.keep:
            print(folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(report.status)
