#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Publications made at the same time, during imports, of hostile texts, in folders that cannot be written;
and that the same workspace gives the same bytes."""
import json
import os
import shutil
import subprocess

from harness import HEADER, greenplan, main, obey_modes, read, start, test, write

DAY = ('--date', '2026-01-02')


def prepare(folder, name='w'):
    write(folder, 'a.csv', HEADER + '2019-20,natural-gas,1000,kWh\n2020/21,electricity,500.5,kWh\n')
    greenplan('init', name, cwd=folder).must(0)
    greenplan('--workspace', name, 'import', 'a.csv', '--source', 'bills', cwd=folder).must(0)


def publish(folder, *more, name='w', **how):
    return greenplan('--workspace', name, 'publish', '--by', 'Ann', *DAY, *more, cwd=folder, **how)


def rows(folder, name='w'):
    out = greenplan('--workspace', name, 'publications', '--format', 'json', cwd=folder).must(0).out
    return json.loads(out)['rows']


def at_once(folder, commands):
    children = [start('--workspace', 'w', *command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                for command in commands]
    said = [child.communicate() for child in children]
    return [(child.returncode, *text) for child, text in zip(children, said)]


@test
def several_published_at_once(folder):
    prepare(folder)
    for n in range(3):
        done = at_once(folder, [('publish', '--by', f'Person {k}', *DAY) for k in range(6)])
        assert [code for code, _, _ in done] == [0] * 6, done
        assert [row['id'] for row in rows(folder)] == [f'2026-01-02-{k + 1}' for k in range(6 * (n + 1))]
    names = sorted(row['by'] for row in rows(folder))
    assert names == sorted([f'Person {k}' for k in range(6)] * 3), names
    greenplan('--workspace', 'w', 'verify', '--published', cwd=folder).must(0)


@test
def published_during_imports(folder):
    """Whatever came in between, each publication names the originals that its figures are made of."""
    prepare(folder)
    for n in range(10):
        write(folder, f'{n}.csv', HEADER + f'2019-20,natural-gas,{10 ** n},kWh\n')
    for n in range(0, 10, 2):
        done = at_once(folder, [('import', f'{n}.csv', '--source', f's{n}'), ('publish', '--by', 'Ann', *DAY),
                                ('import', f'{n + 1}.csv', '--source', f's{n + 1}'), ('publish', '--by', 'Bo', *DAY)])
        assert all(code in (0, 3) for code, _, _ in done), done
    for row in rows(folder):
        made = json.loads(read(folder, 'w', 'published', row['id'] + '.json'))
        known = 1000 + sum(10 ** int(x['name'][0]) for x in made['originals'] if x['name'] != 'a.csv')
        gas = sum(float(x['quantity']) for x in made['lines']
                  if x['year'] == '2019-20' and x['category'] == 'Fossil fuels')
        assert gas == known, f'{row["id"]}: {gas} kWh, but its originals have {known}'
    greenplan('--workspace', 'w', 'verify', '--published', cwd=folder).must(0)


@test
def the_same_workspace_gives_the_same_bytes(folder):
    """However it came about, whenever, in whatever locale and time zone."""
    prepare(folder)
    prepare(folder, 'v')
    publish(folder, '--note', 'for the board').must(0)
    publish(folder, '--note', 'for the board', name='v', env={'TZ': 'Asia/Tokyo', 'LC_ALL': 'C.UTF-8'}).must(0)
    one, other = (read(folder, name, 'published', '2026-01-02-1.json') for name in 'wv')
    assert one == other
    shutil.copytree(os.path.join(folder, 'w'), os.path.join(folder, 'moved', 'x'))
    for name in ('w', 'moved/x'):
        publish(folder, name=name).must(0)
    one, other = (read(folder, name, 'published', '2026-01-02-2.json') for name in ('w', 'moved/x'))
    assert one == other


@test
def texts_that_want_out(folder):
    prepare(folder)
    said = ['\x1b[2J\x1b]0;title\x07', 'line\r\nid,2026,forged', 'a\u202egnirts', '"}],"seal":"', 'x' * 5000,
            '=1+1', '../../etc/passwd', '<script>']
    for n, text in enumerate(said):
        publish(folder, '--note', text, '--by', text).must(0)
        table = greenplan('--workspace', 'w', 'publications', cwd=folder).must(0).out.decode()
        assert not any(ord(c) < 32 and c != '\n' or c in '\x7f\u202e' for c in table), repr(table)
        assert len(table.splitlines()) == n + 3, table
        shown = greenplan('--workspace', 'w', 'publications', '--show', f'2026-01-02-{n + 1}', cwd=folder).must(0)
        assert not any(byte < 32 and byte != 10 or byte == 127 for byte in shown.out), shown.out
    assert len(rows(folder)) == len(said)
    made = [json.loads(read(folder, 'w', 'published', name)) for name in os.listdir(os.path.join(folder, 'w/published'))]
    assert max(len(one['note']) for one in made) <= 1001
    publish(folder, '--by', '\x1b\x07\x7f').must(2, 'publish needs a name')


@test
def folders_that_cannot_be_written(folder):
    prepare(folder)
    publish(folder).must(0)
    path = os.path.join(folder, 'w', 'published')
    os.chmod(path, 0o555)
    publish(folder, before=obey_modes).must(1, 'published', 'you do not have permission')
    os.chmod(path, 0o755)
    assert os.listdir(path) == ['2026-01-02-1.json']
    os.chmod(os.path.join(path, '2026-01-02-1.json'), 0)
    publish(folder, before=obey_modes).must(1, 'nothing was published', 'you do not have permission')
    os.chmod(os.path.join(path, '2026-01-02-1.json'), 0o444)
    publish(folder).must(0)
    shutil.rmtree(path)
    write(folder, 'w/published', 'a file where the folder should be')
    publish(folder).must(1, 'published')


@test
def a_changed_publication_is_noticed(folder):
    """One byte in the middle: by its seal. A whole file put in its place: by the next one."""
    prepare(folder)
    for _ in range(3):
        publish(folder).must(0)
    path = os.path.join(folder, 'w', 'published', '2026-01-02-2.json')
    good = read(path)
    os.chmod(path, 0o644)
    write(folder, path, good.replace(b'"by": "Ann"', b'"by": "Bob"'))
    greenplan('--workspace', 'w', 'verify', cwd=folder).must(1, '2026-01-02-2.json is not as it was published')
    shutil.copytree(os.path.join(folder, 'w'), os.path.join(folder, 'v'))
    for n in (2, 3):
        os.chmod(os.path.join(folder, f'v/published/2026-01-02-{n}.json'), 0o644)
        os.remove(os.path.join(folder, f'v/published/2026-01-02-{n}.json'))
    greenplan('--workspace', 'v', 'publish', '--by', 'Bob', *DAY, cwd=folder).must(0)
    shutil.copy(os.path.join(folder, 'v/published/2026-01-02-2.json'), path)
    run = greenplan('--workspace', 'w', 'verify', cwd=folder)
    run.must(1, 'published/2026-01-02-2.json is not the file that publication 2026-01-02-3 was made after')
    write(folder, path, good)
    greenplan('--workspace', 'w', 'verify', cwd=folder).must(0)


main()
