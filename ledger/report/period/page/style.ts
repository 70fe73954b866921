/** What a page of a period has beside that of a case. */
export const periodStyle = `
#tools > section { margin-top: 1.25rem; padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.tool > summary { font-size: 1rem; font-weight: 600; padding: 0.25rem 0; }
.tool form { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.4rem; max-width: 46rem; padding: 0.5rem 0 0.75rem 1.1rem; }
.tool label { font-weight: 600; font-size: 0.9rem; margin-top: 0.4rem; }
.tool input[type='number'], .tool select { max-width: 12rem; font: inherit; color: inherit; border-radius: 8px; border: 1px solid var(--quiet); background: var(--paper); padding: 0.5rem 0.75rem; }
.tool select { max-width: 100%; justify-self: start; }
.tool button { justify-self: start; margin-top: 0.5rem; }
.tool [role='status'] { padding-left: 1.1rem; }
.tool ol { margin: 0.4rem 0 0.75rem; padding-left: 2.2rem; columns: 20rem; }
.back { margin-top: 1.25rem; font-weight: 600; }

.patterns { position: absolute; }
.patterns path { fill: none; stroke: var(--card); stroke-width: 1.4; }
.chart { display: block; width: 100%; }
.chart text { fill: var(--ink); font-size: 12px; }
.chart .all { font-weight: 700; }
.chart .count { fill: var(--quiet); font-size: 11px; }
.bars { max-width: 34rem; }
.in-time { fill: var(--good); }
.patterns .late rect, .patterns .not-done rect { fill: var(--bad); }
.patterns .held rect, .patterns .unseen rect { fill: var(--warn); }
.legend { display: flex; flex-wrap: wrap; gap: 0.3rem 1.1rem; list-style: none; padding: 0; margin-top: 0.6rem; font-size: 0.875rem; }
.legend li { display: flex; gap: 0.4rem; align-items: center; }
.legend svg { width: 0.9rem; height: 0.9rem; flex: none; }
.histograms { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: 1.25rem 2rem; margin-top: 1rem; }
.histograms figure { margin: 0; }
.histograms figcaption { font-size: 0.875rem; margin-bottom: 0.25rem; }
.histograms strong { display: block; }
.histogram .axis { stroke: var(--line); stroke-width: 1; }
.histogram .target { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 3 3; }
.histogram .at-target { font-weight: 700; font-size: 11px; }
#population .times dt { width: 5.6rem; }
#population td:nth-child(4), #late td:nth-child(3), #not-counted td:last-child { min-width: 8rem; }
#late td:nth-child(4), #late td:nth-child(5) { white-space: nowrap; }
#late td:last-child, #open-points td:nth-child(3) { min-width: 16rem; }
#open-points td:last-child { min-width: 12rem; }
h1 { text-wrap: balance; }
#targets td { white-space: nowrap; }
[data-case] { overflow-wrap: anywhere; }
#population [data-case], #late [data-case] { white-space: nowrap; }

@media screen and (max-width: 46rem) {
	:is(#targets, #late, #hr-late, #open-points, #population, #not-counted) table.wide tbody td { grid-template-columns: 6.5rem minmax(0, 1fr); }
	#population [data-case], #late [data-case], #hr-late time, #not-counted time { white-space: normal; }
	#population table.wide tbody td:nth-child(3) { grid-template-columns: minmax(0, 1fr); }
}

@media print {
	#tools, .back { display: none; }
	figure, .bars { break-inside: avoid; }
	#figures .columns { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
	.histograms { grid-template-columns: repeat(3, minmax(0, 1fr)); }
	#hr-late > p, #targets > p, #population > p, #not-counted > p { break-after: avoid; }
	#population { break-before: page; }
}
`;
