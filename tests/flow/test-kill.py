#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Imports that are killed, and imports at the same time: the workspace stays usable, in the old state
or in the new one, and what an import said is done is done."""
import hashlib
import os
import random
import shutil
import subprocess
import time

from harness import HEADER, comment, greenplan, main, read, start, test, write

BY_SITE = 'period,activity,quantity,unit,site\n'
MOMENTS = 20
SEED = int(os.environ.get('GREENPLAN_SEED', random.SystemRandom().randrange(1 << 32)))
chance = random.Random(SEED)


def footprint(folder):
    return greenplan('--workspace', 'w', 'footprint', '--by', 'year,source,site', '--format', 'csv',
                     cwd=folder).must(0).out


def import_big(folder):
    return start('--workspace', 'w', 'import', 'big.csv', '--source', 's', cwd=folder,
                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def reset(folder):
    shutil.rmtree(os.path.join(folder, 'w'), ignore_errors=True)
    shutil.copytree(os.path.join(folder, 'base'), os.path.join(folder, 'w'))


def check_evidence(folder):
    kept = os.path.join(folder, 'w', 'evidence')
    for name in os.listdir(kept):
        if '.' not in name:
            assert hashlib.sha256(read(kept, name)).hexdigest() == name, f'evidence/{name} is damaged'
            assert os.path.exists(os.path.join(kept, name + '.ini')), f'{name} lost where it came from'
        else:
            assert name.endswith('.ini') and len(name) == 68, f'evidence/{name} is left over'


@test
def kill_at_random_moments(folder):
    comment(f'GREENPLAN_SEED={SEED}')
    greenplan('init', 'base', cwd=folder).must(0)
    write(folder, 'a.csv', HEADER + '2019-20,natural-gas,1,kWh\n')
    greenplan('--workspace', 'base', 'import', 'a.csv', '--source', 's', cwd=folder).must(0)
    write(folder, 'big.csv', BY_SITE + ''.join(
        f'{2014 + n % 8}-{1 + n % 12:02},natural-gas,{n},kWh,site {n % 997}\n' for n in range(60000)))
    reset(folder)
    old = footprint(folder)
    began = time.monotonic()
    child = import_big(folder)
    _, said = child.communicate()
    whole = time.monotonic() - began
    assert child.returncode == 0, said
    new = footprint(folder)
    assert old != new
    states = []
    for _ in range(MOMENTS):
        reset(folder)
        child = import_big(folder)
        time.sleep(chance.uniform(0, whole))
        child.kill()
        child.communicate()
        states.append(check_after_kill(folder, old, new))
    comment(f'an import takes {whole:.3f} s; after the kills: {" ".join(states)}')
    assert 'old' in states, 'every kill came too late to show anything'


def check_after_kill(folder, old, new):
    after = footprint(folder)
    assert after in (old, new), 'the workspace is neither in the old state nor in the new one'
    check_evidence(folder)
    greenplan('--workspace', 'w', 'import', 'big.csv', '--source', 's', cwd=folder).must(0)
    assert footprint(folder) == new, 'the import cannot be made up for'
    for name in os.listdir(os.path.join(folder, 'w')):
        if name.startswith('greenplan.db'):
            os.remove(os.path.join(folder, 'w', name))
    assert footprint(folder) == new, 'the originals do not give the database again'
    return 'old' if after == old else 'new'


def import_at_once(folder, names):
    children = [start('--workspace', 'w', 'import', name, '--source', 's', cwd=folder,
                      stdout=subprocess.PIPE, stderr=subprocess.PIPE) for name in names]
    said = [child.communicate() for child in children]
    wrong = [(child.returncode, *text) for child, text in zip(children, said) if child.returncode != 0]
    assert not wrong, wrong
    return [out for out, _ in said]


def check_by_year(folder, line):
    run = greenplan('--workspace', 'w', 'footprint', '--by', 'year', '--format', 'csv', cwd=folder).must(0)
    assert run.out.splitlines()[1].startswith(line), run.out


@test
def several_files_imported_at_once(folder):
    """Into a workspace that is new, so that each of them may want to set up its database."""
    for n in range(8):
        write(folder, f'{n}.csv', BY_SITE + f'2019-20,natural-gas,{10 ** n},kWh,{n}\n')
    for _ in range(12):
        shutil.rmtree(os.path.join(folder, 'w'), ignore_errors=True)
        greenplan('init', 'w', cwd=folder).must(0)
        import_at_once(folder, [f'{n}.csv' for n in range(8)])
        check_by_year(folder, b'2019-20,8,11111111,kWh,')


@test
def one_file_imported_by_several_at_once(folder):
    """One of them brings it in; the others find that nothing is left to do."""
    greenplan('init', 'w', cwd=folder).must(0)
    for n in range(4):
        write(folder, f'{n}.csv', BY_SITE + f'2019-20,natural-gas,{10 ** n},kWh,{n}\n')
        said = import_at_once(folder, [f'{n}.csv'] * 6)
        assert sum(b'1 row imported' in out for out in said) == 1, said
        assert sum(b'was imported before; nothing changed' in out for out in said) == 5, said
    check_by_year(folder, b'2019-20,4,1111,kWh,')


main()
