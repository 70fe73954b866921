import axios from 'axios';
import type { Ledger } from '../../ledger/types';
import { cutAccess } from '../../lifecycle/cut';
import { changeAccess, grantAccess } from '../../lifecycle/give';
import { inspectAccess, type Inspection } from '../../lifecycle/inspect';
import type { StepResult } from '../../lifecycle/outcome';
import type { Person } from '../../lifecycle/person';
import { Problem } from '../../lifecycle/problem';
import { restoreAccess } from '../../lifecycle/restore';
import type { Work } from '../../lifecycle/work';
import { createClock } from '../../sandbox/clock';
import { startJumpCloud, type JumpCloudDouble, type JumpCloudOptions } from '../../sandbox/jumpcloud';
import { createBudget } from '../../systems/http/budget';
import { patient } from '../../systems/http/patient';
import type { Http, SendForm } from '../../systems/http/types';
import { jumpCloudFacts, jumpCloudSteps, jumpCloudSystem, type JumpCloudWish } from '../../systems/jumpCloud';
import type { JumpCloudSettings } from '../../systems/jumpCloud/client';
import { insightsPatienceMs } from '../../systems/jumpCloud/insights';
import { organisationHeader, placeOf, serviceAccountOf } from '../../systems/jumpCloud/place';
import { mintToken } from '../../systems/jumpCloud/session';
import { impatientClock } from './leaverCase';
import { temporaryLedger } from './temporaryLedger';

const client = axios.create({ validateStatus: () => true, maxRedirects: 0, timeout: 1_500, proxy: false });

const lowerCased = (headers: object) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

const sendForm: SendForm = async ({ url, form, headers }) => {
	const response = await client.post(url, new URLSearchParams(form).toString(), { headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' } });
	return { status: response.status, headers: lowerCased(response.headers), body: response.data };
};

export type Credential = 'apiKey' | 'serviceAccount' | 'provider';

const addressesOf = ({ connection }: JumpCloudDouble) => {
	const { consoleUrl, insightsUrl, tokenUrl } = connection;
	return { consoleUrl, insightsUrl, tokenUrl };
};

const authorisation = async (jumpCloud: JumpCloudDouble, credential: Credential): Promise<Record<string, string>> => {
	const { apiKey, provider, organisationId } = jumpCloud.connection;
	if (credential === 'apiKey') return { 'x-api-key': apiKey };
	if (credential === 'provider') return { 'x-api-key': provider.apiKey, ...organisationHeader({ organisationId }) };
	return { authorization: `Bearer ${await mintToken(placeOf(addressesOf(jumpCloud)), serviceAccountOf({ ...jumpCloud.connection }), sendForm)}` };
};

/** The same port that n8n's request helper fills in a node, over axios. */
export const overCredential = (jumpCloud: JumpCloudDouble, credential: Credential = 'apiKey'): Http => {
	let authorised: Promise<Record<string, string>> | undefined;
	return async ({ method, path, query, body, headers }) => {
		const url = new URL(jumpCloud.url + path);
		for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, String(value));
		try {
			const response = await client.request({ method, url: url.href, data: body, headers: { accept: 'application/json', ...headers, ...(await (authorised ??= authorisation(jumpCloud, credential))) } });
			return { status: response.status, headers: lowerCased(response.headers), body: response.data };
		} catch (error) {
			const code = axios.isAxiosError(error) ? (error.code ?? '') : '';
			throw code === 'ECONNABORTED' ? new Problem('timeout', 'JumpCloud did not answer in time.') : new Problem('unreachable', `JumpCloud could not be reached (${code}).`);
		}
	};
};

export interface JumpCloudChanges {
	steps?: readonly string[];
	settings?: Partial<JumpCloudSettings>;
	credential?: Credential;
	work?: Partial<Work>;
	missingAccountIsFine?: boolean;
}

type Whom = { id: string; workEmail: string | null };

export interface JumpCloudCase {
	jumpCloud: JumpCloudDouble;
	ledger: Ledger;
	clock: ReturnType<typeof impatientClock>;
	/** What JumpCloud itself goes by. */
	companyClock: ReturnType<typeof createClock>;
	system(changes?: JumpCloudChanges): ReturnType<typeof jumpCloudSystem>;
	cut(person: Whom, changes?: JumpCloudChanges): Promise<StepResult[]>;
	restore(person: Whom, changes?: JumpCloudChanges): Promise<StepResult[]>;
	grant(wish: JumpCloudWish, changes?: JumpCloudChanges): Promise<StepResult[]>;
	change(wish: JumpCloudWish, changes?: JumpCloudChanges): Promise<StepResult[]>;
	inspect(person: Whom): Promise<{ inspected: Inspection } | { result: StepResult }>;
	/** What was sent to change something, token requests aside. */
	writes(): JumpCloudDouble['journal']['entries'];
	stop(): Promise<void>;
}

export const usualJumpCloudSteps: string[] = jumpCloudSteps.filter(({ optional }) => !optional).map(({ id }) => id);

export const startJumpCloudCase = async (options: Pick<JumpCloudOptions, 'settings' | 'rateLimits'> = {}): Promise<JumpCloudCase> => {
	const companyClock = createClock();
	const jumpCloud = await startJumpCloud({ clock: companyClock, port: 0, latencyMs: 0, rateLimits: [], ...options });
	const clock = impatientClock();
	const ledger = await temporaryLedger(clock.now);

	const system: JumpCloudCase['system'] = ({ settings, credential = 'apiKey' } = {}) => {
		const send = overCredential(jumpCloud, credential);
		const patience = { system: 'JumpCloud', clock, budget: createBudget(16), random: () => 0 };
		const administratorEmail = { apiKey: jumpCloud.connection.administratorEmail, provider: jumpCloud.connection.provider.administratorEmail, serviceAccount: null }[credential];
		return jumpCloudSystem({ console: patient(send, patience), insights: patient(send, { ...patience, totalMs: insightsPatienceMs }) }, { administratorEmail, hrIdAttribute: 'employeeIdentifier', matchByEmail: true, ...settings });
	};
	const workFor = (person: { id: string }, changes: JumpCloudChanges): Work => ({
		ledger,
		clock,
		patience: { readBackMs: 60_000, proofMs: 20_000, tries: 4 },
		caseId: `hr_event_20261120_${person.id}`,
		run: 'run-1',
		node: 'Cut JumpCloud',
		dryRun: false,
		worker: 'test',
		...changes.work,
	});

	return {
		jumpCloud,
		ledger,
		clock,
		companyClock,
		system,
		cut: (person, changes = {}) => cutAccess(system(changes), person, { steps: changes.steps ?? usualJumpCloudSteps, missingAccountIsFine: changes.missingAccountIsFine ?? false }, workFor(person, changes)),
		restore: (person, changes = {}) => restoreAccess(system(changes), person, workFor(person, changes)),
		grant: (wish, changes = {}) => grantAccess(system(changes), wish, workFor(wish.person, changes)),
		change: (wish, changes = {}) => changeAccess(system(changes), wish, workFor(wish.person, changes)),
		inspect: (person) => inspectAccess(system(), person),
		writes: () => jumpCloud.journal.writes.filter(({ path }) => path.startsWith('/api/')),
		stop: async () => {
			await ledger.close();
			companyClock.stop();
			await jumpCloud.stop();
		},
	};
};

const nobodyYet: Person = { id: '900', name: 'Nia Okoro', firstName: 'Nia', lastName: 'Okoro', workEmail: 'nia.okoro@kestrel.example', title: 'Analyst', department: 'Finance', location: 'Berlin', timeZone: null, manager: null, startDate: '2026-12-01', lastDay: null, workerType: 'Employee', clearance: null };

export const wishFor = (person: Partial<Person> = {}, wish: Partial<JumpCloudWish> = {}): JumpCloudWish => ({
	person: { ...nobodyYet, ...person },
	facts: jumpCloudFacts,
	attributes: {},
	usable: true,
	join: [],
	leave: [],
	username: null,
	activationMail: true,
	...wish,
});
