import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../ledger';
import { readPeriodEvidence } from '../ledger/verify/period';
import { verifySegment } from '../ledger/verify/segment';
import { periodView } from '../ledger/report/period/view';
import { defaultTerms } from '../ledger/report/period/targets';
import { casesIn } from '../lifecycle/period/cases';

const main = async () => {
	const directory = mkdtempSync(join(tmpdir(), 'pb-'));
	let now = Date.parse('2026-07-01T00:00:00.000Z');
	const ledger = await openLedger({ directory, origin: 'bench.test/jml', now: () => new Date(now) });
	const filler = 'x'.repeat(900);
	const t = async <T>(what: string, work: () => T | Promise<T>): Promise<T> => { const s = performance.now(); const r = await work(); console.log(what, Math.round(performance.now() - s), 'ms', Math.round(process.memoryUsage().heapUsed / 1e6), 'MB'); return r; };
	await t('write', async () => {
		for (let c = 0; c < 1000; c++) {
			now += 60 * 60_000 * 2;
			const caseId = `hr_event_20260701_${c}`;
			const at = new Date(now).toISOString();
			const all = [ledger.append({ kind: 'case.opened', caseId, content: { case: { run: '1', dryRun: false, dueBy: new Date(now + 9e5).toISOString() }, person: { id: `${c}`, name: `Person ${c}` }, event: { kind: 'terminate', effectiveAt: at, receivedAt: at } } })];
			for (let s = 0; s < 11; s++) {
				all.push(ledger.append({ kind: 'step.intended', caseId, content: { run: '1', system: 'okta', step: `step${s}`, account: { id: `u${c}`, label: 'x' }, what: 'y', before: { filler } } }));
				all.push(ledger.append({ kind: 'step.settled', caseId, content: { run: '1', operation: 'cut', system: 'okta', step: `step${s}`, closes: ['sign-in', 'credentials', 'entitlements', 'devices', 'data'][s % 5]!, account: { id: `u${c}`, label: 'x' }, outcome: 'done', verified: true, reason: 'so', requestedAt: at, effectiveAt: at, verifiedAt: new Date(now + 60_000 * (s + (c % 7))).toISOString(), calls: [{ method: 'GET', path: '/api/v1/users/x', status: 200, requestId: 'abcdef' }], before: { filler }, after: { filler } } }));
			}
			all.push(ledger.append({ kind: 'event.x', caseId, content: {} }));
			await Promise.all(all);
			await ledger.append({ kind: 'case.closed', caseId, content: { run: '1', verdict: 'Complete', dryRun: false, withinDeadline: true, open: [] } });
			if (c % 3 === 0) await ledger.append({ kind: 'webhook.received', content: { employees: ['1'] } });
		}
	});
	const period = { from: '2026-07-01T00:00:00.000Z', to: '2026-10-01T00:00:00.000Z' };
	const ids = await t('casesIn', () => casesIn(ledger, period));
	const exported = await t(`exportPeriod ${ids.length}`, () => ledger.exportPeriod(period, ids));
	const text = await t('stringify', () => JSON.stringify(exported));
	console.log(Math.round(text.length / 1e6), 'MB', Object.keys(exported.nodes).length, 'nodes');
	await t('JSON.parse', () => JSON.parse(text));
	const evidence = await t('verify', () => readPeriodEvidence(text, { vkey: exported.vkey }));
	if (!evidence.ok) throw new Error(evidence.problem);
	console.log(evidence.found);
	const view = await t('view', () => periodView(evidence, defaultTerms));
	console.log(view.overall.counts, view.overall.minutes);
	writeFileSync('/tmp/period-1000.json', text);
	const seg = await t('segment', () => ledger.exportSegment({ from: 0, to: exported.cases.length * 25 }, true));
	const segText = JSON.stringify(seg);
	console.log((await t('verifySegment', () => verifySegment(segText))).ok);
	await ledger.close();
	rmSync(directory, { recursive: true });
};
void main();
