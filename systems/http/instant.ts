/** Some instants come the way a database prints them, with a space in the middle, and some without a zone: those are UTC, wherever n8n runs. */
export const instantIn = (value: unknown): string | null => {
	if (typeof value !== 'string') return null;
	const text = value.trim().replace(' ', 'T');
	const time = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
	return Number.isNaN(time) ? null : new Date(time).toISOString();
};
