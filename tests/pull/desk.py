# SPDX-License-Identifier: MIT
"""What the scripts of this folder share: workspaces with sources, and what must not change in them.

A script is run as `test-NAME.py PROGRAM`; ../flow/harness.py tells the rest.
"""
import csv
import io
import os
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, 'flow'))

import harness  # noqa: E402
from harness import HEADER, greenplan, write  # noqa: E402

# Canaries: whatever they are given as, no output and no file of a workspace may ever hold them.
SECRETS = {'token': 'canary-token-5f1c0a77', 'password': 'canary-password-90d2be', 'wrong': 'canary-wrong-31c9'}
HURRY = {'retry_base_ms': 4, 'stall_seconds': 1, 'time_budget': 20}


def rows(*months, kwh=100):
    return HEADER + ''.join(f'{month},electricity,{kwh},kWh\n' for month in months)


def make_workspace(folder, *sources):
    """A workspace in which a source `before` has brought one file by hand."""
    greenplan('init', 'w', cwd=folder).must(0)
    write(folder, 'before.csv', rows('2019-04'))
    greenplan('--workspace', 'w', 'import', 'before.csv', '--source', 'before', cwd=folder).must(0)
    for name, settings in sources:
        add_source(folder, name, **settings)


def add_source(folder, name, **settings):
    with open(os.path.join(folder, 'w', 'greenplan.ini'), 'a', encoding='utf-8') as file:
        file.write(f'\n[source {name}]\n' + ''.join(f'{key}={value}\n' for key, value in settings.items()))


def https(server, path='/data.csv', **more):
    """Settings of an HTTPS source, in a hurry."""
    return {'kind': 'https', 'address': f'https://{server.host}{path}',
            'ca_file': os.path.join(os.path.dirname(server.certificate), 'ca.pem'), **HURRY, **more}


def secret(folder, kind):
    """A file of mode 0600 with a canary."""
    path = write(folder, kind + '.secret', SECRETS[kind] + '\n')
    os.chmod(path, 0o600)
    return path


def pull(folder, *names, env=None):
    run = greenplan('--workspace', 'w', 'pull', *names, '--format', 'csv', cwd=folder, env=env)
    check_no_secret(folder, run)
    check_nothing_left(folder)
    return run


def summary(run):
    """The rows of the printed summary by source."""
    return {row['source']: row for row in csv.DictReader(io.StringIO(run.out.decode()))}


def log(folder):
    with open(os.path.join(folder, 'w', 'pull-log.csv'), encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file))


def evidence(folder):
    kept = os.path.join(folder, 'w', 'evidence')
    return {name: harness.read(kept, name) for name in os.listdir(kept)}


def database(folder):
    """Everything that the database says, as text."""
    connection = sqlite3.connect(os.path.join(folder, 'w', 'greenplan.db'))
    text = '\n'.join(connection.iterdump())
    connection.close()
    return text


def state(folder):
    return evidence(folder), database(folder)


def kwh(folder):
    """The quantity in the figures."""
    run = greenplan('--workspace', 'w', 'footprint', '--by', 'activity', '--components', 'direct',
                    '--boundary', 'all', '--format', 'csv', cwd=folder).must(0)
    return sum(float(row['quantity']) for row in csv.DictReader(io.StringIO(run.out.decode())))


def check_nothing_left(folder):
    assert not os.path.exists(os.path.join(folder, 'w', 'incoming')), 'incoming/ is left over'


def check_no_secret(folder, run):
    said = {'its output': run.out, 'its messages': run.err}
    for root, _, names in os.walk(os.path.join(folder, 'w')):
        said.update({name: harness.read(root, name) for name in names})
    for where, text in said.items():
        for canary in SECRETS.values():
            assert canary.encode() not in text, f'{canary} is in {where}'
