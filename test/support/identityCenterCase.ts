import axios from 'axios';
import type { Ledger } from '../../ledger/types';
import { aloneWith } from '../../lifecycle/alone';
import type { Clock } from '../../lifecycle/clock';
import { cutAccess } from '../../lifecycle/cut';
import { changeAccess, grantAccess } from '../../lifecycle/give';
import type { Wish } from '../../lifecycle/giving';
import { inspectAccess, type Inspection } from '../../lifecycle/inspect';
import type { StepResult } from '../../lifecycle/outcome';
import { Problem } from '../../lifecycle/problem';
import { restoreAccess } from '../../lifecycle/restore';
import type { Work } from '../../lifecycle/work';
import { createClock } from '../../sandbox/clock';
import { startAws, type AwsDouble, type AwsOptions } from '../../sandbox/aws';
import { awsConnection, type AwsConnection } from '../../systems/http/aws/connection';
import type { AwsKeys } from '../../systems/http/aws/sign';
import { createBudget } from '../../systems/http/budget';
import { patient } from '../../systems/http/patient';
import type { Http } from '../../systems/http/types';
import { identityCenterSteps, identityCenterSystem } from '../../systems/identityCenter';
import type { IdentityCenterSettings } from '../../systems/identityCenter/client';
import { deniedIn, denialKinds } from '../../systems/identityCenter/deniedBefore';
import { servicesOver } from '../../systems/identityCenter/services';
import { impatientClock } from './leaverCase';
import { temporaryLedger } from './temporaryLedger';

const client = axios.create({ validateStatus: () => true, maxRedirects: 0, timeout: 1_500, proxy: false });

/** The same port that n8n's request helper fills in a node, over axios. */
const sendTo =
	(baseUrl: string): Http =>
	async ({ method, path, body, headers }) => {
		try {
			const response = await client.request({ method, url: baseUrl + path, data: body, headers: { accept: 'application/json', ...headers } });
			return { status: response.status, headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), String(value)])), body: response.data };
		} catch (error) {
			const code = axios.isAxiosError(error) ? (error.code ?? '') : '';
			throw code === 'ECONNABORTED' ? new Problem('timeout', 'AWS did not answer in time.') : new Problem('unreachable', `AWS could not be reached (${code}).`);
		}
	};

/** Who gives the external ids of the company. */
export const issuer = 'https://kestrel.example/hr';

export interface CenterChanges {
	steps?: readonly string[];
	settings?: Partial<IdentityCenterSettings>;
	keys?: AwsKeys;
	region?: string;
	work?: Partial<Work>;
	missingAccountIsFine?: boolean;
}

type Whom = { id: string; workEmail: string | null };

export interface CenterCase {
	aws: AwsDouble;
	ledger: Ledger;
	clock: Clock & { slept: number[] };
	/** What AWS itself goes by. */
	companyClock: ReturnType<typeof createClock>;
	connection(changes?: CenterChanges): AwsConnection;
	system(changes?: CenterChanges, caseId?: string): ReturnType<typeof identityCenterSystem>;
	cut(person: Whom, changes?: CenterChanges): Promise<StepResult[]>;
	restore(person: Whom, changes?: CenterChanges): Promise<StepResult[]>;
	grant(wish: Wish, changes?: CenterChanges): Promise<StepResult[]>;
	change(wish: Wish, changes?: CenterChanges): Promise<StepResult[]>;
	inspect(person: Whom): Promise<{ inspected: Inspection } | { result: StepResult }>;
	/** What was sent to change something in Identity Center, by service and action. */
	writes(): string[];
	sent(action: string): AwsDouble['journal']['entries'];
	stop(): Promise<void>;
}

export const usualCenterSteps: string[] = identityCenterSteps.filter((step) => !('optional' in step)).map(({ id }) => id);
export const everyCenterStep: string[] = identityCenterSteps.map(({ id }) => id);

export const startCenterCase = async (settings: AwsOptions['settings'] = {}): Promise<CenterCase> => {
	const companyClock = createClock();
	const aws = await startAws({ clock: companyClock, port: 0, latencyMs: 0, rateLimits: [], settings: { userStatusWritable: true, ...settings } });
	const impatient = impatientClock();
	// What is waited for passes at AWS as well: changes there take their time.
	const clock: CenterCase['clock'] = {
		...impatient,
		sleep: async (ms, signal) => {
			companyClock.move(ms);
			await impatient.sleep(ms, signal);
		},
	};
	const ledger = await temporaryLedger(clock.now);
	const { identityCenter, accessKeyId, secretAccessKey, endpointUrl } = aws.connection;

	const connection: CenterCase['connection'] = ({ keys = { accessKeyId, secretAccessKey }, region = identityCenter.region } = {}) =>
		awsConnection({
			region,
			endpointUrl,
			keys,
			now: clock.now,
			send: sendTo,
			patient: (http, isThrottled) => patient(http, { system: 'AWS Identity Center', clock, budget: createBudget(16), random: () => 0, isThrottled }),
		});
	const caseOf = (person: { id: string }) => `hr_event_20261120_${person.id}`;
	const system: CenterCase['system'] = (changes = {}, caseId = 'no-case') =>
		identityCenterSystem(servicesOver(connection(changes), null, 'jml-test'), {
			region: identityCenter.region,
			instanceArn: null,
			issuer,
			matchByEmail: true,
			usersOwnedBy: 'identityCenter',
			alone: aloneWith(ledger, clock),
			deniedBefore: async (userId) => deniedIn(await ledger.records({ caseId, kinds: denialKinds }), userId),
			...changes.settings,
		});
	const workFor = (person: { id: string }, changes: CenterChanges): Work => ({
		ledger,
		clock,
		patience: { readBackMs: 60_000, proofMs: 20_000, tries: 4 },
		caseId: caseOf(person),
		run: 'run-1',
		node: 'Cut Identity Center',
		dryRun: false,
		worker: 'test',
		...changes.work,
	});
	const systemFor = (person: { id: string }, changes: CenterChanges) => system(changes, changes.work?.caseId ?? caseOf(person));
	const sent: CenterCase['sent'] = (action) => aws.journal.entries.filter(({ path }) => path.endsWith(`/${action}`));

	return {
		aws,
		ledger,
		clock,
		companyClock,
		connection,
		system,
		sent,
		cut: (person, changes = {}) => cutAccess(systemFor(person, changes), person, { steps: changes.steps ?? usualCenterSteps, missingAccountIsFine: changes.missingAccountIsFine ?? false }, workFor(person, changes)),
		restore: (person, changes = {}) => restoreAccess(systemFor(person, changes), person, workFor(person, changes)),
		grant: (wish, changes = {}) => grantAccess(systemFor(wish.person, changes), wish, workFor(wish.person, changes)),
		change: (wish, changes = {}) => changeAccess(systemFor(wish.person, changes), wish, workFor(wish.person, changes)),
		inspect: (person) => inspectAccess(system(), person),
		writes: () => aws.journal.writes.map(({ path }) => path.slice(1)).filter((path) => path.startsWith('sso/') || path.startsWith('identitystore/')),
		stop: async () => {
			await ledger.close();
			companyClock.stop();
			await aws.stop();
		},
	};
};
