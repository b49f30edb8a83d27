"""How newslens looks: its colors, the mark of every lens, and the one style sheet of notebooks and report."""

from __future__ import annotations

#: Okabe and Ito's colors (jfly.uni-koeln.de/color), told apart by people with any of the common color blindnesses
ORANGE, SKY, GREEN, BLUE = "#e69f00", "#56b4e9", "#009e73", "#0072b2"
VERMILION, PURPLE, YELLOW, GRAY = "#d55e00", "#cc79a7", "#f0e442", "#767676"

#: lens → color, line under the words: either alone tells the lenses apart
LOOKS = {
    "attributions": (BLUE, "solid"),
    "quotations": (SKY, "dotted"),
    "sources": (BLUE, "dashed"),
    "sentiments": (GREEN, "solid"),
    "drivers": (GREEN, "dashed"),
    "demands": (VERMILION, "double"),
    "demand_items": (VERMILION, "dashed"),
    "demand_addressees": (VERMILION, "dotted"),
    "responses": (VERMILION, "wavy"),
    "concessions": (VERMILION, "solid"),
    "hedges": (PURPLE, "wavy"),
    "loaded": (GREEN, "wavy"),
    "actors": (ORANGE, "dotted"),
    "own": (GRAY, "solid"),
}
_BORDERS = {"wavy": "dotted"}  # no border is wavy


def _style() -> str:
    """The one style sheet, for light and dark pages, notebooks and print."""
    lenses = "".join(
        f".nl mark.nl-{lens}{{--c:{color};text-decoration-style:{line};text-underline-offset:{3 + 3 * (n % 3)}px}}"
        f".nl b.nl-{lens}{{text-decoration:underline {line} {color} 2px}}"
        f".nl li.nl-{lens}{{--c:{color};border-left-style:{_BORDERS.get(line, line)}}}"
        for n, (lens, (color, line)) in enumerate(LOOKS.items())
    )
    dark = "--ink:#e8e6e3;--muted:#a8a39d;--rule:#4a4845"
    return (
        "<style>"
        ".nl{--side:clamp(10.5rem,26%,15rem);--gap:2rem;--ink:#1c1b1a;--muted:#5c5955;--rule:#d8d4ce;color:var(--ink);line-height:1.5;max-width:46rem}"
        f"body[data-jp-theme-light=false] .nl,body.vscode-dark .nl{{{dark}}}"
        f"@media(prefers-color-scheme:dark){{.nl-page,.nl-page .nl{{{dark}}}}}"
        ".nl-text{line-height:2.1}.nl-text p{margin:0 0 1em}"
        ".nl .nl-aside,.nl .nl-muted{color:var(--muted)}.nl .nl-aside{font-size:.85em}"
        ".nl mark{color:inherit;padding:0;text-decoration:underline 1.5px var(--c);"
        "text-decoration-skip-ink:none;-webkit-box-decoration-break:clone;box-decoration-break:clone}"
        ".nl mark.nl-who{font-weight:600}"
        ".nl mark.nl-what{text-decoration-thickness:1px}.nl mark.nl-cue{border-radius:2px}"
        f"{lenses}.nl mark.nl-quiet{{text-decoration:none}}"
        ".nl sup{display:inline-block;font:600 .62em/1 ui-sans-serif,system-ui,sans-serif;text-decoration:none;"
        "color:var(--ink);padding:0 .15em;vertical-align:super;user-select:none}"
        ".nl sup a,.nl a.nl-ref{color:inherit;text-decoration:none}"
        ".nl a[href]:hover,.nl a[href]:focus-visible{text-decoration:underline}"
        ".nl a.nl-say{color:inherit;text-decoration:none}"
        ".nl a.nl-ref{font:.75em ui-sans-serif,system-ui,sans-serif;color:var(--muted);white-space:nowrap}"
        ".nl a.nl-ref[href]{color:#00558a}.nl :target{outline:3px solid #e69f00;outline-offset:2px;border-radius:2px}"
        "body[data-jp-theme-light=false] .nl a.nl-ref[href],body.vscode-dark .nl a.nl-ref[href]{color:#8ecbf2}"
        "@media(prefers-color-scheme:dark){.nl-page .nl a.nl-ref[href]{color:#8ecbf2}}"
        ".nl .nl-key{font:.8em/1.9 ui-sans-serif,system-ui,sans-serif;color:var(--muted);margin:0 0 1em}"
        ".nl .nl-key span{white-space:nowrap;margin-right:1.2em}.nl .nl-key b{color:var(--ink);font-weight:600}"
        ".nl .nl-scroll{overflow-x:auto;max-width:100%}"
        ".nl .nl-scroll table{border-collapse:collapse;table-layout:auto;width:100%;margin:0;border:0;color:inherit;"
        "font:.85em/1.45 ui-sans-serif,system-ui,sans-serif}"
        ".nl caption{caption-side:top;text-align:left;color:var(--muted);padding:0 0 .5em}"
        ".nl .nl-scroll tr{background:none}"
        ".nl .nl-scroll th,.nl .nl-scroll td{text-align:left;vertical-align:top;padding:.4em .9em .4em 0;border:0;"
        "border-bottom:1px solid var(--rule);background:none;color:inherit;white-space:normal;max-width:26rem}"
        ".nl .nl-scroll thead th{font-weight:600;border-bottom:1.5px solid var(--ink);white-space:nowrap}"
        ".nl .nl-scroll tbody th{font-weight:400}"
        ".nl .nl-scroll .nl-n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
        ".nl .nl-long{min-width:15rem}"
        ".nl-page .nl-wide{margin-inline:calc((100% - min(64rem,100vw - 2.5rem))/2);max-width:none}"
        ".nl ol.nl-findings{list-style:none;padding:0;margin:0}"
        ".nl ol.nl-findings li{margin:0 0 .9em;padding:0 0 0 1em;border-left:3px solid var(--rule)}"
        ".nl dl.nl-origin{display:flex;flex-wrap:wrap;gap:.4em 2em;margin:0 0 1em;"
        "font:.85em/1.45 ui-sans-serif,system-ui,sans-serif}.nl .nl-origin dt{color:var(--muted)}"
        ".nl .nl-origin dd{margin:0}"
        # beside their paragraph where there is room, on a screen as on paper; else under it
        ".nl.nl-noted{container-type:inline-size;max-width:54rem}"
        ".nl ul.nl-notes{list-style:none;margin:-.6em 0 1.2em;padding:0;color:var(--muted);"
        "font:.75em/1.4 ui-sans-serif,system-ui,sans-serif}"
        ".nl .nl-notes li{margin:0 0 .35em;padding:0 0 0 .7em;border-left:3px solid var(--c)}"
        ".nl .nl-notes a{font-weight:600;color:var(--ink);text-decoration:none}"
        "@container (min-width:40rem){.nl-beside{display:grid;grid-template-columns:minmax(0,1fr) var(--side);"
        "column-gap:var(--gap)}.nl-beside p{grid-column:1}.nl .nl-beside ul.nl-notes{grid-column:2;margin:.5em 0 1em}}"
        "@media print{.nl{max-width:none}.nl mark.nl-what,.nl mark.nl-cue{print-color-adjust:exact}"
        ".nl tr,.nl li{break-inside:avoid}.nl .nl-scroll{overflow:visible}}"
        "</style>"
    )


STYLE = _style()


def tint(lens: str, strength: float) -> str:
    """A lens's color as a see-through background, as a style attribute.

    Not in the style sheet, since JupyterLab shows a notebook that has not been run yet without its style sheets; there
    a bare <mark> would be plain yellow.
    """
    red, green, blue = (int(LOOKS[lens][0][n : n + 2], 16) for n in (1, 3, 5))
    return f' style="background-color:rgba({red},{green},{blue},{strength:g})"'
