#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The same rows give the same bytes: in any order, locale and time zone, and however they came in."""
import os
import random
import subprocess
import sys

from harness import MEGABYTE, comment, greenplan, main, read, test, write

FORMATS = ('table', 'csv', 'json')
LOCALES = {'de_DE.UTF-8': ('de_DE', 'UTF-8'), 'tr_TR.UTF-8': ('tr_TR', 'UTF-8')}
HEADER = 'period,activity,quantity,unit,site,department,role,quality\n'
DIMENSIONS = 'year,activity,scope,component,site,role,quality'
SEED = int(os.environ.get('GREENPLAN_SEED', random.SystemRandom().randrange(1 << 32)))
comment(f'GREENPLAN_SEED={SEED}')
chance = random.Random(SEED)


def random_row():
    activity, unit = chance.choice([('natural-gas', 'kWh'), ('natural-gas', 'MWh'), ('natural-gas', 'therm'),
                                    ('electricity', 'kWh'), ('car-average', 'mile'), ('car-average', 'km'),
                                    ('wood-chips', 'kWh'), ('waste-recycling', 'tonne')])
    year, month = chance.randrange(2014, 2025), chance.randrange(1, 13)
    period = chance.choice([f'{year}-{month:02}-{chance.randrange(1, 29):02}', f'{year}-{month:02}',
                            f'{year}/{(year + 1) % 100:02}'])
    quantity = f'{chance.randrange(-10 ** 6, 10 ** 8)}.{chance.randrange(10 ** 6):06}'
    names = [chance.choice(names) for names in (['', 'Ward i', 'Ward I', 'Ward İ', 'Ward ı'], ['', 'D1'],
                                                ['', 'Nurse', 'Ärztin', 'nurse'],
                                                ['', 'measured', 'estimated', 'modelled'])]
    return ','.join([period, activity, quantity, unit, *names]) + '\n'


def shuffled(rows):
    return chance.sample(rows, len(rows))


def outputs(folder, *args, env=None):
    return [greenplan(*args, '--format', name, cwd=folder, env=env).must(0).out for name in FORMATS]


@test
def any_order_of_the_rows(folder):
    rows = [random_row() for _ in range(500)]
    path = write(folder, 'a.csv', HEADER + ''.join(rows))
    args = ('convert', '--input', path, '--by')
    for by in (DIMENSIONS, 'month,activity', 'gas,edition', 'site,department,role'):
        write(folder, 'a.csv', HEADER + ''.join(rows))
        first = outputs(folder, *args, by)
        assert all(first), 'there is no output'
        for _ in range(4):
            write(folder, 'a.csv', HEADER + ''.join(shuffled(rows)))
            assert outputs(folder, *args, by) == first, f'--by {by} depends on the order of the rows'


@test
def rows_in_one_file_or_in_several(folder):
    rows = [random_row() for _ in range(300)]
    write(folder, 'a.csv', HEADER + ''.join(rows))
    whole = outputs(folder, 'convert', '--input', 'a.csv', '--by', DIMENSIONS)
    for _ in range(3):
        mixed = shuffled(rows)
        for n in range(3):
            write(folder, f'{n}.csv', HEADER + ''.join(mixed[n::3]))
        inputs = [part for n in chance.sample(range(3), 3) for part in ('--input', f'{n}.csv')]
        assert outputs(folder, 'convert', *inputs, '--by', DIMENSIONS) == whole


@test
def any_order_of_imports_and_of_originals(folder):
    rows = [random_row() for _ in range(300)]
    for n in range(3):
        write(folder, f'{n}.csv', HEADER + ''.join(rows[n::3]))
    answers = []
    for k in range(3):
        w = f'w{k}'
        greenplan('init', w, cwd=folder).must(0)
        for n in chance.sample(range(3), 3):
            greenplan('--workspace', w, 'import', f'{n}.csv', '--source', f's{n}', cwd=folder).must(0)
        args = ('--workspace', w, 'footprint', '--by', DIMENSIONS + ',source,month')
        answers.append(outputs(folder, *args))
        for name in os.listdir(os.path.join(folder, w)):
            if name.startswith('greenplan.db'):
                os.remove(os.path.join(folder, w, name))
        assert outputs(folder, *args) == answers[-1], 'the rebuilt database answers otherwise'
        assert outputs(folder, *args) == answers[-1]
    assert answers[1:] == answers[:-1], 'the answers depend on the order of the imports'


def make_locales(folder):
    """German and Turkish, in a folder for LOCPATH; each is shown to be in force."""
    for name, (source, charset) in LOCALES.items():
        done = subprocess.run(['localedef', '-i', source, '-f', charset, os.path.join(folder, name)],
                              capture_output=True, text=True)
        assert os.path.isdir(os.path.join(folder, name)), (
            f'{name} could not be made (Debian: apt-get install locales): {done.stderr}')
    for name, point in (('de_DE.UTF-8', ','), ('tr_TR.UTF-8', ',')):
        code = 'import locale; locale.setlocale(locale.LC_ALL, ""); print(locale.localeconv()["decimal_point"])'
        done = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True,
                              env={**os.environ, 'LOCPATH': folder, 'LC_ALL': name})
        assert done.stdout == point + '\n', f'{name} is not in force: {done.stdout}{done.stderr}'


@test
def any_locale_and_time_zone(folder):
    locales = os.path.join(folder, 'locales')
    os.mkdir(locales)
    make_locales(locales)
    write(folder, 'a.csv', HEADER + ''.join(random_row() for _ in range(300))
          + '2019-20,Natural-Gas,1,kWh,,,,\n2019-20,natural-gas,"1,5",kWh,,,,\n')
    write(folder, 'staff.csv', 'period,site,role,wte\n2019-20,Ward i,Nurse,10.5\n2019-20,,Ärztin,20.25\n')
    write(folder, 'series.csv', 'year,value\n' + ''.join(
        f'{y}-{y - 1999:02},{31400000.5 - 1e6 * (y - 2019)}\n' for y in range(2019, 2026)))
    write(folder, 'targets.csv', 'name,boundary,baseline_year,target_year,reduction_percent,shape\n'
                                 'Isı,ncf,2019-20,2031-32,47.5,linear\n')
    months = [f'{2019 + n // 12}-{n % 12 + 1:02}' for n in range(48)]
    write(folder, 'months.csv', 'date,value\n' + ''.join(f'{m},{1000.5 + 77.25 * (n * n % 13)}\n'
                                                        for n, m in enumerate(months)))
    write(folder, 'heat.csv', 'date,value\n' + ''.join(f'{m},{300.25 - 40.5 * abs(n % 12 - 6)}\n'
                                                      for n, m in enumerate(months)))
    greenplan('init', 'w', '--sample', 'devon', cwd=folder).must(0)
    write(folder, 'actions.csv', 'id,title,category,start,full_effect,expected_kg_per_year,capex_gbp,annual_saving_gbp,'
                                 'lifetime_years,status\nİ1,Isı pompası,Fossil fuels,2021-05,2022-02,1200.5,9000.5,'
                                 '350.25,15,planned\nI2,Lamps,Fossil fuels,2019-05,2019-05,200.5,1,2,9,done\n')
    plan = ('--workspace', 'w', 'actions', '--actions', 'actions.csv')
    commands = [plan, (*plan, '--macc'), (*plan, '--measured'),
                ('spc', '--series', 'months.csv', '--adjust', 'degree-days', '--degree-days', 'heat.csv',
                 '--rebase', '2021-01=Isı pompası'),
                ('spc', '--series', 'months.csv', '--adjust', 'season', '--target', '1200.5'),
                ('weather', '--series', 'months.csv', '--degree-days', 'heat.csv'),
                ('convert', '--input', 'a.csv', '--by', DIMENSIONS),
                ('roles', '--input', 'a.csv', '--workforce', 'staff.csv', '--year', '2019-20'),
                ('trajectory', '--series', 'series.csv', '--targets', 'targets.csv'),
                ('me', '--car-miles', '1200.5', '--commute-miles', '8.25', '--home-days', '1.5', '--year', '2024-25'),
                ('--workspace', 'w', 'footprint'), ('--workspace', 'w', 'roles'),
                ('--workspace', 'w', 'trajectory'),
                ('--workspace', 'w', 'change', '--from', '2013-14', '--to', '2019-20', '--chained')]
    settings = [{'LC_ALL': 'C'}, {'LC_ALL': 'C.UTF-8', 'TZ': 'UTC'},
                {'LC_ALL': 'de_DE.UTF-8', 'TZ': 'XXX-14'}, {'LC_ALL': 'tr_TR.UTF-8', 'TZ': 'XXX+12'},
                {'LC_ALL': '', 'LANG': 'de_DE.UTF-8', 'LANGUAGE': 'de', 'TZ': 'Europe/London'},
                {'LC_ALL': '', 'LC_NUMERIC': 'de_DE.UTF-8', 'LC_CTYPE': 'tr_TR.UTF-8'}]
    for command in commands:
        for name in FORMATS:
            answers = []
            for setting in settings:
                run = greenplan(*command, '--format', name, cwd=folder, env={'LOCPATH': locales, **setting})
                answers.append((run.code, run.out, run.err))
            assert answers[0][0] in (0, 3) and answers[0][1], answers[0]
            for setting, answer in zip(settings, answers):
                assert answer == answers[0], f'{command} {name} differs under {setting}'
    for setting in settings[:4]:
        greenplan('plot', 'trajectory', '--series', 'series.csv', '--targets', 'targets.csv', '--output',
                  'c.svg', cwd=folder, env={'LOCPATH': locales, **setting}).must(0)
        picture = read(folder, 'c.svg')
        assert picture == (first if setting is not settings[0] else picture), f'the chart differs: {setting}'
        first = picture


def hostile_row(n):
    note = chance.choice(['', 'plain', '"a, b"', '"say ""so"""', '"two\nlines"', '"cr\r\nlf"', 'lone " quote'])
    row = random_row().rstrip('\n') + ',' + note
    if n % 97 == 0:
        row = chance.choice(['"open', row + ',too many', 'x', row.replace('natural-gas', f'no-such-{n % 5}'),
                             row + '\0', row.replace(',kWh', ',parsec'), '', ',,,,,,,,', '"a"b,' + row])
    return row + chance.choice(['\n', '\n', '\n', '\r\n'])


@test
def any_number_of_threads(folder):
    """A file of many blocks, whose rows hold about everything that a row may hold, also through a pipe."""
    text = HEADER.rstrip('\n') + ',note\n' + ''.join(hostile_row(n) for n in range(40000))
    assert len(text) > 2 * MEGABYTE
    write(folder, 'a.csv', text)
    for by, name in ((DIMENSIONS, 'csv'), ('month,site,scope', 'json'), ('scope,year', 'table')):
        args = ('convert', '--by', by, '--format', name, '--input')
        one = greenplan(*args, 'a.csv', '--threads', '1', cwd=folder).must(3)
        assert one.out and one.err.count(b'\n') > 100
        for threads in ('2', '16'):
            run = greenplan(*args, 'a.csv', '--threads', threads, cwd=folder).must(3)
            assert (run.out, run.err) == (one.out, one.err), f'{by}, {name}: {threads} threads answer otherwise'
        run = greenplan(*args, '-', cwd=folder, feed=[text[i:i + 5003].encode() for i in range(0, len(text), 5003)])
        assert run.out.replace(b'"stdin"', b'"a.csv"') == one.out, f'{by}, {name}: a pipe answers otherwise'
        assert run.err.replace(b'stdin:', b'a.csv:') == one.err


@test
def a_locale_that_is_not_there(folder):
    write(folder, 'a.csv', HEADER + '2019-20,natural-gas,1.5,kWh,,,,\n')
    args = ('convert', '--input', 'a.csv')
    assert outputs(folder, *args, env={'LC_ALL': 'xx_XX.UTF-8'}) == outputs(folder, *args)


@test
def an_imported_file_by_any_folder_and_day(folder):
    """Neither where the program is called nor where the workspace lies is in an answer."""
    greenplan('init', 'one', '--sample', 'devon', cwd=folder).must(0)
    os.mkdir(os.path.join(folder, 'deep'))
    greenplan('init', 'deep/two', '--sample', 'devon', cwd=folder, env={'TZ': 'XXX-14'}).must(0)
    args = ('footprint', '--by', DIMENSIONS, '--format', 'csv')
    here = greenplan(*args, cwd=os.path.join(folder, 'one')).must(3)
    there = greenplan('--workspace', '../deep/two', *args, cwd=os.path.join(folder, 'one')).must(3)
    assert here.out == there.out and here.out


main()
