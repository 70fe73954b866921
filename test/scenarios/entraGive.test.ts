import type { ListedAccount } from '../../lifecycle/accounts';
import { cast } from '../../sandbox';
import { nobodyYet, startEntraCase, wishFor, type EntraCase } from '../support/entraCase';
import { outcomes } from '../support/leaverCase';
import { pagesHeld } from '../support/pagesHeld';

let company: EntraCase;
beforeEach(async () => {
	company = await startEntraCase();
});
afterEach(() => company.stop());

const manager = { id: cast.leaverManager.id, name: null, email: cast.leaverManager.workEmail! };
const newcomer = () => company.entra.user(nobodyYet.workEmail!);
const pass = () => ({ from: company.entra.connection.senderMailbox, to: manager.email, startsAt: null, minutes: 60 });
const mails = () => company.entra.mailTo(manager.email);
const reasonOf = (results: Awaited<ReturnType<EntraCase['grant']>>, step: string) => results.find((result) => result.step === step)!.reason;
const everything = async (results: unknown) => JSON.stringify([results, await company.ledger.records({})]);

const few = { asymmetricMatch: (held: number) => held >= 1 && held <= 2 };

describe('Grant Access', () => {
	test('makes the account with everything that was asked for, and reads it back', async () => {
		const results = await company.grant(wishFor({ manager, firstName: 'Nia', lastName: 'Okoro' }, { join: ['Code Hosting'], licences: ['POWER_BI_PRO'], pass: pass() }));
		expect(outcomes(results)).toEqual({ createAccount: 'done/true', updateProfile: 'already_done/true', rename: 'already_done/true', setManager: 'done/true', joinGroups: 'done/true', assignLicences: 'done/true', setUsable: 'already_done/true', sendPass: 'done/true' });
		expect(newcomer()).toMatchObject({ accountEnabled: true, employeeId: '900', displayName: 'Nia Okoro', givenName: 'Nia', surname: 'Okoro', jobTitle: 'Analyst', department: 'Finance', officeLocation: 'Berlin', usageLocation: 'DE', employeeType: 'Employee', mustChangePassword: true });
		expect(company.entra.user(manager.id).id).toBe(newcomer().managerId);
		const [mail] = mails();
		expect(() => company.entra.signIn(nobodyYet.workEmail!, { temporaryAccessPass: /^\S{8,}$/m.exec(mail!.body)![0] })).not.toThrow();
	});

	test('an account that is only announced is made, and cannot be signed in with yet; on the first day it is opened, and the pass goes out', async () => {
		const before = await company.grant(wishFor({ manager }, { usable: false, pass: pass() }));
		expect(outcomes(before)).not.toHaveProperty('sendPass');
		expect(newcomer().accountEnabled).toBe(false);
		expect(mails()).toEqual([]);
		const after = await company.grant(wishFor({ manager }, { pass: pass() }), { work: { caseId: 'first-day' } });
		expect(outcomes(after)).toMatchObject({ createAccount: 'already_done/true', setUsable: 'done/true', sendPass: 'done/true' });
		expect(newcomer().accountEnabled).toBe(true);
	});

	test('somebody who works here already is not shut out by an announcement', async () => {
		const { id, workEmail } = cast.contractor;
		await company.grant(wishFor({ id, workEmail, name: 'As before' }, { usable: false, facts: [] }));
		expect(company.entra.user(id).accountEnabled).toBe(true);
	});

	test('neither the first password nor the pass is in results or evidence', async () => {
		const results = await company.grant(wishFor({ manager }, { pass: pass() }));
		const secret = /^\S{8,}$/m.exec(mails()[0]!.body)![0];
		const kept = await everything(results);
		expect(kept).not.toContain(secret);
		expect(kept).not.toContain(newcomer().password!);
		expect(company.entra.user(company.entra.connection.senderMailbox).mailbox.rules).toEqual([]);
		expect(JSON.parse(String(company.entra.journal.find({ path: /\/sendMail$/ })[0]!.body))).toMatchObject({ saveToSentItems: false });
	});

	test('run again in the same case, no second account is made and no second pass is sent', async () => {
		const wish = wishFor({ manager }, { join: ['Code Hosting'], pass: pass() });
		await company.grant(wish);
		const results = await company.grant(wish);
		for (const ended of Object.values(outcomes(results))) expect(ended).toBe('already_done/true');
		expect(company.entra.usersOfEmployee('900')).toHaveLength(1);
		expect(mails()).toHaveLength(1);
	});

	describe('B14: a pass for somebody eight time zones away', () => {
		const startsAt = { instant: '2027-01-04T16:00:00.000Z', shown: '08:00 on 2027-01-04 (America/Los_Angeles)' };
		const opens = () => {
			const temporaryAccessPass = /^\S{8,}$/m.exec(mails().at(-1)!.body)![0];
			try {
				company.entra.signIn(nobodyYet.workEmail!, { temporaryAccessPass });
				return true;
			} catch {
				return false;
			}
		};

		test('B14: works from their own morning and still at noon, though it was made at their midnight', async () => {
			company.companyClock.set('2027-01-04T08:00:00Z');
			expect(outcomes(await company.grant(wishFor({ manager }, { pass: { ...pass(), startsAt, minutes: 480 } })))['sendPass']).toBe('done/true');
			expect(mails()[0]!.body).toContain('It works from 08:00 on 2027-01-04 (America/Los_Angeles), for 480 minutes.');
			for (const [instant, works] of [['08:01', false], ['15:59', false], ['16:00', true], ['20:00', true], ['23:59', true]] as const) {
				company.companyClock.set(`2027-01-04T${instant}:30Z`);
				expect(`${instant} ${opens()}`).toBe(`${instant} ${works}`);
			}
		});

		test('B14: made later than their morning, it works at once', async () => {
			company.companyClock.set('2027-01-04T18:00:00Z');
			expect(outcomes(await company.grant(wishFor({ manager }, { pass: { ...pass(), startsAt } })))['sendPass']).toBe('done/true');
			expect(mails()[0]!.body).toContain('It works at once, for 60 minutes.');
			expect(opens()).toBe(true);
		});

		test('a lifetime that the policy of the tenant does not take is said with the place of both', async () => {
			const results = await company.grant(wishFor({ manager }, { pass: { ...pass(), minutes: 10_000 } }));
			expect(reasonOf(results, 'sendPass')).toMatch(/between 60 and 480 minutes.*Pass: Lifetime.*Authentication methods, Policies/);
			expect(mails()).toEqual([]);
		});
	});

	test('servers that do not know the new account yet are waited for', async () => {
		for (const path of [/\/memberOf\//, /\/v1\.0\/users\/[^/]+$/]) company.entra.faults.add({ method: 'GET', path, after: path.source.includes('memberOf') ? 0 : 3, times: 4, effect: { kind: 'not-found' } });
		const results = await company.grant(wishFor({ manager, title: 'Analyst' }, { join: ['Code Hosting'], attributes: { city: 'Berlin' } }));
		for (const ended of Object.values(outcomes(results))) expect(['done/true', 'already_done/true']).toContain(ended);
	});

	test('an account that is gone again is not waited for without end', async () => {
		company.entra.faults.add({ method: 'GET', path: /\/memberOf\//, effect: { kind: 'not-found' } });
		const results = await company.grant(wishFor({}, { facts: [], join: ['Code Hosting'] }));
		expect(outcomes(results)).toMatchObject({ joinGroups: 'pending/false', setUsable: 'already_done/true' });
		expect(reasonOf(results, 'joinGroups')).toMatch(/does not know the account.*[Rr]un the case again/);
	});

	test('a mail that cannot be sent takes the pass with it, and says what to do', async () => {
		company.entra.faults.add({ path: /\/sendMail$/, effect: { kind: 'forbidden' } });
		const results = await company.grant(wishFor({ manager }, { pass: pass() }));
		expect(outcomes(results)['sendPass']).toBe('failed/false');
		expect(reasonOf(results, 'sendPass')).toMatch(/could not be mailed.*The pass was deleted again.*Mail\.Send/);
		expect(newcomer().methods.filter(({ collection }) => collection === 'temporaryAccessPassMethods')).toEqual([]);
	});

	test('a pass that could not even be deleted is said to be there still', async () => {
		company.entra.faults.add({ path: /\/sendMail$/, effect: { kind: 'forbidden' } });
		company.entra.faults.add({ method: 'DELETE', path: /temporaryAccessPassMethods/, effect: { kind: 'forbidden' } });
		const results = await company.grant(wishFor({ manager }, { pass: pass() }));
		expect(reasonOf(results, 'sendPass')).toMatch(/could not be deleted again: remove it in the Entra admin center/);
	});

	test('a mail that may have arrived although the answer was lost opens nothing, because its pass is gone', async () => {
		company.entra.faults.add({ path: /\/sendMail$/, times: 1, effect: { kind: 'timeout', applied: true } });
		const results = await company.grant(wishFor({ manager }, { pass: pass() }));
		expect(outcomes(results)['sendPass']).toBe('failed/false');
		const secret = /^\S{8,}$/m.exec(mails()[0]!.body)![0];
		expect(() => company.entra.signIn(nobodyYet.workEmail!, { temporaryAccessPass: secret })).toThrow();
	});

	test('without anybody to hand the pass over, none is made', async () => {
		const results = await company.grant(wishFor({}, { pass: { ...pass(), to: null } }));
		expect(outcomes(results)['sendPass']).toBe('failed/false');
		expect(newcomer().methods.map(({ collection }) => collection)).toEqual(['passwordMethods']);
	});

	test('a licence needs a usage location, and the sentence says so', async () => {
		const results = await company.grant(wishFor({}, { usageLocation: null, licences: ['POWER_BI_PRO'] }));
		expect(outcomes(results)['assignLicences']).toBe('failed/false');
		expect(reasonOf(results, 'assignLicences')).toContain('Usage Location');
	});

	test('what cannot be made is said before anything is sent', async () => {
		for (const wish of [wishFor({ workEmail: null }), wishFor({ name: ' ' }), wishFor({}, { attributes: { accountEnabled: 'true' } })]) {
			const [result] = await company.grant(wish, { work: { caseId: JSON.stringify(wish.attributes) + String(wish.person.workEmail) } });
			expect(result).toMatchObject({ step: 'createAccount', outcome: 'failed' });
		}
		expect(company.writes()).toEqual([]);
	});

	test('an address that somebody else has is in the way', async () => {
		const [result] = await company.grant(wishFor({ workEmail: cast.leeWhoStays.workEmail }));
		expect(result).toMatchObject({ step: 'createAccount', outcome: 'failed', reason: expect.stringContaining('somebody else') });
		expect(company.writes()).toEqual([]);
	});

	test('somebody who comes back gets the account they had: blocked, it is opened; deleted, it is brought back', async () => {
		const { id, workEmail } = cast.former;
		const had = company.entra.user(id).id;
		const wish = wishFor({ id, workEmail, name: 'Back Again' });
		expect(outcomes(await company.grant(wish))).toMatchObject({ createAccount: 'already_done/true', setUsable: 'done/true' });
		company.entra.operate('disable', id);
		company.entra.operate('delete', id);
		expect(outcomes(await company.grant(wish, { work: { caseId: 'rehire' } }))).toMatchObject({ createAccount: 'done/true', setUsable: 'done/true' });
		expect(company.entra.user(id)).toMatchObject({ id: had, accountEnabled: true, deletedAt: null });
	});

	test('a dry run makes nothing and says what it would', async () => {
		const results = await company.grant(wishFor({ manager }, { join: ['Code Hosting'] }), { work: { dryRun: true } });
		for (const { outcome } of results) expect(outcome).toBe('planned');
		expect(company.writes()).toEqual([]);
	});
});

describe('Change Access', () => {
	const { id, workEmail } = cast.contractor;
	const person = { id, workEmail, name: 'New Name', manager };

	test('profile, name, manager and groups follow HR', async () => {
		const results = await company.change(wishFor({ ...person, workEmail: 'new.name@kestrel.example' }, { usable: null, join: ['On-call Rota'], leave: ['Code Hosting'] }));
		for (const { outcome } of results) expect(['done', 'already_done']).toContain(outcome);
		const user = company.entra.user(id);
		expect(user).toMatchObject({ displayName: 'New Name', userPrincipalName: 'new.name@kestrel.example', mailNickname: 'new.name', department: 'Finance', managerId: company.entra.user(manager.id).id });
		expect([...company.entra.state.groups.values()].filter(({ members }) => members.has(user.id)).map(({ displayName }) => displayName)).toEqual(expect.arrayContaining(['On-call Rota']));
	});

	test('what HR leaves empty changes nothing', async () => {
		const before = { ...company.entra.user(id) };
		await company.change(wishFor({ id, workEmail, name: before.displayName, title: null, department: '', location: null, workerType: null, startDate: null }, { usable: null, usageLocation: null }));
		expect(company.entra.user(id)).toMatchObject({ jobTitle: before.jobTitle, department: before.department, officeLocation: before.officeLocation });
		expect(company.writes()).toEqual([]);
	});

	test('F14: groups that only Exchange or Active Directory changes are reported with the place', async () => {
		const results = await company.change(wishFor(person, { usable: null, facts: [], join: ['Engineering Announcements', 'AD Building Access', 'On-call Rota'] }));
		expect(results.find(({ outcome }) => outcome === 'not_removable_here')!.reason).toMatch(/Engineering Announcements: a distribution list.*AD Building Access: synced from Active Directory/);
	});

	test('a group nobody knows is said', async () => {
		const results = await company.change(wishFor(person, { usable: null, facts: [], join: ['Nowhere'] }));
		expect(outcomes(results)['joinGroups']).toBe('failed/false');
		expect(reasonOf(results, 'joinGroups')).toContain('Nowhere (no such group)');
	});

	test('a manager who has no account is said, and nothing else waits for it', async () => {
		const results = await company.change(wishFor({ ...person, manager: { id: '998', name: null, email: null } }, { usable: null }));
		expect(outcomes(results)).toMatchObject({ setManager: 'failed/false', updateProfile: 'done/true' });
	});

	test('F16: of somebody Active Directory owns, only what the cloud owns is changed; the rest waits for Active Directory', async () => {
		const hybrid = cast.directoryMastered;
		const results = await company.change(wishFor({ id: hybrid.id, workEmail: 'renamed@kestrel.example', manager }, { usable: null, usageLocation: 'FR' }));
		expect(outcomes(results)).toMatchObject({ updateProfile: 'pending/false', rename: 'pending/false', setManager: 'pending/false' });
		expect(reasonOf(results, 'updateProfile')).toMatch(/must be changed in Active Directory/);
		expect(company.entra.user(hybrid.id).usageLocation).toBe('FR');
		expect(company.writes().map(({ status }) => status)).toEqual([204]);
	});

	test('nobody without an account is made one', async () => {
		const results = await company.change(wishFor({}, { usable: null }));
		expect(results).toEqual([expect.objectContaining({ outcome: 'not_found' })]);
		expect(company.writes()).toEqual([]);
	});
});

describe('List Accounts', () => {
	const listed = async () => {
		const { connect, accounts } = company.system();
		const pages: number[] = [];
		const all = [];
		for await (const page of accounts(connect(() => {}))) {
			pages.push(page.length);
			all.push(...page);
		}
		return { pages, all };
	};

	test('everybody, also those HR does not know, each as what they are', async () => {
		const { all } = await listed();
		expect(all).toHaveLength(company.entra.state.users.size);
		const of = (label: string) => all.find((account) => account.label === label);
		expect(of(cast.leaver.workEmail!)).toMatchObject({ personId: cast.leaver.id, status: 'Enabled', usable: true, kind: 'person', masteredBy: null });
		expect(of(cast.directoryMastered.workEmail!)).toMatchObject({ masteredBy: 'Active Directory' });
		expect(of(company.entra.strangers.guest)).toMatchObject({ kind: 'guest', personId: null });
		expect(of(cast.former.workEmail!)).toMatchObject({ status: 'Disabled', usable: false });
	});

	test('no page of 10,000 is held longer than it is looked at', async () => {
		company.entra.populate(10_000 - company.entra.state.users.size);
		const pages = () => {
			const { connect, accounts } = company.system();
			return accounts(connect(() => {}));
		};
		expect(await pagesHeld(pages())).toEqual({ listed: 10_000, held: few });
		const kept: (readonly ListedAccount[])[] = [];
		// Holding them shows that it would be seen.
		expect(await pagesHeld(pages(), (page) => void kept.push(page))).toEqual({ listed: 10_000, held: 11 });
	}, 240_000);

	test('10,000 accounts, 999 at a time, and no page is asked for before it is wanted', async () => {
		company.entra.populate(10_000 - company.entra.state.users.size);
		const { pages, all } = await listed();
		expect(all).toHaveLength(10_000);
		expect(new Set(all.map(({ id }) => id)).size).toBe(10_000);
		expect(Math.max(...pages)).toBe(999);
		company.entra.journal.clear();
		const { connect, accounts } = company.system();
		for await (const page of accounts(connect(() => {}))) {
			expect(page).toHaveLength(999);
			break;
		}
		expect(company.entra.journal.find({ path: /\/v1\.0\/users$/ })).toHaveLength(1);
	}, 240_000);

	test('a next page elsewhere is asked for on the own host, and a list that turns in a circle ends', async () => {
		company.entra.faults.add({ path: /\/v1\.0\/users$/, effect: { kind: 'status', status: 200, body: { value: [], '@odata.nextLink': 'https://evil.example/v1.0/users?$skiptoken=a' } } });
		await expect(listed()).rejects.toThrow(/does not end/);
		for (const { path } of company.entra.journal.entries.filter(({ path }) => path.includes('users'))) expect(path).toBe('/v1.0/users');
	});
});
