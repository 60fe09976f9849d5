# SPDX-License-Identifier: MIT
#
# How much is left? What the path allows, added up, and what was spent of it.
#
#   $allowed     year, value
#   $between     year, allowed, spent        as far as what is spent is known
#   $dots        year, spent                 of years with data
#   $spent       year, spent                 pieces, parted by NaN
#   $as_path     the same, of years that count as the path
#   $forecast    the same, if the past trend continues
#   whole        the whole budget; gone: the year in which it is used up
#   left_…       what is left of it, as an arrow up to it
#
# Values are in the unit of the y axis. The rest is of frame.gp.

plots_folder = ARG1
format = ARG2
load plots_folder."/style.gp"
load plots_folder."/frame.gp"

if (has_gone) {
    set object 1401 rectangle behind fillcolor rgb shade_over fillstyle solid noborder \
        from first gone - 0.5, graph 0 to first gone + 0.5, graph 1
}
if (has_left) {
    set arrow 1401 heads size screen 10/1600.0,25 filled front from first left_x, first left_from \
        to first left_x, first whole linetype 1 linewidth 2 linecolor rgb ink_text
}

plot \
    $between using 1:2:3 with filledcurves above fillcolor rgb shade_under \
        fillstyle solid noborder, \
    $between using 1:2:3 with filledcurves below fillcolor rgb shade_over \
        fillstyle solid noborder, \
    0 with lines linetype 1 linecolor rgb nhs_dark_grey linewidth 2, \
    whole with lines linecolor rgb ink_text linewidth 2 dashtype (6*dash, 6*dash), \
    $allowed using 1:2 with lines linecolor rgb nhs_pink linewidth 4 dashtype (12*dash, 7*dash), \
    $forecast using 1:2 with lines linecolor rgb nhs_blue linewidth 3.5 dashtype (3*dash, 5*dash), \
    $as_path using 1:2 with lines linecolor rgb nhs_blue linewidth 2 dashtype (3*dash, 5*dash), \
    $spent using 1:2 with lines linetype 1 linecolor rgb nhs_blue linewidth 5, \
    $dots using 1:2 with points pointtype 7 pointsize 12*dot linecolor rgb "#ffffff", \
    $dots using 1:2 with points pointtype 7 pointsize 9*dot linecolor rgb nhs_blue

set output
