#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""convert against a second calculation, in fractions, from the factor files themselves; and every
listing of the same rows adds up to the same total, to the last digit."""
import csv
import glob
import io
import json
import os
import random
import sys
from collections import defaultdict
from fractions import Fraction

from harness import comment, greenplan, main, test, write

FACTORS = sys.argv[2]
SEED = int(os.environ.get('GREENPLAN_SEED', random.SystemRandom().randrange(1 << 32)))
chance = random.Random(SEED)
UNITS = {('natural-gas', 'kWh'): 1, ('natural-gas', 'MWh'): 1000, ('electricity', 'kWh'): 1,
         ('car-average', 'km'): 1, ('car-average', 'mile'): Fraction('1.609344'),
         ('waste-recycling', 'tonne'): 1, ('waste-recycling', 'kg'): Fraction(1, 1000),
         ('wood-chips', 'kWh'): 1, ('hotel-uk', 'night'): 1, ('commute-car', 'km'): 1}
CANONICAL = {'natural-gas': 'kWh', 'electricity': 'kWh', 'car-average': 'km', 'waste-recycling': 'tonne',
             'wood-chips': 'kWh', 'hotel-uk': 'night', 'commute-car': 'km'}
DIMENSIONS = ('year month activity scope component category boundary site department role source quality '
              'gas edition').split()


def table(name):
    with open(os.path.join(FACTORS, name), encoding='utf-8') as file:
        return list(csv.DictReader(file))


def load_factors():
    """(activity, calendar year) -> unit -> [(scope, component, kg)], by the keys that curated.csv joins"""
    factors = defaultdict(lambda: defaultdict(list))
    links = defaultdict(list)
    for link in table('curated.csv'):
        assert (link['activity'] not in CANONICAL) or not link['units']
        links[link['key']].append(link)
    for path in glob.glob(os.path.join(FACTORS, 'ukgov-20*.csv')):
        for row in table(os.path.basename(path)):
            assert row['valid_from'][4:] == '-01-01' and row['valid_to'][4:] == '-12-31'
            assert row['valid_from'][:4] == row['valid_to'][:4]
            year = int(row['valid_from'][:4])
            for link in links[row['activity']]:
                if ((link['activity'], row['unit']) in UNITS and
                        int(link['first_year'] or 0) <= year <= int(link['last_year'] or 9999)):
                    factors[link['activity'], year][row['unit']].append(
                        (link['scope'], link['component'], Fraction(row['kg_co2e'])))
    assert factors, f'no factors in {FACTORS}'
    return factors


def published(by_unit, activity, unit):
    """The factors for one @unit: those published for that very unit, else worked out."""
    if unit in by_unit:
        return by_unit[unit]
    return [(scope, component, kg * UNITS[activity, unit])
            for scope, component, kg in by_unit[CANONICAL[activity]]]


def random_rows(factors, n):
    """Rows as (period, year of the factor, activity, quantity, unit, site, department, role, quality)."""
    rows = []
    while len(rows) < n:
        activity, unit = chance.choice(list(UNITS))
        year, month = chance.randrange(2019, 2026), chance.randrange(1, 13)
        fy = year if month > 3 else year - 1
        if (activity, fy) not in factors:
            continue
        period = chance.choice([f'{year}-{month:02}', f'{year}-{month:02}-{chance.randrange(1, 29):02}',
                                f'{fy}-{(fy + 1) % 100:02}'])
        quantity = f'{chance.randrange(-10 ** 5, 10 ** 9)}.{chance.randrange(10 ** 6):06}'
        rows.append((period, fy, activity, quantity, unit,
                     *(chance.choice(['', f'{kind}1', f'{kind}2', f'{kind}3']) for kind in 'sdr'),
                     chance.choice(['', 'measured', 'estimated', 'modelled'])))
    return rows


def write_rows(folder, rows):
    text = ''.join(','.join((row[0], *row[2:])) + '\n' for row in rows)
    write(folder, 'a.csv', 'period,activity,quantity,unit,site,department,role,quality\n' + text)


def convert(folder, by, *options):
    run = greenplan('convert', '--input', 'a.csv', '--by', by, '--format', 'csv', *options, cwd=folder)
    return list(csv.DictReader(io.StringIO(run.must(0).out.decode())))


@test
def a_second_calculation(folder):
    comment(f'GREENPLAN_SEED={SEED}')
    factors = load_factors()
    rows = random_rows(factors, 2000)
    write_rows(folder, rows)
    for options, upstream in (((), ()), (('--components', 'direct'), ('wtt', 'td', 'wtt-td'))):
        kg, quantities, counts = defaultdict(Fraction), defaultdict(Fraction), defaultdict(int)
        for period, fy, activity, quantity, unit, site, *_ in rows:
            amount = Fraction(quantity) * UNITS[activity, unit]
            for scope, component, factor in published(factors[activity, fy], activity, unit):
                if component in upstream:
                    continue
                key = (f'{fy}-{(fy + 1) % 100:02}', activity, scope, component, site)
                kg[key] += Fraction(quantity) * factor
                quantities[key] += amount
                counts[key] += 1
        got = convert(folder, 'year,activity,scope,component,site', *options)
        assert len(got) == len(kg), f'{len(got)} rows, not {len(kg)}'
        for row in got:
            key = tuple(row[name] for name in ('year', 'activity', 'scope', 'component', 'site'))
            assert Fraction(row['kg_co2e']) == kg[key], f'{row}: {float(kg[key])}'
            assert Fraction(row['quantity']) == quantities[key], f'{row}: {float(quantities[key])}'
            assert int(row['rows']) == counts[key], row


@test
def every_listing_adds_up(folder):
    rows = random_rows(load_factors(), 1500)
    write_rows(folder, rows)
    total = None
    for by in (*DIMENSIONS, 'month,gas', 'site,role,month', ','.join(DIMENSIONS)):
        got = [row for row in convert(folder, by) if row.get('scope') != 'outside']
        kg = sum(Fraction(row['kg_co2e']) for row in got)
        total = kg if total is None else total
        assert kg == total, f'--by {by}: {float(kg)}, not {float(total)}'
    run = greenplan('convert', '--input', 'a.csv', '--format', 'json', cwd=folder).must(0)
    assert Fraction(json.loads(run.out)['total_kg_co2e']) == total


@test
def roles_add_up(folder):
    rows = random_rows(load_factors(), 1500)
    write_rows(folder, rows)
    for n in range(5):
        posts = ''.join(f'{fy}-{(fy + 1) % 100:02},{site},{role},{chance.randrange(1, 4 * 10 ** 7) / 10 ** 6:f},'
                        f'{chance.randrange(40, 60)}\n'
                        for fy in range(2018, 2026) for site in ('', 's1', 's2') for role in ('r1', 'r2', f'x{n}'))
        write(folder, 'staff.csv', 'period,site,role,wte,headcount\n' + posts)
        year = f'{2019 + n}-{20 + n}'
        run = greenplan('roles', '--input', 'a.csv', '--workforce', 'staff.csv', '--year', year,
                        '--format', 'csv', cwd=folder).must(0)
        kg = sum(Fraction(row['kg_co2e']) for row in csv.DictReader(io.StringIO(run.out.decode())))
        whole = [row for row in convert(folder, 'year', '--year', year)]
        assert len(whole) == 1 and kg == Fraction(whole[0]['kg_co2e']), f'{year}: {float(kg)}'


main()
