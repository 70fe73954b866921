import { cast } from '../../../sandbox';
import type { JournalEntry } from '../../../sandbox';
import { ROLES } from '../../../sandbox/entra';
import { entraSteps } from '../../../systems/entra';
import { startEntraCase, wishFor, type EntraCase } from '../../support/entraCase';
import { inside, published, type Published } from './published';

let company: EntraCase;
let entries: JournalEntry[];

/** Everything the pack can do to somebody, once, and the answers of a tenant that has everything. */
beforeAll(async () => {
	company = await startEntraCase();
	const manager = { id: cast.leaverManager.id, name: null, email: cast.leaverManager.workEmail! };
	const settings = { autoReply: { internal: 'Gone', external: 'Gone' }, licencesWaitForMailbox: true };
	company.entra.operate('share', cast.leaver.workEmail);
	await company.cut(cast.leaver, { steps: entraSteps.map(({ id }) => id), settings });
	await company.restore(cast.leaver);
	for (const _run of [1, 2]) await company.cut(cast.directoryMastered, { steps: ['blockSignIn'] });
	// Whether another Global Administrator could undo it is looked for in groups as well.
	const throughGroup = { id: 'through-a-group', principalId: [...company.entra.state.groups.values()].find(({ isAssignableToRole }) => isAssignableToRole)!.id, roleDefinitionId: ROLES['Global Administrator'], directoryScopeId: '/' };
	company.entra.state.roleAssignments.set(throughGroup.id, throughGroup);
	await company.cut(cast.superAdmin, { steps: ['blockSignIn'] });
	await company.grant(wishFor({ manager, firstName: 'Nia', lastName: 'Okoro' }, { join: ['Code Hosting', [...company.entra.state.groups.keys()][5]!], licences: ['POWER_BI_PRO'], pass: { from: company.entra.connection.senderMailbox, to: manager.email, startsAt: { instant: '2099-01-04T16:00:00.000Z', shown: '08:00' }, minutes: 60 } }));
	await company.change(wishFor({ manager, workEmail: 'nia.lopez@kestrel.example' }, { usable: null, leave: ['Code Hosting'], usageLocation: 'FR' }));
	company.entra.operate('delete', '900');
	await company.grant(wishFor({ workEmail: 'nia.lopez@kestrel.example' }), { work: { caseId: 'rehire' } });
	const { connect, accounts } = company.system();
	for await (const _page of accounts(connect(() => {}))) continue;
	entries = company.entra.journal.entries.filter(({ path }) => path.startsWith('/v1.0/'));
}, 60_000);
afterAll(() => company.stop());

const fits = ({ method, path }: Published, entry: JournalEntry) =>
	method === entry.method && new RegExp(`^/v1\\.0${path.replaceAll('$', '\\$').replaceAll('.', '\\.').replaceAll('{}', '[^/]+')}$`).test(decodeURIComponent(entry.path.split('?')[0]!));
/** The most particular one: `/users/{}/authentication/fido2Methods/{}` before anything with more blanks. */
const contractOf = (entry: JournalEntry) => published.filter((one) => fits(one, entry)).sort((a, b) => a.path.split('{}').length - b.path.split('{}').length)[0];
const bodyOf = ({ body }: JournalEntry) => (body === '' ? {} : JSON.parse(body)) as { [name: string]: unknown };
const queryOf = ({ query }: JournalEntry) => new URLSearchParams(query);
const named = (entry: JournalEntry) => `${entry.method} ${entry.path}`;

test('every request is one that Microsoft publishes', () => {
	expect(entries.filter((entry) => contractOf(entry) === undefined).map(named)).toEqual([]);
});

test('every call that is published here is one the pack makes: the table promises nothing', () => {
	const unused = published.filter((one) => !entries.some((entry) => contractOf(entry) === one)).map(({ method, path }) => `${method} ${path}`);
	// Nobody here holds a pass when they are cut.
	expect(unused.filter((call) => !call.includes('temporaryAccessPassMethods/{}'))).toEqual([]);
});

test('a request that succeeds is answered with the status that is published', () => {
	for (const entry of entries.filter(({ status = 500 }) => status < 300)) expect(`${named(entry)} ${entry.status}`).toBe(`${named(entry)} ${contractOf(entry)!.success}`);
});

test('bodies hold what the resource has, and what it insists on', () => {
	for (const entry of entries) {
		const { body = [], required = [] } = contractOf(entry)!;
		const names = Object.keys(bodyOf(entry));
		expect({ call: named(entry), unknown: names.filter((name) => !body.includes(name)), missing: required.filter((name) => !names.includes(name)) }).toEqual({ call: named(entry), unknown: [], missing: [] });
	}
});

test('and so do the objects inside them', () => {
	const look = (value: unknown): void => {
		if (typeof value !== 'object' || value === null) return;
		for (const [name, member] of Object.entries(value)) {
			const known: readonly string[] | undefined = inside[name as keyof typeof inside];
			for (const one of known === undefined ? [] : [member].flat()) expect(known).toEqual(expect.arrayContaining(Object.keys(one as object)));
			look(member);
		}
	};
	for (const entry of entries) look(bodyOf(entry));
});

test('nothing is selected or asked for that the resource does not have', () => {
	for (const entry of entries.filter(({ method }) => method === 'GET')) {
		const { select = [], query = [] } = contractOf(entry)!;
		const asked = queryOf(entry);
		for (const name of asked.keys()) expect(`${named(entry)} ${query.includes(name) ? 'knows' : 'does not know'} ${name}`).toBe(`${named(entry)} knows ${name}`);
		for (const property of asked.get('$select')?.split(',') ?? []) expect(`${named(entry)} ${select.includes(property) ? 'has' : 'has no'} ${property}`).toBe(`${named(entry)} has ${property}`);
	}
});

test('a user is never read without saying which properties: Graph would leave out most of them', () => {
	for (const entry of entries.filter(({ method, path }) => method === 'GET' && /^\/v1\.0\/users(\/[^/]+)?$/.test(path.split('?')[0]!))) expect(queryOf(entry).get('$select')).toContain('id');
});

test('no user, group or device is deleted', () => {
	for (const { path } of entries.filter(({ method }) => method === 'DELETE')) expect(path).not.toMatch(/^\/v1\.0\/(users|groups|devices)\/[^/]+$|\/members\/[^/]+$/);
});

test('Graph is asked as version 1.0 and nothing else', () => {
	expect(company.entra.journal.entries.filter(({ path }) => !path.startsWith('/v1.0/') && !path.endsWith('/oauth2/v2.0/token'))).toEqual([]);
});
