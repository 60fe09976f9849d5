#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pulling over SFTP from a real OpenSSH server on loopback, with keys of its own."""
import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from desk import (HURRY, SECRETS, add_source, evidence, greenplan, kwh, log, make_workspace, pull, rows, secret,
                  state, summary, write)
from harness import comment, main, test

SSHD, SFTP = '/usr/sbin/sshd', '/usr/lib/openssh/sftp-server'
CONFIG = '''
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host_key
PidFile {folder}/sshd.pid
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
PasswordAuthentication yes
KbdInteractiveAuthentication no
UsePAM no
PermitRootLogin yes
Subsystem sftp {sftp}
LogLevel VERBOSE
'''
keys = tempfile.mkdtemp(prefix='greenplan-ssh-')


def make_key(name, passphrase=''):
    path = os.path.join(keys, name)
    if not os.path.exists(path):
        subprocess.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', passphrase, '-C', name, '-f', path], check=True)
    return path


def free_port():
    with socket.create_server(('127.0.0.1', 0)) as server:
        return server.getsockname()[1]


class Sshd:
    """A server of files in @folder/shared until its `with` ends; it lets `user_key` and `locked_key` in."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, 'ssh')
        self.shared = os.path.join(folder, 'shared')
        os.makedirs(self.folder, exist_ok=True)
        os.makedirs(self.shared, exist_ok=True)
        os.makedirs('/run/sshd', exist_ok=True)
        shutil.copy(make_key('host_key'), self.folder)
        with open(os.path.join(self.folder, 'authorized_keys'), 'w', encoding='ascii') as file:
            for name, phrase in (('user_key', ''), ('locked_key', SECRETS['password'])):
                with open(make_key(name, phrase) + '.pub', encoding='ascii') as key:
                    file.write(key.read())

    def __enter__(self):
        for program in (SSHD, SFTP):
            assert os.path.exists(program), f'{program} is missing (Debian: apt-get install openssh-server)'
        self.port = free_port()
        config = write(self.folder, 'sshd_config', CONFIG.format(port=self.port, folder=self.folder, sftp=SFTP))
        with open(os.path.join(self.folder, 'log'), 'wb') as out:
            self.child = subprocess.Popen([SSHD, '-D', '-e', '-f', config], stderr=out, stdin=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(('127.0.0.1', self.port), timeout=1).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError('sshd did not start: ' + self.said())

    def __exit__(self, *_):
        self.child.send_signal(signal.SIGTERM)
        self.child.wait()

    def said(self):
        with open(os.path.join(self.folder, 'log'), encoding='utf-8', errors='replace') as file:
            return file.read()

    def known_hosts(self, name='known_hosts', key='host_key'):
        with open(make_key(key) + '.pub', encoding='ascii') as file:
            return write(self.folder, name, f'[127.0.0.1]:{self.port} {file.read()}')

    def settings(self, **more):
        return {'kind': 'sftp', 'address': f'sftp://{getpass.getuser()}@127.0.0.1:{self.port}{self.shared}',
                'known_hosts': self.known_hosts(), 'key_file': make_key('user_key'), **HURRY, **more}


def put(server, name, text, when=None):
    path = write(server.shared, name, text)
    if when is not None:
        os.utime(path, (when, when))
    return path


@test
def files_come_once(folder):
    make_workspace(folder)
    with Sshd(folder) as server:
        put(server, 'april.csv', rows('2020-04'), 1600000000)
        put(server, 'may with blanks & ü%41.csv', rows('2020-05'), 1600000100)
        put(server, 'notes.txt', 'nothing\n')
        put(server, '.hidden.csv', rows('2021-01'))
        put(server, 'bad\nname.csv', rows('2021-02'))
        os.makedirs(os.path.join(server.shared, 'folder.csv'))
        os.symlink('april.csv', os.path.join(server.shared, 'link.csv'))
        add_source(folder, 's', **server.settings())
        got = summary(pull(folder).must(0))['s']
        assert (got['result'], got['new'], got['rows']) == ('new', '2', '2'), got
        assert kwh(folder) == 300
        ini = b''.join(text for name, text in evidence(folder).items() if name.endswith('.ini')).decode()
        assert f'{server.shared}/april.csv\n' in ini and 'last_modified=2020-09-13T12:26:40Z' in ini, ini
        before = state(folder)
        again = summary(pull(folder).must(0))['s']
        assert (again['result'], again['unchanged']) == ('unchanged', '2'), again
        assert state(folder) == before and log(folder)[1]['bytes'] == '0'


@test
def a_correction_comes_after_what_it_corrects(folder):
    make_workspace(folder)
    with Sshd(folder) as server:
        put(server, 'z-first.csv', rows('2020-04'), 1600000000)
        put(server, 'a-corrected.csv', rows('2020-04', kwh=30), 1600000900)
        add_source(folder, 's', **server.settings())
        pull(folder).must(0)
        assert kwh(folder) == 130
        put(server, 'a-corrected.csv', rows('2020-04', kwh=2500), 1600000900)
        pull(folder).must(0)
        assert kwh(folder) == 2600


@test
def a_file_that_grows_is_left(folder):
    make_workspace(folder)
    with Sshd(folder) as server:
        put(server, 'whole.csv', rows('2020-04'))
        path = put(server, 'growing.csv', rows())
        add_source(folder, 's', **server.settings(retry_base_ms=500))
        writer = subprocess.Popen(['sh', '-c', 'while :; do echo 2020-05,electricity,1,kWh; sleep 0.05; done >>"$0"',
                                   path])
        try:
            run = pull(folder).must(0, 'growing.csv is still being written')
        finally:
            writer.kill()
            writer.wait()
        assert summary(run)['s']['new'] == '1' and kwh(folder) == 200
        assert summary(pull(folder).must(0))['s'] ['new'] == '1'


@test
def a_strange_or_changed_host_is_not_trusted(folder):
    make_workspace(folder)
    before = state(folder)
    with Sshd(folder) as server:
        put(server, 'april.csv', rows('2020-04'))
        add_source(folder, 'changed', **server.settings(known_hosts=server.known_hosts('changed', 'other_host_key')))
        add_source(folder, 'empty', **server.settings(known_hosts=write(server.folder, 'empty', '')))
        add_source(folder, 'missing', **server.settings(known_hosts=os.path.join(server.folder, 'missing')))
        other = write(server.folder, 'elsewhere', '[127.0.0.2]' + open(server.known_hosts()).read()[11:])
        add_source(folder, 'stranger', **server.settings(known_hosts=other))
        run = pull(folder).must(1)
        said = run.err.decode()
        comment(said)
        for name in ('changed', 'empty', 'stranger'):
            assert f'error: {name}: ' in said and said.count('not the one in the file of known hosts') >= 3, said
        assert 'missing, the file of known hosts, is not there' in said
        assert state(folder) == before
        assert 'Accepted' not in server.said(), 'a log-in was made'


@test
def a_wrong_key_or_user(folder):
    make_workspace(folder)
    before = state(folder)
    with Sshd(folder) as server:
        put(server, 'april.csv', rows('2020-04'))
        add_source(folder, 'key', **server.settings(key_file=make_key('strange_key')))
        add_source(folder, 'user', **server.settings(
            address=f'sftp://nobody-of-that-name@127.0.0.1:{server.port}{server.shared}'))
        add_source(folder, 'phrase', **server.settings(key_file=make_key('locked_key', SECRETS['password'])))
        loose = shutil.copy(make_key('user_key'), os.path.join(folder, 'loose_key'))
        os.chmod(loose, 0o644)
        add_source(folder, 'loose', **server.settings(key_file=loose))
        password = server.settings(password_file=secret(folder, 'wrong'))
        del password['key_file']
        add_source(folder, 'password', **password)
        run = pull(folder).must(1, 'error: key: ', 'error: password: ', 'did not accept the user', 'error: user: ', 'error: phrase: ',
                                'others may read it')
        comment(run.err.decode())
        assert state(folder) == before
        assert f'Failed password for {getpass.getuser()} ' in server.said(), server.said()
        assert 'Accepted publickey' not in server.said() and 'Accepted password' not in server.said(), server.said()


@test
def a_key_with_a_passphrase(folder):
    make_workspace(folder)
    with Sshd(folder) as server:
        put(server, 'april.csv', rows('2020-04'))
        phrase = write(folder, 'phrase', SECRETS['password'] + '\n')
        os.chmod(phrase, 0o600)
        add_source(folder, 's', **server.settings(key_file=make_key('locked_key', SECRETS['password']),
                                                  password_file=phrase))
        pull(folder).must(0)
        assert kwh(folder) == 200


@test
def no_server_and_no_folder(folder):
    make_workspace(folder)
    with Sshd(folder) as server:
        add_source(folder, 'folder', **server.settings(address=server.settings()['address'] + '/not-there'))
        pull(folder).must(1, 'no such file or folder on the server')
        settings = server.settings()
    add_source(folder, 'gone', **settings)
    run = pull(folder, 'gone').must(1, 'no connection to the server, also at the last of 5 attempts')
    assert run.err.count(b'follows in') == 4


@test
def known_hosts_cannot_be_left_out(folder):
    make_workspace(folder)
    with Sshd(folder) as server:
        settings = server.settings()
        del settings['known_hosts']
        add_source(folder, 's', **settings)
        pull(folder).must(1, 'w/greenplan.ini: [source s] known_hosts: SFTP needs it')
        assert 'Connection from' not in server.said().split('Server listening')[-1].split('\n', 3)[-1]


@test
def a_file_too_large_and_one_unreadable(folder):
    make_workspace(folder)
    before = state(folder)
    with Sshd(folder) as server:
        put(server, 'huge.csv', rows() + '#' * (2 << 20))
        add_source(folder, 's', **server.settings(max_mb=1))
        pull(folder).must(1, 'larger than “max_mb” allows')
        assert state(folder) == before


if __name__ == '__main__':
    try:
        with open(make_key('user_key'), encoding='ascii') as file:
            SECRETS['key'] = file.read().split('\n')[2]
        main()
    finally:
        shutil.rmtree(keys)
