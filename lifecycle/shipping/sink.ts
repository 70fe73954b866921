import { createHash } from 'node:crypto';
import { Problem } from '../problem';

/** A place outside that keeps a copy of the ledger. Administrators give each a name, and the name is where shipping to it stands. */
export const sinkTypes = ['elastic', 's3', 'sentinel', 'splunk'] as const;
export type SinkType = (typeof sinkTypes)[number];

export const sinkLabels: { readonly [Type in SinkType]: string } = { elastic: 'Elastic', s3: 'S3', sentinel: 'Microsoft Sentinel', splunk: 'Splunk' };

/** Records from one to another, the last not included, that were promised to a sink together. */
export interface Batch {
	sink: string;
	batch: string;
	from: number;
	to: number;
}

export const subjectOf = (sink: string): string => `sink/${sink}`;

export const sinkNamed = (name: string): string => {
	if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name)) return name;
	throw new Problem('misconfigured', `"${name}" is no name for a sink, so nothing was shipped. Use up to 63 letters, digits, dots and dashes, such as s3-archive, and never change it: the ledger remembers under it how far it was shipped.`);
};

export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/** The same borders are the same batch, whoever plans them and how often. */
export const batchOf = (origin: string, sink: string, from: number, to: number): Batch => ({
	sink,
	batch: `${from}-${to}-${sha256(`${origin}\n${sink}\n${from}\n${to}`).slice(0, 16)}`,
	from,
	to,
});

export const spanOf = ({ from, to }: Pick<Batch, 'from' | 'to'>): string => (to - from === 1 ? `Record ${from}` : `Records ${from} to ${to - 1}`);
