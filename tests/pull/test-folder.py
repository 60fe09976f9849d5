#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pulling from watched folders and from files; settings that cannot be followed."""
import os
import subprocess

from desk import (add_source, evidence, greenplan, harness, kwh, log, make_workspace, pull, rows, state, summary,
                  write)
from harness import main, obey_modes, test

FAST = {'retry_base_ms': 4}


def folder_source(folder, **more):
    path = os.path.join(folder, 'inbox')
    os.makedirs(path, exist_ok=True)
    return {'kind': 'folder', 'address': path, **FAST, **more}


def put(folder, name, text, when=None):
    path = write(os.path.join(folder, 'inbox'), name, text)
    if when is not None:
        os.utime(path, (when, when))
    return path


@test
def files_that_fit_come_once(folder):
    make_workspace(folder, ('s', folder_source(folder)))
    put(folder, 'april.csv', rows('2020-04'))
    put(folder, 'may.CSV', rows('2020-05'))
    put(folder, 'notes.txt', 'nothing')
    put(folder, '.part.csv', rows('2021-04'))
    os.makedirs(os.path.join(folder, 'inbox', 'folder.csv'))
    os.mkfifo(os.path.join(folder, 'inbox', 'pipe.csv'))
    os.symlink('/etc/passwd', os.path.join(folder, 'inbox', 'link.csv'))
    run = pull(folder).must(0, 'link.csv is a link, a folder or a device and is left alone', 'pipe.csv is a link')
    got = summary(run)['s']
    assert (got['new'], got['rows'], got['result']) == ('1', '1', 'new'), got
    assert b'root:' not in b''.join(evidence(folder).values())
    before = state(folder)
    assert summary(pull(folder).must(0))['s']['unchanged'] == '1'
    assert state(folder) == before and log(folder)[-1]['files'] == '0'


@test
def the_order_is_that_of_writing(folder):
    make_workspace(folder, ('s', folder_source(folder, pattern='*-2020.csv')))
    put(folder, 'z-2020.csv', rows('2020-04'), 1600000000)
    put(folder, 'a-2020.csv', rows('2020-04', kwh=30), 1600000900)
    put(folder, 'a-2021.csv', rows('2021-04'))
    got = summary(pull(folder).must(0))['s']
    assert (got['new'], got['superseded']) == ('2', '1'), got
    assert kwh(folder) == 130


@test
def touched_copied_and_changed_files(folder):
    make_workspace(folder, ('s', folder_source(folder)))
    path = put(folder, 'jan.csv', rows('2020-01'), 1600000000)
    pull(folder).must(0)
    put(folder, 'jan-corrected.csv', rows('2020-01', kwh=40), 1600000100)
    pull(folder).must(0)
    assert kwh(folder) == 140
    os.utime(path)
    pull(folder).must(0)
    assert kwh(folder) == 140, 'a touch is no correction'
    put(folder, 'jan.csv', rows('2020-01', kwh=7))
    pull(folder).must(0)
    assert kwh(folder) == 107


@test
def a_file_that_is_being_written_is_left(folder):
    make_workspace(folder, ('s', folder_source(folder, retry_base_ms=300)))
    put(folder, 'whole.csv', rows('2020-04'))
    path = put(folder, 'growing.csv', rows())
    writer = subprocess.Popen(['sh', '-c', 'while :; do echo 2020-05,electricity,1,kWh; sleep 0.02; done >>"$0"', path])
    try:
        run = pull(folder).must(0, 'growing.csv is still being written', 'left for the next time: 1')
    finally:
        writer.kill()
        writer.wait()
    assert summary(run)['s']['new'] == '1' and kwh(folder) == 200
    assert summary(pull(folder).must(0))['s']['new'] == '1'


@test
def one_bad_file_does_not_keep_the_others_out(folder):
    make_workspace(folder, ('s', folder_source(folder)))
    put(folder, 'a.csv', 'no header\n1\n', 1600000000)
    put(folder, 'b.csv', rows('2020-04'), 1600000100)
    run = pull(folder).must(3, 'error: s: a.csv: ')
    assert summary(run)['s']['new'] == '1' and kwh(folder) == 200
    assert log(folder)[-1]['result'] == 'failed'


@test
def one_file_by_name(folder):
    make_workspace(folder, ('s', {'file': 'energy.csv', **FAST}), ('by-hand', {'encoding': 'utf-8'}))
    pull(folder).must(1, 'error: s: w/energy.csv could not be read: there is no such file')
    write(os.path.join(folder, 'w'), 'energy.csv', rows('2020-04'))
    pull(folder).must(0)
    write(os.path.join(folder, 'w'), 'energy.csv', rows('2020-04', kwh=11))
    pull(folder, 's').must(0)
    assert kwh(folder) == 111
    pull(folder, 'by-hand').must(1, '[source by-hand] has no address', 'greenplan import FILE --source by-hand')
    pull(folder, 'by-hnd').must(1, 'no [source by-hnd]; did you mean “by-hand”?')


@test
def the_same_bytes_for_two_sources(folder):
    make_workspace(folder, ('a', folder_source(folder)), ('b', folder_source(folder)))
    put(folder, 'a.csv', rows('2020-04'))
    pull(folder).must(0, 'note: b: what came is the same as a.csv, which was brought in for the source a')
    assert kwh(folder) == 200


@test
def nothing_to_pull(folder):
    make_workspace(folder)
    pull(folder).must(1, 'there is nothing to pull')


@test
def a_folder_called_incoming_is_the_trusts_own(folder):
    make_workspace(folder, ('s', {'kind': 'folder', 'address': 'incoming', **FAST}))
    for name in ('incoming', 'incoming/2020', 'incoming/pull-x', 'incoming/pull-77'):
        os.makedirs(os.path.join(folder, 'w', name))
        write(os.path.join(folder, 'w', name), 'a.csv', rows('2020-04'))
    greenplan('--workspace', 'w', 'pull', cwd=folder).must(0)
    left = sorted(os.path.relpath(root, folder) for root, _, names in os.walk(os.path.join(folder, 'w', 'incoming')) if names)
    assert left == ['w/incoming', 'w/incoming/2020', 'w/incoming/pull-x'], left
    assert kwh(folder) == 200 and b'address=incoming/a.csv' in b''.join(evidence(folder).values())


@test
def no_folder(folder):
    settings = folder_source(folder)
    os.rmdir(settings['address'])
    make_workspace(folder, ('s', settings))
    pull(folder).must(1, 'inbox is not a folder, or is not there')


BAD = (
    ({'adress': 'x'}, '[source s] adress: it is not a setting of a source; did you mean “address”?'),
    ({'kind': 'ftp'}, '[source s] kind: it must be one of file, folder, https, sftp'),
    ({'kind': 'https'}, '[source s] address: it is missing'),
    ({'kind': 'https', 'address': 'http://a.example/'}, '[source s] address: the address must begin with https://'),
    ({'kind': 'https', 'address': 'file:///etc/passwd'}, 'must begin with https://'),
    ({'kind': 'https', 'address': 'https://ann:pw@a.example/'}, 'an address must not hold a password'),
    ({'kind': 'https', 'address': 'https://ann@a.example/'}, 'an address must not hold a user'),
    ({'kind': 'https', 'address': 'https://a b/'}, 'it is not an address'),
    ({'kind': 'sftp', 'address': 'sftp://a:b@h/x', 'known_hosts': 'k'}, 'must not hold a password'),
    ({'kind': 'sftp', 'address': 'sftp://a@h/x', 'known_hosts': 'k'}, '[source s] key_file: SFTP needs it'),
    ({'kind': 'https', 'address': 'https://a/', 'token_file': 'a', 'token_env': 'b'}, 'keep one of them'),
    ({'kind': 'https', 'address': 'https://a/', 'user': 'a'}, '“user” and “password_file” go together'),
    ({'kind': 'https', 'address': 'https://a/', 'pages': 'next'}, '“pages=next” needs it'),
    ({'kind': 'https', 'address': 'https://a/', 'pages': 'cursor'}, 'needs “cursor” and “cursor_parameter”'),
    ({'kind': 'https', 'address': 'https://a/', 'pages': 'number', 'page_parameter': 'p'}, 'and “records”'),
    ({'kind': 'https', 'address': 'https://a/', 'records': 'data'}, '[source s] records: it must be a path'),
    ({'kind': 'https', 'address': 'https://a/', 'total': '/t'}, '[source s] total: it needs “records”'),
    ({'kind': 'https', 'address': 'https://a/{from}'}, '[source s] begins: an address with {from} or {to} needs it'),
    ({'kind': 'https', 'address': 'https://a/{to}', 'begins': 'May'}, '[source s] begins: it must be a day'),
    ({'dates': '%d %B'}, '[source s] dates: it may have'),
    ({'window': 'a week'}, '[source s] window: it must be a number of days'),
    ({'every': 'fortnight'}, '[source s] every: it must be one of day, week'),
    ({'kind': 'https', 'address': 'https://a/', 'proxy': 'http://ann:pw@p.example:3128'},
     '[source s] proxy: the address of a proxy must not hold a user or a password'),
    ({'kind': 'https', 'address': 'https://a/', 'proxy': 'ftp://p.example'}, '[source s] proxy: the address of a proxy must begin'),
    ({'kind': 'https', 'address': 'https://a/', 'pinned_key': '/etc/key.pem'}, '[source s] pinned_key: it must be a digest'),
    ({'max_mb': '0'}, '[source s] max_mb: it must be a number from 1 to 4096'),
    ({'time_budget': '-1'}, '[source s] time_budget: it must be a number'),
)


@test
def settings_that_cannot_be_followed(folder):
    make_workspace(folder)
    plain = harness.read(folder, 'w', 'greenplan.ini')
    for settings, words in BAD:
        write(os.path.join(folder, 'w'), 'greenplan.ini', plain)
        add_source(folder, 's', **settings)
        pull(folder).must(1, 'greenplan: w/greenplan.ini: ', words)
    for text, words in (('[source s]\nfile=a\nfile=b\n', '[source s] file: it is there twice'),
                        ('[source s]\nfile=a\n[source t]\n[source s]\n', '[source s] this group: it is there twice'),
                        ('[source ]\nfile=a\n', 'it needs a name')):
        write(os.path.join(folder, 'w'), 'greenplan.ini', plain + b'\n' + text.encode())
        pull(folder).must(1, words)


@test
def settings_of_reading_are_told_before_anything_is_fetched(folder):
    inbox = folder_source(folder)
    make_workspace(folder, ('a', {**inbox, 'format': 'nonsuch'}), ('b', {**inbox, 'site': 'MAIN'}),
                   ('c', {**inbox, 'format': 'meter-monthly', 'styles': 'd-m'}), ('good', inbox))
    put(folder, 'april.csv', rows('2020-04'))
    before = evidence(folder)
    pull(folder, 'a', 'b', 'c').must(1, 'error: a: w/greenplan.ini: [source a] has the format “nonsuch”',
                                     'error: b: w/greenplan.ini: [source b] site: it is for files in a format of their own',
                                     'error: c: w/greenplan.ini: [source c]: ')
    assert evidence(folder) == before and {line['files'] for line in log(folder)} == {'0'}
    assert summary(pull(folder).must(3))['good']['new'] == '1'


@test
def a_log_that_was_torn_and_one_that_cannot_be_written(folder):
    make_workspace(folder, ('s', folder_source(folder)))
    put(folder, 'a.csv', rows('2020-04'))
    pull(folder).must(0)
    path = os.path.join(folder, 'w', 'pull-log.csv')
    with open(path, 'ab') as file:
        file.write(b'2026-01-01T00:00:00Z,s,"torn')
    pull(folder).must(0)
    assert harness.read(path).split(b'\n')[-2].startswith(b'20') and b'"torn\n20' in harness.read(path)
    os.chmod(path, 0o400)
    run = greenplan('--workspace', 'w', 'pull', cwd=folder, before=obey_modes)
    run.must(1, 'pull-log.csv could not be written: you do not have permission')


if __name__ == '__main__':
    main()
