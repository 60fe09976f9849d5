#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""“greenplan me” keeps nothing: every system call is watched, and every file compared.

A run under strace may open files for reading only, may write to nothing but its standard output and error,
and may not talk to anybody. The same watch finds what other commands write, so it can fail.
"""
import hashlib
import os
import re
import subprocess

from harness import greenplan, main, read, test

# Canaries: figures and names that are nowhere else.
MILES, HOME_MILES, ROLE, SITE = '7391.25', '18.625', 'Canary keeper', 'CANARY7'
ANSWERS = ('--car-miles', MILES, '--commute-miles', HOME_MILES, '--commute-by', 'car-bev', '--home-days', '1',
           '--hours-per-week', '30', '--role', ROLE, '--site', SITE, '--year', '2024-25')
FORMATS = ('table', 'csv', 'json')

# Calls that change what is on a disk, whatever file they name.
CHANGING = ('creat', 'mkdir', 'mkdirat', 'mknod', 'mknodat', 'rename', 'renameat', 'renameat2', 'link', 'linkat',
            'symlink', 'symlinkat', 'unlink', 'unlinkat', 'rmdir', 'truncate', 'ftruncate', 'fallocate', 'chmod',
            'fchmod', 'fchmodat', 'chown', 'fchown', 'lchown', 'fchownat', 'utime', 'utimes', 'utimensat', 'futimesat',
            'setxattr', 'lsetxattr', 'fsetxattr', 'copy_file_range', 'sendfile', 'splice', 'memfd_create',
            'io_uring_setup')
TALKING = ('socket', 'socketpair', 'connect', 'bind', 'sendto', 'sendmsg', 'sendmmsg', 'shmget', 'msgget', 'mq_open')
WRITING = ('write', 'writev', 'pwrite64', 'pwritev', 'pwritev2')
STARTING = ('execve', 'execveat', 'fork', 'vfork', 'clone', 'clone3')
CALL = re.compile(r'(?:\d+ +)?(\w+)\((.*)')


def trace(folder, *args):
    """The run, and the lines of its trace."""
    path = os.path.join(folder, 'trace')
    under = ('strace', '-f', '-y', '-s', '64', '-o', path)
    env = {'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0'}  # no leak check under strace
    run = greenplan(*args, cwd=folder, under=under, env=env)
    with open(path, encoding='utf-8', errors='replace') as file:
        lines = file.read().splitlines()
    os.remove(path)
    assert any('execve(' in line for line in lines), run.err
    return run, lines


def faults(lines):
    """What the run did beside reading files and printing."""
    found, n_started = [], 0
    for line in lines:
        match = CALL.match(line)
        if not match:
            continue
        call, rest = match.groups()
        if call in ('open', 'openat', 'openat2') and not re.search(r'\bO_RDONLY\b', rest):
            found.append(line)
        elif call in ('open', 'openat', 'openat2') and re.search(r'\bO_(CREAT|TRUNC|TMPFILE)\b', rest):
            found.append(line)
        elif call in CHANGING + TALKING:
            found.append(line)
        elif call in WRITING and not rest.startswith(('1<', '2<')):
            found.append(line)
        elif call == 'mmap' and 'PROT_WRITE' in rest and 'MAP_SHARED' in rest:
            found.append(line)
        elif call in STARTING:
            n_started += 1
            if n_started > 1:  # strace itself starts the program
                found.append(line)
    return found


def snapshot(folder):
    """Every file below: its bytes, and when it was changed."""
    files = {}
    for parent, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = os.path.join(parent, name)
            status = os.lstat(path)
            files[path] = (status.st_mode, status.st_mtime_ns, status.st_ctime_ns, status.st_ino,
                           hashlib.sha256(read(path)).hexdigest() if os.path.isfile(path) else None)
    return files


@test
def without_a_workspace(folder):
    for name in FORMATS:
        run, lines = trace(folder, 'me', *ANSWERS, '--format', name)
        run.must(0)
        assert b'7391.25' in run.out or b'7,391.2' in run.out, run.out
        found = faults(lines)
        assert not found, found


@test
def with_a_workspace(folder):
    greenplan('init', 'w', '--sample', 'devon', cwd=folder).must(0)
    before = snapshot(folder)
    for name in FORMATS:
        run, lines = trace(folder, '--workspace', 'w', 'me', *ANSWERS, '--format', name)
        run.must(0)
        found = faults(lines)
        assert not found, found
        # The folder itself has seen the trace come and go.
        after = snapshot(folder)
        changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        assert not changed, changed


@test
def with_a_workspace_that_may_not_be_written(folder):
    greenplan('init', 'w', '--sample', 'devon', cwd=folder).must(0)
    subprocess.run(['chmod', '-R', 'a-w', os.path.join(folder, 'w')], check=True)
    greenplan('--workspace', 'w', 'me', *ANSWERS, cwd=folder).must(0)
    subprocess.run(['chmod', '-R', 'u+w', os.path.join(folder, 'w')], check=True)


@test
def nothing_of_the_answers_is_in_any_file(folder):
    greenplan('init', 'w', '--sample', 'devon', cwd=folder).must(0)
    for name in FORMATS:
        greenplan('--workspace', 'w', 'me', *ANSWERS, '--format', name, cwd=folder).must(0)
    greenplan('--workspace', 'w', 'me', '--car-miles', MILES, '--car', ROLE, cwd=folder).must(2)
    kept = [path for path in snapshot(folder) if os.path.isfile(path)]
    assert len(kept) > 5
    for path in kept:
        content = read(path)
        for canary in (MILES, HOME_MILES, ROLE, SITE, '7391', '18625'):
            assert canary.encode() not in content, f'{canary} is in {path}'


@test
def the_watch_sees_what_others_write(folder):
    run, lines = trace(folder, 'init', 'w')
    run.must(0)
    found = '\n'.join(faults(lines))
    for call in ('mkdir(', 'O_CREAT', 'rename', 'write('):
        assert call in found, f'{call} was not seen'
    run, lines = trace(folder, '--workspace', 'w', 'footprint')
    run.must(3)
    assert any('greenplan.db' in line for line in faults(lines)), 'the database was not seen'


@test
def it_says_so(folder):
    last = greenplan('me', *ANSWERS, cwd=folder).must(0).out.decode().splitlines()[-1]
    assert last == 'This was worked out on this computer from what you typed. Nothing of it was stored or sent.', last
    greenplan('me', *ANSWERS, '--format', 'csv', cwd=folder).must(0, 'nothing of it was stored or sent')
    assert b'"stored":\tfalse' in greenplan('me', *ANSWERS, '--format', 'json', cwd=folder).must(0).out


main()
