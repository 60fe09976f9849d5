# mawk: one pass over the ledger. Quoted fields are put together by hand; factors are looked up by year.
# SPDX-License-Identifier: MIT
# usage: mawk -f mawk.awk units.csv factors.csv activity.csv
function fields(line,    n, i, part, parts, open) {
    if (index(line, "\"") == 0)
        return split(line, field, ",")
    n = 0
    open = 0
    parts = split(line, part, ",")
    for (i = 1; i <= parts; i++) {
        if (open)
            field[n] = field[n] "," part[i]
        else
            field[++n] = part[i]
        if (gsub(/"/, "\"", part[i]) % 2)
            open = !open
    }
    for (i = 1; i <= n; i++)
        if (field[i] ~ /^"/) {
            field[i] = substr(field[i], 2, length(field[i]) - 2)
            gsub(/""/, "\"", field[i])
        }
    return n
}
FNR == 1 { file++; next }
file == 1 { fields($0); canonical[field[1]] = field[2]; multiplier[field[1]] = field[3]; next }
file == 2 {
    fields($0)
    key = field[1] SUBSEP field[2]
    i = ++versions[key]
    from[key, i] = field[3]; to[key, i] = field[4]; scope[key] = field[5]; category[key] = field[6]; kg[key, i] = field[7]
    next
}
{
    fields($0)
    key = field[2] SUBSEP canonical[field[7]]
    for (i = 1; i <= versions[key]; i++)
        if (field[1] >= from[key, i] && field[1] <= to[key, i]) {
            group = substr(field[1], 1, 7) "\t" scope[key] "\t" category[key] "\t" field[3] "\t" field[5]
            rows[group]++
            sum[group] += field[6] * multiplier[field[7]] * kg[key, i]
            break
        }
}
END {
    print "month\tscope\tcategory\tsite\trole\trows\tkg"
    for (group in rows)
        printf "%s\t%d\t%.9f\n", group, rows[group], sum[group]
}
