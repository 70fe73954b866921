import type { IDataObject } from 'n8n-workflow';

/** The run that Open Case started, as the item carries it. */
export const runIn = (json: IDataObject): string | null => {
	const run = (json['case'] as IDataObject | undefined)?.['run'];
	return typeof run === 'string' && run !== '' ? run : null;
};
