import { verdictOf } from '../../lifecycle/case';
import type { StepResult } from '../../lifecycle/outcome';
import { oktaSteps } from '../../systems/okta';
import { startCompany, usualSteps, type Company } from '../support/leaverCase';

let company: Company;
let began: unknown;
beforeAll(async () => {
	company = await startCompany({ settings: { okta: { asyncMs: 0, ruleLagMs: 0 } } });
	began = structuredClone(stateNow());
});
beforeEach(() => void Object.assign(okta().state, structuredClone(began)));
afterAll(() => company.stop());

const okta = () => company.sandbox.okta;
const leaver = () => company.sandbox.cast.leaver;
const lasting = new Set(['accessTokens', 'seenProofs', 'nonces', 'settings', 'serviceApps']);
const stateNow = () => Object.fromEntries(Object.entries(okta().state).filter(([part]) => !lasting.has(part)));

type Access = Record<string, number | string>;
const access = (): Access => okta().accessOf(leaver().workEmail);

/** Who says that something is missing, or that it comes by itself. Restore reports each step of the snapshot. */
const tellsOf: Record<string, readonly string[]> = {
	status: ['blockSignIn', 'deactivate'],
	sessions: ['endSessions'],
	refreshTokens: ['revokeClientTokens'],
	grants: ['revokeGrants'],
	factors: ['resetFactors'],
	apps: ['deactivate'],
	apiTokens: ['revokeApiTokens'],
};
const comesBySigningIn = new Set(['sessions', 'refreshTokens']);

const listed = (results: readonly StepResult[], what: string): boolean =>
	results.some(({ step, outcome, reason }) => tellsOf[what]?.includes(step) === true && (outcome === 'pending' || (comesBySigningIn.has(what) && /when the person signs in/.test(reason))));

let cases = 0;
const cutAndRestore = async (steps: readonly string[]) => {
	const work = { caseId: `restore_${++cases}` };
	const before = access();
	const cut = await company.cut(leaver(), { options: { steps }, work });
	const between = access();
	const restored = await company.restore(leaver(), { work });
	const after = access();
	const differences = Object.keys(before).filter((what) => after[what] !== before[what]);
	return { cut, between, restored, differences, taken: Object.keys(before).filter((what) => between[what] !== before[what]) };
};

const all = oktaSteps.map(({ id }) => id);
const pairs = all.flatMap((one, index) => all.slice(index + 1).map((other) => [one, other]));
const name = (steps: readonly string[]) => steps.join(' and ');

describe('B08: after any cut, the difference to before is nothing or listed', () => {
	test.each([...all.map((one) => [one]), ...pairs, usualSteps, all].map((steps) => [steps.length > 2 ? `${steps.length} steps` : name(steps), steps] as const))('%s', async (_name, steps) => {
		const { cut, restored, differences, taken } = await cutAndRestore(steps);
		// Nothing taken would be nothing to give back.
		expect(cut.filter(({ outcome }) => outcome === 'done').map(({ step }) => step)).toEqual(expect.arrayContaining([...steps]));
		expect(taken.length).toBeGreaterThan(0);
		expect(restored.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
		expect(differences.filter((what) => !listed(restored, what))).toEqual([]);
	});

	test('what can be given back in full is: nothing differs, and nothing is open', async () => {
		const steps = ['blockSignIn', 'removeFromGroups', 'revokeAdminRoles', 'suspendDevices'];
		const { differences, restored } = await cutAndRestore(steps);
		expect(differences).toEqual([]);
		expect(verdictOf(false, restored)).toBe('Complete');
	});
});

describe('B08: from every status, nobody is let in who was not in before', () => {
	test.each(['STAGED', 'PROVISIONED', 'RECOVERY', 'LOCKED_OUT', 'PASSWORD_EXPIRED', 'SUSPENDED', 'DEPROVISIONED'] as const)('%s', async (status) => {
		okta().setStatus(leaver().workEmail, status);
		const { restored, differences } = await cutAndRestore(usualSteps);
		expect(restored.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
		expect(differences.filter((what) => !listed(restored, what))).toEqual([]);
		if (status === 'SUSPENDED' || status === 'DEPROVISIONED') expect(access()['status']).toBe(status);
	});
});
