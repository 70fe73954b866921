import { cast } from '../../sandbox';
import { outcomes } from '../support/leaverCase';
import { kinds } from '../../systems/scim/kinds';
import { startScimCase, wishFor, type ScimCase } from '../support/scimCase';

let company: ScimCase;
beforeEach(async () => {
	company = await startScimCase();
});
afterEach(() => company.stop());

const access = (app: 'pagerDuty' | 'githubOrg' | 'generic') => company.scim.accessOf(app, cast.leaver.workEmail);
const dryRun = { work: { dryRun: true } };
const reasonOf = (results: Awaited<ReturnType<ScimCase['cut']>>, step: string) => results.find((result) => result.step === step)!.reason;

describe.each(['pagerDuty', 'githubOrg'] as const)('F18: %s treats active: false as delete', (app) => {
	test('a dry run says so before anything happens', async () => {
		const results = await company.cut(cast.leaver, { app, ...dryRun });
		expect(reasonOf(results, 'disable')).toMatch(/Would do: active true → false, and with that \w+ deletes the account, which Restore Access cannot give back/);
		expect(company.scim.journal.writes).toEqual([]);
	});

	test('gone is done, and run again it still is', async () => {
		expect(outcomes(await company.cut(cast.leaver, { app }))).toMatchObject({ disable: 'done/true' });
		expect(access(app)).toMatchObject({ deleted: true });
		company.scim.journal.clear();
		expect(outcomes(await company.cut(cast.leaver, { app }))).toMatchObject({ disable: 'already_done/true', removeFromGroups: 'already_done/true' });
		expect(company.scim.journal.writes).toEqual([]);
	});

	test('Restore Access is pending, and says how the person comes back and to which groups', async () => {
		await company.cut(cast.leaver, { app });
		const given = await company.restore(cast.leaver, { app });
		expect(outcomes(given)).toMatchObject({ disable: 'pending/false' });
		expect(reasonOf(given, 'disable')).toMatch(/cannot be given back.*Grant Access/);
		if (app === 'pagerDuty') expect(reasonOf(given, 'removeFromGroups')).toMatch(/the new one is to join: .*Release Managers/);
		expect(company.scim.journal.find({ method: 'POST', path: /Users/ })).toEqual([]);
	});

	test('a legal hold keeps the account', async () => {
		const step = company.system({ app }).steps.find(({ id }) => id === 'disable');
		expect(step).toMatchObject({ erases: true });
	});
});

describe('F18: an application nobody has said anything about', () => {
	const unknown = { dialect: { inactive: null } } as const;

	test('is not cut, and the sentence says how to find out', async () => {
		const results = await company.cut(cast.leaver, { ...unknown, steps: ['disable'] });
		expect(outcomes(results)).toEqual({ disable: 'failed/false' });
		expect(reasonOf(results, 'disable')).toMatch(/Nobody has said whether generic disables or deletes.*Operation Probe.*What Active: False Does/);
		expect(company.scim.journal.writes).toEqual([]);
		expect(access('generic')).toMatchObject({ active: true });
	});

	test('in a dry run is told what it would mean', async () => {
		expect(reasonOf(await company.cut(cast.leaver, { ...unknown, ...dryRun }), 'disable')).toMatch(/it may disable the account or delete it for good.*Probe finds it out/);
	});
});

describe.each(['zendesk', 'onePassword'] as const)('F18: %s, of which the vendor says nothing certain', (app) => {
	test('is not cut before somebody has said what comes of it', async () => {
		const results = await company.cut(cast.leaver, { app, dialect: { inactive: null }, steps: ['disable'] });
		expect(reasonOf(results, 'disable')).toMatch(/Nobody has said whether .* disables or deletes/);
		expect(kinds[app].inactive).toBeNull();
	});
});

test('PagerDuty: somebody who may not sign in yet is made on the first day', async () => {
	const early = await company.grant(wishFor({}, { usable: false }), { app: 'pagerDuty' });
	expect(outcomes(early)).toEqual({ createAccount: 'pending/false' });
	expect(outcomes(await company.grant(wishFor(), { app: 'pagerDuty' }))).toMatchObject({ createAccount: 'done/true' });
});

describe('deleting an account', () => {
	const steps = ['disable', 'deleteAccount'];

	test.each([
		['generic', 'done/true', true],
		['atlassian', 'done/true', true],
	] as const)('%s: %s, and Restore Access says it is for good', async (app, outcome, deleted) => {
		expect(outcomes(await company.cut(cast.leaver, { app, steps }))['deleteAccount']).toBe(outcome);
		expect(company.scim.accessOf(app, cast.leaver.workEmail)).toMatchObject({ deleted });
		const given = await company.restore(cast.leaver, { app });
		expect(outcomes(given)).toMatchObject({ deleteAccount: 'pending/false', disable: 'pending/false' });
	});

	test.each(['slack', 'canva'] as const)('%s deletes nobody, and the step says so', async (app) => {
		const results = await company.cut(cast.leaver, { app, steps });
		expect(results.find(({ step }) => step === 'deleteAccount')).toMatchObject({ outcome: 'not_removable_here', reason: expect.stringContaining('Delete it there') });
		expect(company.scim.journal.find({ method: 'DELETE' })).toEqual([]);
	});

	test('an application of which nobody knows: what is read back decides', async () => {
		const results = await company.cut(cast.leaver, { app: 'zendesk', steps });
		expect(results.find(({ step }) => step === 'deleteAccount')).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('still shows') });
	});
});
