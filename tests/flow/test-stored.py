#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is stored beside the cells: answers of the factor library, so that another set of factors reads no
row again, and sums, which are the same whatever they leave out."""
import csv
import io
import os
import random
import sqlite3

from harness import greenplan, main, test, write

SITES, DEPARTMENTS, ROLES = ['A', 'B', ''], ['Theatres', 'Ward 1', 'Ward 2', ''], ['Porter', 'Midwife', '']
HEADER = 'period,activity,quantity,unit,site,department,role\n'


def rows(seed, n, activities=('natural-gas,{},kWh', 'electricity,{},kWh', 'nitrous-oxide,{},kg')):
    chance = random.Random(seed)
    periods = ['2022-23', '2023-02', '2023-05', '2023-06-17', '2024-04']
    return HEADER + ''.join(
        ','.join([chance.choice(periods), chance.choice(activities).format(chance.randrange(1, 10**6) / 100),
                  chance.choice(SITES), chance.choice(DEPARTMENTS), chance.choice(ROLES)]) + '\n'
        for _ in range(n))


def make_workspace(folder):
    greenplan('init', 'w', cwd=folder).must(0)
    for i in range(3):
        write(folder, f'{i}.csv', rows(i, 400))
        greenplan('--workspace', 'w', 'import', f'{i}.csv', '--source', f's{i}', cwd=folder).must(0)


def figures(folder, *options):
    run = greenplan('--workspace', 'w', 'footprint', '--format', 'csv', *options, cwd=folder)
    assert run.code in (0, 3), run.err
    return list(csv.DictReader(io.StringIO(run.out.decode())))


def spoil_originals(folder):
    """From here on nothing can be read again without being noticed."""
    evidence = os.path.join(folder, 'w', 'evidence')
    for name in os.listdir(evidence):
        if not name.endswith('.ini'):
            os.chmod(os.path.join(evidence, name), 0o600)
            write(evidence, name, HEADER + '2022-23,natural-gas,1,kWh,,,\n')


@test
def another_set_of_factors_reads_nothing_again(folder):
    make_workspace(folder)
    before = figures(folder, '--by', 'activity')
    spoil_originals(folder)
    for options in (['--gwp', 'ar4'], ['--gwp', 'ar6'], ['--spend', '2026'], ['--boundary', 'ncf'], ['--gwp', 'ar4'], []):
        after = figures(folder, '--by', 'activity', *options)
        assert [(row['activity'], row['quantity']) for row in after] == [
            (row['activity'], row['quantity']) for row in before], options
    gas = {option: next(row['kg_co2e'] for row in figures(folder, '--by', 'activity', '--gwp', option)
                        if row['activity'] == 'nitrous-oxide') for option in ('ar4', 'ar6')}
    assert gas['ar4'] != gas['ar6'], gas


@test
def another_answer_reads_everything_again(folder):
    make_workspace(folder)
    write(folder, 'odd.csv', HEADER + '2022-23,odd-fuel,5,kWh,,,\n2022-23,natural-gas,7,kWh,,,\n')
    greenplan('--workspace', 'w', 'import', 'odd.csv', '--source', 'odd', cwd=folder).must(3)
    assert all(row['activity'] != 'odd-fuel' for row in figures(folder, '--by', 'activity'))
    own = 'activity,unit,kg_co2e\n'
    write(os.path.join(folder, 'w'), 'factors.csv', own + 'odd-fuel,kWh,2\n')
    odd = [row for row in figures(folder, '--by', 'activity') if row['activity'] == 'odd-fuel']
    assert len(odd) == 1 and odd[0]['quantity'] == '5', odd
    write(os.path.join(folder, 'w'), 'factors.csv', own + 'odd-fuel,litre,2\n')
    assert all(row['activity'] != 'odd-fuel' for row in figures(folder, '--by', 'activity'))
    greenplan('--workspace', 'w', 'verify', cwd=folder).must(0)


@test
def sums_do_not_depend_on_what_is_told_apart(folder):
    """A question with departments is answered from all cells, one without from sums: in any order of rows."""
    make_workspace(folder)
    for by in ('year', 'month,activity', 'scope', 'site', 'year,site,gas'):
        coarse, fine = figures(folder, '--by', by), {}
        for row in figures(folder, '--by', f'{by},department,role'):
            key = tuple(row[name] for name in by.split(','))
            sums = fine.setdefault(key, [0, 0])
            sums[0] += int(row['rows'])
            sums[1] += float(row['kg_co2e'])
        assert len(coarse) == len(fine), by
        for row in coarse:
            n, kg = fine[tuple(row[name] for name in by.split(','))]
            assert n == int(row['rows']), (by, row, n)
            assert abs(kg - float(row['kg_co2e'])) <= 1e-6 * max(1, abs(kg)), (by, row, kg)
        for year in ('2022-23', '2023-24'):
            one = figures(folder, '--by', f'year,{by}' if 'year' not in by else by, '--year', year)
            assert all(row['year'] == year for row in one)


@test
def a_wrong_sum_is_found(folder):
    make_workspace(folder)
    greenplan('--workspace', 'w', 'verify', cwd=folder).must(0)
    database = sqlite3.connect(os.path.join(folder, 'w', 'greenplan.db'))
    with database:
        database.execute('UPDATE block_data SET data = (SELECT data FROM block_data AS d JOIN block AS other ON other.id = d.block '
                         'WHERE other.original <> block.original AND other.detail = block.detail AND other.year = block.year) '
                         'FROM block WHERE block.id = block_data.block AND block.detail = 0 AND block.original = '
                         '(SELECT min(original) FROM block)')
    database.close()
    greenplan('--workspace', 'w', 'verify', cwd=folder).must(1, 'the sums of the trust')


main()
