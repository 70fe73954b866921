import { failedCheck, type Check } from '../../lifecycle/check';
import type { Http } from '../http/types';
import { n8nClient, scopesIn } from './client';
import { n8nGiving } from './giving';
import { n8nSteps } from './index';
import { allProjects } from './projects';

type Needing = { label: string; needs: readonly string[] };

/** Whatever stands on a scope, by the name it has in the node. */
const everything: readonly Needing[] = [
	{ label: 'finding the account', needs: ['user:read', 'user:list'] },
	...n8nSteps,
	{ label: 'Grant Access', needs: [...n8nGiving.create.needs, ...n8nGiving.steps.flatMap(({ needs }) => needs)] },
];

/** Every scope, once. */
export const scopesNeeded: readonly string[] = [...new Set(everything.flatMap(({ needs }) => needs))].sort();

const usedBy = (scope: string): string => [...new Set(everything.filter(({ needs }) => needs.includes(scope)).map(({ label }) => label))].join(', ');

/** What the API key lacks, by name, and what will not work without it. */
export const checkN8n = async (http: Http, keyOwner: string | null): Promise<Check> => {
	const n8n = n8nClient(http, { keyOwner, takesOver: null }, () => {});
	try {
		const held = scopesIn(await n8n.get('/discover', { resource: 'user' }));
		const lacking = scopesNeeded.filter((scope) => !held.includes(scope));
		if (lacking.length > 0) {
			return { ok: false, message: `Connected, but the API key lacks scopes: ${lacking.map((scope) => `${scope} (${usedBy(scope)})`).join('; ')}. Add them under Settings, n8n API, then test again.`, missing: lacking };
		}
		await n8n.get('/users', { limit: 1, includeRole: true });
		if (keyOwner === null) return { ok: false, message: 'Connected, but the API key does not say whose it is, and nobody is cut with it. Make a new one under Settings, n8n API.' };
		const licensed = (await allProjects(n8n)) !== null;
		return { ok: true, message: `Connected, and the API key has every scope the steps need. ${licensed ? 'The licence shows projects' : 'The licence shows no projects: Leave Projects has nothing to do, and Lower Role to Chat User may be refused'}` };
	} catch (error) {
		return failedCheck(error);
	}
};
