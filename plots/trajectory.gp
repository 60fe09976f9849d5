# SPDX-License-Identifier: MIT
#
# Are we on track? Actual emissions against the path to a target, with a forecast.
#
#   $actual      year, value            NaN where a year has none: the line breaks there
#   $incomplete  year, value            known to be incomplete: hollow, never joined
#   $path        year, value
#   $targets     year, value            the milestones
#   $forecast    year, central, low and high of 80%, low and high of 95%
#   bands[]      from, to, from, to …   years in which a milestone may be reached
#
# Values are in the unit of the y axis. The rest is of frame.gp.

plots_folder = ARG1
format = ARG2
load plots_folder."/style.gp"
load plots_folder."/frame.gp"

# Behind: the years in which the target is due.
do for [i = 1:n_bands] {
    set object 1400 + i rectangle behind fillcolor rgb shade_target fillstyle solid noborder \
        from first bands[2*i - 1], graph 0 to first bands[2*i], graph 1
}

# ── The lines: widest range first, the actual figures on top ────────────────────────────────────
plot \
    $forecast using 1:5:6 with filledcurves fillcolor rgb range_95 fillstyle solid noborder, \
    $forecast using 1:3:4 with filledcurves fillcolor rgb range_80 fillstyle solid noborder, \
    0 with lines linetype 1 linecolor rgb nhs_dark_grey linewidth 2, \
    $path using 1:2 with lines linecolor rgb nhs_pink linewidth 4 dashtype (12*dash, 7*dash), \
    $forecast using 1:2 with lines linecolor rgb nhs_blue linewidth 3.5 dashtype (3*dash, 5*dash), \
    $targets using 1:2 with points pointtype 13 pointsize 16*diamond linecolor rgb "#ffffff", \
    $targets using 1:2 with points pointtype 13 pointsize 12.5*diamond linecolor rgb nhs_pink, \
    $actual using 1:2 with lines linecolor rgb nhs_blue linewidth 5, \
    $actual using 1:2 with points pointtype 7 pointsize 12*dot linecolor rgb "#ffffff", \
    $actual using 1:2 with points pointtype 7 pointsize 9*dot linecolor rgb nhs_blue, \
    $incomplete using 1:2 with points pointtype 7 pointsize 12*dot linecolor rgb "#ffffff", \
    $incomplete using 1:2 with points pointtype 7 pointsize 10*dot linecolor rgb nhs_blue, \
    $incomplete using 1:2 with points pointtype 7 pointsize 6*dot linecolor rgb "#ffffff"

set output
