import { checkActiveDirectory } from '../../systems/activeDirectory/check';
import { activeDirectoryClient } from '../../systems/activeDirectory/client';
import { startSamba } from '../../scripts/stage/samba';
import { existsSync } from 'node:fs';
import { capture } from '../../scripts/lib/run.mjs';
import { sidOf } from '../../systems/activeDirectory/user';
import { everyStep, outcomes, serverFor, startUnit, stateOf, told, withSamba, type Unit } from './support/domain';
import { connectionTo } from '../../systems/activeDirectory/connection';

/** The rights of docs/active-directory.md, as samba-tool takes them; GUIDs of attributes as in the schema of Windows. */
const attributeGuids = {
	userAccountControl: 'bf967a68-0de6-11d0-a285-00aa003049e2',
	accountExpires: 'bf967915-0de6-11d0-a285-00aa003049e2',
	member: 'bf9679c0-0de6-11d0-a285-00aa003049e2',
	cn: 'bf96793f-0de6-11d0-a285-00aa003049e2',
	name: 'bf967a0e-0de6-11d0-a285-00aa003049e2',
};
const userClass = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const groupClass = 'bf967a9c-0de6-11d0-a285-00aa003049e2';
const resetPassword = '00299570-246d-11d0-a768-00aa006e0529';

withSamba('what is never cut, and what n8n may', () => {
	let unit: Unit;
	beforeAll(async () => {
		unit = await startUnit();
	});
	afterAll(() => unit?.stop());

	const delegate = async (rights: 'all' | 'none') => {
		const service = await unit.user({}, unit.unique('svc'));
		const sid = sidOf((await unit.ad.get(service.id, ['objectSid']))!);
		const write = (attribute: keyof typeof attributeGuids, of = userClass) => `(OA;CIIO;RPWP;${attributeGuids[attribute]};${of};${sid})`;
		const sddl = [write('userAccountControl'), write('accountExpires'), write('cn'), write('name'), write('member', groupClass), `(OA;CIIO;CR;${resetPassword};${userClass};${sid})`, `(OA;CI;CCDC;${userClass};;${sid})`].join('');
		if (rights === 'all') await capture('samba-tool', ['dsacl', 'set', `--objectdn=${unit.root}`, '--action=allow', `--sddl=${sddl}`, '-H', `${told().configFile.replace(/etc\/smb.conf$/, 'private/sam.ldb')}`, `--configfile=${told().configFile}`]);
		return { ...service, connection: unit.connect({ user: service.person.workEmail, password: 'Start-of-1st-day' }) };
	};

	test('with the rights the documents ask for, and no others, the whole cut is done', async () => {
		const { connection } = await delegate('all');
		const user = await unit.user();
		const group = await unit.group('delegated');
		await unit.member(group.dn, user.dn);
		const results = await unit.cut(user.person, { connection, work: { caseId: `least ${user.sam}` } });
		expect(outcomes(results)).toEqual(Object.fromEntries(everyStep.map((step) => [step, 'done/true'])));
	});

	test('G11: without rights each step says what is missing, and nothing is changed', async () => {
		const { connection } = await delegate('none');
		const user = await unit.user();
		const group = await unit.group('closed');
		await unit.member(group.dn, user.dn);
		const before = await stateOf(unit.ad, user.id);
		const results = await unit.cut(user.person, { connection, work: { caseId: `none ${user.sam}` } });
		expect(outcomes(results)).toEqual(Object.fromEntries(everyStep.map((step) => [step, 'failed/false'])));
		for (const { reason } of results.filter(({ remainder }) => !remainder)) expect(reason).toMatch(/lacks the right.*docs\/active-directory\.md/);
		expect(await stateOf(unit.ad, user.id)).toEqual(before);
		const check = await checkActiveDirectory(connection);
		expect(check.ok).toBe(false);
		expect(check.message).toMatch(/RPWP;userAccountControl;user \(Disable Account.*RPWP;member;group \(Remove From Groups/);
		expect(check.missing).toEqual(expect.arrayContaining(['RPWP;userAccountControl;user', 'RPWP;member;group']));
	});

	test('as the administrator of the domain nothing is missing', async () => {
		const check = await checkActiveDirectory(unit.admin);
		expect(check.message).toMatch(/^Connected to dc1\.jml\.test.*every right that Active Directory shows is there/);
		expect(check.ok).toBe(true);
	});

	test.each([
		['the built-in administrator', 'Administrator', 'svc', /built-in administrator|works with this very account/],
		['the key of all tickets', 'krbtgt', 'admin', /key of every Kerberos ticket/],
	] as const)('D01: %s is refused', async (_, sam, __, why) => {
		const [entry] = await unit.ad.list({ is: 'sAMAccountName', value: sam }, ['objectGUID']);
		const hrId = `HR-${unit.unique('root')}`;
		await unit.ad.modify(entry!.dn, { operation: 'replace', attribute: 'employeeID', values: [hrId] });
		const [result] = await unit.cut({ id: hrId, workEmail: null }, { work: { caseId: hrId } });
		await unit.ad.modify(entry!.dn, { operation: 'replace', attribute: 'employeeID', values: [] });
		expect(result).toMatchObject({ step: 'protection', outcome: 'refused', reason: expect.stringMatching(why) as string });
	});

	test.each(['upn', 'domain', 'dn'] as const)('the account of the credential is refused, however it signs in (%s)', async (form) => {
		const service = await unit.user({}, unit.unique('own'));
		const user = { upn: service.person.workEmail, domain: `JML\\${service.sam}`, dn: service.dn }[form];
		const [result] = await unit.cut(service.person, { connection: unit.connect({ user, password: 'Start-of-1st-day' }), work: { caseId: `own ${service.sam}` } });
		expect(result).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/n8n works with this very account/) as string });
	});

	test('an account protected by adminCount that n8n may not write is refused with what to do; one it may write is cut', async () => {
		const user = await unit.user({ adminCount: ['1'] });
		const { connection } = await delegate('none');
		const [refused] = await unit.cut(user.person, { connection, work: { caseId: `protected ${user.sam}` } });
		expect(refused).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/adminCount = 1.*clear adminCount/) as string });
		expect(outcomes(await unit.cut(user.person, { steps: ['disable'], work: { caseId: `may ${user.sam}` } }))).toEqual({ disable: 'done/true' });
	});

	describe('in a domain of its own', () => {
		test('D03: the last domain admin who can sign in is refused, one of two is cut; and of the server nothing is left', async () => {
			const domain = await startSamba(told().program);
			const own = await startUnit(domain);
			try {
				const [one, two] = [await own.user(), await own.user()];
				const admins = `CN=Domain Admins,CN=Users,${domain.baseDn}`;
				const service = await own.user();
				await own.member(`CN=Administrators,CN=Builtin,${domain.baseDn}`, service.dn);
				await own.member(admins, one.dn);
				await own.member(admins, two.dn);
				const connection = own.connect({ user: service.person.workEmail, password: 'Start-of-1st-day' });
				const ad = activeDirectoryClient(connection, own.settings, () => {});
				await ad.modify(`CN=Administrator,CN=Users,${domain.baseDn}`, { operation: 'replace', attribute: 'userAccountControl', values: ['514'] });
				expect(outcomes(await own.cut(one.person, { connection, steps: ['disable'], work: { caseId: 'one' } }))).toEqual({ disable: 'done/true' });
				const [refused] = await own.cut(two.person, { connection, steps: ['disable'], work: { caseId: 'two' } });
				expect(refused).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/last member of Domain Admins who can sign in/) as string });
			} finally {
				await own.stop();
				await domain.stop();
			}
			expect(existsSync(domain.configFile)).toBe(false);
			await expect(connectionTo(serverFor(domain), { clock: own.clock, budget: { run: (work) => work(), lull: { until: 0, turn: 0 } } }).send({ operation: 'bind', object: 'gone' }, async () => 'in')).rejects.toMatchObject({ code: 'unreachable' });
		}, 180_000);
	});
});
