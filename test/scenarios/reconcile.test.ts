import fc from 'fast-check';
import type { Ledger } from '../../ledger/types';
import { compare, type SystemAccount } from '../../lifecycle/reconcile/compare';
import { reviewAccess, type Reviewed } from '../../lifecycle/reconcile/review';
import type { Rostered } from '../../lifecycle/reconcile/roster';
import type { System } from '../../lifecycle/system';
import { cast, outsiders, people } from '../../sandbox';
import { bambooHrClient } from '../../systems/bamboohr/client';
import { listPeople } from '../../systems/bamboohr/roster';
import { startAwsCase } from '../support/awsCase';
import { bambooOf } from '../support/bambooPeople';
import { startEntraCase } from '../support/entraCase';
import { startGitHubCase } from '../support/githubCase';
import { startGoogleCompany } from '../support/googleCompany';
import { startCompany, type Company } from '../support/leaverCase';
import { startScimCase } from '../support/scimCase';
import { temporaryLedger } from '../support/temporaryLedger';

const names = ['okta', 'google', 'entra', 'aws', 'github', 'scim'] as const;
type Name = (typeof names)[number];

let company: Company;
let accounts: Record<Name, SystemAccount[]>;
let stops: (() => Promise<unknown>)[];
let roster: Rostered[];

const listed = async (system: System): Promise<SystemAccount[]> => {
	const all: SystemAccount[] = [];
	for await (const page of system.accounts(system.connect(() => {}))) all.push(...page.map((account) => ({ system: system.id, ...account })));
	return all;
};

const hr = async (): Promise<Rostered[]> => {
	const bamboo = bambooHrClient(bambooOf(company.sandbox));
	const today = company.sandbox.bamboohr.today();
	return (await listPeople(bamboo, 'UTC', today)).map(({ person: { id, name, workEmail }, standing }) => ({ id, name, workEmail, standing, source: 'bamboohr/kestrel' }));
};

beforeAll(async () => {
	company = await startCompany();
	const [google, entra, aws, github, scim] = await Promise.all([startGoogleCompany(), startEntraCase(), startAwsCase(), startGitHubCase(), startScimCase()]);
	stops = [company, google, entra, aws, github, scim].map(({ stop }) => stop);
	const systems: Record<Name, System> = { okta: company.okta(), google: google.system(), entra: entra.system(), aws: aws.system(), github: github.system(), scim: scim.system() } as never;
	const lists = await Promise.all(names.map((name) => listed(systems[name])));
	accounts = Object.fromEntries(names.map((name, index) => [name, lists[index]!])) as typeof accounts;
	roster = await hr();
}, 60_000);
afterAll(async () => {
	for (const stop of stops ?? []) await stop();
});

let ledger: Ledger;
let now: Date;
beforeEach(async () => {
	now = new Date('2026-11-20T06:00:00.000Z');
	ledger = await temporaryLedger(() => now);
});
afterEach(() => ledger.close());

const review = (all: readonly SystemAccount[], from: readonly Rostered[] = roster): Promise<Reviewed[]> =>
	reviewAccess(ledger, { people: from, accounts: all, failures: [] }, { workflow: 'w', now, everybodyHas: [], judgeGuests: true, shrinkPercent: 10, labelOf: (system) => system });
const orphansOf = (reviewed: readonly Reviewed[]) => reviewed.flatMap(({ finding }) => (finding?.kind === 'orphan' ? [finding] : []));
const labels = (reviewed: readonly Reviewed[]) => orphansOf(reviewed).map(({ account }) => account.label);

test('HR\'s list has everybody, who left and who has not started included', () => {
	expect(roster).toHaveLength(company.sandbox.bamboohr.state.employees.size);
	const standing = (id: string) => roster.find((one) => one.id === id)?.standing;
	expect([standing(cast.leaver.id), standing(cast.former.id)]).toEqual(['working', 'gone']);
	expect(roster.some((one) => one.standing === 'ahead')).toBe(true);
});

describe.each(names)('in %s', (name) => {
	test('G13: an active account of nobody in HR is listed with first seen, age and what to do, and a person\'s never is', async () => {
		const found = await review(accounts[name]);
		const ids = new Set(roster.map(({ id }) => id));
		const emails = new Set(roster.flatMap(({ workEmail }) => workEmail?.toLowerCase() ?? []));
		expect(labels(found).length).toBeGreaterThan(0);
		for (const { account } of orphansOf(found)) {
			expect(account.usable).toBe(true);
			expect(account.personId !== null && ids.has(account.personId)).toBe(false);
			expect(account.email !== null && emails.has(account.email.toLowerCase())).toBe(false);
		}
		now = new Date(now.getTime() + 40 * 24 * 60 * 60_000);
		const later = await review(accounts[name]);
		expect(later.filter(({ to }) => to === 'orphans').every(({ age, why, isNew }) => !isNew && age?.firstSeen === '2026-11-20T06:00:00.000Z' && age.days === 40 && /40 days ago/.test(why) && /register it as Protected/.test(why))).toBe(true);
	});

	test('G13: whatever part of HR\'s list there is, who is on it is nobody\'s orphan, who is not is, and the order changes nothing', () => {
		const byId = (from: readonly Rostered[]) => compare({ people: from, accounts: accounts[name], inForce: [], formerById: new Map(), everybodyHas: [], judgeGuests: true });
		const everybodys = new Set(byId(roster).flatMap((finding) => (finding.kind === 'orphan' ? [finding.account.id] : [])));
		fc.assert(
			fc.property(fc.shuffledSubarray(roster), (part) => {
				const found = byId(part);
				expect(byId([...part].reverse())).toEqual(found);
				const onIt = new Set(part.map(({ id }) => id));
				for (const finding of found) {
					if (finding.kind !== 'orphan') continue;
					expect(finding.account.personId !== null && onIt.has(finding.account.personId)).toBe(false);
				}
				const orphans = found.flatMap((finding) => (finding.kind === 'orphan' ? [finding.account.id] : []));
				expect(orphans.length).toBeGreaterThanOrEqual(everybodys.size);
			}),
			{ numRuns: 40 },
		);
	});
});

test('G13: the vendor who stayed is found in each of the places they are in', async () => {
	const all = names.flatMap((name) => accounts[name]);
	const found = await review(all);
	expect(orphansOf(found).filter(({ account }) => account.label === outsiders.orphan).map(({ account }) => account.system)).toEqual(expect.arrayContaining(['google', 'okta']));
	expect(new Set(orphansOf(found).map(({ account }) => account.system.split(':')[0])).size).toBe(names.length);
});

test('G13: the owner is guessed where the name or the login looks like somebody\'s, and only guessed', async () => {
	const { firstName, lastName } = people.find(({ id }) => id === cast.leaver.id)!;
	const lost = { ...accounts.okta[0]!, id: '00uLost', label: `${firstName[0]}${lastName}@old-domain.example`.toLowerCase(), personId: null, email: null, name: null, usable: true };
	const [orphan] = orphansOf(await review([lost]));
	expect(orphan).toMatchObject({ ownerGuess: { person: { id: cast.leaver.id }, why: 'the login looks like their name' } });
});

test('G13: somebody HR lets go stands on the other list in every system until they are cut', async () => {
	company.sandbox.bamboohr.terminate(cast.leaver.id);
	const found = await review(names.flatMap((name) => accounts[name]), await hr());
	company.sandbox.bamboohr.rescind(cast.leaver.id);
	const still = found.flatMap(({ to, finding }) => (to === 'shouldBeDisabled' && finding?.kind === 'shouldBeDisabled' && finding.person.id === cast.leaver.id ? [finding.account.system.split(':')[0]] : []));
	expect(still).toEqual(expect.arrayContaining(['entra', 'google', 'okta']));
	expect(labels(found)).not.toContain(cast.leaver.workEmail);
});

describe('C02: what HR answers when it cannot be believed', () => {
	afterEach(() => company.sandbox.faults.bamboohr.clear());

	test.each([
		['nobody at all', { employees: [] }, /as if nobody had ever worked there/],
		['people without their status', { employees: [{ id: '1', firstName: 'Ada', workEmail: 'ada@kestrel.example' }] }, /left out the field "status"/],
		['nobody who works there', { employees: [{ id: '1', status: 'Inactive' }, { id: '2', status: 'Inactive' }] }, /as if nobody worked there any more/],
		['no list', { employees: 'none' }, /./],
	])('%s is no list of people', async (_, body, why) => {
		company.sandbox.faults.bamboohr.add({ path: /reports\/custom/, effect: { kind: 'status', status: 200, body } });
		await expect(hr()).rejects.toMatchObject({ code: 'bad_answer', message: expect.stringMatching(why) });
	});

	test('with half of the people nothing is compared, and nobody becomes an orphan', async () => {
		await review(accounts.okta);
		const before = (await ledger.records({ kinds: ['account.flagged'] })).length;
		await expect(review(accounts.okta, roster.slice(0, 40))).rejects.toMatchObject({ code: 'bad_answer', evidence: { reason: 'source_suspect' } });
		expect(await ledger.records({ kinds: ['account.flagged'] })).toHaveLength(before);
		expect(await ledger.records({ kinds: ['source.suspect'] })).toHaveLength(1);
	});
});
