#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""greenplan change on random activity with random factors, against a second calculation of the LMDI; and what must hold
for any data: exact sums, order, scale, the way round, and the totals of footprint."""
import csv
import io
import json
import math
import os
import random
from collections import defaultdict
from decimal import Decimal

from harness import comment, greenplan, main, test, write

SEED = int(os.environ.get('GREENPLAN_SEED', random.SystemRandom().randrange(1 << 32)))
chance = random.Random(SEED)
ROUNDS = 40
YEARS = ('2018-19', '2019-20')
CAUSES = ['activity', 'factor-grid', 'factor-other', 'price', 'method', 'weather', 'boundary']
ACTIVITIES = {'electricity': 'kWh', 'natural-gas': 'kWh', 'car-average': 'mile', 'waste-landfill': 'tonne', 'coal': 'kWh'}
SITES = ('', 'A', 'B', 'C')


def some_quantity():
    kind = chance.randrange(10)
    if kind == 0:
        return None
    if kind == 1:
        return Decimal(0)
    quantity = Decimal(chance.randrange(1, 10 ** 9)).scaleb(-chance.randrange(0, 4))
    return -quantity if kind == 2 else quantity


def some_factor():
    return Decimal(0) if chance.randrange(12) == 0 else Decimal(chance.randrange(1, 10 ** 6)).scaleb(-6)


def some_data():
    """{(activity, site, year): quantity} and {(activity, year): factor}"""
    rows = {}
    for activity in ACTIVITIES:
        for site in chance.sample(SITES, chance.randrange(1, len(SITES) + 1)):
            for year in YEARS:
                quantity = some_quantity()
                if quantity is not None:
                    rows[activity, site, year] = quantity
    for year in YEARS:  # there is always something to compare
        rows['natural-gas', 'A', year] = Decimal(chance.randrange(1, 10 ** 6))
    return rows, {(activity, year): some_factor() for activity in ACTIVITIES for year in YEARS}


def files(folder, rows, factors):
    lines = [f'{year},{activity},{quantity},{ACTIVITIES[activity]},{site}'
             for (activity, site, year), quantity in rows.items()]
    write(folder, 'a.csv', 'period,activity,quantity,unit,site\n' + '\n'.join(lines) + '\n')
    write(folder, 'f.csv', 'activity,unit,valid_from,valid_to,kg_co2e\n' + ''.join(
        f'{activity},{ACTIVITIES[activity]},{year[:4]}-04-01,{int(year[:4]) + 1}-03-31,{factor}\n'
        for (activity, year), factor in factors.items()))


def ask(folder, *options):
    run = greenplan('change', '--input', 'a.csv', '--factors', 'f.csv', '--format', 'json', *options, cwd=folder)
    assert run.code in (0, 3), run.err
    run.must(run.code)
    return json.loads(run.out, parse_float=Decimal)


def forward(folder):
    return ask(folder, '--from', YEARS[0], '--to', YEARS[1])


def effects(part):
    assert [effect['cause'] for effect in part['effects']] == CAUSES
    return {effect['cause']: Decimal(effect['kg']) for effect in part['effects']}


def assert_sums(answer):
    for part in (answer, answer['comparable'], *answer['categories']):
        assert sum(effects(part).values()) == Decimal(part['to_kg']) - Decimal(part['from_kg']) == Decimal(part['change_kg'])
    for cause in CAUSES:
        assert effects(answer)[cause] == sum(effects(part)[cause] for part in answer['categories'])
    for end in ('from_kg', 'to_kg'):
        assert Decimal(answer[end]) == sum(Decimal(part[end]) for part in answer['categories'])


def sources(rows):
    """The two quantities of each activity and site, or of the activity alone where a year tells no sites of it."""
    told = {(activity, year): any(site for a, site, y in rows if (a, y) == (activity, year))
            for activity, _, year in rows}
    found = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for (activity, site, year), quantity in rows.items():
        place = site if all(told.get((activity, y), True) for y in YEARS) else ''
        found[activity, place][YEARS.index(year)] += quantity
    return found


def is_site_missing(rows, site, end):
    """No figures but zeros in that year, while both years tell sites."""
    tells = all(any(s and y == year for _, s, y in rows) for year in YEARS)
    return bool(site) and tells and not any(
        quantity for (_, s, y), quantity in rows.items() if (s, y) == (site, YEARS[end]))


def expected(rows, factors):
    """LMDI in floating point, written from the formula."""
    sums = dict.fromkeys(CAUSES, 0.0)
    for (activity, site), quantity in sources(rows).items():
        factor = [factors[activity, year] for year in YEARS]
        kg = [q * f for q, f in zip(quantity, factor)]
        cause = 'factor-grid' if activity == 'electricity' else 'factor-other'
        if kg[0] * kg[1] > 0 and quantity[0] * quantity[1] > 0:
            a, b = abs(float(kg[1])), abs(float(kg[0]))
            mean = a if a == b else (a - b) / math.log(a / b)
            sign = 1 if kg[0] > 0 else -1
            sums['activity'] += sign * mean * math.log(quantity[1] / quantity[0])
            sums[cause] += sign * mean * math.log(factor[1] / factor[0])
        elif quantity[0] * quantity[1] > 0:
            sums[cause] += float(kg[1] - kg[0])
        elif any(quantity[end] == 0 and is_site_missing(rows, site, end) for end in (0, 1)):
            sums['boundary'] += float(kg[1] - kg[0])
        else:
            sums['activity'] += float(kg[1] - kg[0])
    return sums


@test
def effects_are_those_of_the_formula(folder):
    for _ in range(ROUNDS):
        rows, factors = some_data()
        files(folder, rows, factors)
        answer = forward(folder)
        assert_sums(answer)
        size = sum(abs(float(q * factors[a, y])) for (a, _, y), q in rows.items())
        for cause, kg in expected(rows, factors).items():
            assert math.isclose(float(effects(answer)[cause]), kg, abs_tol=1e-4 + 1e-12 * size), \
                (cause, effects(answer)[cause], kg, rows, factors)


@test
def ends_are_those_of_convert(folder):
    for _ in range(ROUNDS // 4):
        rows, factors = some_data()
        files(folder, rows, factors)
        answer = forward(folder)
        run = greenplan('convert', '--input', 'a.csv', '--factors', 'f.csv', '--by', 'year,category', '--format', 'csv',
                        cwd=folder).must(0)
        totals = dict.fromkeys(YEARS, Decimal(0))
        for row in csv.DictReader(io.StringIO(run.out.decode())):
            totals[row['year']] += Decimal(row['kg_co2e'])
        assert totals == {YEARS[0]: Decimal(answer['from_kg']), YEARS[1]: Decimal(answer['to_kg'])}


@test
def the_way_round_turns_every_sign(folder):
    for _ in range(ROUNDS // 4):
        files(folder, *some_data())
        there, back = forward(folder), ask(folder, '--from', YEARS[1], '--to', YEARS[0])
        assert_sums(back)
        for part, other in zip((there, *there['categories']), (back, *back['categories'])):
            assert {cause: -kg for cause, kg in effects(other).items()} == effects(part)


@test
def order_changes_nothing(folder):
    for _ in range(ROUNDS // 4):
        rows, factors = some_data()
        files(folder, rows, factors)
        before = forward(folder)
        shuffled = list(rows.items())
        chance.shuffle(shuffled)
        files(folder, dict(shuffled), dict(reversed(factors.items())))
        assert forward(folder) == before


@test
def k_times_as_much_of_everything(folder):
    for _ in range(ROUNDS // 4):
        rows, factors = some_data()
        files(folder, rows, factors)
        before = effects(forward(folder))
        k = chance.randrange(2, 50)
        files(folder, {key: quantity * k for key, quantity in rows.items()}, factors)
        after = effects(forward(folder))
        for cause in CAUSES:
            assert abs(after[cause] - k * before[cause]) < Decimal('0.01'), (cause, before, after, k)


@test
def a_chain_of_two_years_is_the_pair(folder):
    for _ in range(ROUNDS // 4):
        files(folder, *some_data())
        chain = ask(folder, '--from', YEARS[0], '--to', YEARS[1], '--chained')
        assert effects(chain) == effects(forward(folder)) == effects(chain['steps'][0])


comment(f'GREENPLAN_SEED={SEED}')
main()
