#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random plans worked out again with fractions: the wedge, its parts, its scale, what a tonne costs."""
import csv
import io
import os
import random
from fractions import Fraction

from harness import HEADER, comment, greenplan, main, test, write

SEED = int(os.environ.get('GREENPLAN_SEED', random.SystemRandom().randrange(1 << 32)))
comment(f'GREENPLAN_SEED={SEED}')
chance = random.Random(SEED)

BASE, LAST = 2024, 2031
COLUMNS = ('id,title,owner,category,site,start,full_effect,end,expected_kg_per_year,capex_gbp,annual_saving_gbp,'
           'lifetime_years,status,activity,quantity_per_year,unit').split(',')
FACTORS = {'natural-gas': Fraction('0.2'), 'electricity': Fraction('0.5')}
CATEGORY = {'natural-gas': 'Fossil fuels', 'electricity': 'Electricity'}
FILES = ('--library', 'none', '--factors', 'factors.csv', '--targets', 'targets.csv', '--actions', 'actions.csv')


def month(n):
    return f'{n // 12}-{n % 12 + 1:02}'


def hundredths(n):
    return f'{n // 100}.{n % 100:02}'


def micro(x):
    """Rounded half to even to a millionth, as round() does with fractions."""
    return Fraction(round(x * 10 ** 6), 10 ** 6)


def random_action(n):
    activity = chance.choice(list(FACTORS))
    start = 12 * 2022 + chance.randrange(96)
    full = start + chance.choice([0, 1, 5, 12, 31])
    action = dict.fromkeys(COLUMNS, '')
    action.update(id=f'A{n}', title=f'Action {n}', owner='Ann', category=CATEGORY[activity], start=month(start),
                  site=chance.choice(['', 'S1']), full_effect=month(full),
                  expected_kg_per_year=hundredths(chance.randrange(1, 10 ** 7)),
                  status=chance.choice(['proposed', 'planned', 'under-way', 'done', 'dropped']),
                  capex_gbp=str(chance.randrange(10 ** 6)), annual_saving_gbp=str(chance.randrange(-10 ** 4, 10 ** 5)),
                  lifetime_years=str(chance.randrange(1, 40)))
    if chance.random() < 0.5:
        action.update(activity=activity, unit='kWh', quantity_per_year=str(chance.randrange(1, 10 ** 6)),
                      expected_kg_per_year='')
    if chance.random() < 0.3:
        action['end'] = month(full + chance.randrange(40))
    return action, start, full, (12 * int(action['end'][:4]) + int(action['end'][5:]) - 1) if action['end'] else None


def full_kg(action, scale=1):
    if action['activity']:
        return FACTORS[action['activity']] * Fraction(action['quantity_per_year']) * scale
    return Fraction(action['expected_kg_per_year']) * scale


def effect(entry, fy, scale=1):
    action, start, full, end = entry
    parts = Fraction(0)
    for m in range(12 * fy + 3, 12 * fy + 15):
        if m >= full:
            part = Fraction(1)
        elif m >= start:
            part = Fraction(2 * (m - start) + 1, 2 * (full - start))
        else:
            part = Fraction(0)
        parts += part if end is None or m <= end else 0
    return micro(full_kg(action, scale) * parts / 12)


def write_plan(folder, entries, use, scale=1):
    write(folder, 'factors.csv', 'activity,unit,kg_co2e\n' + ''.join(f'{k},kWh,{float(v)}\n' for k, v in FACTORS.items()))
    write(folder, 'targets.csv', 'name,boundary,baseline_year,target_year,reduction_percent,shape\n'
                                 f'Plan,ncf,{BASE}-{BASE - 1999:02},{LAST}-{LAST - 1999:02},40,linear\n')
    write(folder, 'a.csv', HEADER + ''.join(f'{BASE}-{BASE - 1999:02},{k},{v * scale},kWh\n' for k, v in use.items()))
    rows = []
    for entry in entries:
        row = dict(entry[0])
        for name in ('expected_kg_per_year', 'quantity_per_year'):
            if row[name]:
                row[name] = hundredths(int(Fraction(row[name]) * scale * 100))
        rows.append(','.join(row[c] for c in COLUMNS) + '\n')
    write(folder, 'actions.csv', ','.join(COLUMNS) + '\n' + ''.join(rows))


def ask(folder, *args):
    run = greenplan('actions', *FILES, '--input', 'a.csv', *args, '--format', 'csv', cwd=folder)
    assert run.code in (0, 3), run.err
    return list(csv.DictReader(io.StringIO(run.out.decode())))


def random_plan():
    return [random_action(n) for n in range(chance.randrange(1, 15))], {k: chance.randrange(10 ** 8) for k in FACTORS}


@test
def the_wedge_is_that_of_fractions(folder):
    for _ in range(12):
        entries, use = random_plan()
        write_plan(folder, entries, use)
        usual = sum(FACTORS[k] * v for k, v in use.items())
        for i, year in enumerate(ask(folder, '--by-year')):
            wanted = {'planned_kg': usual, 'with_proposed_kg': usual}
            for entry in entries:
                status = entry[0]['status']
                base = effect(entry, BASE) if status in ('done', 'under-way') else 0
                more = effect(entry, BASE + i) - base
                if status != 'dropped':
                    wanted['with_proposed_kg'] -= more
                if status in ('planned', 'done', 'under-way'):
                    wanted['planned_kg'] -= more
            assert Fraction(year['business_as_usual_kg']) == usual
            for name, kg in wanted.items():
                assert Fraction(year[name]) == kg, (year['year'], name, year[name], float(kg))
            assert Fraction(year['gap_kg']) == Fraction(year['planned_kg']) - Fraction(year['path_kg'])


@test
def its_lines_add_up_to_it_in_any_order(folder):
    for _ in range(6):
        entries, use = random_plan()
        write_plan(folder, entries, use)
        years = ask(folder, '--by-year')
        lines = ask(folder)
        for year in years:
            saved = sum(Fraction(line['kg_co2e_saved_more_than_now']) for line in lines
                        if line['year'] == year['year'] and line['status'] != 'dropped')
            assert Fraction(year['business_as_usual_kg']) - saved == Fraction(year['with_proposed_kg'])
        chance.shuffle(entries)
        write_plan(folder, entries, use)
        assert ask(folder, '--by-year') == years


@test
def ten_times_the_data_is_ten_times_the_wedge(folder):
    for _ in range(6):
        entries, use = random_plan()
        write_plan(folder, entries, use)
        one = ask(folder, '--by-year')
        write_plan(folder, entries, use, 10)
        for a, b in zip(one, ask(folder, '--by-year')):
            for name in ('business_as_usual_kg', 'planned_kg', 'with_proposed_kg'):
                off = abs(10 * Fraction(a[name]) - Fraction(b[name]))
                assert off <= Fraction(11 * len(entries), 10 ** 6), (name, float(off))


@test
def a_tonne_costs_what_fractions_say(folder):
    for _ in range(6):
        entries, use = random_plan()
        write_plan(folder, entries, use)
        actions = {entry[0]['id']: entry[0] for entry in entries}
        costs = ask(folder, '--macc')
        assert [float(c['gbp_per_tonne']) for c in costs] == sorted(float(c['gbp_per_tonne']) for c in costs)
        assert {c['id'] for c in costs} == {k for k, a in actions.items() if a['status'] != 'dropped'}
        for cost in costs:
            action = actions[cost['id']]
            factor, annuity = Fraction(1), Fraction(0)
            for year in range(1, int(action['lifetime_years']) + 1):
                factor /= Fraction('1.035') if year <= 30 else Fraction('1.03')
                annuity += factor
            pounds = int(action['capex_gbp']) / annuity - int(action['annual_saving_gbp'])
            present = int(action['annual_saving_gbp']) * annuity - int(action['capex_gbp'])
            assert abs(Fraction(cost['gbp_per_year']) - pounds) < Fraction(1, 100)
            assert abs(Fraction(cost['net_present_gbp']) - present) < Fraction(1, 100)
            tonne = pounds * 1000 / full_kg(action)
            assert abs(Fraction(cost['gbp_per_tonne']) - tonne) <= Fraction(1, 100) + abs(tonne) / 10 ** 9


main()
