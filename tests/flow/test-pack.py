# SPDX-License-Identifier: MIT
"""The figures of a pack are those that the commands give: the same question, asked in two ways."""
import csv
import functools
import io
import os
import tempfile
from decimal import Decimal

from harness import greenplan, main, read, test

home = tempfile.TemporaryDirectory(prefix='greenplan-pack-')
KG = Decimal(1000)


@functools.cache
def workspace(sample):
    """A workspace of a sample with its pack beside it."""
    greenplan('init', sample, '--sample', sample, cwd=home.name)
    run = greenplan('--workspace', sample, 'report', '--no-pdf', '--output', 'pack-' + sample, cwd=home.name)
    run.must(3)
    return sample


@functools.cache
def table(sample, name):
    text = read(home.name, 'pack-' + workspace(sample), 'tables', name + '.csv').decode()
    return list(csv.DictReader(io.StringIO(text)))


@functools.cache
def answer(sample, *command):
    """What a command says as CSV, without its comments."""
    run = greenplan('--workspace', workspace(sample), *command, '--format', 'csv', cwd=home.name)
    assert run.code in (0, 3), run.err
    return list(csv.DictReader(io.StringIO(run.out.decode())))


def year_of(text):
    return text.replace('/', '-')


def near(a, b, difference='0.001'):
    assert abs(Decimal(a) - Decimal(b)) <= Decimal(difference), (a, b)


def both(function):
    """One test for each sample."""
    for sample in ('devon', 'northmoor'):
        def one(_, sample=sample):
            function(sample)
        one.__name__ = f'{function.__name__} of {sample}'
        test(one)


def by_year(sample, dimension, name_of=lambda row, key: row[key]):
    """{(name, year): kg} within the NHS Carbon Footprint."""
    sums = {}
    for row in answer(sample, 'footprint', '--boundary', 'ncf', '--by', 'year,' + dimension):
        key = (name_of(row, dimension), row['year'])
        sums[key] = sums.get(key, 0) + Decimal(row['kg_co2e'])
    return sums


def must_be(sample, name, first, sums):
    """Columns `t_co2e_2019_20` of a table are those sums, exactly, and nothing of its years is left out."""
    seen, years = set(), set()
    for row in table(sample, name):
        for column, value in row.items():
            if not column.startswith('t_co2e_') or column.endswith('_mark') or row[first] == 'Total':
                continue
            year = column[len('t_co2e_'):].replace('_', '-')
            years.add(year)
            if value.startswith('['):
                assert (row[first], year) not in sums, (row[first], year, value)
                continue
            assert Decimal(value) * KG == sums[row[first], year], (row[first], year)
            seen.add((row[first], year))
    missing = {key for key, kg in sums.items() if key not in seen and kg != 0 and key[1] in years}
    assert seen and not missing, missing


@both
def the_footprint_of_each_year(sample):
    sums = {(row['boundary'], row['year']): Decimal(row['kg_co2e'])
            for row in answer(sample, 'footprint', '--by', 'year,boundary')}
    rows = [row for row in table(sample, 'footprint') if not row['ncf_t_co2e'].startswith('[')]
    assert {row['year'] for row in rows} == {year.replace('-', '/') for _, year in sums}
    for row in rows:
        year = year_of(row['year'])
        ncf = sums['ncf', year]
        assert Decimal(row['ncf_t_co2e']) * KG == ncf
        if not row['plus_t_co2e'].startswith('['):
            assert Decimal(row['plus_t_co2e']) * KG == ncf + sums['plus', year]


@both
def categories(sample):
    must_be(sample, 'categories-by-year', 'category', by_year(sample, 'category'))


@test
def sites(_, sample='northmoor'):
    with open(os.path.join(home.name, workspace(sample), 'sites.csv'), encoding='utf-8') as file:
        names = {row['site']: row['name'] for row in csv.DictReader(line for line in file if line[0] != '#')}
    rows = table(sample, 'sites-by-year')
    told = {row['site'] for row in rows}
    sums = by_year(sample, 'site', lambda row, key: names.get(row[key], row[key]))
    unnamed = told - {name for name, _ in sums}
    assert len(unnamed) <= 2, unnamed  # no site told, and the total
    for name in unnamed - {'Total'}:
        sums = {(name if key[0] == '' else key[0], key[1]): kg for key, kg in sums.items()}
    must_be(sample, 'sites-by-year', 'site', sums)


@both
def targets(sample):
    standings = {row['name']: row for row in answer(sample, 'trajectory', '--target', 'all')}
    rows = table(sample, 'targets-standing')
    assert [row['target'] for row in rows] == list(standings)
    for row in rows:
        one = standings[row['target']]
        assert row['verdict'].lower().replace(' ', '-') == one['verdict']
        if one['gap_kg'] != '':
            assert year_of(row['latest_year']) == one['latest_year']
            near(Decimal(row['gap_t_co2e']) * KG, one['gap_kg'])
            near(Decimal(row['pace_t_co2e_per_year']) * KG, one['pace_achieved_kg_per_year'])


@both
def the_trajectory_year_by_year(sample):
    years = {row['year']: row for row in answer(sample, 'trajectory')}
    n_seen = 0
    for row in table(sample, 'trajectory'):
        one = years[year_of(row['year'])]
        for mine, other in (('emissions_t_co2e', 'kg'), ('path_t_co2e', 'path_kg'),
                            ('forecast_t_co2e', 'forecast_kg'), ('uncertainty_95_t_co2e', 'uncertainty_kg')):
            if one[other] == '':
                assert row[mine].startswith('['), (mine, row)
            else:
                near(Decimal(row[mine]) * KG, one[other])
                n_seen += 1
    assert n_seen > 10


@both
def causes(sample):
    first = answer(sample, 'trajectory', '--target', 'all')[0]
    rows = answer(sample, 'change', '--from', '2019-20', '--to', first['latest_year'], '--boundary', 'ncf')
    total = sum(Decimal(row['kg_co2e']) for row in rows if row['comparable'] == 'yes')
    sums = [Decimal(row['change_t_co2e']) for row in table(sample, 'change-causes')]
    assert sum(sums[:-1]) == sums[-1] and sums[-1] * KG == total
    by_cause = {}
    for row in rows:
        by_cause[row['cause']] = by_cause.get(row['cause'], 0) + Decimal(row['kg_co2e']) * (row['comparable'] == 'yes')
    assert {kg / KG for kg in by_cause.values() if kg != 0} == {tonnes for tonnes in sums[:-1] if tonnes != 0}


@both
def roles_as_they_are_published(sample):
    published = {('All roles' if row['role'] == 'All' else row['role'], row['year']): row['kg_co2e_per_wte']
                 for row in answer(sample, 'roles', '--published')
                 if (row['table'], row['category'], row['part']) == ('role', 'All', 'all')}
    n_seen = 0
    for row in table(sample, 'roles-by-year'):
        for column, value in row.items():
            if column.startswith('kg_co2e_per_wte_') and not column.endswith('_mark') and not value.startswith('['):
                year = column[len('kg_co2e_per_wte_'):].replace('_', '-')
                assert published[row['role'], year] == value, (row['role'], year)
                n_seen += 1
    assert n_seen > 10


@test
def months(_):
    ncf = {row['date']: Decimal(row['value']) for row in answer('northmoor', 'spc', '--measure', 'ncf')}
    row = next(row for row in table('northmoor', 'months-latest') if row['measure'] == 'NHS Carbon Footprint')
    for column, value in row.items():
        if column.startswith('t_co2e_'):
            assert Decimal(value) * KG == ncf[column[len('t_co2e_'):].replace('_', '-')]
    assert len(row) == 13


@test
def actions(_):
    costs = {row['id']: row for row in answer('northmoor', 'actions', '--macc')}
    for row in table('northmoor', 'actions-costs'):
        if row['gbp_per_t_co2e'].startswith('['):
            assert costs[row['id']]['gbp_per_tonne'] == ''
        else:
            near(row['gbp_per_t_co2e'], costs[row['id']]['gbp_per_tonne'], '0.01')
            near(Decimal(row['saves_t_co2e_per_year']) * KG, costs[row['id']]['kg_co2e_per_year'])
    measured = {row['id']: row for row in answer('northmoor', 'actions', '--measured')}
    rows = table('northmoor', 'actions-measured')
    assert {row['id'] for row in rows} <= set(measured) and rows


def returned(sample, name, which):
    text = read(home.name, 'pack-' + workspace(sample), 'returns', name, which + '.csv').decode()
    return list(csv.DictReader(io.StringIO(text)))


@both
def quantities_of_returns(sample):
    """Each kWh, cubic metre and tonne once, though its emissions stand in several categories."""
    year = '2020-21' if sample == 'devon' else '2025-26'
    column = 'quantity_' + year.replace('-', '_')
    used = {row['activity']: row['quantity'] for row in answer(sample, 'footprint', '--by', 'activity', '--year', year)}
    fuels = {row['fuel']: row['energy_kwh'] for row in returned(sample, 'foi', 'foi-energy')}
    near(fuels['Natural gas'], used['natural-gas'])
    near(fuels['Electricity from the grid'], used['electricity'])
    for name, which, first in (('eric', 'estates-return-trust', 'field'), ('annual-report', 'annual-resources', 'resource')):
        rows = {row[first]: row[column] for row in returned(sample, name, which)}
        near(rows.get('Gas consumed', rows.get('Natural gas')), used['natural-gas'])
        near(rows.get('Water volume', rows.get('Water')), used['water-supply'])
    if sample == 'northmoor':
        sites = returned(sample, 'eric', 'estates-return-sites')
        near(sum(Decimal(row['gas_kwh']) for row in sites if row['gas_kwh'][:1] != '['), used['natural-gas'])


@both
def scopes_of_returns(sample):
    """The scopes of the GHG Protocol and the annual report's rows add up to the footprint."""
    year = '2020-21' if sample == 'devon' else '2025-26'
    column = 't_co2e_' + year.replace('-', '_')
    whole = sum(Decimal(row['kg_co2e']) for row in answer(sample, 'footprint', '--by', 'scope', '--year', year)
                if row['scope'] != 'outside')
    scopes = {row['scope']: row[column] for row in returned(sample, 'ghg-protocol', 'ghg-scopes')}
    parts = [Decimal(kg) for name, kg in scopes.items() if not name.startswith('Outside') and kg[:1] != '[']
    near(sum(parts) * KG, whole)
    categories = returned(sample, 'ghg-protocol', 'ghg-scope-3')
    figures = {row['scope']: Decimal(row[column]) for row in categories if row[column][:1] != '['}
    near(sum(kg for name, kg in figures.items() if name != 'Scope 3'), figures['Scope 3'], '0.000001')
    rows = {row['emissions']: row[column] for row in returned(sample, 'annual-report', 'annual-emissions')}
    ncf = sum(Decimal(row['kg_co2e']) for row in answer(sample, 'footprint', '--boundary', 'ncf', '--by', 'year', '--year', year))
    near(Decimal(rows['NHS Carbon Footprint']) * KG, ncf)
    near(sum(Decimal(kg) for name, kg in rows.items() if name.startswith('Scope')), Decimal(rows['NHS Carbon Footprint']), '0.000001')


@test
def originals_are_all_there(_):
    listed = answer('northmoor', 'originals')
    rows = table('northmoor', 'sources-used')
    assert {row['source'] for row in listed} == {row['source'] for row in rows}


main()
