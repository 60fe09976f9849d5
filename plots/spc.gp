# SPDX-License-Identifier: MIT
#
# Is this month different? A series held against its own variation (XmR chart).
#
#   $limits      position, mean, lower, upper     a row of NaN parts one stretch from the next
#   $points      position, value, type, sign      type in the order of GpXmrType; sign above 0 is
#                                                 high or rising, below 0 low or falling
#   point_scale  of the size of points
#   target       where has_target is not 0
#   breaks[]     positions where the limits are new
#   key[]        x, y on the page, type, sign, four for each kind of point
#   variation    0: cannot be told; else the type plus 1; variation_sign as above
#   assurance    in the order of GpAssurance
#
# Values are in the unit of the y axis. The rest is of frame.gp.

plots_folder = ARG1
format = ARG2
load plots_folder."/style.gp"
load plots_folder."/frame.gp"

# In the order of GpAssurance.
array assurance_colour[4] = [ring_grey, nhs_blue, concern_orange, nhs_mid_grey]

set arrow 4002 nohead back from graph 0, graph 0 to graph 1, graph 0 \
    linetype 1 linewidth 2 linecolor rgb nhs_dark_grey
do for [i = 1:n_breaks] {
    set arrow 2000 + i nohead back from first breaks[i], graph 0 to first breaks[i], graph 1 \
        linewidth 1.5 dashtype (2*dash, 8*dash) linecolor rgb nhs_dark_grey
}
if (has_target) {
    set arrow 4000 nohead back from graph 0, first target to graph 1, first target \
        linetype 1 linewidth 5 linecolor rgb "#ffffff"
    set arrow 4001 nohead back from graph 0, first target to graph 1, first target \
        linewidth 3.5 dashtype (12*dash, 7*dash) linecolor rgb nhs_pink
}
do for [i = 1:n_keys] {
    set label 9000 + i "" at screen page_x(key[4*i - 3]), screen page_y(key[4*i - 2]) \
        point pointtype shape(key[4*i - 1], key[4*i]) pointsize size_of(key[4*i - 1]) \
        linecolor rgb type_colour[int(key[4*i - 1]) + 1]
}

# ── The icons: a ring, and in it a letter, which is among the texts, and a sign ─────────────────
assurance_x = icon_x + icon_pitch
array rings[2] = [icon_x, assurance_x]
do for [i = 1:2] {
    ring_colour = i == 2 ? assurance_colour[assurance + 1] \
        : variation == 0 ? ring_grey : type_colour[variation]
    set label 9100 + i "" back at screen page_x(rings[i]), screen page_y(icon_y) \
        point pointtype 7 pointsize 76*ring linecolor rgb ring_colour
    set label 9110 + i "" back at screen page_x(rings[i]), screen page_y(icon_y) \
        point pointtype 7 pointsize 63*ring linecolor rgb "#ffffff"
}
array wave_x[5] = [-20, -10, 0, 10, 20]
array wave_y[5] = [6, -7, 8, -8, 5]
if (variation == 1) {
    do for [i = 1:5] {
        set label 9120 + i "" front at screen page_x(icon_x + wave_x[i]), \
            screen page_y(icon_y + wave_y[i]) point pointtype 7 pointsize 8*ring \
            linecolor rgb nhs_mid_grey
    }
}
if (variation > 1) {
    set arrow 120 front from screen page_x(icon_x - 17), \
        screen page_y(icon_y + 14 + 7*variation_sign) to screen page_x(icon_x + 18), \
        screen page_y(icon_y + 14 - 7*variation_sign) head filled size screen 10/1600.0,25 \
        linetype 1 linewidth 2.5 linecolor rgb type_colour[variation]
}
if (assurance > 0) {
    set arrow 121 nohead front from screen page_x(assurance_x - 20), screen page_y(icon_y + 15) \
        to screen page_x(assurance_x + 20), screen page_y(icon_y + 15) linewidth 3 \
        dashtype (3*dash, 5*dash) linecolor rgb assurance_colour[assurance + 1]
}

# ── Lines, and the points on top ────────────────────────────────────────────────────────────────
plot \
    $limits using 1:2 with lines linetype 1 linecolor rgb ink_text linewidth 2.2, \
    for [i = 3:4] $limits using 1:i with lines linecolor rgb nhs_mid_grey linewidth 2.6 \
        dashtype (6*dash, 9*dash), \
    $points using 1:2 with lines linetype 1 linecolor rgb nhs_mid_grey linewidth 2.6, \
    for [type = 0:4] for [way = -1:1] $points \
        using 1:($3 == type && $4 == way ? $2 : NaN) with points pointtype shape(type, way) \
        pointsize point_scale*size_of(type) linecolor rgb type_colour[type + 1], \
    NaN notitle

set output
