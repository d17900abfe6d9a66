"""Write `reports/index.html`, the list of all archived reports, from the metadata of their runs."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import quote

from kg.atomic_files import write_atomically
from kg.query.display_names import visible
from kg.report.archive import archived_runs

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Reports</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1.2rem}
td,th{text-align:left;padding:.25rem .8rem .25rem 0;vertical-align:top}td+td{white-space:nowrap}
tr{border-bottom:1px solid #8884}table{border-collapse:collapse}.wide{overflow-x:auto}
@media(max-width:42rem){td+td{white-space:normal}td,th{padding-right:.5rem}}</style></head>
<body><main><h1>Reports</h1>
<div class="wide" tabindex="0" role="region" aria-label="All reports"><table>
<thead><tr><th scope="col">Report</th><th scope="col">Newest run</th><th scope="col">Answer</th>
<th scope="col">Changed</th><th scope="col">Runs</th></tr></thead><tbody>
"""


def write_overview(out: Path) -> None:
    """Write the list anew, atomically."""
    rows = [_series_row(series) for series in sorted(out.iterdir()) if series.is_dir() and archived_runs(series)]
    mode = out.stat().st_mode & 0o666
    write_atomically(out / "index.html", _HEAD + "".join(rows) + "</tbody></table></div></main></body></html>\n", mode)


def _series_row(series: Path) -> str:
    runs = archived_runs(series)
    meta = runs[-1].metadata()
    page = runs[-1].folder / "report.html"
    title = escape(visible(str(meta.get("title") or series.name)))
    shown = "".join(f" · {escape(visible(f'{name} {value}'))}" for name, value in dict(meta.get("shown") or {}).items())
    name = f'<a href="{quote(series.name)}/latest/report.html">{title}</a>' if page.is_file() else title
    counts = meta.get("changes")
    changed = sum(n for what, n in counts.items() if what != "left") if isinstance(counts, dict) else "–"
    cells = (
        name + shown,
        runs[-1].time_text,
        escape(str(meta.get("answer", "–"))),
        changed,
        len(runs),
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"
