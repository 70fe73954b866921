import type { Check } from '../../lifecycle/check';
import { asProblem } from '../../lifecycle/problem';
import { jumpCloudClient, parse, type Connections } from './client';
import { jumpCloudSteps } from './index';
import type { Place } from './place';
import { idOf } from './user';

/** A harmless read of each kind of thing, and the permission behind it. */
const probes = [
	{ path: '/api/systemusers', needs: 'users (read)' },
	{ path: '/api/v2/usergroups', needs: 'user groups (read)' },
	{ path: '/api/v2/bulk/userstates', needs: 'scheduled user states (read)' },
] as const;

const usedBy = (permission: string): string =>
	jumpCloudSteps
		.filter(({ needs }) => needs.includes(permission))
		.map(({ label }) => label)
		.join(', ');

/** What the credential lacks, by name, and what will not work without it. */
export const checkJumpCloud = async (connections: Connections, { organisationId }: Pick<Place, 'organisationId'>): Promise<Check> => {
	const jumpCloud = jumpCloudClient(connections, { administratorEmail: null, hrIdAttribute: '', matchByEmail: false }, () => {});

	const organisations = (await jumpCloud.list('/api/organizations')).map((row) => ({ id: idOf(row, 'organisation'), name: parse.optionalText(row['displayName'], 'organisation.displayName') ?? 'without a name' }));
	const named = organisations.map(({ id, name }) => `${name} (${id})`).join(', ');
	const ours = organisationId === null ? organisations : organisations.filter(({ id }) => id === organisationId);
	if (ours.length === 0) return { ok: false, message: `Connected, but ${organisationId === null ? 'JumpCloud shows no organisation' : `the organisation ID is none of those it may work in: ${named}`}. Correct it in the credential, then test again.` };
	if (ours.length > 1) return { ok: false, message: `Connected, but it may work in several organisations: ${named}. Enter the ID of the one that is meant, then test again.` };

	const lacking: string[] = [];
	const probe = async (needs: string, read: () => Promise<unknown>): Promise<void> => {
		try {
			await read();
		} catch (error) {
			const problem = asProblem(error);
			if (problem.code !== 'forbidden') throw problem;
			lacking.push(needs);
		}
	};
	for (const { path, needs } of probes) {
		await probe(needs, () => jumpCloud.pages(path)[Symbol.asyncIterator]().next());
	}
	await probe('Directory Insights (read)', () => jumpCloud.events({ service: ['all'], start_time: new Date(Date.now() - 60_000).toISOString() }));

	if (lacking.length > 0) return { ok: false, message: `Connected to ${ours[0]!.name}, but permission is missing: ${lacking.map((needs) => `${needs} (${usedBy(needs)})`).join('; ')}. Give the administrator or service account a role that may, then test again.`, missing: lacking };
	return { ok: true, message: `Connected to ${ours[0]!.name}, and users, groups, scheduled states and Directory Insights can be read. JumpCloud does not tell whether the role covers devices and bindings, or allows changes; try it with a test person` };
};
