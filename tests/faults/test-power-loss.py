#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Imports that end in a loss of power after every system call: only what was synced is sure to be there.
And that this is noticed: with less syncing, imports are lost or the workspace is damaged.

usage: test-power-loss.py PROGRAM SOURCE_ROOT SHIM
"""
import contextlib
import os
import random
import shutil
import subprocess
import sys

from disk import Disk
from sweep import (ALL, CALL, Tally, digest, first_import, is_about, judge, make_case, one_more_import,
                   prepare_runs, rebuild, restore, run, workspace, writes_answer)
from harness import Run, comment, main, test

SEED = int(os.environ.get('GREENPLAN_SEED', random.SystemRandom().randrange(1 << 32)))
N_RANDOM = 40 if ALL else 3
READER = """import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute('SELECT count(*) FROM setting').fetchall()
print('open', flush=True)
sys.stdin.read()"""
comment(f'GREENPLAN_SEED={SEED}')


@contextlib.contextmanager
def reader(case):
    """Another process that has the database open, so that it is not tidied up at the end of an import."""
    child = subprocess.Popen([sys.executable, '-c', READER, os.path.join(workspace(case.folder), 'greenplan.db')],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with child:
        assert child.stdout.readline() == b'open\n'
        yield


def record(case, beside_reader, **how):
    """The disk as it was before the import, and the calls of the import."""
    restore(case)
    trace = os.path.join(case.folder, 'trace')
    with reader(case) if beside_reader else contextlib.nullcontext():
        disk = Disk(workspace(case.folder))
        run(case.folder, *case.command, under=('strace', '-f', '-y', '-s', '9999999', '-o', trace), **how).must(0)
    with open(trace, encoding='latin-1') as file:
        calls = [match.groups() for match in map(CALL.match, file) if match]
    return disk, [x for x in calls if writes_answer(*x) or is_about(workspace(case.folder), x[1])]


def lose_power(case, chance, n_random, beside_reader, **how):
    """After each call: without all that was not synced, and with parts of it."""
    disk, calls = record(case, beside_reader, **how)
    seen, tally = set(), Tally()
    for call, arguments in calls:
        if not disk.note(call, arguments):
            continue
        for generator in (None, *[chance] * n_random):
            shutil.rmtree(workspace(case.folder))
            disk.leave(workspace(case.folder), generator)
            known = digest(workspace(case.folder)) + disk.said
            if known in seen:
                continue
            seen.add(known)
            state, wrong = judge(case, Run(case.command, -9, disk.said, b'', 0))
            tally[state] += 1
            tally['lost'] += state == 'old' and b' imported, ' in disk.said
            tally['damaged'] += any('is damaged' in fault for fault in wrong)
            if wrong:
                tally.faults.append(f'after {call}({arguments[:200]}:\n  ' + '\n  '.join(wrong))
    return tally


def add(prepare, beside_reader=False):
    def after_every_call(folder):
        tally = lose_power(make_case(folder, prepare), random.Random(SEED), N_RANDOM, beside_reader)
        comment(f'{prepare.__name__}: {tally.describe()}')
        assert tally['same'] >= 20 or tally['old'] >= 20 and tally['new'] >= 2, 'too few states were found'
        assert not tally.faults, '\n'.join(tally.faults)
    after_every_call.__name__ = prepare.__name__ + ('_beside_a_reader' if beside_reader else '')
    test(after_every_call)


def add_control(without, expected, beside_reader=False):
    def must_be_noticed(folder):
        shim = {'LD_PRELOAD': os.path.abspath(sys.argv[3]), 'GREENPLAN_WITHOUT': without}
        always_the_same = random.Random(1)
        tally = lose_power(make_case(folder, one_more_import), always_the_same, 5, beside_reader, env=shim)
        comment(f'without {without}: {tally.describe()}; {len(tally.faults)} states with faults, such as:')
        comment(tally.faults[0] if tally.faults else 'none')
        assert tally[expected] > 0, f'what is {expected} without {without} is not noticed'
    must_be_noticed.__name__ = 'without_' + without
    test(must_be_noticed)


prepare_runs()
for case in (first_import, one_more_import, rebuild):
    add(case)
add(one_more_import, beside_reader=True)
add_control('full-sync', 'lost', beside_reader=True)
add_control('any-sync', 'between')
add_control('sync', 'damaged')
main()
