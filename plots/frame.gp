# SPDX-License-Identifier: MIT
#
# What charts have around their lines: scales, axes, a column on the right.
#
#   no_data[]    from, to, from, to …   in years
#   leader[]     x, y, x, y of a thin line on the page, four for each
#   swatch[]     x, y on the page and a number of source_colour, three for each
#   panel_…      the panel, where there is one
#
# Loaded by a figure after style.gp.

set margins screen page_x(frame_left), screen page_x(frame_right), \
    screen page_y(frame_bottom), screen page_y(frame_top)
set xrange [x_low:x_high]
set yrange [y_low:y_high]

# ── Behind: years without data, the panel ───────────────────────────────────────────────────────
if (exists("n_no_data")) {
    do for [i = 1:n_no_data] {
        set object 1000 + i rectangle behind fillcolor rgb shade_no_data \
            fillstyle solid noborder \
            from first no_data[2*i - 1], graph 0 to first no_data[2*i], graph 1
    }
}
if (exists("panel_edge")) {
    set object 1301 rectangle behind fillcolor rgb nhs_pale_grey fillstyle solid noborder \
        from screen page_x(panel_left), screen page_y(panel_top) \
        to screen page_x(panel_left + panel_width), screen page_y(panel_top + panel_height)
    set object 1302 rectangle behind fillcolor rgb verdict_colour[panel_edge] \
        fillstyle solid noborder \
        from screen page_x(panel_left), screen page_y(panel_top) \
        to screen page_x(panel_left + 7), screen page_y(panel_top + panel_height)
}

# ── Axes: zero is always there and is the strongest line ────────────────────────────────────────
if (exists("y_step")) {
    n_y_ticks = int((y_high - y_low) / y_step + 1.5)
    do for [i = 0:n_y_ticks - 1] {
        set arrow 1000 + i nohead back from graph 0, first y_low + i*y_step to graph 1, \
            first y_low + i*y_step linetype 1 linewidth 1.2 linecolor rgb grid_grey
    }
}
do for [i = 1:n_x_ticks] {
    set arrow 1100 + i nohead back from first x_tick[i], graph 0 rto 0, screen -8/900.0 \
        linetype 1 linewidth 2 linecolor rgb nhs_dark_grey
}

# ── The column on the right ─────────────────────────────────────────────────────────────────────
if (exists("n_leaders")) {
    do for [i = 1:n_leaders] {
        set arrow 1200 + i nohead front linetype 1 linewidth 1.2 linecolor rgb nhs_mid_grey \
            from screen page_x(leader[4*i - 3]), screen page_y(leader[4*i - 2]) \
            to screen page_x(leader[4*i - 1]), screen page_y(leader[4*i])
    }
}
if (exists("n_swatches")) {
    do for [i = 1:n_swatches] {
        set object 1200 + i rectangle front fillcolor rgb source_colour[int(swatch[3*i])] \
            fillstyle solid noborder \
            from screen page_x(swatch[3*i - 2]), screen page_y(swatch[3*i - 1] - 8) \
            to screen page_x(swatch[3*i - 2] + 16), screen page_y(swatch[3*i - 1] + 8)
    }
}
