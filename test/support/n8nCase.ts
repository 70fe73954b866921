import axios from 'axios';
import type { Ledger } from '../../ledger/types';
import type { ListedAccount } from '../../lifecycle/accounts';
import { cutAccess } from '../../lifecycle/cut';
import { changeAccess, grantAccess } from '../../lifecycle/give';
import { inspectAccess, type Inspection } from '../../lifecycle/inspect';
import type { StepResult } from '../../lifecycle/outcome';
import type { Person } from '../../lifecycle/person';
import { Problem } from '../../lifecycle/problem';
import { restoreAccess } from '../../lifecycle/restore';
import type { Work } from '../../lifecycle/work';
import { cast } from '../../sandbox';
import { createClock } from '../../sandbox/clock';
import { startN8n, type N8nDouble, type N8nOptions } from '../../sandbox/n8n';
import { createBudget } from '../../systems/http/budget';
import { patient } from '../../systems/http/patient';
import type { Http } from '../../systems/http/types';
import { n8nSteps, n8nSystem, type N8nWish } from '../../systems/n8n';
import { apiUrl } from '../../systems/n8n/address';
import type { N8nSettings } from '../../systems/n8n/client';
import { keyOwner } from '../../systems/n8n/keyOwner';
import { impatientClock } from './leaverCase';
import { temporaryLedger } from './temporaryLedger';

const client = axios.create({ validateStatus: () => true, maxRedirects: 0, timeout: 1_500, proxy: false });

const lowerCased = (headers: object) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

/** The same port that n8n's request helper fills in a node, over axios. */
export const overApiKey =
	({ baseUrl, apiKey }: { baseUrl: string; apiKey: string }): Http =>
	async ({ method, path, query, body, headers }) => {
		const url = new URL(apiUrl(baseUrl) + path);
		for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, String(value));
		try {
			const response = await client.request({ method, url: url.href, data: body, headers: { accept: 'application/json', ...headers, 'x-n8n-api-key': apiKey } });
			return { status: response.status, headers: lowerCased(response.headers), body: response.data };
		} catch (error) {
			const code = axios.isAxiosError(error) ? (error.code ?? '') : '';
			throw code === 'ECONNABORTED' ? new Problem('timeout', 'n8n did not answer in time.') : new Problem('unreachable', `n8n could not be reached (${code}).`);
		}
	};

export interface N8nChanges {
	steps?: readonly string[];
	takesOver?: string | null;
	keyOwner?: string | null;
	apiKey?: string;
	work?: Partial<Work>;
}

type Whom = { id: string; workEmail: string | null };

export interface N8nCase {
	n8n: N8nDouble;
	ledger: Ledger;
	clock: ReturnType<typeof impatientClock>;
	system(changes?: N8nChanges): ReturnType<typeof n8nSystem>;
	cut(person: Whom, changes?: N8nChanges): Promise<StepResult[]>;
	restore(person: Whom, changes?: N8nChanges): Promise<StepResult[]>;
	grant(wish: N8nWish, changes?: N8nChanges): Promise<StepResult[]>;
	change(wish: N8nWish, changes?: N8nChanges): Promise<StepResult[]>;
	inspect(person: Whom): Promise<{ inspected: Inspection } | { result: StepResult }>;
	accounts(): Promise<ListedAccount[]>;
	stop(): Promise<void>;
}

export const usualN8nSteps: string[] = n8nSteps.filter((step) => !('optional' in step)).map(({ id }) => id);
export const everyN8nStep: string[] = n8nSteps.map(({ id }) => id);

export const startN8nCase = async (options: Pick<N8nOptions, 'settings'> = {}): Promise<N8nCase> => {
	const companyClock = createClock();
	const n8n = await startN8n({ clock: companyClock, port: 0, latencyMs: 0, rateLimits: [], ...options });
	const clock = impatientClock();
	const ledger = await temporaryLedger(clock.now);

	const system: N8nCase['system'] = ({ apiKey = n8n.connection.apiKey, takesOver = null, ...changes } = {}) => {
		const settings: N8nSettings = { keyOwner: changes.keyOwner === undefined ? keyOwner(apiKey) : changes.keyOwner, takesOver };
		return n8nSystem(patient(overApiKey({ ...n8n.connection, apiKey }), { system: 'n8n', clock, budget: createBudget(16), random: () => 0 }), settings);
	};
	const workFor = (person: { id: string }, changes: N8nChanges): Work => ({
		ledger,
		clock,
		patience: { readBackMs: 60_000, proofMs: 20_000, tries: 4 },
		caseId: `hr_event_20261120_${person.id}`,
		run: 'run-1',
		node: 'Cut n8n',
		dryRun: false,
		worker: 'test',
		...changes.work,
	});

	return {
		n8n,
		ledger,
		clock,
		system,
		cut: (person, changes = {}) => cutAccess(system(changes), person, { steps: changes.steps ?? usualN8nSteps, missingAccountIsFine: false }, workFor(person, changes)),
		restore: (person, changes = {}) => restoreAccess(system(changes), person, workFor(person, changes)),
		grant: (wish, changes = {}) => grantAccess(system(changes), wish, workFor(wish.person, changes)),
		change: (wish, changes = {}) => changeAccess(system(changes), wish, workFor(wish.person, changes)),
		inspect: (person) => inspectAccess(system(), person),
		accounts: async () => {
			const all: ListedAccount[] = [];
			const running = system();
			for await (const page of running.accounts(running.connect(() => {}))) all.push(...page);
			return all;
		},
		stop: async () => {
			await ledger.close();
			companyClock.stop();
			await n8n.stop();
		},
	};
};

const { id, firstName, lastName, workEmail } = cast.withoutAccount;

export const newcomer: Person = { id, name: `${firstName} ${lastName}`, workEmail, title: null, department: null, location: null, timeZone: null, manager: null, startDate: null, lastDay: null, workerType: null, clearance: null };

export const wishFor = (wish: Partial<N8nWish> = {}, person: Partial<Person> = {}): N8nWish => ({ person: { ...newcomer, ...person }, facts: [], attributes: {}, usable: true, join: [], leave: [], role: null, projectRole: 'project:editor', ...wish });
