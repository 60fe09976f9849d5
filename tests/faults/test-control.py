#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""That the sweep can fail: an import without its transactions that is interrupted where it writes leaves the
workspace between the old state and the new one, or with an original whose cells never come.

usage: test-control.py PROGRAM SOURCE_ROOT SHIM
"""
import os
import sys

from sweep import CHANGES_NOTHING, LOCKS, make_case, one_more_import, prepare_runs, sweep
from harness import comment, main, test

SHIM = {'LD_PRELOAD': os.path.abspath(sys.argv[3]), 'GREENPLAN_WITHOUT': 'transactions'}


def add(fault):
    def without_transactions(folder):
        tally = sweep(make_case(folder, one_more_import), fault, CHANGES_NOTHING | LOCKS, env=SHIM)
        comment(f'{fault}: {tally.describe()}; {len(tally.faults)} points with faults, such as:')
        comment(tally.faults[0] if tally.faults else 'none')
        assert len(tally.faults) >= 5, 'the sweep does not notice that there are no transactions'
        assert tally['old'] > 0 and tally['new'] > 0, 'the shim breaks more than transactions'
    without_transactions.__name__ = f'without_transactions_{fault}'
    test(without_transactions)


prepare_runs()
for name in ('signal=KILL', 'error=ENOSPC', 'error=EIO'):
    add(name)
main()
