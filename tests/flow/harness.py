# SPDX-License-Identifier: MIT
"""What the scripts of this folder share: tests as functions, TAP, and ways to run greenplan.

A script is run as `test-NAME.py PROGRAM`. Each function under @test is one TAP test with a new
folder of its own; an exception, such as that of a failed assert, fails it. Nothing is skipped.
"""
import ctypes
import os
import subprocess
import sys
import tempfile
import threading
import traceback

SECONDS = 60
MEGABYTE = 1 << 20
HEADER = 'period,activity,quantity,unit\n'

program = os.path.abspath(sys.argv[1])
tests = []


class Run:
    """A run that has ended."""

    def __init__(self, args, code, out, err, peak_bytes):
        self.args, self.code, self.out, self.err = args, code, out, err
        self.peak_bytes = peak_bytes

    def must(self, code, *words):
        """Fails unless it ended with @code and said each of @words on the standard error."""
        said = self.err.decode('utf-8', 'backslashreplace')
        assert self.code == code, f'{self.args}: exit {self.code}, not {code}: {said[:2000]}'
        assert 'CRITICAL **' not in said and 'runtime error:' not in said, said[:2000]
        for word in words:
            assert word in said, f'{self.args}: “{word}” is not in: {said[:2000]}'
        return self


def test(function):
    tests.append(function)
    return function


def environment(folder):
    env = {'LC_ALL': 'C', 'PATH': os.environ.get('PATH', os.defpath)}
    env.update({name: os.path.join(folder, '.' + name.lower()) for name in ('HOME', 'TMPDIR')})
    env.update({k: v for k, v in os.environ.items() if k.endswith(('SAN_OPTIONS', 'MALLOC_PERTURB_'))})
    for name in ('HOME', 'TMPDIR'):
        os.makedirs(env[name], exist_ok=True)
    return env


def start(*args, cwd, under=(), env=None, stdin=subprocess.DEVNULL, stdout, stderr, before=None,
          run=program):
    return subprocess.Popen([*under, run, *args], cwd=cwd, env={**environment(cwd), **(env or {})},
                            stdin=stdin, stdout=stdout, stderr=stderr, preexec_fn=before)


def drain(pipe, into):
    into.append(pipe.read())
    pipe.close()


def greenplan(*args, cwd, under=(), env=None, feed=None, stdout=subprocess.PIPE, before=None, run=program):
    """Runs it to its end, @under a program such as strace. @feed are the bytes for its standard input, one
    after another."""
    child = start(*args, cwd=cwd, under=under, env=env, stdin=subprocess.DEVNULL if feed is None else subprocess.PIPE,
                  stdout=stdout, stderr=subprocess.PIPE, before=before, run=run)
    out, err = [], []
    pipes = [(pipe, into) for pipe, into in ((child.stdout, out), (child.stderr, err)) if pipe]
    readers = [threading.Thread(target=drain, args=pair) for pair in pipes]
    alarm = threading.Timer(SECONDS, child.kill)
    for thread in (*readers, alarm):
        thread.start()
    if feed is not None:
        try:
            for block in feed:
                child.stdin.write(block)
            child.stdin.close()
        except BrokenPipeError:
            pass
    for reader in readers:
        reader.join()
    _, status, usage = os.wait4(child.pid, 0)
    alarm.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    return Run(args, child.returncode, b''.join(out), b''.join(err), usage.ru_maxrss * 1024)


def obey_modes():
    """To run in the child: a root that file modes bind like anybody else."""
    if os.getuid() == 0:
        for capability in (1, 2, 3):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
            if ctypes.CDLL(None, use_errno=True).prctl(24, capability, 0, 0, 0) != 0:
                os._exit(99)


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, 'wb') as file:
        file.write(text if isinstance(text, bytes) else text.encode())
    return path


def read(*parts):
    with open(os.path.join(*parts), 'rb') as file:
        return file.read()


def comment(text, file=None):
    for line in text.splitlines():
        print('#', line, file=file, flush=True)


def main():
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding='utf-8', errors='backslashreplace')
    print(f'1..{len(tests)}')
    n_failed = 0
    for n, function in enumerate(tests, 1):
        name = function.__name__.replace('_', ' ')
        with tempfile.TemporaryDirectory(prefix='greenplan-flow-') as folder:
            try:
                function(folder)
                print('ok', n, '-', name, flush=True)
            except Exception:
                n_failed += 1
                print('not ok', n, '-', name, flush=True)
                comment(traceback.format_exc(), sys.stderr)
    sys.exit(n_failed > 0)
