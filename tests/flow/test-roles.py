#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Roles of the invented trust and of the real sample: whatever the cut, the key and the year, their parts and what
nobody is given are the trust's own figures, to the last digit; and one share worked out a second time."""
import csv
import io
import os
from collections import defaultdict
from decimal import Decimal, getcontext
from fractions import Fraction

from harness import greenplan, main, test

getcontext().prec = 60  # exact sums have more digits than the usual 28
YEARS = [f'{year}-{(year + 1) % 100:02}' for year in range(2018, 2026)]
KEYS = 'wte headcount hours floor-area contacts bed-days spend'.split()


def made(folder, sample='northmoor'):
    workspace = os.path.join(folder, sample)
    greenplan('init', workspace, '--sample', sample, cwd=folder).must(0)
    return workspace


def table(workspace, *args):
    run = greenplan('--workspace', workspace, *args, '--format', 'csv', cwd=workspace)
    assert run.code in (0, 3), f'{args}: exit {run.code}: {run.err[:2000]}'
    return list(csv.DictReader(io.StringIO(run.out.decode())))


def sums(rows, *names):
    total = defaultdict(Decimal)
    for row in rows:
        if row.get('scope') != 'outside':
            total[tuple(row[name] for name in names)] += Decimal(row['kg_co2e'] or 0)
    return {key: kg for key, kg in total.items() if kg != 0}


@test
def every_month_category_boundary_and_gas_adds_up(folder):
    workspace = made(folder)
    for year in YEARS:
        staff = 'role' if year == YEARS[-1] else 'staff-group'
        rows = table(workspace, 'roles', '--year', year, '--by', f'{staff},month,category,boundary,gas')
        whole = table(workspace, 'footprint', '--year', year, '--by', 'month,category,boundary,gas')
        names = ('month', 'category', 'boundary', 'gas')
        assert len(rows) > 2000
        assert sums(rows, *names) == sums(whole, *names), year


@test
def the_real_sample_adds_up_in_both_years_with_staff(folder):
    workspace = made(folder, 'devon')
    for year in ('2017-18', '2018-19'):
        rows = table(workspace, 'roles', '--year', year, '--by', 'staff-group,category')
        whole = table(workspace, 'footprint', '--year', year, '--by', 'category')
        assert sums(rows, 'category') == sums(whole, 'category'), year
        assert len({row['staff_group'] for row in rows}) == 11  # with what nobody is given


@test
def whatever_the_key(folder):
    workspace = made(folder)
    for by in ('role', 'site'):
        for key in [(), *(('--key', key) for key in KEYS)]:
            rows = table(workspace, 'roles', '--by', by, '--key-compare', *key)
            moved = sum(Decimal(row['difference_kg_co2e']) for row in rows)
            assert moved == 0, f'{by} {key}: {moved}'
            assert any(Decimal(row['difference_kg_co2e']) for row in rows), f'{by} {key}: nothing moves'


@test
def all_views_are_of_one_mould(folder):
    workspace = made(folder)
    fine = table(workspace, 'roles', '--by', 'role,staff-group,site,department,month')
    for by in ('role', 'staff-group', 'site', 'department'):
        column = by.replace('-', '_')
        coarse = {row[column]: Decimal(row['kg_co2e']) for row in table(workspace, 'roles', '--by', by)}
        summed = defaultdict(Decimal)
        for row in fine:
            none = '(not allocated)' in (row['role'], row['staff_group'], row['site'], row['department'])
            summed['(not allocated)' if none else row[column]] += Decimal(row['kg_co2e'])
        assert {k: v for k, v in summed.items() if v} == {k: v for k, v in coarse.items() if v}, by


@test
def one_share_again(folder):
    """ICT goes by WTE over the whole trust: worked out from the files, in fractions."""
    workspace = made(folder)
    with open(os.path.join(workspace, 'workforce.csv'), encoding='utf-8') as file:
        staff = [row for row in csv.DictReader(line for line in file if line[0] != '#')
                 if '2024-04' <= row['period'] < '2025-04']
    wte = defaultdict(Fraction)
    for row in staff:
        wte[row['role']] += Fraction(row['wte'])
    ict = sum(Fraction(row['kg_co2e']) for row in table(workspace, 'footprint', '--year', '2024-25', '--by', 'category')
              if row['category'] == 'ICT')
    got = {row['role']: Fraction(row['kg_co2e'])
           for row in table(workspace, 'roles', '--year', '2024-25', '--by', 'role,category')
           if row['category'] == 'ICT'}
    assert set(got) == {role for role, share in wte.items() if share}
    for role, kg in got.items():
        assert abs(kg - ict * wte[role] / sum(wte.values())) < Fraction(1, 10 ** 6), role


main()
