# SPDX-License-Identifier: MIT
#
# The look of every chart: formats, type, colours.
#
# Loaded by a figure, which has set `format` to `svg`, `png` or `pdf`. Loads chart.gp, which the
# program has written into the current folder: numbers and the block $text, no code.
# Positions on the page are pixels of 1600 by 900 from the top left, whatever the format.

set encoding utf8
load "chart.gp"

# ── Formats ──────────────────────────────────────────────────────────────────────────────────────
# One pixel of type, of a round dot, a diamond, a triangle and the width of a ring, and one step of
# a dash pattern, in what each terminal counts in.

# The terminals take one family; the program gives an SVG picture the others that may stand in.

if (format eq "svg") {
    type = 1.0; dot = 0.089; diamond = 0.05; triangle = 0.06; ring = 0.0623; dash = 0.6
    set terminal svg noenhanced size 1600,900 background "#ffffff" font "Liberation Sans,20" \
        fontscale 1 rounded
}
if (format eq "png") {
    type = 0.75; dot = 0.179; diamond = 0.179; triangle = 0.15; ring = 0.1643; dash = 1.0
    set terminal pngcairo noenhanced size 1600,900 background "#ffffff" \
        font "Liberation Sans,15" fontscale 1 rounded
}
if (format eq "pdf") {
    type = 0.394; dot = 0.096; diamond = 0.096; triangle = 0.08; ring = 0.0853; dash = 1.0
    set terminal pdfcairo noenhanced size 29.7cm,16.70625cm background "#ffffff" \
        font "Liberation Sans,8" fontscale 1 rounded
}
set output "chart.out"

# ── Colours ──────────────────────────────────────────────────────────────────────────────────────
# NHS identity colours. Text has a contrast of 4.5 or more on white, lines 3 or more. No meaning
# hangs on colour alone: lines differ in dashes and dots, and each has its words beside it.

nhs_blue = "#005EB8"
nhs_pink = "#AE2573"
nhs_dark_grey = "#425563"
nhs_mid_grey = "#768692"
nhs_pale_grey = "#E8EDEE"
ink_text = "#231F20"
grid_grey = "#D5DCE0"
ring_grey = "#BFC7CC"
shade_no_data = "#EDF0F2"
shade_target = "#F9EAF2"
shade_over = "#F9D9C7"
shade_under = "#D9E6F3"
range_80 = "#AFCBE6"
range_95 = "#D9E6F3"

concern_orange = "#B84A00"
neutral_purple = "#7B2CBF"

# In the order of GpInk.
array ink[6] = [ink_text, nhs_dark_grey, nhs_blue, nhs_pink, concern_orange, neutral_purple]

# The panel's edge, in the order of GpVerdict: on track, at risk, off track, too early.
array verdict_colour[4] = ["#006747", "#F46A25", "#8A1538", nhs_mid_grey]

# Kinds of points on an SPC chart, in the order of GpXmrType, and their shapes: round for common
# cause, else a triangle that points the way of the sign.
array type_colour[5] = [nhs_mid_grey, nhs_blue, concern_orange, neutral_purple, neutral_purple]
shape(type, sign) = type == 0 ? 7 : sign > 0 ? 9 : 11
size_of(type) = type == 0 ? 9*dot : 13*triangle

# Parts of a sum, from the base up; the last is what is left. They touch only across white gaps.
array source_colour[7] = \
    ["#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1", nhs_mid_grey]

# ── The page ─────────────────────────────────────────────────────────────────────────────────────

page_x(x) = x / 1600.0
page_y(y) = 1 - y / 900.0
label_font(i) = \
    sprintf("Liberation Sans%s,%.2f", label_is_bold[i] > 0 ? ":Bold" : "", label_size[i] * type)

set border 0
unset key
unset tics
unset title
unset xlabel
unset ylabel

# Every text is a line of $text, and none is ever read as markup.
do for [i = 1:n_labels] {
    set label i $text[int(label_text[i])] left noenhanced front rotate by label_turn[i] \
        at screen page_x(label_x[i]), screen page_y(label_y[i]) \
        font label_font(i) textcolor rgb ink[int(label_ink[i])]
    if (label_align[i] == 1) { set label i center }
    if (label_align[i] == 2) { set label i right }
}

# A chart of nothing is its texts: what follows in the figure is not come to.
if (exists("is_empty")) {
    set xrange [0:1]
    set yrange [0:1]
    plot 2 notitle
    set output
    exit gnuplot
}
