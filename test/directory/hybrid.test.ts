import type { IDataObject, INode } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { cast } from '../../sandbox';
import { createClock } from '../../sandbox/clock';
import { startEntra, type EntraDouble } from '../../sandbox/entra';
import { hybridFacts } from '../../systems/activeDirectory/identifiers';
import { sidOf } from '../../systems/activeDirectory/user';
import { fieldsOf } from '../support/entraCase';
import { freshUserFolder } from '../harness/environment';
import { closeCase, openCase } from '../harness/site';
import { node, startInstance, type Instance } from '../harness/workflow';
import { startUnit, stateOf, told, withSamba, type Unit } from './support/domain';
import { startRelay, type Relay } from './support/relay';

const activeDirectory = 'jmlActiveDirectoryApi';
const entraId = 'jmlEntraApi';
const upn = cast.directoryMastered.workEmail;

withSamba('F16: an account of Active Directory that is synced to Entra ID', () => {
	let unit: Unit;
	beforeAll(async () => {
		unit = await startUnit();
	});
	afterAll(() => unit?.stop());

	const clock = createClock();
	afterAll(() => clock.stop());

	let entra: EntraDouble;
	let relay: Relay;
	let n8n: Instance;
	let leaver: Awaited<ReturnType<Unit['user']>>;
	beforeEach(async () => {
		freshUserFolder();
		entra = await startEntra({ clock, port: 0, latencyMs: 0, rateLimits: [] });
		relay = await startRelay(told());
		leaver = await unit.user();
		const entry = (await unit.ad.get(leaver.id, ['objectSid']))!;
		Object.assign(entra.user(upn), hybridFacts({ id: leaver.id, sid: sidOf(entry), sam: leaver.sam }), { employeeId: leaver.person.id });
		const { host, caPem, user, password } = told();
		n8n = await startInstance({ stored: { [activeDirectory]: { host, encryption: 'ldaps', port: relay.port, ca: caPem, user, password }, [entraId]: fieldsOf(entra.connection) } });
	});
	afterEach(async () => {
		await relay.stop();
		await entra.stop();
	});

	const credential = (type: string): Partial<INode> => ({ credentials: { [type]: { id: type, name: type } } });
	const cutThere = (options: IDataObject = {}) => node('Active Directory', 'activeDirectoryAccess', { operation: 'cut', steps: ['disable'], options: { searchBase: unit.ous.people, ...options } } as never, credential(activeDirectory));
	const cutHere = (options: IDataObject = {}) => node('Entra', 'entraAccess', { operation: 'cut', steps: ['blockSignIn', 'revokeSessions'], options } as never, credential(entraId));

	const leave = async (...nodes: INode[]) => {
		const effectiveAt = new Date().toISOString();
		const event = { kind: 'terminate', key: `test/${leaver.person.id}/terminate/1`, source: 'bamboohr', effectiveAt, receivedAt: effectiveAt };
		const ran = await n8n.run([openCase(), ...nodes, closeCase()], [{ person: { ...leaver.person, name: 'Ada Lovelace' }, event }]);
		expect(ran.error).toBeUndefined();
		const item = ran.items('Close Case')[0]!;
		const steps = (item['steps'] as unknown as StepResult[]).filter(({ remainder }) => !remainder);
		return {
			verdict: (item['case'] as IDataObject)['verdict'],
			outcomes: Object.fromEntries(steps.map(({ step, outcome, verified }) => [step, `${outcome}/${String(verified)}`])),
			reasonOf: (id: string) => steps.find(({ step }) => step === id)!.reason,
		};
	};
	/** Held from now on: what comes after the block in Entra ID. */
	const revocation = () => entra.faults.add({ path: /revokeSignInSessions$/, effect: { kind: 'hold', when: 'before' } });
	/** What the synchronisation would carry from one to the other. */
	const synchronise = async () => {
		entra.setOnPremises(upn, ((await stateOf(unit.ad, leaver.id)).uac & 2) === 0);
		entra.sync();
	};

	test('cut in Entra ID alone it is blocked there, does not count as cut, and the case says what to do', async () => {
		const { verdict, outcomes, reasonOf } = await leave(cutHere());
		expect(entra.user(upn).accountEnabled).toBe(false);
		expect({ verdict, outcomes }).toEqual({ verdict: 'Incomplete', outcomes: { blockSignIn: 'pending/false', revokeSessions: 'done/true' } });
		expect(reasonOf('blockSignIn')).toMatch(/blocked in the cloud only.*put an Active Directory Access node before this one/);
		await synchronise();
		expect(entra.user(upn).accountEnabled).toBe(true);
	});

	test.each([
		['before', { othersWaitSeconds: 60 }],
		['at the same time', {}],
	])('cut in Active Directory %s, in one case, it is done and verified in both, and stays so', async (_, options) => {
		const { verdict, outcomes, reasonOf } = await leave(cutThere(options), cutHere(options));
		expect({ verdict, outcomes }).toEqual({ verdict: 'Complete', outcomes: { disable: 'done/true', blockSignIn: 'done/true', revokeSessions: 'done/true' } });
		expect(reasonOf('blockSignIn')).toMatch(/this case read back from Active Directory at .* that it is disabled there/);
		await synchronise();
		expect(entra.user(upn).accountEnabled).toBe(false);
	});

	test('Active Directory, slow to answer, is waited for by the verdict of Entra ID alone: nothing else there is later for it', async () => {
		relay.block();
		const next = revocation();
		const leaving = leave(cutThere(), cutHere());
		await next.struck;
		expect(entra.user(upn).accountEnabled).toBe(false);
		expect((await stateOf(unit.ad, leaver.id)).uac).toBe(512);
		next.release();
		relay.free();
		const { verdict, outcomes } = await leaving;
		expect({ verdict, outcomes }).toEqual({ verdict: 'Complete', outcomes: { disable: 'done/true', blockSignIn: 'done/true', revokeSessions: 'done/true' } });
	});

	test('Active Directory that fails after all is not waited for any longer', async () => {
		relay.block();
		const next = revocation();
		const leaving = leave(cutThere(), cutHere());
		await next.struck;
		next.release();
		await relay.stop();
		const { verdict, outcomes, reasonOf } = await leaving;
		expect({ verdict, outcomes }).toMatchObject({ verdict: 'Incomplete', outcomes: { findAccount: 'failed/false', blockSignIn: 'pending/false', revokeSessions: 'done/true' } });
		expect(reasonOf('blockSignIn')).toMatch(/blocked in the cloud only/);
	});

	test('Active Directory that takes longer than Entra ID waits: what stands open is said, and what to do', async () => {
		relay.block();
		const next = revocation();
		const leaving = leave(cutThere(), cutHere({ readBackSeconds: 0 }));
		await next.struck;
		next.release();
		relay.free();
		const { outcomes, reasonOf } = await leaving;
		expect(outcomes).toMatchObject({ disable: 'done/true', blockSignIn: 'pending/false' });
		expect(reasonOf('blockSignIn')).toBe('Sign-in is blocked in the cloud. Active Directory, which owns the account, is still being worked on in this case, and decides whether it stays blocked. Run the case again once that has ended.');
	});
});
