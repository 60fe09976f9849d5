# SPDX-License-Identifier: MIT
"""The board pack under what can go wrong while it is written: kills, full disks, a gnuplot that fails or
hangs, two at once, folders that must not be touched."""
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import stat
import subprocess
import time

from harness import comment, greenplan, main, obey_modes, read, start, test, write

ACTIVITY = 'period,activity,quantity,unit\n' + ''.join(
    f'{year}-{(year + 1) % 100:02},natural-gas,{1000000 - (year - 2018) * 30000},kWh\n' for year in range(2018, 2026))
TARGETS = 'name,boundary,baseline_year,target_year,reduction_percent,shape\nT,ncf,2019-20,2031-32,47,linear\n'
REPORT = ('report', '--input', 'a.csv', '--targets', 't.csv', '--no-pdf', '--output')
WITH_PDF = tuple(word for word in REPORT if word != '--no-pdf')
HIDDEN = '.greenplan-pack-'


def prepare(folder):
    write(folder, 'a.csv', ACTIVITY)
    write(folder, 't.csv', TARGETS)


def tree(path):
    """Every file below a folder with its bytes, and every folder."""
    found = {}
    for place, folders, names in os.walk(path):
        for name in folders:
            found[os.path.relpath(os.path.join(place, name), path)] = None
        for name in names:
            full = os.path.join(place, name)
            found[os.path.relpath(full, path)] = hashlib.sha256(read(full)).hexdigest()
    return found


def must_be_whole(path):
    """A pack is whole if it is what its manifest says, and each picture ends as such."""
    files = {name for name, digest in tree(path).items() if digest is not None}
    listed = json.loads(read(path, 'greenplan-pack.json'))['files']
    assert files == {*listed, 'greenplan-pack.json'}, files.symmetric_difference(listed)
    assert 'charts/trajectory.svg' in files
    for name in files:
        end = read(path, name)[-16:]
        assert not name.endswith('.svg') or end.strip().endswith(b'</svg>'), (name, end)
        assert not name.endswith('.png') or b'IEND' in end, (name, end)
        assert not name.endswith('.pdf') or b'%%EOF' in end, (name, end)


def hidden(folder):
    return [name for name in os.listdir(folder) if name.startswith(HIDDEN)]


def make_program(folder, name, text):
    os.makedirs(os.path.join(folder, 'bin'), exist_ok=True)
    path = write(folder, 'bin/' + name, text)
    os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
    return {'PATH': os.path.join(folder, 'bin') + ':/usr/bin:/bin'}


def start_quietly(folder, *args, **more):
    return start(*args, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)


@test
def the_pdf_is_there_or_nothing_is(folder):
    prepare(folder)
    greenplan(*WITH_PDF, 'p', cwd=folder).must(0)
    must_be_whole(os.path.join(folder, 'p'))
    assert read(folder, 'p', 'board-pack.pdf').startswith(b'%PDF-')
    old = tree(os.path.join(folder, 'p'))
    for script in ('#!/bin/sh\nexit 1\n', '#!/bin/sh\nexit 0\n', '#!/bin/sh\nkill -9 $$\n', '#!/nowhere/sh\n'):
        env = make_program(folder, 'chromium', script)
        greenplan(*WITH_PDF, 'p', cwd=folder, env=env).must(1, '(--no-pdf leaves it out)', 'Chromium')
        assert tree(os.path.join(folder, 'p')) == old and hidden(folder) == []
    real = shutil.which('gnuplot')
    os.makedirs(os.path.join(folder, 'only'))
    os.symlink(real, os.path.join(folder, 'only', 'gnuplot'))
    env = {'PATH': os.path.join(folder, 'only')}
    greenplan(*WITH_PDF, 'q', cwd=folder, env=env).must(1, 'Chromium is not installed', '--no-pdf')
    assert not os.path.lexists(os.path.join(folder, 'q')) and hidden(folder) == []
    greenplan(*REPORT, 'q', cwd=folder, env=env).must(0)
    assert not os.path.lexists(os.path.join(folder, 'q', 'board-pack.pdf'))


@test
def a_pack_is_whole_and_the_same_again(folder):
    prepare(folder)
    greenplan(*REPORT, 'p', cwd=folder).must(0, 'report: charts')
    must_be_whole(os.path.join(folder, 'p'))
    first = tree(os.path.join(folder, 'p'))
    greenplan(*REPORT, 'p', cwd=folder).must(0)
    greenplan(*REPORT, 'q', cwd=folder).must(0)
    assert tree(os.path.join(folder, 'p')) == tree(os.path.join(folder, 'q')) == first
    assert hidden(folder) == [] and os.listdir(os.path.join(folder, '.tmpdir')) == []


@test
def killed_at_any_moment_the_folder_is_the_old_one_or_the_new_one(folder):
    prepare(folder)
    pack = os.path.join(folder, 'p')
    greenplan(*REPORT, 'p', cwd=folder).must(0)
    old = tree(pack)
    write(folder, 'a.csv', ACTIVITY.replace('1000000', '2000000'))
    greenplan(*REPORT, 'new', cwd=folder).must(0)
    new = tree(os.path.join(folder, 'new'))
    began = time.monotonic()
    greenplan(*REPORT, 'new', cwd=folder).must(0)
    seconds = time.monotonic() - began
    random.seed(7)
    n_old = n_left = 0
    for _ in range(16):
        child = start_quietly(folder, *REPORT, 'p')
        time.sleep(random.uniform(0, seconds * 1.5))
        child.kill()
        child.wait()
        now = tree(pack)
        assert now in (old, new)
        n_old += now == old
        n_left += len(hidden(folder)) > 0
        if now == new:
            break
    comment(f'{n_old} kills left the old pack, {n_left} left a hidden folder behind')
    assert n_old > 0 and n_left > 0
    time.sleep(0.5)  # a gnuplot that lost its parent may still write into the hidden folder of the dead
    greenplan(*REPORT, 'p', cwd=folder).must(0)
    assert tree(pack) == new and hidden(folder) == []


@test
def killed_around_the_swap_nothing_is_between(folder):
    """Each system call from the first sync of the hidden folder on, as the last one."""
    prepare(folder)
    pack = os.path.join(folder, 'p')
    greenplan(*REPORT, 'p', cwd=folder).must(0)
    old = tree(pack)
    write(folder, 'a.csv', ACTIVITY.replace('1000000', '2000000'))
    greenplan(*REPORT, 'new', cwd=folder).must(0)
    new = tree(os.path.join(folder, 'new'))
    seen = set()
    for call in ('renameat2', 'flock', 'mkdir', 'rmdir', 'unlink'):
        for n in (1, 5):
            under = ('strace', '-qq', '-o', os.devnull, '-e', f'inject={call}:signal=KILL:when={n}')
            run = greenplan(*REPORT, 'p', cwd=folder, under=under)
            now = tree(pack)
            assert now in (old, new), (call, n)
            seen.add((run.code != 0, now == new))
    assert (True, False) in seen and (True, True) in seen, seen
    greenplan(*REPORT, 'p', cwd=folder).must(0)
    assert tree(pack) == new and hidden(folder) == []


@test
def a_call_that_fails_leaves_the_folder_as_it_was(folder):
    prepare(folder)
    pack = os.path.join(folder, 'p')
    greenplan(*REPORT, 'p', cwd=folder).must(0)
    old = tree(pack)
    write(folder, 'a.csv', ACTIVITY.replace('1000000', '2000000'))
    for call, failure, words in (
            ('renameat2', 'EINVAL', 'cannot swap two folders'), ('renameat2', 'EBUSY', 'a disk of its own'),
            ('renameat2', 'EACCES', 'you do not have permission'), ('mkdir', 'ENOSPC', 'the disk is full'),
            ('fsync', 'EIO', 'could not be'), ('fsync', 'ENOSPC', 'the disk is full')):
        under = ('strace', '-qq', '-o', os.devnull, '-e', f'inject={call}:error={failure}')
        run = greenplan(*REPORT, 'p', cwd=folder, under=under).must(1, 'greenplan: ', words)
        assert HIDDEN.encode() not in run.err, run.err
        assert tree(pack) == old, (call, failure)
        assert hidden(folder) == [], (call, failure)


@test
def a_full_disk_leaves_the_folder_as_it_was(folder):
    """A limit on the size of files stands in for the disk: the largest picture does not fit."""
    prepare(folder)
    pack = os.path.join(folder, 'p')
    greenplan(*REPORT, 'p', cwd=folder).must(0)
    old = tree(pack)

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))

    run = greenplan(*REPORT, 'p', cwd=folder, before=limit).must(1, 'greenplan: ')
    assert HIDDEN.encode() not in run.err
    assert tree(pack) == old and hidden(folder) == []
    greenplan(*REPORT, 'q', cwd=folder, before=limit).must(1, 'greenplan: ')
    assert not os.path.lexists(os.path.join(folder, 'q')) and hidden(folder) == []


@test
def a_gnuplot_that_fails_leaves_the_folder_as_it_was(folder):
    prepare(folder)
    pack = os.path.join(folder, 'p')
    greenplan(*REPORT, 'p', cwd=folder).must(0)
    old = tree(pack)
    real = shutil.which('gnuplot')
    for script, words in (
            ('#!/bin/sh\necho no colours >&2\nexit 1\n', 'no colours'), ('#!/bin/sh\nexit 0\n', 'greenplan: '),
            ('#!/bin/sh\nkill -9 $$\n', 'gnuplot was killed'), ('#!/nowhere/sh\n', 'could not be started'),
            (f'#!/bin/sh\ncase "$5" in pdf) exit 3;; esac\nexec {real} "$@"\n', 'gnuplot failed')):
        env = make_program(folder, 'gnuplot', script)
        greenplan(*REPORT, 'p', cwd=folder, env=env).must(1, words)
        assert tree(pack) == old and hidden(folder) == []
        greenplan(*REPORT, 'none', cwd=folder, env=env).must(1, words)
        assert not os.path.lexists(os.path.join(folder, 'none')) and hidden(folder) == []
    assert os.listdir(os.path.join(folder, '.tmpdir')) == []


@test
def a_gnuplot_that_hangs_is_stopped(folder):
    prepare(folder)
    env = make_program(folder, 'gnuplot', '#!/bin/sh\nexec /usr/bin/sleep 600\n')
    began = time.monotonic()
    greenplan(*REPORT, 'p', cwd=folder, env=env).must(1, 'gnuplot took longer than 30 seconds')
    assert 29 < time.monotonic() - began < 45
    assert not os.path.lexists(os.path.join(folder, 'p')) and hidden(folder) == []


@test
def two_at_once_both_write_it_whole(folder):
    prepare(folder)
    for there in (False, True):
        children = [start_quietly(folder, *REPORT, 'p') for _ in range(3)]
        for _ in range(200):
            if os.path.lexists(os.path.join(folder, 'p')):
                must_be_whole(os.path.join(folder, 'p'))
            if all(child.poll() is not None for child in children):
                break
            time.sleep(0.01)
        assert [child.wait() for child in children] == [0, 0, 0], there
        must_be_whole(os.path.join(folder, 'p'))
        assert hidden(folder) == []


@test
def folders_of_others_are_never_touched(folder):
    prepare(folder)
    os.makedirs(os.path.join(folder, 'mine', 'deep'))
    write(folder, 'mine/deep/letter.txt', 'Dear')
    before = tree(os.path.join(folder, 'mine'))
    for name in ('mine', 'mine/', './mine/../mine', os.path.join(folder, 'mine')):
        greenplan(*REPORT, name, cwd=folder).must(2, 'holds no pack of greenplan')
    for manifest in ('', '[]', '{"greenplan_pack": 1}', '{"files": ["deep/letter.txt"]}', 'x' * 100,
                     '{"greenplan_pack": 1, "files": ["deep/other.txt", 7, null]}'):
        write(folder, 'mine/greenplan-pack.json', manifest)
        words = 'deep/letter.txt' if 'greenplan_pack' in manifest and 'files' in manifest else 'holds no pack'
        greenplan(*REPORT, 'mine', cwd=folder).must(2, words)
    os.unlink(os.path.join(folder, 'mine', 'greenplan-pack.json'))
    assert tree(os.path.join(folder, 'mine')) == before and hidden(folder) == []
    greenplan(*REPORT, '/', cwd=folder).must(2)
    greenplan(*REPORT, '/proc/pack', cwd=folder).must(1, 'greenplan: ')
    greenplan(*REPORT, '..', cwd=os.path.join(folder, 'mine')).must(2)


@test
def links_are_followed_and_stay(folder):
    prepare(folder)
    os.mkdir(os.path.join(folder, 'real'))
    os.symlink('real', os.path.join(folder, 'link'))
    for _ in range(2):
        greenplan(*REPORT, 'link', cwd=folder).must(0)
        assert os.readlink(os.path.join(folder, 'link')) == 'real'
        must_be_whole(os.path.join(folder, 'real'))
    os.symlink('nowhere', os.path.join(folder, 'dangling'))
    greenplan(*REPORT, 'dangling', cwd=folder).must(1, 'there is no such file or folder')
    os.symlink('round', os.path.join(folder, 'round'))
    greenplan(*REPORT, 'round', cwd=folder).must(1, 'greenplan: ')
    # A link inside a pack is no part of it, and where it leads to is safe.
    os.mkdir(os.path.join(folder, 'precious'))
    write(folder, 'precious/x', 'x')
    os.symlink('../precious', os.path.join(folder, 'real', 'more'))
    greenplan(*REPORT, 'real', cwd=folder).must(2, 'more')
    os.unlink(os.path.join(folder, 'real', 'more'))
    assert hidden(folder) == []
    # Nor does a link among the leftovers lead out of them.
    name = HIDDEN + hashlib.sha256(b'real').hexdigest()[:12] + '-abcdef'
    os.mkdir(os.path.join(folder, name))
    os.symlink('../precious', os.path.join(folder, name, 'out'))
    os.symlink('precious', os.path.join(folder, name[:-6] + 'ghijkl'))
    greenplan(*REPORT, 'real', cwd=folder).must(0)
    assert read(folder, 'precious', 'x') == b'x' and not os.path.lexists(os.path.join(folder, name))


@test
def hostile_names_are_names(folder):
    prepare(folder)
    for name in ('a b', "it's", '$(touch canary)', '`touch canary`', ';touch canary', '--output', '-rf', '*',
                 'l\n2', '\x1b[31mred', '\u202egnp', 'x' * 255, '%s%n', '"quoted"', '\\', '.hidden', '…'):
        run = greenplan(*REPORT[:-1], '--output=' + name, cwd=folder).must(0)
        must_be_whole(os.path.join(folder, name))
        assert b'\x1b' not in run.out + run.err and '\u202e'.encode() not in run.out, name
    greenplan(*REPORT, 'x' * 256, cwd=folder).must(1, 'greenplan: ')
    assert hidden(folder) == [] and not os.path.lexists(os.path.join(folder, 'canary'))


@test
def a_parent_that_is_read_only_is_told(folder):
    prepare(folder)
    parent = os.path.join(folder, 'parent')
    os.mkdir(parent)
    greenplan(*REPORT, 'parent/p', cwd=folder).must(0)
    os.chmod(parent, 0o555)
    try:
        for name in ('parent/p', 'parent/q'):
            greenplan(*REPORT, name, cwd=folder, before=obey_modes).must(
                1, 'parent could not be written: you do not have permission')
    finally:
        os.chmod(parent, 0o755)
    must_be_whole(os.path.join(parent, 'p'))
    assert os.listdir(parent) == ['p']


@test
def the_folder_keeps_its_permissions(folder):
    prepare(folder)
    os.umask(0o027)
    try:
        greenplan(*REPORT, 'p', cwd=folder).must(0)
        assert stat.S_IMODE(os.stat(os.path.join(folder, 'p')).st_mode) == 0o750
        os.chmod(os.path.join(folder, 'p'), 0o2775)
        greenplan(*REPORT, 'p', cwd=folder).must(0)
        assert stat.S_IMODE(os.stat(os.path.join(folder, 'p')).st_mode) == 0o2775
    finally:
        os.umask(0o022)


main()
