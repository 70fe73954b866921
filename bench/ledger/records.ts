import type { NewRecord } from '../../ledger';

/** Records such as a leaver leaves: one case after the other, each of 25. */
const perCase = 25;

export const caseOf = (index: number): string => `hr_event_20261120_${Math.floor(index / perCase)}_1`;

export const recordOf = (index: number): NewRecord => {
	const caseId = caseOf(index);
	const place = index % perCase;
	const account = { id: `00u${String(index).padStart(17, '0')}`, label: `person.${index}@kestrel.example` };
	if (place === 0) {
		const person = { id: String(Math.floor(index / perCase)), name: `Person ${index}`, workEmail: account.label, title: 'Engineer', department: 'Research', location: 'Berlin', timeZone: 'Europe/Berlin', lastDay: '2026-11-20' };
		const event = { kind: 'terminate', key: `bamboohr/acme/${index}`, source: 'bamboohr/acme', effectiveAt: '2026-11-20T17:00:00.000Z', receivedAt: '2026-11-20T16:00:00.000Z' };
		return { kind: 'case.opened', caseId, once: `case/${caseId}`, content: { case: { id: caseId, dryRun: false, run: String(index) }, workflow: 'w1', person, event } };
	}
	if (place === perCase - 1) return { kind: 'case.closed', caseId, content: { run: String(index), workflow: 'w1', verdict: 'Complete', dryRun: false, open: [] } };
	const shared = { run: String(index), operation: 'cut', system: 'okta', step: 'blockSignIn', account, before: { status: 'ACTIVE', transitioningTo: null, statusChanged: null } };
	if (place % 2 === 1) return { kind: 'step.intended', caseId, subject: `okta/${account.id}`, content: { ...shared, what: 'ACTIVE → SUSPENDED' } };
	return {
		kind: 'step.settled',
		caseId,
		subject: `okta/${account.id}`,
		content: {
			...shared, node: 'Cut Okta', outcome: 'done', verified: true, reason: 'ACTIVE → SUSPENDED; read back: The account is SUSPENDED', requestedAt: '2026-11-20T17:00:01.000Z', effectiveAt: '2026-11-20T17:00:02.000Z', verifiedAt: '2026-11-20T17:00:03.000Z',
			after: { status: 'SUSPENDED', transitioningTo: null, statusChanged: '2026-11-20T17:00:02.000Z' },
			calls: [{ method: 'POST', path: `/api/v1/users/${account.id}/lifecycle/suspend`, status: 200, requestId: `req${index}` }, { method: 'GET', path: `/api/v1/users/${account.id}`, status: 200, requestId: `req${index}b` }],
		},
	};
};
