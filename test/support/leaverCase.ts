import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../../ledger';
import type { Ledger } from '../../ledger/types';
import { cutAccess, type CutOptions } from '../../lifecycle/cut';
import { changeAccess, grantAccess } from '../../lifecycle/give';
import type { Person } from '../../lifecycle/person';
import { restoreAccess } from '../../lifecycle/restore';
import type { Work } from '../../lifecycle/work';
import type { Clock } from '../../lifecycle/clock';
import type { StepResult } from '../../lifecycle/outcome';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';
import { createBudget } from '../../systems/http/budget';
import { patient } from '../../systems/http/patient';
import { oktaFacts, oktaSteps, oktaSystem, type OktaWish } from '../../systems/okta';
import { overApiToken, overServiceApp } from './oktaHttp';

export type Credential = 'apiToken' | 'withDpop' | 'withoutDpop';

/** Real time for the network, none for the patience: what would be waited for is counted and skipped. */
export const impatientClock = (): Clock & { slept: number[] } => {
	const slept: number[] = [];
	let skipped = 0;
	const repeating = new Set<{ every: number; due: number; work: () => void }>();
	const now = () => Date.now() + skipped;
	return {
		slept,
		now: () => new Date(now()),
		sleep: async (ms, signal) => {
			signal?.throwIfAborted();
			slept.push(ms);
			// In small strides, so that what is to be done every few seconds is done on the way.
			for (let left = ms; left > 0; left -= 1_000) {
				skipped += Math.min(left, 1_000);
				for (const one of repeating) {
					if (one.due > now()) continue;
					one.due = now() + one.every;
					one.work();
					await new Promise<void>((resolve) => setImmediate(resolve));
				}
			}
			await new Promise<void>((resolve) => setImmediate(resolve));
			signal?.throwIfAborted();
		},
		every: (every, work) => {
			const one = { every, due: now() + every, work };
			repeating.add(one);
			return () => void repeating.delete(one);
		},
	};
};

export interface Company {
	sandbox: Sandbox;
	ledger: Ledger;
	clock: ReturnType<typeof impatientClock>;
	cut(person: { id: string; workEmail: string | null }, changes?: Changes): Promise<StepResult[]>;
	restore(person: { id: string; workEmail: string | null }, changes?: Changes): Promise<StepResult[]>;
	grant(wish: OktaWish, changes?: Changes): Promise<StepResult[]>;
	change(wish: OktaWish, changes?: Changes): Promise<StepResult[]>;
	okta(credential?: Credential): ReturnType<typeof oktaSystem>;
	stop(): Promise<void>;
}

export interface Changes {
	credential?: Credential;
	options?: Partial<CutOptions>;
	work?: Partial<Work>;
	matchByEmail?: boolean;
}

export const usualSteps: string[] = oktaSteps.filter(({ optional }) => !optional).map(({ id }) => id);

export const startCompany = async (options: SandboxOptions = {}): Promise<Company> => {
	const sandbox = await startSandbox(options);
	const directory = mkdtempSync(join(tmpdir(), 'jml-ledger-'));
	const clock = impatientClock();
	const ledger = await openLedger({ directory, origin: 'scenarios.test/jml', now: clock.now });

	const systemBy = (credential: Credential, matchByEmail: boolean) => {
		const { orgUrl, apiToken, serviceApps } = sandbox.connections.okta;
		const send = credential === 'apiToken' ? overApiToken(orgUrl, apiToken) : overServiceApp({ orgUrl, ...serviceApps[credential] });
		const http = patient(send, { system: 'Okta', clock, budget: createBudget(16), random: () => 0 });
		return oktaSystem(http, { actsAs: credential === 'apiToken' ? 'user' : 'app', hrIdAttribute: 'employeeNumber', matchByEmail });
	};
	const workFor = (person: { id: string }, changes: Changes): Work => ({
		ledger,
		clock,
		patience: { readBackMs: 60_000, proofMs: 20_000, tries: 4 },
		caseId: `hr_event_20261120_${person.id}`,
		run: 'run-1', node: 'Cut Okta',
		dryRun: false,
		worker: 'test',
		...changes.work,
	});

	return {
		sandbox,
		ledger,
		clock,
		cut: (person, changes = {}) =>
			cutAccess(
				systemBy(changes.credential ?? 'withDpop', changes.matchByEmail ?? true),
				person,
				{ steps: usualSteps, missingAccountIsFine: false, ...changes.options },
				workFor(person, changes),
			),
		restore: (person, changes = {}) => restoreAccess(systemBy(changes.credential ?? 'withDpop', changes.matchByEmail ?? true), person, workFor(person, changes)),
		grant: (wish, changes = {}) => grantAccess(systemBy(changes.credential ?? 'withDpop', changes.matchByEmail ?? true), wish, workFor(wish.person, changes)),
		change: (wish, changes = {}) => changeAccess(systemBy(changes.credential ?? 'withDpop', changes.matchByEmail ?? true), wish, workFor(wish.person, changes)),
		okta: (credential = 'withDpop') => systemBy(credential, true),
		stop: async () => {
			await ledger.close();
			await sandbox.stop();
			rmSync(directory, { recursive: true, force: true });
		},
	};
};

type Hired = Pick<import('../../sandbox/company').Person, 'id' | 'firstName' | 'lastName' | 'workEmail' | 'department' | 'jobTitle' | 'location' | 'managerId' | 'kind'>;

/** Somebody of the simulated company as HR tells of them. */
export const personOf = ({ id, firstName, lastName, workEmail, department, jobTitle, location, managerId, kind }: Hired): Person => ({
	id,
	name: `${firstName} ${lastName}`,
	firstName,
	lastName,
	workEmail,
	title: jobTitle,
	department,
	location,
	timeZone: null,
	manager: managerId === undefined ? null : { id: managerId, name: null, email: null },
	startDate: null,
	lastDay: null,
	workerType: kind,
	clearance: null,
});

/** Everything HR knows, and the person let in. */
export const wishFor = (person: Person, more: Partial<OktaWish> = {}): OktaWish => ({ person, facts: oktaFacts, attributes: {}, usable: true, join: [], leave: [], activationMail: true, ...more });

export const outcomes = (results: StepResult[]): Record<string, string> =>
	Object.fromEntries(results.filter(({ outcome }) => outcome !== 'not_removable_here').map(({ step, outcome, verified }) => [step, `${outcome}/${verified}`]));
