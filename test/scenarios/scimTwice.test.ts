import type { Ledger } from '../../ledger/types';
import { cast } from '../../sandbox';
import { outcomes } from '../support/leaverCase';
import { startScimCase, wishFor, type ScimCase } from '../support/scimCase';

let company: ScimCase;
beforeEach(async () => {
	company = await startScimCase();
});
afterEach(() => company.stop());

const other = { worker: 'another' };
const taken = () => company.scim.journal.writes.filter(({ status = 0 }) => status < 300).map(({ method, path, body }) => `${method} ${path} ${body}`);
const twice = () => taken().filter((call, index, calls) => calls.indexOf(call) !== index);
const access = (app: 'generic' | 'pagerDuty' = 'generic') => company.scim.accessOf(app, cast.leaver.workEmail);

describe('F03: two administrators at once', () => {
	test('change everything exactly once, and both know that it is done', async () => {
		const results = await Promise.all([company.cut(cast.leaver), company.cut(cast.leaver, { work: other })]);
		expect(twice()).toEqual([]);
		for (const step of ['disable', 'removeFromGroups']) expect(results.map((one) => outcomes(one)[step]).sort()).toEqual(['already_done/true', 'done/true']);
	});

	test('where disabling deletes as well', async () => {
		const results = await Promise.all([company.cut(cast.leaver, { app: 'pagerDuty' }), company.cut(cast.leaver, { app: 'pagerDuty', work: other })]);
		expect(twice()).toEqual([]);
		expect(results.map((one) => outcomes(one)['disable']).sort()).toEqual(['already_done/true', 'done/true']);
	});

	test('give everything back exactly once', async () => {
		await company.cut(cast.leaver);
		company.scim.journal.clear();
		await Promise.all([company.restore(cast.leaver), company.restore(cast.leaver, { work: other })]);
		expect(twice()).toEqual([]);
		expect(access()).toMatchObject({ active: true, groups: expect.arrayContaining(['Release Managers']) });
	});

	test('make one account for somebody who joins', async () => {
		await Promise.all([company.grant(wishFor()), company.grant(wishFor(), { work: other })]);
		expect(company.scim.journal.find({ method: 'POST', path: /\/Users$/ })).toHaveLength(1);
	});
});

describe('F05: n8n dies in between', () => {
	/** Whoever writes what came of the disabling dies of it. */
	const dying = (): Ledger => ({
		...company.ledger,
		append: async (record) => {
			if (record.kind === 'step.settled' && record.content['step'] === 'disable') throw new Error('killed');
			return await company.ledger.append(record);
		},
	});

	test.each(['generic', 'pagerDuty'] as const)('%s: what was sent is found in effect, and the rest is done', async (app) => {
		await company.cut(cast.leaver, { app, steps: ['disable'], work: { ledger: dying() } });
		company.scim.journal.clear();
		const results = await company.cut(cast.leaver, { app });
		expect(results.find(({ step }) => step === 'disable')).toMatchObject({ outcome: 'done', reason: expect.stringContaining('on resuming it was found in effect') });
		expect(company.scim.journal.find({ method: 'PATCH', path: /Users/ })).toEqual([]);
		expect(outcomes(results)['removeFromGroups']).toMatch(/done\/true/);
	});

	test('what the case did in one application is no account in another', async () => {
		company.scim.settings.generic.deactivatedInLists = false;
		await company.cut(cast.leaver, { app: 'slack', steps: ['disable'] });
		company.scim.journal.clear();
		const { id } = company.scim.user('generic', cast.leaver.id);
		company.scim.state.applications.generic.users.delete(id);
		expect(outcomes(await company.cut(cast.leaver))).toEqual({ findAccount: 'not_found/false' });
		expect(company.scim.journal.writes).toEqual([]);
	});

	test('an application that hides whom it disabled is gone on with, and given back, by the id of the case', async () => {
		company.scim.settings.generic.deactivatedInLists = false;
		await company.cut(cast.leaver, { steps: ['disable'] });
		expect(outcomes(await company.cut(cast.leaver))).toMatchObject({ disable: 'already_done/true', removeFromGroups: 'done/true' });
		expect(outcomes(await company.restore(cast.leaver))).toMatchObject({ disable: 'done/true', removeFromGroups: 'done/true' });
		expect(access()).toMatchObject({ active: true });
		expect(outcomes(await company.cut(cast.sydney, { steps: ['disable'] }))).toEqual({ disable: 'done/true' });
		// Another case knows nothing of it.
		expect(outcomes(await company.cut(cast.sydney, { work: { caseId: 'another' } }))).toEqual({ findAccount: 'not_found/false' });
	});
});
