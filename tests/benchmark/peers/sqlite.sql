-- SQLite: the ledger into memory, joined with the factor of its day.
-- SPDX-License-Identifier: MIT
.bail on
CREATE TABLE unit (unit TEXT PRIMARY KEY, canonical_unit TEXT, multiplier REAL) WITHOUT ROWID;
CREATE TABLE factor (activity TEXT, unit TEXT, valid_from TEXT, valid_to TEXT, scope TEXT, category TEXT, kg REAL);
CREATE TABLE ledger (date TEXT, activity TEXT, site TEXT, cost_centre TEXT, role TEXT, quantity REAL, unit TEXT,
                     reference TEXT, note TEXT);
.mode csv
.import --skip 1 units.csv unit
.import --skip 1 factors.csv factor
CREATE INDEX factor_of ON factor (activity, unit, valid_from);
.import --skip 1 activity.csv ledger
.headers on
SELECT substr(l.date, 1, 7) AS month, f.scope, f.category, l.site, l.role, count(*) AS rows,
       sum(l.quantity * u.multiplier * f.kg) AS kg
FROM ledger l JOIN unit u ON u.unit = l.unit
JOIN factor f ON f.activity = l.activity AND f.unit = u.canonical_unit AND l.date BETWEEN f.valid_from AND f.valid_to
GROUP BY 1, 2, 3, 4, 5;
