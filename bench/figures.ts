import type { Duel } from './duel';
import type { Load } from './load';
import type { StartPair } from './starts';
import { median, summarise, type Summary } from './statistics';

export interface Figure {
	name: string;
	unit: string;
	summary: Summary;
	/** The figure itself, where it is not the median. */
	value?: number;
	/** At most this much is wanted. */
	aim?: number;
	/** At least this much is wanted. */
	least?: number;
}

const best = (samples: number[]): Pick<Figure, 'summary' | 'value'> => ({ summary: summarise(samples), value: Math.min(...samples) });

/** Ratios are taken pair by pair, then the median: what slows both of a pair down cancels out. */
export const cutFigures = ({ pairs, first }: Duel): Figure[] => {
	const templates = pairs.map(({ template }) => template);
	return [
		{ name: 'cutRatio', unit: '', aim: 0.5, summary: summarise(pairs.map(({ template, byHand }) => template.ms / byHand.ms)) },
		{ name: 'criticalPathRatio', unit: '', aim: 1.5, summary: summarise(templates.map(({ ms, path }) => ms / path.ms)) },
		{ name: 'firstWriteMs', unit: 'ms', summary: summarise(templates.map(({ firstWriteMs }) => firstWriteMs)) },
		{ name: 'cutMs', unit: 'ms', summary: summarise(templates.map(({ ms }) => ms)) },
		{ name: 'byHandMs', unit: 'ms', summary: summarise(pairs.map(({ byHand }) => byHand.ms)) },
		{ name: 'firstCutMs', unit: 'ms', summary: summarise([first.ms]) },
		{ name: 'chainCalls', unit: '', summary: summarise(templates.map(({ path }) => path.calls.length)) },
		{ name: 'byHandChainCalls', unit: '', summary: summarise(pairs.map(({ byHand }) => byHand.path.calls.length)) },
		{ name: 'calls', unit: '', summary: summarise(templates.map(({ calls }) => calls)) },
		{ name: 'byHandCalls', unit: '', summary: summarise(pairs.map(({ byHand }) => byHand.calls)) },
	];
};

export const startFigures = (starts: readonly StartPair[]): Figure[] => [
	{ name: 'startDeltaMs', unit: 'ms', summary: summarise(starts.map(({ packed, bare }) => packed.ms - bare.ms)) },
	{ name: 'startDeltaMb', unit: 'MB', summary: summarise(starts.map(({ packed, bare }) => packed.mb - bare.mb)) },
];

export const loadFigures = (loads: readonly Load[], tarballBytes: number): Figure[] => [
	{ name: 'loadMs', unit: 'ms', aim: 150, ...best(loads.map(({ ms }) => ms)) },
	{ name: 'loadMb', unit: 'MB', aim: 20, ...best(loads.map(({ mb }) => mb)) },
	{ name: 'tarballBytes', unit: 'B', aim: 3 * 2 ** 20, summary: summarise([tarballBytes]) },
];

export const valueOf = ({ value, summary }: Figure): number => value ?? summary.median;

/** What the pack and n8n spent themselves between the calls of the chain, and what the chain was. */
export const explanation = ({ pairs }: Duel): string[] => {
	const templates = pairs.map(({ template }) => template);
	const typical = templates.find(({ ms }) => ms >= median(templates.map((one) => one.ms)))!;
	return [
		`The chain of a typical cut: ${typical.path.calls.length} calls, ${typical.path.ms.toFixed(0)} ms of ${typical.ms}; ${typical.calls} calls in all.`,
		...typical.path.calls.map((call, index) => `  ${index + 1}. ${call}`),
	];
};
