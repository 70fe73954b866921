import type { Json, JsonObject, Ledger, PeriodBundle } from '../../ledger/types';
import { openCase } from '../../lifecycle/caseRecords';
import { closeCase } from '../../lifecycle/closing';
import type { EventKind, HrEvent } from '../../lifecycle/event';
import type { Person } from '../../lifecycle/person';
import { casesIn } from '../../lifecycle/period/cases';
import { personById } from '../../sandbox';
import { temporaryLedger } from './temporaryLedger';

/** What a case of the example goes through, beside what all do. */
export interface Story {
	kind?: EventKind;
	/** Minutes from when it takes effect to when HR says so; negative where HR says it before. */
	hrMinutes?: number;
	/** Minutes from when it takes effect and is known to when the workflow begins. */
	beginsAfter?: number;
	/** What one step of it ends with in the first run. */
	ends?: { step: string; outcome: string; verified: Json; reason: string; exception?: string };
	/** The minute in which it is run again and everything holds. */
	againAfter?: number;
	dryRun?: boolean;
	open?: boolean;
	erased?: boolean;
	/** How much slower than usual the systems are. */
	slowness?: number;
}

const minute = 60_000;

interface Step {
	system: string;
	step: string;
	closes: string;
	takes: number;
}

const steps: readonly Step[] = [
	{ system: 'okta', step: 'blockSignIn', closes: 'sign-in', takes: 0.2 },
	{ system: 'okta', step: 'endSessions', closes: 'credentials', takes: 0.5 },
	{ system: 'okta', step: 'resetFactors', closes: 'credentials', takes: 0.9 },
	{ system: 'okta', step: 'removeFromGroups', closes: 'entitlements', takes: 1.6 },
	{ system: 'okta', step: 'suspendDevices', closes: 'devices', takes: 4.5 },
	{ system: 'googleWorkspace', step: 'suspendUser', closes: 'sign-in', takes: 1.1 },
	{ system: 'googleWorkspace', step: 'transferDrive', closes: 'data', takes: 55 },
];

export interface ExampleTerms {
	/** The ledger reads the time from here. */
	clock: { now: number };
	/** When the first case takes effect. */
	start: number;
	/** Between two cases that follow on each other. */
	apartMs: number;
}

/** Writes the cases as the workflow would have, at the times it would have. Gives their ids in the order of the stories. */
export const writePeriod = async (ledger: Ledger, stories: readonly Story[], { clock, start, apartMs }: ExampleTerms): Promise<string[]> => {
	const ids: string[] = [];
	for (const [index, story] of stories.entries()) ids.push(await writeCase(ledger, story, { clock, index, effective: start + index * apartMs }));
	const last = clock.now;
	for (const [index, { erased }] of stories.entries()) {
		clock.now = last;
		if (erased) await ledger.erase({ caseId: ids[index]!, content: { why: 'retention' } });
	}
	return ids;
};

const personOf = (index: number): Person => {
	const { id, firstName, lastName, workEmail } = personById(String((index % 70) + 1));
	const person = { name: `${firstName} ${lastName}`, workEmail, title: 'Engineer', department: 'Engineering', location: 'Riyadh', timeZone: 'Asia/Riyadh', manager: null, startDate: '2021-03-01', lastDay: null, workerType: 'Full-Time', clearance: null };
	return { id: index < 70 ? id : `${id}${index}`, ...person };
};

const writeCase = async (ledger: Ledger, story: Story, { clock, index, effective }: { clock: { now: number }; index: number; effective: number }): Promise<string> => {
	const { kind = 'terminate', hrMinutes = -2_880, beginsAfter = 0.1, dryRun = false, slowness = 1 } = story;
	const received = effective + hrMinutes * minute;
	const person = personOf(index);
	const event: HrEvent = { kind, key: `bamboohr/kestrel/${person.id}/${kind}/${index + 100}`, source: 'bamboohr', effectiveAt: instant(effective), receivedAt: instant(received) };
	const begin = Math.max(effective, received) + beginsAfter * minute;
	const open = async (run: string) => (await openCase(ledger, person, event, { dryRun, deadlineMinutes: 90, run, workflow: 'leaver' })).id;

	clock.now = begin;
	const caseId = await open(`${index}-1`);
	await workOn(ledger, { caseId, run: `${index}-1`, clock, begin, slowness: slowness * (0.6 + ((index * 7) % 10) / 10), story });
	if (story.open) return caseId;
	await closeCase(ledger, caseId, `${index}-1`);
	if (story.againAfter !== undefined) {
		clock.now = begin + story.againAfter * minute;
		await open(`${index}-2`);
		await workAgain(ledger, caseId, `${index}-2`, clock, story);
		await closeCase(ledger, caseId, `${index}-2`);
	}
	return caseId;
};

const instant = (time: number): string => new Date(Math.round(time)).toISOString();

const account = (caseId: string, system: string): JsonObject => ({ id: `${system}-${caseId.split('_').at(-2)!}`, label: `account of ${caseId.split('_').at(-2)!}` });

const settle = (ledger: Ledger, caseId: string, run: string, { system, step, closes }: Step, result: JsonObject) =>
	ledger.append({ kind: 'step.settled', caseId, subject: `${system}/x`, content: { run, node: `Cut ${system}`, operation: 'cut', system, step, closes, remains: [], account: account(caseId, system), calls: [], ...result } });

interface Working {
	caseId: string;
	run: string;
	clock: { now: number };
	begin: number;
	slowness: number;
	story: Story;
}

const workOn = async (ledger: Ledger, { caseId, run, clock, begin, slowness, story: { ends, dryRun } }: Working): Promise<void> => {
	for (const step of steps) {
		const requested = begin + 0.05 * minute;
		const verified = requested + step.takes * slowness * minute;
		clock.now = Math.max(clock.now, verified);
		if (dryRun) {
			await settle(ledger, caseId, run, step, { outcome: 'planned', verified: false, reason: 'Dry run, nothing was changed.', requestedAt: null, effectiveAt: null, verifiedAt: null });
		} else if (ends?.step === step.step) {
			const { step: _, ...result } = ends;
			await settle(ledger, caseId, run, step, { requestedAt: instant(requested), effectiveAt: null, verifiedAt: null, ...result });
		} else {
			await settle(ledger, caseId, run, step, { outcome: 'done', verified: true, reason: 'It was so; read back: it is not', requestedAt: instant(requested), effectiveAt: instant(verified - 500), verifiedAt: instant(verified) });
		}
	}
};

const workAgain = async (ledger: Ledger, caseId: string, run: string, clock: { now: number }, { ends }: Story): Promise<void> => {
	for (const step of steps) {
		const requestedAt = ends?.step === step.step ? instant(clock.now) : null;
		clock.now += 5_000;
		const at = instant(clock.now);
		await settle(ledger, caseId, run, step, { outcome: requestedAt === null ? 'already_done' : 'done', verified: true, reason: 'it is not', requestedAt, effectiveAt: at, verifiedAt: at });
	}
};

const failed = (step: string): Story['ends'] => ({ step, outcome: 'failed', verified: false, reason: 'Okta could not be reached (ECONNRESET). Check the address in the credential, then run the case again.' });

/** A quarter of a company: mostly uneventful, with one of everything that an auditor asks about. */
export const stories: readonly Story[] = [
	...Array.from({ length: 10 }, (): Story => ({})),
	{ ends: failed('removeFromGroups'), againAfter: 50 },
	{ ends: failed('blockSignIn'), againAfter: 190 },
	{ hrMinutes: 2_950 },
	...Array.from({ length: 6 }, (): Story => ({ hrMinutes: -600 })),
	{ ends: { step: 'removeFromGroups', outcome: 'held', verified: false, reason: 'Not done: remove from 4 groups; kept by exception ex_4f2a91c07d (owner CFO, until 2026-12-31 21:00 UTC): closes the books until January. When it has ended, run the case again.', exception: 'ex_4f2a91c07d' } },
	{ dryRun: true },
	{ kind: 'move' },
	{ kind: 'contract-end', beginsAfter: 185 },
	...Array.from({ length: 5 }, (): Story => ({ kind: 'contract-end' })),
	{ ends: { step: 'endSessions', outcome: 'done', verified: 'unverifiable', reason: 'Sessions were ended. Okta shows nobody which there were.' } },
	{ erased: true },
	{ slowness: 3.5 },
	{ ends: failed('suspendDevices') },
	...Array.from({ length: 7 }, (): Story => ({ hrMinutes: 25 })),
	{ dryRun: true },
	{ open: true, ends: failed('resetFactors') },
];

export const quarter = { from: '2026-06-30T21:00:00.000Z', to: '2026-09-30T21:00:00.000Z' };
const twoDays = 2 * 24 * 60 * minute;

/** The quarter as its ledger exports it on the second day of the next. */
export const examplePeriod = async (told: readonly Story[] = stories): Promise<{ period: PeriodBundle; vkey: string; ids: string[] }> => {
	const clock = { now: 0 };
	const ledger = await temporaryLedger(() => new Date(clock.now));
	try {
		const ids = await writePeriod(ledger, told, { clock, start: Date.parse(quarter.from) + 17 * 60 * minute, apartMs: twoDays });
		clock.now = Date.parse(quarter.to) + twoDays;
		return { period: await ledger.exportPeriod(quarter, await casesIn(ledger, quarter)), vkey: await ledger.vkey(), ids };
	} finally {
		await ledger.close();
	}
};
