import { temporaryLedger } from '../test/support/temporaryLedger';
import { virtualClock } from '../test/support/virtualClock';
import { caseIdOf } from './case';
import { keepUnread, markRead, noteResumed, supersede, takeIn, type Announcement } from './inbox';
import { pendingIn } from './pending';
import type { Person } from './person';

test('what is finished is forgotten, so that what is remembered does not grow with the ledger', async () => {
	const clock = virtualClock('2026-11-20T09:00:00.000Z');
	const ledger = await temporaryLedger(clock.now);
	const taker = { source: 'bamboohr', workflow: 'w1' };
	const announced = (id: string, effectiveAt: string): Announcement => ({
		person: { id, name: 'Ada' } as Person,
		event: { kind: 'terminate', key: `bamboohr/acme/${id}`, source: 'bamboohr', effectiveAt, receivedAt: '2026-11-20T09:00:00.000Z' },
	});
	const past = '2026-11-20T08:00:00.000Z';
	for (let id = 0; id < 20; id++) {
		const now = announced(`a${id}`, past);
		await takeIn(ledger, taker, now, clock.now());
		await noteResumed(ledger, taker, now);
		await ledger.append({ kind: 'case.closed', caseId: caseIdOf(now.event, now.person), content: { workflow: 'w1' } });
		const later = announced(`b${id}`, '2026-12-20T08:00:00.000Z');
		await takeIn(ledger, taker, later, clock.now());
		if (id % 2 === 0) await supersede(ledger, taker, later, 'taken back');
		else {
			await takeIn(ledger, taker, announced(`b${id}`, past), clock.now());
			await supersede(ledger, taker, later, 'taken back');
		}
		await keepUnread(ledger, taker, String(id), 'down');
		await markRead(ledger, taker, String(id));
	}
	const { scheduled, started, groups, unread } = await pendingIn(ledger);
	expect([scheduled.size, started.size, groups.size, unread.size]).toEqual([0, 0, 0, 0]);

	await takeIn(ledger, taker, announced('open', past), clock.now());
	await pendingIn(ledger);
	expect([...started.keys()]).toEqual(['w1/bamboohr/acme/open']);
	await ledger.close();
});
