# SPDX-License-Identifier: MIT
"""What the scripts of this folder share: workspaces to import into, the system calls of a run, one fault
at one of them, and whether the workspace is then in its old state or in its new one.

A run is traced once without a fault; every call that touches the workspace is a point. The run is then
repeated for each point, and strace puts the fault there.
"""
import collections
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'flow'))
from harness import greenplan, read, write  # noqa: E402

ALL = os.environ.get('GREENPLAN_FAULTS') == 'all'
# Calls that leave everything as it is: their errors matter only where the disk cannot be read (EIO).
READS = {'read', 'pread64', 'getdents64', 'getdents', 'readv', 'preadv'}
# Calls with few ways to fail, and none that has to do with a full or a broken disk.
QUESTIONS = {'newfstatat', 'fstat', 'stat', 'lstat', 'statx', 'statfs', 'fstatfs', 'access', 'faccessat',
             'faccessat2', 'lseek', 'readlink', 'readlinkat', 'getcwd', 'close'}
CHANGES_NOTHING = READS | QUESTIONS
# A kill at a lock leaves what one at the write after it leaves, and no full disk refuses a lock.
LOCKS = {'fcntl'}
HEADER = 'period,activity,quantity,unit,site\n'
DIMENSIONS = 'year,activity,site,source'
CALL = re.compile(r'^(?:\d+ +)?(\w+)\((.*)$')
DONE = (0, 3)

Point = collections.namedtuple('Point', 'call n where')  # the @n-th @call of the run
Case = collections.namedtuple('Case', 'folder base command old new verdicts')


class Tally(collections.Counter):
    """How often each state was found, and what was wrong."""

    def __init__(self):
        super().__init__()
        self.faults = []

    def describe(self):
        return ', '.join(f'{count} {state}' for state, count in sorted(self.items()))


def prepare_runs():
    """Faults do not need a real disk, and a memory disk does not wait for one. Under strace leaks cannot be
    looked for, and a shim comes before the library of AddressSanitizer."""
    os.environ['ASAN_OPTIONS'] = os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0:verify_asan_link_order=0'
    if os.path.isdir('/dev/shm') and os.access('/dev/shm', os.W_OK):
        tempfile.tempdir = '/dev/shm'


def program(folder):
    return os.path.join(folder, 'bin', 'greenplan')


def use_one_edition(folder):
    """An installed greenplan with the factors of one year, which starts in a third of the time."""
    share = os.path.join(folder, 'share', 'greenplan')
    os.makedirs(os.path.join(folder, 'bin'))
    for part in ('', '-pull'):
        shutil.copy(sys.argv[1] + part, program(folder) + part)
    for name in ('factors', 'data', 'plots'):
        shutil.copytree(os.path.join(sys.argv[2], name), os.path.join(share, name))
    lines = read(share, 'factors', 'sets.csv').splitlines(keepends=True)
    write(share, 'factors/sets.csv', b''.join(lines[:1] + [x for x in lines if x.startswith(b'ukgov-2019.')]))


def require_strace(folder):
    try:
        done = subprocess.run(['strace', '-f', '-o', os.path.join(folder, 'trace'), 'true'],
                              capture_output=True, text=True)
    except FileNotFoundError:
        raise AssertionError('these tests need strace (Debian: apt-get install strace)') from None
    assert done.returncode == 0, (
        'strace may not trace here, and without it no fault can be put anywhere (in a container, allow '
        f'ptrace: --cap-add=SYS_PTRACE): {done.stderr}')


# --- Workspaces ---------------------------------------------------------------------------------


def workspace(folder):
    return os.path.join(folder, 'w')


def restore(case):
    shutil.rmtree(workspace(case.folder), ignore_errors=True)
    shutil.copytree(case.base, workspace(case.folder))


def forget_database(path):
    for name in os.listdir(path):
        if name.startswith('greenplan.db'):
            os.remove(os.path.join(path, name))


def run(folder, *command, **how):
    return greenplan('--workspace', workspace(folder), *command, cwd=folder, run=program(folder), **how)


def figures(folder):
    """Everything that the workspace answers, also beside the figures."""
    answer = run(folder, 'footprint', '--by', DIMENSIONS, '--format', 'csv')
    return answer.code, answer.out, answer.err


def importing(folder, name):
    return ('import', os.path.join(folder, 'in', name), '--source', 'meters')


def make_files(folder):
    os.mkdir(os.path.join(folder, 'in'))
    write(folder, 'in/a.csv', HEADER + '2019-05,natural-gas,100,kWh,A\n2019-06,electricity,30,kWh,B\n')
    write(folder, 'in/b.csv', HEADER + '2019-06,electricity,40.5,kWh,C\n2019-07,natural-gas,7,kWh,A\n'
                                       '2019-07,electricity,3,kWh,B\n')


def first_import(folder):
    """There is no database yet, and nothing that is kept."""
    forget_database(workspace(folder))
    os.rmdir(os.path.join(workspace(folder), 'evidence'))
    return importing(folder, 'a.csv')


def one_more_import(folder):
    run(folder, *importing(folder, 'a.csv')).must(0)
    return importing(folder, 'b.csv')


def superseding_import(folder):
    """What comes counts instead of some rows of an older file, which must lose them at the same moment."""
    write(folder, 'in/c.csv', HEADER + '2019-04,natural-gas,9,kWh,A\n2019-05,natural-gas,110,kWh,A\n')
    run(folder, *importing(folder, 'a.csv')).must(0)
    return importing(folder, 'c.csv')


def counted_again(folder):
    """An older file that was superseded comes into force again."""
    run(folder, *superseding_import(folder)).must(0, 'no longer count')
    return *importing(folder, 'a.csv'), '--again'


def pull(folder):
    """A new file in a watched folder."""
    os.mkdir(os.path.join(folder, 'in', 'inbox'))
    with open(os.path.join(workspace(folder), 'greenplan.ini'), 'a') as settings:
        settings.write(f'\n[source meters]\nkind=folder\naddress={folder}/in/inbox\nretry_base_ms=1\n')
    run(folder, *importing(folder, 'a.csv')).must(0)
    shutil.copy(os.path.join(folder, 'in', 'b.csv'), os.path.join(folder, 'in', 'inbox'))
    return ('pull',)


def rebuild(folder):
    """The database is gone; the next command makes it again from what is kept."""
    one_more_import(folder)
    run(folder, *importing(folder, 'b.csv')).must(0)
    forget_database(workspace(folder))
    return ('footprint', '--by', DIMENSIONS, '--format', 'csv')


def changed_rules(folder):
    """A unit is new, so that everything is read again into a database that is there."""
    one_more_import(folder)
    with open(os.path.join(workspace(folder), 'units.csv'), 'a') as file:
        file.write('sack,kg,25\n')
    return importing(folder, 'b.csv')


CASES = [first_import, one_more_import, superseding_import, counted_again, pull, rebuild, changed_rules]


def make_case(folder, prepare):
    require_strace(folder)
    use_one_edition(folder)
    make_files(folder)
    greenplan('init', 'w', cwd=folder, run=program(folder)).must(0)
    command = prepare(folder)
    base = os.path.join(folder, 'base')
    shutil.copytree(workspace(folder), base)
    case = Case(folder, base, command, None, None, {})
    old = figures(folder)
    restore(case)
    run(folder, *command).must(0)
    new = figures(folder)
    assert new[0] == 0 and (old != new or command[0] == 'footprint'), 'the case shows nothing'
    return case._replace(old=old, new=new)


# --- Points -------------------------------------------------------------------------------------


def traced(case, options, **how):
    """A run of the case under strace, and what was traced."""
    restore(case)
    trace = os.path.join(case.folder, 'trace')
    done = run(case.folder, *case.command, under=('strace', '-f', '-y', '-s', '0', '-o', trace, *options), **how)
    with open(trace, errors='replace') as file:
        return done, file.read().splitlines()


def writes_answer(call, arguments):
    return call == 'write' and re.match(r'[12]<', arguments) is not None


def is_about(path, arguments):
    """Whether the arguments of a call have the path, or one below it."""
    return re.search(re.escape(os.path.realpath(path)) + '[/">]', arguments) is not None


def touches(case, call, arguments):
    """Whether a call is about the workspace, the file to import, or the answer."""
    return (writes_answer(call, arguments) or is_about(workspace(case.folder), arguments)
            or is_about(os.path.join(case.folder, 'in'), arguments))


def is_unlikely(call, arguments):
    """SQLite waits ten seconds for a lock that it could not give back, and no disk is involved."""
    return call == 'fcntl' and 'l_type=F_UNLCK' in arguments


def points(case, fault, passed_over, **how):
    """Every call of a run without a fault, but those of @passed_over. They come in the same order in every
    run: greenplan has one thread."""
    done, lines = traced(case, (), **how)
    assert done.code in DONE, done.err
    seen, found = collections.Counter(), []
    for line in lines:
        match = CALL.match(line)
        if match is None:
            continue
        call, arguments = match.groups()
        seen[call] += 1
        if (touches(case, call, arguments) and (ALL or call not in passed_over and not (
                fault.startswith('error=') and is_unlikely(call, arguments)))):
            found.append(Point(call, seen[call], arguments))
    return found


def inject(case, point, fault, **how):
    """A run with the fault at the point. @fault is as in strace: signal=KILL, error=EIO."""
    kills = fault == 'signal=KILL'
    quicker = () if kills else ('--seccomp-bpf',)  # under which strace delivers no signal
    done, lines = traced(case, (*quicker, '-e', f'trace={point.call}',
                                '-e', f'inject={point.call}:{fault}:when={point.n}'), **how)
    if kills:
        assert done.code == -9, f'{point} was not reached: exit {done.code} {done.err}'
    else:
        assert any('(INJECTED)' in line for line in lines), f'{point} was not reached: {done.err}'
    return done


# --- Judgement ----------------------------------------------------------------------------------


def check_evidence(folder):
    """Whole files whose name is their SHA-256, each with its sidecar. A sidecar alone may stay."""
    kept = os.path.join(workspace(folder), 'evidence')
    names = os.listdir(kept)
    for name in names:
        if re.fullmatch('[0-9a-f]{64}', name):
            if hashlib.sha256(read(kept, name)).hexdigest() != name:
                yield f'evidence/{name} is damaged'
            if name + '.ini' not in names:
                yield f'evidence/{name} lost where it came from'
            elif b'imported_at=' not in read(kept, name + '.ini'):
                yield f'evidence/{name}.ini is damaged'
        elif not re.fullmatch('[0-9a-f]{64}[.]ini', name):
            yield f'evidence/{name} is left over'


def check_run(case, done, state):
    """What an import said must be so, and what it could not do must be said."""
    said = done.err.decode('utf-8', 'backslashreplace')
    if done.code == 0 or done.code == 3 and ': error: ' not in said or b' imported, ' in done.out:
        if state == 'old':
            yield f'it said that it was done, and it was not: {done.out}'
        if case.command[0] == 'footprint' and (done.code, done.out) != case.new[:2]:
            yield f'the figures are wrong, and nothing is said: {done.out} {said}'
    elif done.code > 0 and not re.search(r'greenplan: .*(/(in|w)\b|the output)', said):
        yield f'the message names no file: {said}'
    if done.code < 0 and done.code != -9:
        yield f'it crashed with signal {-done.code}: {said}'
    if 'CRITICAL' in said or 'WARNING **' in said or 'runtime error:' in said or 'Sanitizer' in said:
        yield said


def must_be_new(case, when):
    now = figures(case.folder)
    if now != case.new:
        yield f'{when} the figures are {now}, not {case.new}'


def check_repeat(case):
    again = run(case.folder, *case.command)
    if again.code not in DONE:
        yield f'it cannot be repeated: {again.err}'
    yield from must_be_new(case, 'after a repeat')


def check_originals(case):
    forget_database(workspace(case.folder))
    yield from must_be_new(case, 'from the originals')


def judge_workspace(case):
    """Returns the state, and what is wrong."""
    now = figures(case.folder)
    state = ('same' if case.old == case.new else 'new') if now == case.new else (
        'old' if now == case.old else 'between')
    wrong = [f'it is in between: {now}'] if state == 'between' else []
    wrong += check_evidence(case.folder)
    later = (check_repeat, check_originals) if state == 'old' else (check_originals, check_repeat)
    for check in later:
        wrong += check(case)
    return state, wrong


def digest(path):
    """Of all names and contents below a folder, but for what processes share about a database (-shm): they
    are gone, and the next one makes it anew."""
    sha256 = hashlib.sha256()
    for folder, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            if not name.endswith('-shm'):
                data = read(folder, name)
                sha256.update(f'{os.path.relpath(folder, path)}/{name} {len(data)}\n'.encode() + data)
    return sha256.digest()


def judge(case, done):
    """The same of a run and of what it left, which is looked at once if several runs left the same."""
    left = digest(workspace(case.folder))
    if left not in case.verdicts:
        case.verdicts[left] = judge_workspace(case)
    state, wrong = case.verdicts[left]
    return state, [*wrong, *check_run(case, done, state)]


def sweep(case, fault, passed_over, **how):
    tally = Tally()
    for point in points(case, fault, passed_over, **how):
        done = inject(case, point, fault, **how)
        state, wrong = judge(case, done)
        tally[state] += 1
        tally['told'] += done.code > 0
        if wrong:
            tally.faults.append(f'{fault} at {point.call} number {point.n} ({point.where[:300]}):\n  '
                                + '\n  '.join(wrong))
    return tally
