#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The invented trust: made by the program alone, the same everywhere, without a row that could not be real; its
figures are those of its files, and the faulty one differs only where faults are planted."""
import concurrent.futures
import csv
import glob
import io
import json
import os
import shutil
import sys
from collections import defaultdict
from decimal import Decimal, getcontext

from harness import greenplan, main, program, read, test

FACTORS = sys.argv[2]
ROOT = os.path.dirname(FACTORS)
getcontext().prec = 60  # exact sums have more digits than the usual 28
YEARS = [f'{year}-{(year + 1) % 100:02}' for year in range(2018, 2026)]
MONTHS = [f'{2018 + (i + 3) // 12}-{(i + 3) % 12 + 1:02}' for i in range(96)]
# How many of the canonical unit; what is not here is one.
UNITS = {'mile': Decimal('1.609344')}


def rows_of(*path):
    text = read(*path).decode()
    return list(csv.DictReader(line for line in io.StringIO(text, newline='') if not line.startswith('#')))


def year_of(period):
    if period in YEARS:
        return period
    year, month = int(period[:4]), int(period[5:7])
    return YEARS[year - (month < 4) - 2018]


def made(folder, sample='northmoor'):
    greenplan('init', sample, '--sample', sample, cwd=folder).must(0)
    return os.path.join(folder, sample)


def sources(workspace):
    """name -> rows, of the files that the settings name"""
    settings = read(workspace, 'greenplan.ini').decode()
    names = [line[8:-1] for line in settings.splitlines() if line.startswith('[source ')]
    return {name: rows_of(workspace, name + '.csv') for name in names}


@test
def every_row_is_one_that_could_be(folder):
    workspace = made(folder)
    catalogue = {row['activity'] for row in rows_of(FACTORS, 'activities.csv')}
    units = {row['unit'] for row in rows_of(FACTORS, 'units.csv')}
    sites = {row['site']: row for row in rows_of(workspace, 'sites.csv')}
    departments = {row['department'] for row in rows_of(workspace, 'departments.csv')}
    staff = rows_of(workspace, 'workforce.csv')
    roles = {row['role'] for row in staff}
    n_rows = 0
    for name, rows in sources(workspace).items():
        assert rows, name
        assert {year_of(row['period']) for row in rows} == set(YEARS), name
        n_rows += len(rows)
        for row in rows:
            assert row['activity'] in catalogue and row['unit'] in units, row
            assert Decimal(row['quantity']) > 0, row
            assert row['department'] in departments | {''} and row['role'] in roles | {''}, row
            assert row['quality'] in ('measured', 'modelled', ''), row
            site = sites[row['site']] if row['site'] else {'opened': '', 'closed': ''}
            if row['period'] not in YEARS:
                assert site['opened'] <= row['period'] and not '' < site['closed'] <= row['period'][:7], row
    assert 100_000 <= n_rows <= 250_000, n_rows
    assert 12 <= len(sites) <= 14 and 55 <= len(departments) <= 65 and 85 <= len(roles) <= 100
    assert {row['department'] for row in staff} == departments
    for row in staff:
        site = sites[row['site']]
        assert site['opened'] <= row['period'] and not '' < site['closed'] <= row['period'], row
        assert int(row['headcount']) >= Decimal(row['wte']) > 0, row


@test
def every_file_says_that_it_is_invented(folder):
    for sample in ('northmoor', 'northmoor-faulty'):
        workspace = made(folder, sample)
        files = [name for name in os.listdir(workspace) if name.endswith(('.csv', '.ini'))]
        assert len(files) > 15, files
        for name in files:
            assert read(workspace, name).startswith(b'# INVENTED'), name
        shipped = glob.glob(os.path.join(ROOT, 'data', 'sample', sample, '**'), recursive=True)
        assert len(shipped) > 2, shipped
        for path in filter(os.path.isfile, shipped):
            assert read(path).startswith(b'# INVENTED'), path


@test
def parameters_name_only_what_is_there(folder):
    workspace = made(folder)
    rows = [(name, row) for name, rows in sources(workspace).items() for row in rows]
    known = {name for name, _ in rows} | {row['activity'] for _, row in rows}
    places = ({row['site'] for row in rows_of(workspace, 'sites.csv')} |
              {row['department'] for row in rows_of(workspace, 'departments.csv')})
    events = rows_of(ROOT, 'data', 'sample', 'northmoor', 'invent', 'events.csv')
    assert len(events) > 50
    for event in events:
        assert event['of'] in known and event['place'] in places | {''}, event
    kinds = {row['kind'] for row in rows_of(workspace, 'departments.csv')}
    for role in rows_of(ROOT, 'data', 'sample', 'northmoor', 'invent', 'roles.csv'):
        assert set(role['in'].split()[::2]) <= kinds, role


@test
def no_month_is_missing(folder):
    workspace = made(folder)
    sites = {row['site']: row for row in rows_of(workspace, 'sites.csv')}
    for name in ('meters', 'water'):
        months = defaultdict(list)
        for row in rows_of(workspace, name + '.csv'):
            months[row['activity'], row['site']].append(row['period'])
        assert {site for _, site in months} == set(sites)
        for (activity, site), found in months.items():
            opened, closed = sites[site]['opened'], sites[site]['closed'] or '9'
            assert found == [month for month in MONTHS if opened <= month < closed], (activity, site)


@test
def floor_areas_are_those_of_the_sites(folder):
    workspace = made(folder)
    areas = {row['site']: row['floor_area_m2'] for row in rows_of(workspace, 'sites.csv')}
    told = [row for row in rows_of(workspace, 'statistics.csv') if row['activity'] == 'floor-area']
    assert {row['site'] for row in told if row['quantity'] == areas[row['site']]} == set(areas)
    assert all(Decimal(row['quantity']) <= Decimal(areas[row['site']]) for row in told)


@test
def the_return_sums_up_the_sites(folder):
    workspace = made(folder)
    sums = defaultdict(Decimal)
    for name in ('meters', 'water', 'waste'):
        for row in rows_of(workspace, name + '.csv'):
            sums[year_of(row['period']), row['activity'], row['unit']] += Decimal(row['quantity'])
    told = {(row['period'], row['activity'], row['unit']): Decimal(row['quantity'])
            for row in rows_of(workspace, 'estates-return.csv')}
    assert told == sums and len(told) > 100


@test
def the_figures_are_those_of_the_files(folder):
    workspace = made(folder)
    sums, counts = defaultdict(Decimal), defaultdict(int)
    for name, rows in sources(workspace).items():
        for row in rows if name not in ('estates-return', 'statistics') else ():
            key = year_of(row['period']), row['activity'], name
            sums[key] += Decimal(row['quantity']) * UNITS.get(row['unit'], 1)
            counts[key] += 1
    done = greenplan('--workspace', workspace, 'footprint', '--by', 'year,activity,source', '--format', 'csv',
                     cwd=folder).must(0, 'invented data', 'counts=no: estates-return')
    found = {(row['year'], row['activity'], row['source']): row
             for row in csv.DictReader(io.StringIO(done.out.decode()))}
    assert found.keys() == sums.keys()
    for key, row in found.items():
        assert Decimal(row['quantity']) == sums[key], key
        assert int(row['rows']) == counts[key], key


def exact(*args, cwd):
    return json.loads(greenplan(*args, '--format', 'json', cwd=cwd).must(0).out)


@test
def roles_add_up_to_the_trust(folder):
    workspace = made(folder)
    for year in YEARS:
        roles = exact('--workspace', workspace, 'roles', '--year', year, cwd=folder)
        assert roles['workforce_year'] == year
        total = sum(Decimal(row['kg_co2e']) for row in roles['rows']) + Decimal(roles['not_allocated_kg_co2e'])
        footprint = exact('--workspace', workspace, 'footprint', '--year', year, '--by', 'year', '--boundary',
                          'plus', cwd=folder)
        assert len(roles['rows']) > 80
        assert total == Decimal(roles['total_kg_co2e']) == Decimal(footprint['rows'][0]['kg_co2e']), year


@test
def years_worked_out_side_by_side_give_the_same_bytes(folder):
    """Threads meet in another order each time: many runs, with several programs at once on few processors."""
    workspace = made(folder)
    asked = ('--workspace', workspace, 'roles', '--year', YEARS[-1], '--format', 'csv')
    alone = greenplan(*asked, '--threads', '1', cwd=folder).must(0).out

    def again(number):
        env = {'MALLOC_PERTURB_': str(number % 255 + 1)}
        return greenplan(*asked, '--threads', str(2 + number % 3), cwd=folder, env=env).must(0).out

    with concurrent.futures.ThreadPoolExecutor(4) as several:
        assert all(out == alone for out in several.map(again, range(120)))


def tree(workspace):
    return {name: read(workspace, name) for name in os.listdir(workspace) if name.endswith(('.csv', '.ini'))}


@test
def the_installed_program_makes_the_same_bytes(folder):
    here = tree(made(folder))
    for part in ('factors', 'plots', 'data'):
        os.makedirs(os.path.join(folder, 'prefix', 'share', 'greenplan'), exist_ok=True)
        shutil.copytree(os.path.join(ROOT, part), os.path.join(folder, 'prefix', 'share', 'greenplan', part))
    os.makedirs(os.path.join(folder, 'prefix', 'bin'))
    installed = shutil.copy2(program, os.path.join(folder, 'prefix', 'bin', 'greenplan'))
    os.makedirs(os.path.join(folder, 'elsewhere'))
    greenplan('init', 'there', '--sample', 'northmoor', cwd=os.path.join(folder, 'elsewhere'),
              env={'TZ': 'Pacific/Kiritimati', 'LC_ALL': 'C.UTF-8'}, run=installed).must(0)
    assert tree(os.path.join(folder, 'elsewhere', 'there')) == here


def is_of(fault, source, row):
    """A return goes with the faults of the sites that it sums up."""
    if fault['activity'] not in ('', row['activity']):
        return False
    if source == 'estates-return' and fault['source'] in ('meters', 'water', 'waste'):
        return year_of(fault['period']) == row['period']
    sites = ('', fault['site'], fault['change'].removeprefix('swap '))
    return (fault['source'] == source and (fault['site'] == '' or row['site'] in sites) and
            fault['period'] <= row['period'][:7] <= (fault['until'] or fault['period']))


@test
def the_faulty_trust_differs_only_where_faults_are_planted(folder):
    clean, faulty = sources(made(folder)), sources(made(folder, 'northmoor-faulty'))
    faults = rows_of(folder, 'northmoor-faulty', 'planted-faults.csv')
    assert len(faults) == 10
    assert faulty.keys() - clean.keys() == {'claims-resent'}
    left = {name: defaultdict(int) for name in clean}
    for name, rows in clean.items():
        for row in rows:
            left[name][tuple(row.items())] += 1
        for row in faulty[name]:
            left[name][tuple(row.items())] -= 1
    met = set()
    for name, rows in left.items():
        for key in (key for key, n in rows.items() if n != 0):
            of = [fault['what'] for fault in faults if is_of(fault, name, dict(key))]
            assert of, (name, key)
            met.update(of)
    assert met == {fault['what'] for fault in faults if fault['code'] != 'same-figures'}
    resent = [row for row in clean['claims'] if row['period'].startswith('2022-09')]
    assert faulty['claims-resent'] == resent and len(resent) > 500


main()
