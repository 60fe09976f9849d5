# SPDX-License-Identifier: MIT
#
# Is this month different? A series held against its own variation (XmR chart).
#
#   $limits      position, mean, lower, upper     a row of NaN parts one stretch from the next
#   $points      position, value, type, sign      type in the order of GpXmrType; sign above 0 is
#                                                 high or rising, below 0 low or falling
#   target       where has_target is not 0
#   no_data[]    from, to, from, to …             positions
#   breaks[]     positions where the limits are new
#   key[]        x, y on the page, type, sign, four for each kind of point
#   leader[]     x, y, x, y of a thin line on the page, four for each
#   variation    0: cannot be told; else the type plus 1; variation_sign as above
#   assurance    in the order of GpAssurance
#
# Values are in the unit of the y axis.

plots_folder = ARG1
format = ARG2
load plots_folder."/style.gp"

# In the order of GpXmrType; ring of the assurance in the order of GpAssurance.
array type_colour[5] = [nhs_mid_grey, nhs_blue, concern_orange, neutral_purple, neutral_purple]
array assurance_colour[4] = [ring_grey, nhs_blue, concern_orange, nhs_mid_grey]
shape(type, sign) = type == 0 ? 7 : sign > 0 ? 9 : 11
size_of(type) = type == 0 ? 9*dot : 13*triangle
colour_of(type) = hex(type_colour[int(type) + 1])
hex(text) = int("0x".text[2:7])

set margins screen page_x(frame_left), screen page_x(frame_right), \
    screen page_y(frame_bottom), screen page_y(frame_top)
set xrange [x_low:x_high]
set yrange [y_low:y_high]

# ── Behind: months without data, the grid, breaks ───────────────────────────────────────────────
do for [i = 1:n_no_data] {
    set object i rectangle behind fillcolor rgb shade_no_data fillstyle solid noborder \
        from first no_data[2*i - 1], graph 0 to first no_data[2*i], graph 1
}
n_y_ticks = int((y_high - y_low) / y_step + 1.5)
do for [i = 1:n_y_ticks - 1] {
    set arrow 1000 + i nohead back from graph 0, first y_low + i*y_step to graph 1, \
        first y_low + i*y_step linetype 1 linewidth 1.2 linecolor rgb grid_grey
}
set arrow 999 nohead back from graph 0, graph 0 to graph 1, graph 0 \
    linetype 1 linewidth 2 linecolor rgb nhs_dark_grey
do for [i = 1:n_x_ticks] {
    set arrow 1100 + i nohead back from first x_tick[i], graph 0 rto 0, screen -8/900.0 \
        linetype 1 linewidth 2 linecolor rgb nhs_dark_grey
}
do for [i = 1:n_breaks] {
    set arrow 2000 + i nohead back from first breaks[i], graph 0 to first breaks[i], graph 1 \
        linewidth 1.5 dashtype (2*dash, 8*dash) linecolor rgb nhs_dark_grey
}
do for [i = 1:n_leaders] {
    set arrow 200 + i nohead front linetype 1 linewidth 1.2 linecolor rgb nhs_mid_grey \
        from screen page_x(leader[4*i - 3]), screen page_y(leader[4*i - 2]) \
        to screen page_x(leader[4*i - 1]), screen page_y(leader[4*i])
}
if (has_target) {
    set arrow 997 nohead back from graph 0, first target to graph 1, first target \
        linetype 1 linewidth 5 linecolor rgb "#ffffff"
    set arrow 998 nohead back from graph 0, first target to graph 1, first target \
        linewidth 3.5 dashtype (12*dash, 7*dash) linecolor rgb nhs_pink
}
do for [i = 1:n_keys] {
    set label 9000 + i "" at screen page_x(key[4*i - 3]), screen page_y(key[4*i - 2]) \
        point pointtype shape(key[4*i - 1], key[4*i]) pointsize size_of(key[4*i - 1]) \
        linecolor rgb type_colour[int(key[4*i - 1]) + 1]
}

# ── The icons: a ring, and in it a letter, which is among the texts, and a sign ─────────────────
assurance_x = icon_x + icon_pitch
ring(i, x, colour) = sprintf( \
    "set object %d circle front at screen %f, screen %f size screen %f fillcolor rgb '%s' ".\
    "fillstyle solid noborder", i, page_x(x), page_y(icon_y), (i % 2 ? 31 : 38)/1600.0, colour)
eval ring(100, icon_x, variation == 0 ? ring_grey : type_colour[variation])
eval ring(101, icon_x, "#ffffff")
eval ring(102, assurance_x, assurance_colour[assurance + 1])
eval ring(103, assurance_x, "#ffffff")
array wave_x[5] = [-20, -10, 0, 10, 20]
array wave_y[5] = [6, -7, 8, -8, 5]
if (variation == 1) {
    do for [i = 1:5] {
        set object 110 + i circle front at screen page_x(icon_x + wave_x[i]), \
            screen page_y(icon_y + wave_y[i]) size screen 4.0/1600 fillcolor rgb nhs_mid_grey \
            fillstyle solid noborder
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
        pointsize size_of(type) linecolor rgb type_colour[type + 1], \
    NaN notitle

set output
