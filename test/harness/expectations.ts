import { inspect } from 'node:util';
import type { Site } from './site';

const leaks = /undefined|\[object |NaN|TypeError|ReferenceError|^\s*at /m;

/** Something an administrator can read and act upon: whole sentences, and nothing of the program in them. */
export const expectSentence = (text: string | undefined | null): void => {
	expect(text).toMatch(/^(n8n|[A-Z"0-9])[\s\S]{20,}[.!]$/);
	expect(text).not.toMatch(leaks);
};

const secretsOf = ({ sandbox }: Site): string[] => {
	const { okta, bamboohr, s3, splunk, elastic, sentinel } = sandbox.connections;
	const keyLines = okta.serviceApps.withDpop.privateKey.split('\n').filter((line) => line.length > 40);
	return [
		okta.apiToken,
		bamboohr.apiKey,
		s3.secretAccessKey,
		splunk.token,
		elastic.apiKey,
		sentinel.clientSecret,
		Buffer.from(`${bamboohr.apiKey}:x`).toString('base64'),
		...keyLines,
		...sandbox.okta.state.accessTokens.keys(),
		...[...sandbox.bamboohr.state.webhooks.values()].map(({ privateKey }) => privateKey),
	];
};

/** Neither in what is given, nor in any byte of the ledger. */
export const expectNoSecrets = (site: Site, ...things: unknown[]): void => {
	const text = things.map((thing) => inspect(thing, { depth: null, maxStringLength: null, maxArrayLength: null })).join('\n') + site.ledgerBytes();
	for (const secret of secretsOf(site)) expect(text.includes(secret)).toBe(false);
};
