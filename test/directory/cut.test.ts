import { activeDirectoryClient } from '../../systems/activeDirectory/client';
import { hybridFacts } from '../../systems/activeDirectory/identifiers';
import { sidOf } from '../../systems/activeDirectory/user';
import { everyStep, outcomes, startUnit, stateOf, told, withSamba, type Unit } from './support/domain';

withSamba('cutting somebody in a real domain', () => {
	let unit: Unit;
	beforeAll(async () => {
		unit = await startUnit();
	});
	afterAll(() => unit?.stop());

	const leaver = async () => {
		const [a, b, nested] = [await unit.group('engineers'), await unit.group('oncall'), await unit.group('nested')];
		// 0x10000: the password never expires.
		const user = await unit.user({ userAccountControl: ['66048'], title: ['Engineer'] });
		await unit.member(a.dn, user.dn);
		await unit.member(b.dn, user.dn);
		await unit.member(nested.dn, a.dn);
		return { ...user, groups: [a, b], nested };
	};

	test('every step is done and read back, flags of others are kept, and the old password opens nothing', async () => {
		const user = await leaver();
		const before = await stateOf(unit.ad, user.id);
		expect(await unit.signInAs(user.person.workEmail, 'Start-of-1st-day')).toBe('in');
		const results = await unit.cut(user.person, { work: { caseId: 'whole' } });
		expect(outcomes(results)).toEqual(Object.fromEntries(everyStep.map((step) => [step, 'done/true'])));
		const after = await stateOf(unit.ad, user.id);
		expect(after).toMatchObject({ uac: 66050, groups: [], dn: `${user.dn.split(',')[0]},${unit.ous.leavers}` });
		expect(BigInt(after.pwdLastSet!)).toBeGreaterThan(BigInt(before.pwdLastSet!));
		// Samba looks at the password before it looks at the account.
		expect(['52e', '533']).toContain(await unit.signInAs(user.person.workEmail, 'Start-of-1st-day'));
		const left = results.find(({ remainder }) => remainder);
		expect(left).toMatchObject({ step: 'removeFromGroups', outcome: 'not_removable_here' });
		expect(left!.reason).toMatch(/^Domain Users: the primary group/);
	});

	test('F09: run again, everything is already done, proven by reading, with no further write', async () => {
		const user = await leaver();
		await unit.cut(user.person, { work: { caseId: 'twice' } });
		const after = await stateOf(unit.ad, user.id);
		const results = await unit.cut(user.person, { work: { caseId: 'twice' } });
		expect(outcomes(results)).toEqual(Object.fromEntries(everyStep.map((step) => [step, 'already_done/true'])));
		expect(await stateOf(unit.ad, user.id)).toEqual(after);
	});

	test('a dry run changes nothing and says what it would', async () => {
		const user = await leaver();
		const before = await stateOf(unit.ad, user.id);
		const results = await unit.cut(user.person, { work: { caseId: 'dry', dryRun: true } });
		expect(new Set(results.filter(({ remainder }) => !remainder).map(({ outcome }) => outcome))).toEqual(new Set(['planned']));
		expect(await stateOf(unit.ad, user.id)).toEqual(before);
	});

	describe('B08: restoring', () => {
		const passwordGone = { resetPassword: 'pending/false' };
		test.each(everyStep)('after %s alone, nothing differs from before but the password', async (step) => {
			const user = await leaver();
			const before = await stateOf(unit.ad, user.id);
			const work = { caseId: `restore ${step} ${user.sam}` };
			expect(outcomes(await unit.cut(user.person, { work, steps: [step] }))).toEqual({ [step]: 'done/true' });
			const results = outcomes(await unit.restore(user.person, { work }));
			const after = await stateOf(unit.ad, user.id);
			expect({ ...after, pwdLastSet: null }).toEqual({ ...before, pwdLastSet: null });
			expect(results['resetPassword']).toBe(step === 'resetPassword' ? passwordGone.resetPassword : 'already_done/true');
		});

		test('after the whole cut, nothing differs from before but the password, and that is said', async () => {
			const user = await leaver();
			const before = await stateOf(unit.ad, user.id);
			const work = { caseId: `restore all ${user.sam}` };
			await unit.cut(user.person, { work });
			const results = await unit.restore(user.person, { work });
			expect(outcomes(results)).toMatchObject({ disable: 'done/true', expire: 'done/true', removeFromGroups: 'done/true', moveToLeavers: 'done/true', ...passwordGone });
			expect({ ...(await stateOf(unit.ad, user.id)), pwdLastSet: null }).toEqual({ ...before, pwdLastSet: null });
			expect(results.find(({ step }) => step === 'resetPassword')!.reason).toMatch(/Set one in Active Directory Users and Computers/);
			await unit.ad.modify(user.id, { operation: 'replace', attribute: 'unicodePwd', values: [Buffer.from('"Handed-over-1"', 'utf16le')] }, { operation: 'replace', attribute: 'pwdLastSet', values: ['0'] });
			expect(outcomes(await unit.restore(user.person, { work }))['resetPassword']).toBe('already_done/true');
		});

		test('an account that was disabled and expired before stays so', async () => {
			const user = await unit.user({ userAccountControl: ['514'], accountExpires: ['132223104000000000'] });
			const work = { caseId: `disabled before ${user.sam}` };
			const before = await stateOf(unit.ad, user.id);
			expect(outcomes(await unit.cut(user.person, { work, steps: ['disable', 'expire'] }))).toEqual({ disable: 'already_done/true', expire: 'already_done/true' });
			await unit.restore(user.person, { work });
			expect(await stateOf(unit.ad, user.id)).toEqual(before);
		});

		test('the account goes back to its unit also where that was renamed meanwhile', async () => {
			const old = `OU=Old,${unit.ous.people}`;
			await unit.ad.add(old, { objectClass: ['organizationalUnit'] });
			const user = await unit.user();
			await unit.ad.rename(user.id, `${user.dn.split(',')[0]},${old}`);
			const work = { caseId: `renamed ${user.sam}` };
			await unit.cut(user.person, { work, steps: ['moveToLeavers'] });
			await unit.ad.rename(old, `OU=New,${unit.ous.people}`);
			expect(outcomes(await unit.restore(user.person, { work }))['moveToLeavers']).toBe('done/true');
			expect((await stateOf(unit.ad, user.id)).dn).toBe(`${user.dn.split(',')[0]},OU=New,${unit.ous.people}`);
		});
	});

	test('the order: disabled, then the password; the move comes last, and the account is found again by its GUID', async () => {
		const user = await leaver();
		await unit.cut(user.person, { work: { caseId: `order ${user.sam}` } });
		const settled = (await unit.ledger.records({ kinds: ['step.settled'], caseId: `order ${user.sam}` })).map(({ content }) => content!);
		const calls = settled.flatMap(({ step, calls }) => (calls as { operation: string; object: string; attributes?: string[] }[]).map((call) => ({ step, ...call })));
		const changes = calls.filter(({ operation }) => operation === 'modify' || operation === 'rename');
		expect(changes.filter(({ step }) => step === 'disable' || step === 'resetPassword' || step === 'moveToLeavers').map(({ step }) => step)).toEqual(['disable', 'resetPassword', 'resetPassword', 'moveToLeavers']);
		expect(changes.filter(({ step }) => step !== 'removeFromGroups').every(({ object }) => object === user.id)).toBe(true);
	});

	test('two administrators at once do nothing twice', async () => {
		const user = await leaver();
		const work = { caseId: `two ${user.sam}` };
		const others = unit.connect();
		const results = await Promise.all([unit.cut(user.person, { work: { ...work, worker: 'one' } }), unit.cut(user.person, { work: { ...work, worker: 'two' }, connection: others })]);
		expect(results.map(outcomes).map((one) => Object.values(one).sort())).toContainEqual(everyStep.map(() => 'already_done/true'));
		const settled = await unit.ledger.records({ kinds: ['step.settled'], caseId: work.caseId });
		const sent = settled.flatMap(({ content }) => (content!['calls'] as { operation: string; attributes?: string[] }[]).filter(({ attributes }) => attributes?.includes('unicodePwd')));
		expect(sent).toHaveLength(2);
	});

	test('G08: no password is in the ledger, in results or in calls', async () => {
		const user = await leaver();
		const results = await unit.cut(user.person, { work: { caseId: `secret ${user.sam}` } });
		const kept = JSON.stringify([results, await unit.ledger.records({ caseId: `secret ${user.sam}` }), unit.calls]);
		expect(kept).not.toMatch(/aA1!|Start-of-1st-day/);
		expect(kept).not.toContain(told().password);
	});

	test('F14: groups built into the domain are reported, and what comes with them as well', async () => {
		const user = await leaver();
		await unit.member(`CN=Remote Desktop Users,CN=Builtin,${told().baseDn}`, user.dn);
		const results = await unit.cut(user.person, { work: { caseId: `builtin ${user.sam}` }, steps: ['removeFromGroups'] });
		const left = results.find(({ remainder }) => remainder)!;
		expect(left.reason).toMatch(/Remote Desktop Users: a group built into the domain/);
		expect(left.reason).toMatch(/Domain Users: the primary group/);
		expect(left.reason).not.toMatch(/engineers/);
	});

	test('another primary group is told from the others', async () => {
		const user = await leaver();
		const [group] = user.groups;
		const rid = sidOf((await unit.ad.get(group!.id, ['objectSid']))!).split('-').at(-1)!;
		await unit.ad.modify(user.id, { operation: 'replace', attribute: 'primaryGroupID', values: [rid] });
		const results = await unit.cut(user.person, { work: { caseId: `primary ${user.sam}` }, steps: ['removeFromGroups'] });
		expect(outcomes(results)).toEqual({ removeFromGroups: 'done/true' });
		expect(results.find(({ remainder }) => remainder)!.reason).toMatch(new RegExp(`${group!.name}: the primary group`));
		expect((await stateOf(unit.ad, user.id)).groups).toEqual([]);
	});

	test('without an Exchange nobody can be hidden from its lists, and that is said', async () => {
		const user = await leaver();
		const [result] = await unit.cut(user.person, { work: { caseId: `hide ${user.sam}` }, steps: ['hideFromAddressLists'] });
		expect(result).toMatchObject({ outcome: 'not_removable_here', reason: expect.stringMatching(/no Exchange/) as string });
	});

	test('without a unit for leavers the move says what to enter', async () => {
		const other = await startUnit(told(), { leaversOu: null });
		const user = await other.user();
		const [result] = await other.cut(user.person, { steps: ['moveToLeavers'] });
		expect(result).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/Enter one in Leavers OU/) as string });
		await other.stop();
	});

	test('a name with commas, quotes and brackets is one name', async () => {
		const user = await unit.user({}, 'Doe, "Jane" (ext) #1');
		expect(outcomes(await unit.cut(user.person, { work: { caseId: `comma ${user.sam}` }, steps: ['moveToLeavers'] }))).toEqual({ moveToLeavers: 'done/true' });
	});

	test('a step that is sent without need does no harm', async () => {
		const user = await leaver();
		const group = user.groups[0]!;
		const ad = activeDirectoryClient(unit.admin, unit.settings, () => {});
		const leave = () => ad.modify(group.id, { operation: 'delete', attribute: 'member', values: [user.dn] });
		await leave();
		await expect(leave()).rejects.toMatchObject({ code: 'rejected', evidence: { ldapCode: expect.any(Number) as number } });
		expect(outcomes(await unit.cut(user.person, { work: { caseId: `gone ${user.sam}` }, steps: ['removeFromGroups'] }))).toEqual({ removeFromGroups: 'done/true' });
	});

	test('what a directory in the cloud knows it by', async () => {
		const user = await leaver();
		const entry = (await unit.ad.get(user.id, ['objectGUID', 'objectSid', 'sAMAccountName']))!;
		const facts = hybridFacts({ id: user.id, sid: sidOf(entry), sam: entry.required('sAMAccountName') });
		expect(facts).toEqual({ onPremisesImmutableId: entry.bytes('objectGUID')!.toString('base64'), onPremisesSecurityIdentifier: expect.stringMatching(/^S-1-5-21-\d+-\d+-\d+-\d+$/) as string, onPremisesSamAccountName: user.sam });
	});
});
