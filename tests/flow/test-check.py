#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""greenplan check on the invented trust: each planted fault is found where it was planted and nothing else is; the
clean trust, with a pandemic, boilers, a closed site and LEDs in it, raises none. And what acknowledging must never do."""
import calendar
import csv
import io
import json
import os
import random
import resource
import signal
import subprocess
import sys

from harness import comment, greenplan, main, read, start, test, write

FACTORS = sys.argv[2]
SEED = int(os.environ.get('GREENPLAN_SEED', random.SystemRandom().randrange(1 << 32)))
chance = random.Random(SEED)
# Every kind must be planted at least once.
CODES = {'gap', 'zero', 'spike', 'unit-slip', 'sites-differ', 'estimated', 'swapped', 'same-figures', 'stale'}


def findings(*args, folder, code):
    run = greenplan(*args, 'check', '--format', 'json', cwd=folder).must(code)
    return json.loads(run.out)['findings']


def planted():
    path = os.path.join(os.path.dirname(FACTORS), 'data', 'sample', 'northmoor-faulty', 'planted-faults.csv')
    lines = [line for line in io.StringIO(read(path).decode()) if not line.startswith('#')]
    return list(csv.DictReader(lines))


def is_of(fault, finding):
    """Whether a finding is about what was planted."""
    first, last = (finding['first_day'] or '')[:7], (finding['last_day'] or '')[:7]
    from_, until = fault['period'], fault['until'] or fault['period']
    if until[5:7] > '12' or fault['code'] == 'sites-differ':  # a financial year
        from_, until = f'{from_[:4]}-04', f'{int(until[:4]) + 1}-03'
    return (finding['code'] == fault['code'] and fault['source'] in finding['source'].split(' + ') and
            fault['activity'] in (finding['activity'] or '', '') and
            (not fault['site'] or fault['site'] in (finding['site'] or '').split(' + ')) and
            first <= until and from_ <= last)


@test
def the_clean_trust_raises_nothing(folder):
    greenplan('init', 'n', '--sample', 'northmoor', cwd=folder).must(0)
    found = findings('--workspace', 'n', folder=folder, code=0)
    assert found == [], found


@test
def every_planted_fault_is_found_and_nothing_else(folder):
    greenplan('init', 'n', '--sample', 'northmoor-faulty', cwd=folder).must(0)
    found = findings('--workspace', 'n', folder=folder, code=3)
    faults = planted()
    assert {fault['code'] for fault in faults} == CODES, faults
    for fault in faults:
        of_it = [finding for finding in found if is_of(fault, finding)]
        comment(f'{fault["code"]}: {[finding["id"] + " " + finding["code"] for finding in of_it]}')
        assert len(of_it) == 1, f'{fault}: {of_it}'
        found.remove(of_it[0])
    assert found == [], found


@test
def the_same_whatever_the_order_of_rows(folder):
    comment(f'GREENPLAN_SEED={SEED}')
    greenplan('init', 'n', '--sample', 'northmoor-faulty', cwd=folder).must(0)
    lines = [line for line in read(folder, 'n', 'meters.csv').decode().splitlines() if not line.startswith('#')]
    answers = []
    for _ in range(3):
        write(folder, 'meters.csv', '\n'.join(lines) + '\n')
        run = greenplan('check', '--input', 'meters.csv', '--format', 'json', cwd=folder).must(3)
        answers.append(run.out)
        rows = lines[1:]
        chance.shuffle(rows)
        lines[1:] = rows
    assert answers[0] == answers[1] == answers[2]
    assert len(json.loads(answers[0])['findings']) >= 5, answers[0]


def small_workspace(folder):
    rows = ''.join(f'{2023 + (m + 3) // 12}-{(m + 3) % 12 + 1:02},electricity,{0 if m == 5 else 1000 + 37 * (m % 5)},kWh\n'
                   for m in range(14))
    greenplan('init', 'w', cwd=folder).must(0)
    write(folder, 'a.csv', 'period,activity,quantity,unit\n' + rows)
    greenplan('--workspace', 'w', 'import', 'a.csv', '--source', 'bills', cwd=folder).must(0)
    found = findings('--workspace', 'w', folder=folder, code=3)
    assert [finding['code'] for finding in found] == ['zero'], found
    return found[0]['id']


@test
def a_full_disk_leaves_the_old_record(folder):
    """No byte may be written any more: the file of acknowledged findings stays as it was."""
    id_ = small_workspace(folder)
    old = 'id,code,source,activity,site,period,reason,acknowledged_by,acknowledged_on\n1234abcd,x,x,x,x,x,old,me,\n'
    write(os.path.join(folder, 'w'), 'acknowledged.csv', old)

    def no_more_bytes():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    run = greenplan('--workspace', 'w', 'check', '--acknowledge', id_, '--reason', 'why', '--by', 'me', cwd=folder,
                    before=no_more_bytes)
    assert run.code == 1, (run.code, run.err)
    assert read(folder, 'w', 'acknowledged.csv').decode() == old
    greenplan('--workspace', 'w', 'check', '--acknowledge', id_, '--reason', 'why', '--by', 'me', cwd=folder).must(0)
    new = read(folder, 'w', 'acknowledged.csv').decode()
    assert new.startswith(old) and new.count('\n') == 3 and id_ in new, new
    assert findings('--workspace', 'w', folder=folder, code=0)[0]['reason'] == 'why'


@test
def a_reason_cannot_break_the_file_or_the_terminal(folder):
    id_ = small_workspace(folder)
    reason = 'a "quoted", reason\nwith a line break, \x1b[31mred\x1b[0m and \u202eback'
    greenplan('--workspace', 'w', 'check', '--acknowledge', id_, '--reason', reason, '--by', '=me,', cwd=folder).must(0)
    text = read(folder, 'w', 'acknowledged.csv').decode()
    assert '\x1b' not in text and '\u202e' not in text and text.count('\n') == 3, text
    run = greenplan('--workspace', 'w', 'check', '--all', cwd=folder).must(0)
    assert b'\x1b' not in run.out and 'a "quoted", reason' in run.out.decode(), run.out


@test
def hundreds_of_thousands_of_readings(folder):
    """Clean readings, twelve a day at sixteen sites, within the time that a run may take here."""
    days = [f'{year}-{month:02}-{day:02}' for year in range(2020, 2024) for month in range(1, 13)
            for day in range(1, calendar.monthrange(year, month)[1] + 1)]
    with open(os.path.join(folder, 'big.csv'), 'w', encoding='utf-8') as file:
        file.write('period,activity,quantity,unit,site\n')
        for day in days:
            for site in range(16):
                file.write(f'{day},electricity,{100 + site}.5,kWh,S{site}\n' * 12)
    greenplan('check', '--input', 'big.csv', cwd=folder).must(0)


@test
def acknowledged_at_the_same_moment(folder):
    greenplan('init', 'w', '--sample', 'northmoor-faulty', cwd=folder).must(0)
    ids = [finding['id'] for finding in findings('--workspace', 'w', folder=folder, code=3)]
    assert len(ids) >= 8, ids
    children = [start('--workspace', 'w', 'check', '--acknowledge', name, '--reason', f'seen {name}', '--by', 'me',
                      cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for name in ids]
    said = [child.communicate()[1] for child in children]
    assert all(child.returncode in (0, 3) for child in children), said
    kept = read(folder, 'w', 'acknowledged.csv').decode()
    assert [name for name in ids if f'seen {name}' not in kept] == [], kept
    findings('--workspace', 'w', folder=folder, code=0)


main()
