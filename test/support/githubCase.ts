import axios from 'axios';
import type { Ledger } from '../../ledger/types';
import type { ListedAccount } from '../../lifecycle/accounts';
import { cutAccess } from '../../lifecycle/cut';
import { changeAccess, grantAccess } from '../../lifecycle/give';
import { inspectAccess, type Inspection } from '../../lifecycle/inspect';
import type { StepResult } from '../../lifecycle/outcome';
import type { Person } from '../../lifecycle/person';
import { Problem } from '../../lifecycle/problem';
import { inEach } from '../../lifecycle/places';
import { restoreAccess } from '../../lifecycle/restore';
import type { System } from '../../lifecycle/system';
import type { Work } from '../../lifecycle/work';
import { cast } from '../../sandbox';
import { createClock } from '../../sandbox/clock';
import { startGitHub, type GitHubDouble, type GitHubOptions } from '../../sandbox/github';
import { githubSteps, githubSystem, githubSystems, type GitHubWish, type Organisation } from '../../systems/github';
import { appOf } from '../../systems/github/app';
import { mintSession, tokenFor, type Session } from '../../systems/github/session';
import { isThrottled, withNamedWait } from '../../systems/github/throttling';
import { createBudget } from '../../systems/http/budget';
import { patient } from '../../systems/http/patient';
import type { Http } from '../../systems/http/types';
import { impatientClock, personOf } from './leaverCase';
import { temporaryLedger } from './temporaryLedger';

const client = axios.create({ validateStatus: () => true, maxRedirects: 0, timeout: 1_500, proxy: false });

const lowerCased = (headers: object) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

/** The same port that n8n's request helper fills in a node, over axios. */
export const overGitHub =
	(apiUrl: string, authorization: () => Promise<string | null>): Http =>
	async ({ method, path, query, body, headers }) => {
		const url = new URL(apiUrl + path);
		for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, String(value));
		const token = await authorization();
		try {
			const response = await client.request({ method, url: url.href, data: body, headers: { accept: 'application/json', ...headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) } });
			return { status: response.status, headers: lowerCased(response.headers), body: response.data };
		} catch (error) {
			const code = axios.isAxiosError(error) ? (error.code ?? '') : '';
			throw code === 'ECONNABORTED' ? new Problem('timeout', 'GitHub did not answer in time.') : new Problem('unreachable', `GitHub could not be reached (${code}).`);
		}
	};

export interface GitHubChanges {
	steps?: readonly string[];
	organisation?: string;
	actsAs?: 'user' | 'app';
	login?: string | null;
	token?: string;
	work?: Partial<Work>;
}

type Whom = { id: string; workEmail: string | null };

export interface GitHubCase {
	github: GitHubDouble;
	ledger: Ledger;
	clock: ReturnType<typeof impatientClock>;
	system(changes?: GitHubChanges): ReturnType<typeof githubSystem>;
	cut(person: Whom, changes?: GitHubChanges): Promise<StepResult[]>;
	/** As one node over several organisations does. */
	cutInAll(person: Whom, organisations: readonly string[], changes?: GitHubChanges): Promise<StepResult[]>;
	restoreInAll(person: Whom, organisations: readonly string[], changes?: GitHubChanges): Promise<StepResult[]>;
	restore(person: Whom, changes?: GitHubChanges): Promise<StepResult[]>;
	grant(wish: GitHubWish, changes?: GitHubChanges): Promise<StepResult[]>;
	change(wish: GitHubWish, changes?: GitHubChanges): Promise<StepResult[]>;
	inspect(person: Whom, changes?: GitHubChanges): Promise<{ inspected: Inspection } | { result: StepResult }>;
	accounts(changes?: GitHubChanges): Promise<ListedAccount[]>;
	stop(): Promise<void>;
}

export const usualGitHubSteps: string[] = githubSteps.filter((step) => !step.optional).map(({ id }) => id);
export const everyGitHubStep: string[] = githubSteps.map(({ id }) => id);

export const startGitHubCase = async (options: Pick<GitHubOptions, 'settings' | 'rateLimits'> = {}): Promise<GitHubCase> => {
	const companyClock = createClock();
	const github = await startGitHub({ clock: companyClock, port: 0, latencyMs: 0, rateLimits: [], ...options, settings: { revocationMs: 5, ...options.settings } });
	const clock = impatientClock();
	const ledger = await temporaryLedger(clock.now);
	const { apiUrl, app, token: usualToken, organization } = github.connection;

	let session: Promise<Session> | undefined;
	const appToken = async (organisation: string) =>
		tokenFor(await (session ??= mintSession(appOf({ apiUrl, appId: String(app.appId), privateKey: app.privateKey }), overGitHubAsItself(apiUrl), () => new Date())), organisation);

	const connected = ({ organisation = organization, actsAs = 'app', login = null, token = usualToken }: GitHubChanges): Organisation => {
		const send = overGitHub(apiUrl, () => (actsAs === 'app' ? appToken(organisation) : Promise.resolve(token)));
		const http = patient(withNamedWait(send), { system: 'GitHub', clock, budget: createBudget(16), random: () => 0, isThrottled });
		return { http, settings: { organisation, actsAs, login } };
	};
	const system: GitHubCase['system'] = (changes = {}) => {
		const { http, settings } = connected(changes);
		return githubSystem(http, settings);
	};
	const systemsOf = (organisations: readonly string[], changes: GitHubChanges) => githubSystems(organisations.map((organisation) => connected({ ...changes, organisation }))) as unknown as System[];
	const workFor = (person: { id: string }, changes: GitHubChanges): Work => ({
		ledger,
		clock,
		patience: { readBackMs: 60_000, proofMs: 20_000, tries: 4 },
		caseId: `hr_event_20261120_${person.id}`,
		run: 'run-1',
		node: 'Cut GitHub',
		dryRun: false,
		worker: 'test',
		...changes.work,
	});

	return {
		github,
		ledger,
		clock,
		system,
		cut: (person, changes = {}) => cutAccess(system(changes), person, { steps: changes.steps ?? usualGitHubSteps, missingAccountIsFine: false }, workFor(person, changes)),
		restoreInAll: (person, organisations, changes = {}) => inEach(systemsOf(organisations, changes), workFor(person, changes), (system, work) => restoreAccess(system, person, work)),
		cutInAll: (person, organisations, changes = {}) =>
			inEach(systemsOf(organisations, changes), workFor(person, changes), (system, work) => cutAccess(system, person, { steps: changes.steps ?? usualGitHubSteps, missingAccountIsFine: false }, work)),
		restore: (person, changes = {}) => restoreAccess(system(changes), person, workFor(person, changes)),
		grant: (wish, changes = {}) => grantAccess(system(changes), wish, workFor(wish.person, changes)),
		change: (wish, changes = {}) => changeAccess(system(changes), wish, workFor(wish.person, changes)),
		inspect: (person, changes = {}) => inspectAccess(system(changes), person),
		accounts: async (changes = {}) => {
			const all: ListedAccount[] = [];
			const running = system(changes);
			for await (const page of running.accounts(running.connect(() => {}))) all.push(...page);
			return all;
		},
		stop: async () => {
			await ledger.close();
			companyClock.stop();
			await github.stop();
		},
	};
};

export const overGitHubAsItself = (apiUrl: string): Http => overGitHub(apiUrl, async () => null);

export const newcomer: Person = personOf(cast.withoutAccount);

export const wishFor = (wish: Partial<GitHubWish> = {}, person: Partial<Person> = {}): GitHubWish => ({ person: { ...newcomer, ...person }, facts: [], attributes: {}, usable: true, join: [], leave: [], role: null, ...wish });
