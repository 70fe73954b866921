import type { Refusal } from '../server/message';
import type { Operation } from './lifecycle';
import { OPERATIONS, outcomeOf } from './lifecycle';
import type { UserStatus } from './state';

const STATUSES: UserStatus[] = ['STAGED', 'PROVISIONED', 'ACTIVE', 'RECOVERY', 'LOCKED_OUT', 'PASSWORD_EXPIRED', 'SUSPENDED', 'DEPROVISIONED'];

function outcome(operation: Operation, status: UserStatus): string {
	try {
		return outcomeOf(operation, { id: '00u1', status, hasPassword: false, provider: { type: 'OKTA', name: 'OKTA' } });
	} catch (error) {
		const { status: code, body } = (error as Refusal).reply;
		return `${code} ${(body as { errorCode: string }).errorCode}`;
	}
}

const VALIDATION = '400 E0000001';
const ALREADY_ACTIVE = '403 E0000016';
const WRONG_STATUS = '403 E0000038';
const GONE = '404 E0000007';

/** Columns in the order of STATUSES. */
const TABLE: Record<Operation, string[]> = {
	activate: ['PROVISIONED', ALREADY_ACTIVE, ALREADY_ACTIVE, ALREADY_ACTIVE, ALREADY_ACTIVE, ALREADY_ACTIVE, ALREADY_ACTIVE, 'PROVISIONED'],
	reactivate: [WRONG_STATUS, 'PROVISIONED', WRONG_STATUS, 'PROVISIONED', WRONG_STATUS, WRONG_STATUS, WRONG_STATUS, GONE],
	suspend: [VALIDATION, VALIDATION, 'SUSPENDED', VALIDATION, VALIDATION, VALIDATION, VALIDATION, GONE],
	unsuspend: [VALIDATION, VALIDATION, VALIDATION, VALIDATION, VALIDATION, VALIDATION, 'ACTIVE', GONE],
	unlock: [VALIDATION, VALIDATION, VALIDATION, VALIDATION, 'ACTIVE', VALIDATION, VALIDATION, GONE],
	deactivate: [...Array<string>(7).fill('DEPROVISIONED'), GONE],
	expire_password: [WRONG_STATUS, WRONG_STATUS, 'PASSWORD_EXPIRED', 'PASSWORD_EXPIRED', WRONG_STATUS, 'PASSWORD_EXPIRED', WRONG_STATUS, GONE],
	reset_password: [WRONG_STATUS, WRONG_STATUS, 'RECOVERY', 'RECOVERY', 'RECOVERY', 'RECOVERY', WRONG_STATUS, GONE],
	reset_factors: [...STATUSES.slice(0, 7), GONE],
};

describe.each(OPERATIONS)('%s', (operation) => {
	test.each(STATUSES.map((status, index) => [status, TABLE[operation][index]]))('from %s: %s', (status, expected) => {
		expect(outcome(operation, status as UserStatus)).toBe(expected);
	});
});

test('activating somebody with a password, or from elsewhere, makes them ACTIVE', () => {
	const staged = { id: '00u1', status: 'STAGED', hasPassword: true, provider: { type: 'OKTA', name: 'OKTA' } } as const;
	expect(outcomeOf('activate', staged)).toBe('ACTIVE');
	expect(outcomeOf('activate', { ...staged, hasPassword: false, provider: { type: 'FEDERATION', name: 'FEDERATION' } })).toBe('ACTIVE');
});
