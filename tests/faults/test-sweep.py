#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An import that is killed, or told that the disk is full or broken, at every system call: afterwards
the workspace is in its old state or in its new one.

usage: test-sweep.py PROGRAM SOURCE_ROOT kill|no-space|io-error
"""
import sys

from sweep import CASES, CHANGES_NOTHING, LOCKS, QUESTIONS, make_case, prepare_runs, sweep
from harness import comment, main, test

KINDS = {
    'kill': ('signal=KILL', CHANGES_NOTHING | LOCKS),
    'no-space': ('error=ENOSPC', CHANGES_NOTHING | LOCKS),
    'io-error': ('error=EIO', QUESTIONS),
}
fault, passed_over = KINDS[sys.argv[3]]


def add(prepare):
    def at_every_call(folder):
        tally = sweep(make_case(folder, prepare), fault, passed_over)
        n_points = sum(count for state, count in tally.items() if state != 'told')
        comment(f'{fault}, {prepare.__name__}: {n_points} points: {tally.describe()}')
        assert n_points >= 40, 'too few calls were found'
        assert not tally.faults, '\n'.join(tally.faults)
    at_every_call.__name__ = prepare.__name__ + '_at_every_call'
    test(at_every_call)


prepare_runs()
for case in CASES:
    add(case)
main()
