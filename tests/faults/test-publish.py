#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A publication that is killed, or told that the disk is full or broken, at every system call, or that
loses power after it: afterwards it is there whole or not at all, and the next one can be made.

usage: test-publish.py PROGRAM SOURCE_ROOT kill|no-space|io-error|power-loss
"""
import os
import random
import shutil
import sys

from disk import Disk
from sweep import (CALL, CHANGES_NOTHING, LOCKS, QUESTIONS, Case, Tally, digest, importing, inject, is_about,
                   make_files, points, prepare_runs, program, require_strace, restore, run, use_one_edition,
                   workspace, writes_answer)
from harness import comment, greenplan, main, test

KINDS = {
    'kill': ('signal=KILL', CHANGES_NOTHING | LOCKS),
    'no-space': ('error=ENOSPC', CHANGES_NOTHING | LOCKS),
    'io-error': ('error=EIO', QUESTIONS),
}
KIND = sys.argv[3]
N_RANDOM = 3
COMMAND = ('publish', '--by', 'Ann', '--date', '2026-01-02')


def published(folder):
    """Every publication with its SHA-256, if all are whole."""
    return run(folder, 'publications', '--format', 'csv').must(0).out


def prepare(folder, n_before):
    require_strace(folder)
    use_one_edition(folder)
    make_files(folder)
    greenplan('init', 'w', cwd=folder, run=program(folder)).must(0)
    run(folder, *importing(folder, 'a.csv')).must(0)
    for _ in range(n_before):
        run(folder, *COMMAND[:-1], '2026-01-01').must(0)
    base = os.path.join(folder, 'base')
    shutil.copytree(workspace(folder), base)
    old = published(folder)
    run(folder, *COMMAND).must(0)
    return Case(folder, base, COMMAND, old, published(folder), {})


def judge(case):
    now = published(case.folder)
    state = 'old' if now == case.old else 'new' if now == case.new else 'between'
    if state == 'between':
        yield f'it is in between: {now}'
    again = run(case.folder, *case.command)
    if again.code != 0:
        yield f'the next one cannot be made: {again.err}'
    if state == 'old' and published(case.folder) != case.new:
        yield f'the next one is another: {published(case.folder)}'
    checked = run(case.folder, 'verify', '--published')
    if checked.code != 0:
        yield f'not all is well: {checked.out} {checked.err}'
    for name in os.listdir(os.path.join(workspace(case.folder), 'published')):
        if not name.endswith('.json'):
            yield f'published/{name} is left over'


def look(case, verdicts):
    """The state, and what is wrong with it, which is looked at once if several runs left the same."""
    left = digest(workspace(case.folder))
    if left not in verdicts:
        state = 'old' if published(case.folder) == case.old else 'new'
        verdicts[left] = (state, list(judge(case)))
    return verdicts[left]


def sweep(case):
    fault, passed_over = KINDS[KIND]
    tally, verdicts = Tally(), {}
    for point in points(case, fault, passed_over):
        done = inject(case, point, fault)
        state, wrong = look(case, verdicts)
        tally[state] += 1
        tally['told'] += done.code > 0
        if b'Published as' in done.out and state == 'old':
            wrong = [*wrong, f'it said that it was done, and it was not: {done.out}']
        if done.code == 1 and state == 'new' and not writes_answer(point.call, point.where):
            wrong = [*wrong, f'it said that it failed, and it was done: {done.err}']
        if done.code < 0 and done.code != -9 or b'CRITICAL' in done.err:
            wrong = [*wrong, f'it crashed: {done.code} {done.err}']
        if wrong:
            tally.faults.append(f'{fault} at {point.call} number {point.n} ({point.where[:300]}):\n  '
                                + '\n  '.join(wrong))
    return tally


def lose_power(case):
    """After each call: without all that was not synced, and with parts of it."""
    chance, tally, verdicts = random.Random(1), Tally(), {}
    restore(case)
    trace = os.path.join(case.folder, 'trace')
    disk = Disk(workspace(case.folder))
    run(case.folder, *case.command, under=('strace', '-f', '-y', '-s', '9999999', '-o', trace)).must(0)
    with open(trace, encoding='latin-1') as file:
        calls = [match.groups() for match in map(CALL.match, file) if match]
    for call, arguments in calls:
        if not (writes_answer(call, arguments) or is_about(workspace(case.folder), arguments)):
            continue
        if not disk.note(call, arguments):
            continue
        for generator in (None, *[chance] * N_RANDOM):
            shutil.rmtree(workspace(case.folder))
            disk.leave(workspace(case.folder), generator)
            state, wrong = look(case, verdicts)
            tally[state] += 1
            if b'Published as' in disk.said and state == 'old':
                wrong = [*wrong, 'it said that it was done, and it is lost']
            if wrong:
                tally.faults.append(f'after {call}({arguments[:200]}:\n  ' + '\n  '.join(wrong))
    return tally


def add(n_before, name):
    def at_every_call(folder):
        tally = (lose_power if KIND == 'power-loss' else sweep)(prepare(folder, n_before))
        comment(f'{KIND}, {name}: {tally.describe()}')
        assert tally['old'] >= 10 and tally['new'] >= 1, 'too few states were found'
        assert not tally.faults, '\n'.join(tally.faults)
    at_every_call.__name__ = name + '_at_every_call'
    test(at_every_call)


prepare_runs()
add(0, 'first_publication')
add(1, 'one_more_publication')
main()
