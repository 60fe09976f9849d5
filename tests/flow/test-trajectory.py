#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""trajectory on random activity: k times the data is k times every tonne, the order of rows is
nothing, a year that is not comparable moves no figure, and the ranges against a second calculation."""
import csv
import io
import json
import math
import os
import random
import sys

from harness import HEADER, comment, greenplan, main, test, write

DATA = os.path.join(os.path.dirname(os.path.abspath(sys.argv[2])), 'data')
SEED = int(os.environ.get('GREENPLAN_SEED', random.SystemRandom().randrange(1 << 32)))
chance = random.Random(SEED)
YEARS = range(2016, 2025)
UNITS = {'natural-gas': 'kWh', 'electricity': 'kWh', 'car-average': 'mile', 'spend-sic-21': 'GBP'}
TARGET = ('name,boundary,baseline_year,target_year,target_year_latest,reduction_percent\n'
          'All,plus,2016-17,2027-28,2031-32,47\n')
RELATIVE = ('percent', 'rules', 'matches', 'mann_kendall')


def label(fy):
    return f'{fy}-{(fy + 1) % 100:02}'


def months(fy):
    return [f'{fy + (m > 12)}-{(m - 1) % 12 + 1:02}' for m in range(4, 16)]


def random_rows():
    """period, activity, quantity, unit, quality; every activity in every month"""
    return [(month, activity, chance.randrange(100, 100000), unit,
             chance.choice(['measured', 'estimated', 'modelled', '']))
            for fy in YEARS for month in months(fy) for activity, unit in UNITS.items()]


def text_of(rows, k=1):
    return HEADER.strip() + ',quality\n' + ''.join(
        f'{month},{activity},{quantity * k},{unit},{quality}\n' for month, activity, quantity, unit, quality in rows)


def track(folder, rows, k=1, codes=(0, 3)):
    write(folder, 'a.csv', text_of(rows, k))
    write(folder, 't.csv', TARGET)
    run = greenplan('trajectory', '--input', 'a.csv', '--targets', 't.csv', '--format', 'json', cwd=folder)
    assert run.code in codes, run.err
    return run.out


def compare(small, large, k, path=''):
    """Every kg figure of @large is @k times that of @small; all else is the same."""
    assert type(small) is type(large) or isinstance(small, (int, float)), path
    if isinstance(small, dict):
        assert small.keys() == large.keys(), path
        for key in small:
            compare(small[key], large[key], k, f'{path}/{key}')
    elif isinstance(small, list):
        assert len(small) == len(large), path
        for i, (a, b) in enumerate(zip(small, large)):
            compare(a, b, k, f'{path}/{i}')
    elif isinstance(small, (int, float)) and not isinstance(small, bool):
        factor = 1 if any(word in path for word in RELATIVE) else k
        assert math.isclose(small * factor, large, rel_tol=1e-9, abs_tol=0.0011 * factor), (path, small, large)
    elif '/reasons/' not in path and '/issues/' not in path:
        assert small == large, path


@test
def k_times_the_data_is_k_times_every_tonne(folder):
    comment(f'seed {SEED}')
    for k in (7, 1000):
        rows = random_rows()
        compare(json.loads(track(folder, rows)), json.loads(track(folder, rows, k)), k)


@test
def the_order_of_rows_is_nothing(folder):
    rows = random_rows()
    first = track(folder, rows)
    for _ in range(3):
        chance.shuffle(rows)
        assert track(folder, rows) == first


@test
def a_year_that_is_not_comparable_moves_no_figure(folder):
    rows = random_rows()
    odd = chance.choice(list(YEARS)[1:-1])
    gap = chance.choice(months(odd))
    rows = [row for row in rows if row[:2] not in ((gap, 'natural-gas'), (gap, 'electricity'))]
    answers = []
    for times in (1, 0, 50):
        wild = [(*row[:2], row[2] * times if row[0] in months(odd) else row[2], *row[3:]) for row in rows]
        answers.append(json.loads(track(folder, wild, codes=(3,))))
    for answer in answers:
        year = next(y for y in answer['series'] if y['year'] == label(odd))
        assert year['comparable'] is False
        assert all(y['year'] != label(odd) for y in answer['uncertainty']['years'])
        for part in [answer, *answer['by_category']]:
            for y in part.pop('series'):
                assert y['year'] == label(odd) or y['kg'] is not None
        del answer['matches']
        assert answer['forecast'] and answer['by_category']
    assert answers[0] == answers[1] == answers[2]


def percent_of(table, activity, category, component):
    """The most particular row of uncertainty.csv for a factor."""
    best, percent = -1, None
    for row in table:
        key = row['key']
        if row['kind'] != 'factor' or row['component'] not in ('', component):
            continue
        if key == '':
            rank = 0
        elif key == activity:
            rank = 3
        elif key.endswith('*') and activity.startswith(key[:-1]):
            rank = 2
        elif key == category:
            rank = 1
        else:
            continue
        rank += 4 * (row['component'] != '')
        if rank > best:
            best, percent = rank, float(row['percent'])
    return percent


def add(groups, key, year, moved):
    groups.setdefault(key, {}).setdefault(year, 0)
    groups[key][year] += moved


@test
def the_ranges_against_a_second_calculation(folder):
    with open(os.path.join(DATA, 'uncertainty.csv'), encoding='utf-8') as file:
        table = list(csv.DictReader(line for line in file if not line.startswith('#')))
    tiers = {row['key']: float(row['percent']) for row in table if row['kind'] == 'activity'}
    answer = json.loads(track(folder, random_rows()))['uncertainty']
    run = greenplan('convert', '--input', 'a.csv', '--by', 'year,activity,category,component,quality', '--boundary',
                    'plus', '--format', 'csv', cwd=folder)
    quantities, factors = {}, {}
    for row in csv.DictReader(io.StringIO(run.out.decode())):
        tier = 'spend' if row['activity'].startswith('spend-') else row['quality']
        kg = float(row['kg_co2e'])
        add(quantities, (row['activity'], tier), row['year'], kg * tiers[tier] / 100)
        add(factors, (row['activity'], row['component']), row['year'],
            kg * percent_of(table, row['activity'], row['category'], row['component']) / 100)
    for year in answer['years']:
        half = math.sqrt(sum(g.get(year['year'], 0) ** 2 for g in (*quantities.values(), *factors.values())))
        assert math.isclose(year['high95'] - year['kg'], half, rel_tol=1e-6), year
    first, last = label(YEARS[0]), label(YEARS[-1])
    assert (answer['from_year'], answer['to_year']) == (first, last)
    activity = sum(g.get(first, 0) ** 2 + g.get(last, 0) ** 2 for g in quantities.values())
    factor = sum((g.get(last, 0) - g.get(first, 0)) ** 2 for g in factors.values())
    assert math.isclose(answer['change_half95_kg'], math.sqrt(activity + factor), rel_tol=1e-6)
    assert math.isclose(answer['factor_half95_kg'], math.sqrt(factor), rel_tol=1e-6, abs_tol=0.001)
    assert answer['is_change_larger'] == (abs(answer['change_kg']) > answer['change_half95_kg'])


main()
