import { valueOf, type Figure } from './figures';

const exact = (value: number): string => {
	if (Number.isInteger(value)) return String(value);
	return value.toFixed(Math.abs(value) < 10 ? 2 : 0);
};

const rowOf = (figure: Figure): string[] => {
	const { name, unit, aim, least, summary } = figure;
	const { samples } = summary;
	const wanted = [...(aim === undefined ? [] : [{ met: valueOf(figure) <= aim, text: `≤ ${aim}` }]), ...(least === undefined ? [] : [{ met: valueOf(figure) >= least, text: `≥ ${least}` }])];
	const verdict = wanted.map(({ met, text }) => `${met ? 'met' : 'MISSED'} (${text})`).join(', ');
	const spread = samples.length === 1 ? '' : `${exact(summary.least)} – ${exact(summary.most)}`;
	return [name, exact(valueOf(figure)), unit, spread, String(samples.length), verdict];
};

const head = ['figure', 'value', '', 'spread', 'n', 'aim'];

export const tableOf = (figures: readonly Figure[]): string => {
	const rows = [head, ...figures.map(rowOf)];
	const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
	const line = (row: string[]) => row.map((cell, column) => (column === 1 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join('  ').trimEnd();
	return [line(rows[0]!), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.slice(1).map(line)].join('\n');
};

/** Flat for whoever reads one figure, with the samples beside for whoever doubts it. */
export const jsonOf = (figures: readonly Figure[]): Record<string, unknown> => ({
	...Object.fromEntries(figures.map((figure) => [figure.name, rounded(valueOf(figure))])),
	samples: Object.fromEntries(figures.filter(({ summary }) => summary.samples.length < 50).map(({ name, summary }) => [name, summary.samples.map(rounded)])),
});

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
