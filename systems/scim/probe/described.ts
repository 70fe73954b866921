import { randomUUID } from 'node:crypto';
import { asProblem } from '../../../lifecycle/problem';
import type { Scim } from '../client';
import { choices } from '../choices';
import { unknownConfig } from '../config';
import { equals } from '../filter';
import type { SearchAttribute } from '../kinds';
import { textOf } from '../user';
import type { Report } from './report';

const said = (what: boolean | null): string => (what === null ? 'it does not say' : what ? 'yes' : 'no');

/** What the application says of itself. */
export const readDescription = async (scim: Scim, report: Report): Promise<{ groups: boolean }> => {
	const config = await scim.config();
	if (config === unknownConfig) report.say('Describes itself', 'no: there is nothing to read under /ServiceProviderConfig, so what is below was found by trying');
	else report.say('Describes itself', `yes. Changes by PATCH: ${said(config.patch)}; filters: ${said(config.filter)}; versions (ETag): ${said(config.etag)}; pages by cursor: ${config.cursors ? 'yes' : 'no'}`);
	if (config.patch === false) report.choose({ patch: 'put' });
	const types = await resourceTypes(scim);
	const groups = types === null || types.includes('Group');
	report.say('Resources', types === null ? 'it does not list them' : types.join(', '));
	if (!groups) report.choose({ memberships: 'none' });
	return { groups };
};

const resourceTypes = async (scim: Scim): Promise<string[] | null> => {
	try {
		const names: string[] = [];
		for await (const rows of scim.pages('/ResourceTypes')) names.push(...rows.flatMap((row) => textOf(row['name']) ?? []));
		return names.length === 0 ? null : names;
	} catch {
		return null;
	}
};

const attributes: readonly SearchAttribute[] = ['externalId', 'userName', 'emails.value'];

/** Asked for somebody who cannot be there: whoever answers with people ignores what was asked. */
export const tryFilters = async (scim: Scim, report: Report): Promise<void> => {
	const understood: SearchAttribute[] = [];
	for (const attribute of attributes) {
		const about = `Looking up by ${choices.searches.names[attribute]}`;
		try {
			const people = await firstPage(scim, equals(attribute, `jml-nobody-${randomUUID()}@invalid`));
			if (people > 0) report.say(about, `IGNORED: asked for somebody who cannot exist, it answered with ${people} people. Nobody is mistaken for somebody else by that, because each answer is compared with what was asked; but every look-up reads all accounts`);
			else {
				understood.push(attribute);
				report.say(about, 'understood');
			}
		} catch (error) {
			report.say(about, `not understood: ${asProblem(error).message}`);
		}
	}
	if (understood.length > 0) report.choose({ searches: understood });
};

const firstPage = async (scim: Scim, filter: string): Promise<number> => {
	for await (const rows of scim.pages('/Users', { filter })) return rows.length;
	return 0;
};
