/** Rows as cards, where a table would be wider than the screen: each cell with its head beside it. */
const cards = (table: string): string => `
	${table}, ${table} tbody, ${table} tr, ${table} tbody th, ${table} caption { display: block; }
	${table} thead { position: absolute; left: -200vw; }
	${table} tbody tr { border-top: 2px solid var(--line); padding: 0.6rem 0; }
	${table} tbody td { display: grid; }
	${table} tbody tr > * { border: 0; padding: 0.25rem 0; min-width: 0 !important; width: auto !important; }
	${table} tbody td::before { content: attr(data-head); color: var(--quiet); font-size: 0.8rem; font-weight: 600; }`;

export const style = `
:root {
	color-scheme: light dark;
	--paper: #f6f7f9; --card: #ffffff; --ink: #1b1f24; --quiet: #545d68; --line: #d5dae0; --link: #0b57a4;
	--good: #12632f; --good-fill: #e3f4e8; --warn: #7a4a00; --warn-fill: #fdf0d3; --bad: #a3142a; --bad-fill: #fde6e8; --plain: #454f5b; --plain-fill: #e9ecf0;
	--mono: ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
@media (prefers-color-scheme: dark) {
	:root {
		--paper: #13161a; --card: #1b2026; --ink: #e8ebef; --quiet: #a6b0bc; --line: #38414b; --link: #8cc0ff;
		--good: #7fdb9b; --good-fill: #143421; --warn: #f3c267; --warn-fill: #3a2c0d; --bad: #ff9aa5; --bad-fill: #45171e; --plain: #b9c3cf; --plain-fill: #2a3139;
	}
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1.5rem clamp(0.75rem, 3vw, 2rem) 3rem; max-width: 74rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; }
h1, h2, h3, p, dl, dd, ul, pre { margin: 0; }
h1 { font-size: 2rem; line-height: 1.15; }
h2 { font-size: 1.2rem; line-height: 1.3; }
h3 { font-size: 1rem; margin-top: 1.25rem; }
a { color: var(--link); }
code, pre { font-family: var(--mono); font-size: 0.85em; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 0.6rem 0.75rem; margin-top: 0.4rem; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
[hidden] { display: none !important; }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; }
.quiet, .local { color: var(--quiet); font-size: 0.875rem; }
.local { display: block; }
.icon { width: 1.1em; height: 1.1em; flex: none; vertical-align: -0.18em; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.icon.good { color: var(--good); } .icon.warn { color: var(--warn); } .icon.bad { color: var(--bad); } .icon.plain { color: var(--plain); }

#head { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 1.25rem; align-items: end; margin-bottom: 1.25rem; }
.kicker { color: var(--quiet); font-size: 0.9rem; font-weight: 600; letter-spacing: 0.02em; }
.verdict { display: flex; gap: 0.9rem; align-items: center; max-width: 27rem; padding: 0.9rem 1.25rem; border-radius: 12px; border: 2px solid currentColor; }
.verdict .icon { width: 2.6rem; height: 2.6rem; }
.verdict .word { font-size: 1.7rem; font-weight: 700; line-height: 1.15; }
.verdict p:not(.word) { color: var(--ink); }
.verdict.good, .banner.good, .badge.good { color: var(--good); background: var(--good-fill); }
.verdict.warn, .banner.warn, .badge.warn { color: var(--warn); background: var(--warn-fill); }
.verdict.bad, .banner.bad, .badge.bad { color: var(--bad); background: var(--bad-fill); }
.verdict.plain, .banner.plain, .badge.plain { color: var(--plain); background: var(--plain-fill); }

.banner { display: flex; gap: 0.9rem; padding: 1rem 1.25rem; border-radius: 12px; border-left: 8px solid currentColor; }
.banner > .icon { width: 1.8rem; height: 1.8rem; }
.banner > div { min-width: 0; flex: 1; }
.banner p, .banner dl { color: var(--ink); margin-top: 0.35rem; }
.banner .quiet { color: var(--ink); }
.badge { display: inline-flex; gap: 0.4rem; align-items: baseline; padding: 0.15rem 0.6rem; border-radius: 8px; font-weight: 600; font-size: 0.85rem; line-height: 1.4; }

#known { margin: 0.75rem 0 0; padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
#known label { display: block; font-weight: 600; font-size: 0.9rem; margin: 0.25rem 0; }
#known .row { display: flex; gap: 0.6rem; }
input, textarea, button { font: inherit; color: inherit; border-radius: 8px; border: 1px solid var(--quiet); background: var(--paper); padding: 0.5rem 0.75rem; }
input { max-width: 100%; }
input[type='text'], textarea { width: 100%; min-width: 0; font-family: var(--mono); font-size: 0.85rem; }
::placeholder { color: var(--quiet); opacity: 1; }
button { font-weight: 600; cursor: pointer; background: var(--link); border-color: var(--link); color: var(--card); }
.drop { margin-top: 0.75rem; padding: 2rem 1.25rem; text-align: center; border: 2px dashed var(--quiet); border-radius: 12px; background: var(--card); }
.drop.over { border-color: var(--link); border-style: solid; }
.drop label { font-weight: 600; }
.drop input { margin-top: 0.75rem; max-width: 100%; }

main > section { margin-top: 1.25rem; padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
main > section > h2 + * { margin-top: 0.75rem; }
main > section > p + table, main > section > p + .paper { margin-top: 0.75rem; }
.columns { display: grid; grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr); gap: 2rem; align-items: start; }
.facts > div { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: 0.75rem; padding: 0.2rem 0; }
.facts dt { color: var(--quiet); font-size: 0.9rem; }
.banner .facts dt { color: var(--ink); opacity: 0.85; }
.facts dd { overflow-wrap: anywhere; }
.approvals p { margin-top: 0.3rem; }
.alarm { margin-top: 0.75rem; }

.timeline { display: block; width: 100%; max-width: 26rem; }
.timeline line { stroke: var(--line); stroke-width: 2; }
.timeline circle { fill: var(--card); stroke: var(--plain); stroke-width: 3; }
.timeline circle.good { stroke: var(--good); fill: var(--good); }
.timeline circle.bad { stroke: var(--bad); fill: var(--bad); }
.timeline text { fill: var(--quiet); font-size: 12px; }
.timeline .stop { fill: var(--ink); font-size: 14px; font-weight: 600; }

table { width: 100%; border-collapse: collapse; font-size: 0.9rem; margin-top: 0.75rem; }
caption { text-align: left; color: var(--quiet); font-size: 0.875rem; padding-bottom: 0.4rem; }
th, td { text-align: left; vertical-align: top; padding: 0.55rem 0.9rem 0.55rem 0; border-top: 1px solid var(--line); font-weight: 400; overflow-wrap: break-word; }
thead th { border-top: 0; color: var(--quiet); font-weight: 600; font-size: 0.85rem; overflow-wrap: normal; }
tbody tr:target, tr.first-bad { background: var(--warn-fill); }
tr.first-bad { background: var(--bad-fill); }
#residual tbody th { min-width: 13rem; } #residual td:nth-child(2) { min-width: 9rem; } #residual td:last-child, #controls td:last-child { min-width: 6rem; } #steps tbody th, #runs details th[scope='row'] { min-width: 13rem; } #steps td:nth-child(2) { min-width: 12rem; }
time { white-space: nowrap; font-variant-numeric: tabular-nums; }
time .local { white-space: normal; overflow-wrap: anywhere; }
.times > div { display: flex; gap: 0.5rem; }
.times dt { color: var(--quiet); width: 4.8rem; flex: none; white-space: nowrap; }
ul { padding-left: 1.2rem; }
ul.changes { padding-left: 0; list-style: none; }
.changes { margin-bottom: 0.3rem; }
.changes .path { color: var(--quiet); }
del { color: var(--bad); text-decoration-thickness: 1px; }
ins { color: var(--good); text-decoration: none; font-weight: 600; }
details { margin-top: 0.35rem; }
td > div > details:first-child { margin-top: 0; }
summary { cursor: pointer; color: var(--link); font-size: 0.875rem; }
.paper td, .paper tbody th { height: 3.2rem; width: 25%; border-bottom: 1px solid var(--line); }
.paper td + td { border-left: 1px solid var(--line); padding-left: 0.9rem; }
footer { margin-top: 1.5rem; color: var(--quiet); font-size: 0.875rem; }

@media screen and (max-width: 46rem) {
	#head, .columns { grid-template-columns: minmax(0, 1fr); }
	.verdict { max-width: none; }
	.facts > div { grid-template-columns: minmax(0, 1fr); gap: 0; padding: 0.3rem 0; }
	#known .row { flex-direction: column; }
}
@media screen and (max-width: 64rem) {${cards('table.wide')}
	table.wide tbody td { grid-template-columns: 9rem minmax(0, 1fr); }
}
@media screen and (max-width: 46rem) {${cards('table')}
	table tbody td, #steps tbody td, #runs tbody td { grid-template-columns: minmax(0, 1fr); }
	.paper td + td { border: 0; border-bottom: 1px solid var(--line); padding: 0; }
}

@media print {
	@page { margin: 16mm 14mm; }
	:root {
		--paper: #ffffff; --card: #ffffff; --ink: #000000; --quiet: #444444; --line: #b5b5b5; --link: #000000;
		--good: #12632f; --good-fill: #ffffff; --warn: #7a4a00; --warn-fill: #ffffff; --bad: #a3142a; --bad-fill: #ffffff; --plain: #333333; --plain-fill: #ffffff;
	}
	html { font-size: 9pt; }
	body { padding: 0; max-width: none; }
	.skip, #known, .screen, details:not([open]) { display: none; }
	main > section { border: 0; padding: 0; margin-top: 1.4rem; border-radius: 0; }
	h2, h3, caption, thead { break-after: avoid; }
	tr, .banner, .verdict, .facts > div, .timeline { break-inside: avoid; }
	thead { display: table-header-group; }
	#sign-off, #requests { break-before: page; }
	.banner, .verdict { border: 2px solid currentColor; }
	.badge { padding: 0; }
	a { text-decoration: none; }
	#steps tbody th, #steps td:nth-child(2) { min-width: 9rem; }
	.hash { font-size: 0.75em; }
	tbody tr:target { background: none; }
}
`;
