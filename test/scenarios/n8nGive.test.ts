import { cast } from '../../sandbox';
import { outcomes } from '../support/leaverCase';
import { newcomer, startN8nCase, wishFor, type N8nCase } from '../support/n8nCase';

let company: N8nCase;
beforeEach(async () => {
	company = await startN8nCase();
});
afterEach(() => company.stop());

const { leaver } = cast;
const email = newcomer.workEmail!;
const asHrHas = (person: { id: string; workEmail: string }) => ({ id: person.id, workEmail: person.workEmail });
const invitations = () => company.n8n.journal.find({ method: 'POST', path: /\/users$/ });

describe('Grant Access', () => {
	test('invites with the role that was asked for, joins projects, and is read back', async () => {
		const results = await company.grant(wishFor({ role: 'global:admin', join: ['Revenue Operations'], projectRole: 'project:viewer' }));
		expect(outcomes(results)).toEqual({ createAccount: 'done/true', grantRole: 'already_done/true', joinProjects: 'done/true' });
		expect(company.n8n.accessOf(email)).toMatchObject({ role: 'global:admin', projects: ['Revenue Operations project:viewer'] });
	});

	test('members are invited where no role was asked for, once', async () => {
		await Promise.all([company.grant(wishFor()), company.grant(wishFor(), { work: { worker: 'other', run: 'run-2' } })]);
		expect(company.n8n.accessOf(email).role).toBe('global:member');
		expect(invitations()).toHaveLength(1);
	});

	test('the link that lets anybody in is nowhere', async () => {
		company.n8n.settings.mailServer = false;
		const results = await company.grant(wishFor());
		const everything = JSON.stringify([results, await company.ledger.records({})]);
		expect(everything).not.toMatch(/signup|token=/);
		expect(results[0]!.reason).toContain('copy the link under Settings, Users');
	});

	test('before the first day nobody is invited, because an invitation lets them in', async () => {
		expect(await company.grant(wishFor({ usable: false }))).toEqual([expect.objectContaining({ step: 'createAccount', outcome: 'pending', reason: expect.stringContaining('first day') })]);
		expect(invitations()).toEqual([]);
	});

	test('somebody who comes back is a member again, with the account they had', async () => {
		await company.cut(leaver);
		expect(outcomes(await company.grant(wishFor({}, asHrHas(leaver)), { work: { caseId: 'hr_event_return' } }))).toEqual({ createAccount: 'already_done/true', grantRole: 'done/true' });
		expect(company.n8n.accessOf(leaver.workEmail).role).toBe('global:member');
	});

	test.each<[string, Parameters<typeof wishFor>, string, RegExp]>([
		['no address', [{}, { workEmail: null }], 'createAccount', /no work e-mail/],
		['a second owner', [{ role: 'global:owner' }], 'createAccount', /one owner/],
	])('%s: nothing is made', async (_name, [wish, person], step, why) => {
		const results = await company.grant(wishFor(wish, person));
		expect(results).toEqual([expect.objectContaining({ step, outcome: 'failed', reason: expect.stringMatching(why) })]);
		expect(invitations()).toEqual([]);
	});

	test.each([
		['single sign-on', { singleSignOn: true }, null, /managed by the Identity Provider/],
		['a licence without administrators', { licence: [] as string[] }, 'global:admin', /Cannot invite admin user/],
		['a role that n8n does not have', {}, 'global:wizard', /does not exist/],
	])('%s: n8n\'s reason is told', async (_name, settings, role, why) => {
		Object.assign(company.n8n.settings, settings);
		const [result] = await company.grant(wishFor({ role }));
		expect(result).toMatchObject({ step: 'createAccount', outcome: 'failed', reason: expect.stringMatching(why) });
	});

	test('what n8n says of an invitation that it answered with success is told', async () => {
		company.n8n.faults.add({ method: 'POST', path: /\/users$/, effect: { kind: 'status', status: 201, body: [{ user: { email }, error: 'Domain not allowed' }] as never } });
		expect((await company.grant(wishFor()))[0]).toMatchObject({ step: 'createAccount', outcome: 'failed', reason: expect.stringMatching(/did not invite .*Domain not allowed\. Look under/) });
	});

	test('further attributes, which n8n does not take, are refused out loud', async () => {
		expect(outcomes(await company.grant(wishFor({ attributes: { team: 'Ops' } })))).toMatchObject({ createAccount: 'done/true' });
		const results = await company.grant(wishFor({ attributes: { team: 'Ops' } }), { work: { run: 'run-2' } });
		expect(results.find(({ step }) => step === 'attributes')).toMatchObject({ outcome: 'not_removable_here', reason: expect.stringContaining('not team either') });
	});
});

describe('Change Access', () => {
	const mover = (wish: Parameters<typeof wishFor>[0]) => wishFor({ usable: null, ...wish }, asHrHas(leaver));

	test('sets the role, joins and leaves projects', async () => {
		const results = await company.change(mover({ role: 'global:admin', leave: ['Revenue Operations'] }));
		expect(outcomes(results)).toEqual({ grantRole: 'done/true', leaveProjects: 'done/true' });
		expect(company.n8n.accessOf(leaver.workEmail)).toMatchObject({ role: 'global:admin', projects: ["Leaver's Lab project:admin"] });
	});

	test('a member of a project keeps the role they have there', async () => {
		expect(outcomes(await company.change(mover({ join: ["Leaver's Lab"], projectRole: 'project:viewer' })))).toEqual({ joinProjects: 'already_done/true' });
		expect(company.n8n.accessOf(leaver.workEmail).projects).toContain("Leaver's Lab project:admin");
	});

	test.each([
		['a project that is none', [{ join: ['Nowhere'] }, {}], 'joinProjects', /Nowhere \(no such project\)/],
		['no licence', [{ join: ['Revenue Operations'] }, { licence: [] as string[] }], 'joinProjects', /shows no projects/],
		['roles from elsewhere', [{ role: 'global:admin' }, { rolesManagedElsewhere: true }], 'grantRole', /managed automatically/],
	] as const)('%s: said, and nothing is guessed', async (_name, [wish, settings], step, why) => {
		Object.assign(company.n8n.settings, settings);
		expect(await company.change(mover(wish as never))).toEqual([expect.objectContaining({ step, outcome: 'failed', reason: expect.stringMatching(why) })]);
	});

	test('the owner keeps their role', async () => {
		expect(await company.change(wishFor({ usable: null, role: 'global:member' }, asHrHas(cast.superAdmin)))).toEqual([expect.objectContaining({ step: 'grantRole', outcome: 'not_removable_here' })]);
	});
});

test('List Accounts lists everybody once, page by page, also who was only invited', async () => {
	company.n8n.populate(600);
	await company.grant(wishFor());
	const all = await company.accounts();
	expect(all.length).toBeGreaterThan(600);
	expect(all).toHaveLength(company.n8n.state.users.size);
	expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
	expect(all.find((account) => account.email === email)).toMatchObject({ status: 'global:member, pending', usable: true, personId: null });
});
