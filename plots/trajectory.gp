# SPDX-License-Identifier: MIT
#
# Are we on track? Actual emissions against the path to a target, with a forecast.
#
#   $actual      year, value            NaN where a year has none: the line breaks there
#   $incomplete  year, value            known to be incomplete: hollow, never joined
#   $path        year, value
#   $targets     year, value            the milestones
#   $forecast    year, central, low and high of 80%, low and high of 95%
#   no_data[]    from, to, from, to …   in years
#   bands[]      the same, of years in which a milestone may be reached
#   leader[]     x, y, x, y of a thin line on the page, four for each
#
# Values are in the unit of the y axis. Everything else has its meaning in its name.

plots_folder = ARG1
format = ARG2
load plots_folder."/style.gp"

set margins screen page_x(frame_left), screen page_x(frame_right), \
    screen page_y(frame_bottom), screen page_y(frame_top)
set xrange [x_low:x_high]
set yrange [y_low:y_high]

# ── Behind: years without data, the years in which the target is due, the panel ─────────────────
do for [i = 1:n_no_data] {
    set object i rectangle behind fillcolor rgb shade_no_data fillstyle solid noborder \
        from first no_data[2*i - 1], graph 0 to first no_data[2*i], graph 1
}
do for [i = 1:n_bands] {
    set object 400 + i rectangle behind fillcolor rgb shade_target fillstyle solid noborder \
        from first bands[2*i - 1], graph 0 to first bands[2*i], graph 1
}
set object 101 rectangle behind fillcolor rgb nhs_pale_grey fillstyle solid noborder \
    from screen page_x(panel_left), screen page_y(panel_top) \
    to screen page_x(panel_left + panel_width), screen page_y(panel_top + panel_height)
set object 102 rectangle behind fillcolor rgb verdict_colour[verdict] fillstyle solid noborder \
    from screen page_x(panel_left), screen page_y(panel_top) \
    to screen page_x(panel_left + 7), screen page_y(panel_top + panel_height)

# ── Axes: zero is always there and is the strongest line ────────────────────────────────────────
n_y_ticks = int((y_high - y_low) / y_step + 1.5)
do for [i = 0:n_y_ticks - 1] {
    set arrow 300 + i nohead back from graph 0, first y_low + i*y_step to graph 1, \
        first y_low + i*y_step linetype 1 linewidth 1.2 linecolor rgb grid_grey
}
do for [i = 1:n_x_ticks] {
    set arrow 100 + i nohead back from first x_tick[i], graph 0 rto 0, screen -8/900.0 \
        linetype 1 linewidth 2 linecolor rgb nhs_dark_grey
}
do for [i = 1:n_leaders] {
    set arrow 200 + i nohead front linetype 1 linewidth 1.2 linecolor rgb nhs_mid_grey \
        from screen page_x(leader[4*i - 3]), screen page_y(leader[4*i - 2]) \
        to screen page_x(leader[4*i - 1]), screen page_y(leader[4*i])
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
