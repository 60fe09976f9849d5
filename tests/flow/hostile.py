# SPDX-License-Identifier: MIT
"""A hundred names that would be commands, markup or formulas somewhere else, and a workspace full of them."""
import json
import os
import unicodedata

from harness import write

YEARS = [f'{year}-{year - 1999:02}' for year in range(2018, 2026)]


def names(canaries, url):
    """Names that are text and must be printed as such. What would run would make a file in the folder @canaries, what would
    be loaded would be asked of @url."""
    counter = iter(range(1000))

    def touch():
        return f'touch {canaries}/{next(counter)}'

    def ask():
        return f'{url}/{next(counter)}'

    html = [f'<script src="{ask()}"></script>', '</title><script>alert(1)</script>', '</script><script>alert(2)</script>',
            f'<img src={ask()} onerror=alert(3)>', f'<svg onload=alert(4)><image href="{ask()}"/></svg>',
            f'"><iframe src="{ask()}">', "' onmouseover='alert(5)", f'<a href="javascript:alert(6)">a</a>',
            f'<style>@import "{ask()}";</style>', f'</style><link rel=stylesheet href={ask()}>', '<!-- a', '--> a', '--!> a',
            ']]> a', '<![CDATA[ a', f'<!DOCTYPE a [<!ENTITY b SYSTEM "{ask()}">]>', '&b; &lt; &amp;lt; &#x3c;script&#x3e;', '<?xml a?>',
            '</td></tr></table>a', '<details open ontoggle=alert(7)>', '</svg></figure><h1>a', f'<base href={ask()}>',
            f'<meta http-equiv=refresh content="0;url={ask()}">', '<plaintext>', '<textarea>', '&', '<', '"', "'",
            f'<form action={ask()}><button autofocus onfocus=alert(8)>', f'<object data={ask()}>', '<math><mi//xlink:href="data:x,a">']
    css = [f'}} body {{ background: url({ask()}) }}', f'x{{}}*{{background:url({ask()})}}', 'expression(alert(9))',
           f'@import url({ask()});', '/* a', '*/ a', '\\3c a']
    gnuplot = [f'`{touch()}`', f'"; system("{touch()}"); "', f"'; !{touch()}; '", f"''; system('{touch()}') #", '@A',
               f'$(id; {touch()})', '{/Symbol=40 a}', 'a_b^c&d~e', '%g %s %n %1$s %%', 'EOD', '$text', '$names', '$text << EOD', 'NaN', '#a',
               f'set output "|{touch()}"', f'| {touch()}', f'< {touch()}', f'!{touch()}', '\\n\\t\\"a\\', 'a\\', '\\', '{', '}', '@{a}^{b}', 'e',
               'exit', f'sprintf("%s", system("{touch()}"))', '1e999', '?', 'columnhead(1)', '__gp_eof__']
    sheets = [f'=cmd|"/c {touch()}"!A0', f'+{touch()}', f'-2+3+cmd|" /C {touch()}"!A0', '@SUM(1+1)*cmd|a!A0', '=1+1', '-1', '+1',
              f'=HYPERLINK("{ask()}","a")', f'=WEBSERVICE("{ask()}")', f'=IMPORTXML("{ask()}","//a")', '{=1+1}', "'=1+1", '_x0041_', '_x000D_ a',
              f'internal:Sheet1!A1', f'external:{canaries}/x', f'{url}/a', f'file://{canaries}/x', 'mailto:a@example.org', 'javascript:alert(10)',
              'a,b;c\td'.replace('\t', ' '), '"a","b"', 'a;=1+1', '=DDE("cmd";"/C calc";"a")', '0', 'TRUE', '[c]', '[low]']
    data = ['{"a": 1}', '"}], "rows": []', '\\u0000', '\\"', '[]', 'null', '{{7*7}}', '${7*7}', '<%= 7*7 %>', '#{7*7}']
    files = ['../../../a', '/etc/passwd', '..', '.', 'CON', 'a/b', 'index.html', 'tables/../..', '~', '-n', '--output=x', '*', 'a\\..\\b',
             'file:///etc/passwd', 'greenplan-pack.json', 'C:\\a', '%2e%2e%2f']
    shell = [f'; {touch()}', f'&& {touch()}', f'$IFS;{touch()}', f"a'; {touch()}; echo '", f'a"; {touch()}; echo "', f'$({touch()})']
    scripts = ['\u05d0\u05d1\u05d2 abc', '\u0645\u0633\u062a\u0634\u0641\u0649 \u0661\u0662\u0663', '\u533b\u9662\u4fe1\u6258\u57fa\u91d1\u4f1a',
               'a\u200bb\u200dc\u2060d', 'Z\u0351\u036b\u0343\u036a\u0302a\u0334\u0317l\u0320go', '\U0001f3e5\U0001f468\u200d\u2695\ufe0f',
               '\uff1cscript\uff1ealert(11)\uff1c/script\uff1e', '\u02bc\u2032\uff07\uff02', '\u0130\u0131\u017f\ufb03', 'x' * 300,
               'long words ' * 30, '\u4fe1' * 200, '\ufffd', 'a\u00a0b', '\U000e0041\U000e0042a', '\u3164', '\u00ad\u00ada']
    found = html + css + gnuplot + sheets + data + files + shell + scripts
    assert len(found) >= 100 and len(found) == len(set(found)), len(found)
    return [name.strip() for name in found]


# What no name may hold, by what it would do.
UNCLEAN = ['a\x00b', 'a\x1b[31mb\x1b]0;x\x07', 'a\u202eb\u2066c', 'a\r\nb', 'a\nEOD\nb', '\x08\x08a', 'a\x7fb\x9bc', '\u200fa\u200e', 'a\u2028b\u2029c',
           '\ufeffa', b'a\xff\xfeb', b'\xc0\xbcscript\xc0\xbe', b'\xed\xa0\x80a', b'a\xf5\x80\x80\x80', 'a\x0bb\x0cc', '\x01', 'a\x85b', '\u2067a']


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def ini(text):
    return text.replace('\\', '\\\\')


def plain(text):
    """Without what cannot be seen, blanks as one."""
    return ' '.join(''.join(' ' if unicodedata.category(c) in ('Cc', 'Cf', 'Zs') else c for c in text).split())


def table(folder, name, head, rows):
    write(folder, name, head + '\n' + ''.join(','.join(quoted(str(cell)) for cell in row) + '\n' for row in rows))


def fill(folder, w, every):
    """Every place of a workspace that takes a name has each of them."""
    here = os.path.join(folder, w)
    n = len(every)

    def other(i, k):
        return every[(i + k) % n]

    write(here, 'greenplan.ini', '[trust]\n' + f'name={ini(every[0])}\nods_code=R\nicb={ini(every[2])}\n'
          f'board_lead={ini(every[3])}\n')
    table(here, 'sites.csv', 'site,name,floor_area_m2,type,postcode',
          [(name if i % 2 else f'S{i}', '' if i % 2 else name, 1000 + i, other(i, 1), other(i, 2)) for i, name in enumerate(every)])
    table(here, 'factors.csv', 'activity,unit,valid_from,valid_to,scope,category,kg_co2e,publication,edition,reference,provenance',
          [(f'own-{i}', 'kg', '2010-04-01', '2040-03-31', 3, 'Waste', i + 1, name, other(i, 1), other(i, 2), 'primary')
           for i, name in enumerate(every)])
    table(here, 'targets.csv', 'name,boundary,baseline_year,target_year,reduction_percent,shape,adopted_by,adopted_on,owner,source,minute',
          [(name, 'ncf', '2019-20', '2031-32', 47, 'linear', other(i, 1), '2022-01-27', other(i, 2), other(i, 3), other(i, 4))
           for i, name in enumerate(every)])
    table(here, 'actions.csv', 'id,title,owner,role,category,site,start,full_effect,expected_kg_per_year,capex_gbp,annual_saving_gbp,'
          'lifetime_years,status,co_benefit,source',
          [(f'A{i}', name, other(i, 1), other(i, 2), 'Fossil fuels', '', '2027-04', '2028-04', 1000 + i, 9000, 100 * i, 10,
            'planned', other(i, 3), other(i, 4)) for i, name in enumerate(every)])
    table(here, 'milestones.csv', 'date,date_latest,title,applies_to,source',
          [(f'{2026 + i % 20}-12-31', '', name, other(i, 1), other(i, 2)) for i, name in enumerate(every)])
    table(here, 'workforce.csv', 'period,site,department,role,staff_group,wte,headcount',
          [(year, '', other(i, 2), name, other(i, 1), 20, 25) for year in YEARS for i, name in enumerate(every)])
    sites = [name if i % 2 else f'S{i}' for i, name in enumerate(every)]
    rows = [(year, 'natural-gas', (100000 - 7000 * k) + i, 'kWh', site, other(i, 1), '')
            for k, year in enumerate(YEARS) for i, site in enumerate(sites)]
    rows += [(year, 'car-average', 1000 + 100 * i - 20 * k, 'km', '', '', name) for k, year in enumerate(YEARS) for i, name in enumerate(every)]
    rows += [(YEARS[-1], f'own-{i}', 1, 'kg', '', '', '') for i in range(n)]
    rows += [(f'{2018 + (m + 3) // 12}-{(m + 3) % 12 + 1:02}', 'electricity', 50000 + 37 * (m * m % 101), 'kWh', '', '', '') for m in range(96)]
    table(folder, 'activity.csv', 'period,activity,quantity,unit,site,department,role', rows)


def guarded(name):
    """As our CSV has names that a spreadsheet would take for a formula."""
    return "'" + name if name.lstrip("'").startswith(('=', '+', '-', '@')) and name != '-1' else name


def write_rollup(folder, name, trust, other, code):
    """A roll-up file as another program may write it, with categories called @other."""
    years = YEARS[:7]
    if name.endswith('.csv'):
        table(folder, name, 'ods_code,trust,icb,invented,year,measure,boundary,category,value,unit,comparable',
              [(code, guarded(trust), 'Q', 'no', year, 'emissions', 'ncf', guarded(other), 100000 - 1000 * k, 'kg CO2e', 'yes') for k, year in enumerate(years)])
        return
    write(folder, name, json.dumps({
        'greenplan_rollup': 1, 'trust': trust, 'ods_code': code, 'icb': 'Q', 'day': '2026-11-22', 'program': other, 'factors': other,
        'invented': False, 'kg_places': 2, 'units': dict.fromkeys(('wte', 'floor-area', 'bed-days', 'patient-contacts', 'million-gbp'), other),
        'years': [{'year': year, 'ncf_comparable': 'yes', 'plus_comparable': 'yes', 'wte': '3000'} for year in years],
        'figures': [{'year': year, 'boundary': 'ncf', 'category': other, 'kg_co2e': str(100000 - 1000 * k)} for k, year in enumerate(years)],
        'targets': [{'name': trust, 'boundary': 'ncf', 'adopted_by': other, 'adopted_on': '2024-01-01', 'owner': other,
                     'baseline_year': '2018-19', 'target_year': '2039-40', 'target_year_latest': '2039-40', 'reduction_percent': '100'}]}))
