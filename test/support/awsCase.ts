import axios from 'axios';
import type { Ledger } from '../../ledger/types';
import { cutAccess } from '../../lifecycle/cut';
import { changeAccess, grantAccess } from '../../lifecycle/give';
import { inspectAccess, type Inspection } from '../../lifecycle/inspect';
import type { StepResult } from '../../lifecycle/outcome';
import type { Person } from '../../lifecycle/person';
import { inEach } from '../../lifecycle/places';
import { Problem } from '../../lifecycle/problem';
import { restoreAccess } from '../../lifecycle/restore';
import type { Work } from '../../lifecycle/work';
import { startAws, type AwsDouble, type AwsOptions } from '../../sandbox/aws';
import { createClock } from '../../sandbox/clock';
import { awsSteps, awsSystem, type AwsWish } from '../../systems/aws';
import type { AwsSettings } from '../../systems/aws/client';
import { awsConnection, type AwsConnection, type AwsTerms } from '../../systems/http/aws/connection';
import { roleOf } from '../../systems/http/aws/role';
import { createBudget } from '../../systems/http/budget';
import { patient } from '../../systems/http/patient';
import type { Http } from '../../systems/http/types';
import { impatientClock } from './leaverCase';
import { temporaryLedger } from './temporaryLedger';

const client = axios.create({ validateStatus: () => true, maxRedirects: 0, timeout: 1_500, proxy: false, responseType: 'text', transformResponse: (body: unknown) => body });

const lowerCased = (headers: object) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

/** The same port that n8n's request helper fills in a node, over axios. */
export const plainHttp =
	(baseUrl: string): Http =>
	async ({ method, path, headers = {}, body }) => {
		try {
			const response = await client.request({ method, url: baseUrl + path, data: body, headers });
			return { status: response.status, headers: lowerCased(response.headers), body: response.data };
		} catch (error) {
			const code = axios.isAxiosError(error) ? (error.code ?? '') : '';
			throw code === 'ECONNABORTED' ? new Problem('timeout', 'AWS IAM did not answer in time.') : new Problem('unreachable', `AWS IAM could not be reached (${code}).`);
		}
	};

type Clock = ReturnType<typeof impatientClock>;

export const connectionTo = ({ connection: { endpointUrl, region, accessKeyId, secretAccessKey } }: AwsDouble, clock: Clock, more: Partial<AwsTerms> = {}): AwsConnection =>
	awsConnection({
		region,
		endpointUrl,
		keys: { accessKeyId, secretAccessKey },
		// Signatures are judged by the time of the machine or of the company; patience by a clock of its own.
		now: () => new Date(),
		send: plainHttp,
		patient: (http, isThrottled) => patient(http, { system: 'AWS IAM', clock, budget: createBudget(16), random: () => 0, isThrottled }),
		...more,
	});

export const usualSettings: AwsSettings = {
	role: null,
	sessionName: 'jml-test',
	personTag: 'jml:person',
	ownerTag: 'jml:owner',
	searchByTag: true,
	matchByName: true,
	userNames: ({ workEmail }) => (workEmail === null ? [] : [workEmail, workEmail.split('@')[0]!]),
};

export interface AwsChanges {
	steps?: readonly string[];
	settings?: Partial<AwsSettings>;
	terms?: Partial<AwsTerms>;
	work?: Partial<Work>;
	missingAccountIsFine?: boolean;
}

type Whom = { id: string; workEmail: string | null };
type AwsSystem = ReturnType<typeof awsSystem>;

export interface AwsCase {
	aws: AwsDouble;
	ledger: Ledger;
	clock: Clock;
	/** What AWS itself goes by. */
	companyClock: ReturnType<typeof createClock>;
	system(changes?: AwsChanges): AwsSystem;
	/** In the account of the credential, and in the other one with a role. */
	places(changes?: AwsChanges): AwsSystem[];
	cut(person: Whom, changes?: AwsChanges): Promise<StepResult[]>;
	cutInBoth(person: Whom, changes?: AwsChanges): Promise<StepResult[]>;
	restore(person: Whom, changes?: AwsChanges): Promise<StepResult[]>;
	grant(wish: AwsWish, changes?: AwsChanges): Promise<StepResult[]>;
	change(wish: AwsWish, changes?: AwsChanges): Promise<StepResult[]>;
	inspect(person: Whom): Promise<{ inspected: Inspection } | { result: StepResult }>;
	/** What was sent to change something, by name. */
	writes(): string[];
	stop(): Promise<void>;
}

export const usualAwsSteps: string[] = awsSteps.filter((step) => !('optional' in step)).map(({ id }) => id);

export const otherRole = ({ connection: { otherAccount, region } }: AwsDouble) => roleOf(otherAccount.roleArn, otherAccount.externalId, region);

export const startAwsCase = async (options: Pick<AwsOptions, 'settings' | 'rateLimits'> = {}): Promise<AwsCase> => {
	const companyClock = createClock();
	const aws = await startAws({ clock: companyClock, port: 0, latencyMs: 0, rateLimits: [], ...options });
	const clock = impatientClock();
	const ledger = await temporaryLedger(clock.now);

	const system: AwsCase['system'] = ({ settings, terms } = {}) => awsSystem(connectionTo(aws, clock, terms), { ...usualSettings, ...settings }, clock);
	const workFor = (person: { id: string }, changes: AwsChanges): Work => ({
		ledger,
		clock,
		patience: { readBackMs: 60_000, proofMs: 20_000, tries: 4 },
		caseId: `hr_event_20261120_${person.id}`,
		run: 'run-1',
		node: 'Cut AWS IAM',
		dryRun: false,
		worker: 'test',
		...changes.work,
	});
	const cutIn = (place: AwsSystem, person: Whom, changes: AwsChanges, work = workFor(person, changes)) =>
		cutAccess(place, person, { steps: changes.steps ?? usualAwsSteps, missingAccountIsFine: changes.missingAccountIsFine ?? false }, work);

	const places: AwsCase['places'] = (changes = {}) => [system(changes), system({ ...changes, settings: { ...changes.settings, role: otherRole(aws) } })];

	return {
		aws,
		ledger,
		clock,
		companyClock,
		system,
		places,
		cut: (person, changes = {}) => cutIn(system(changes), person, changes),
		cutInBoth: (person, changes = {}) => inEach(places(changes), workFor(person, changes), (place, work) => cutIn(place as AwsSystem, person, changes, work)),
		restore: (person, changes = {}) => restoreAccess(system(changes), person, workFor(person, changes)),
		grant: (wish, changes = {}) => grantAccess(system(changes), wish, workFor(wish.person, changes)),
		change: (wish, changes = {}) => changeAccess(system(changes), wish, workFor(wish.person, changes)),
		inspect: (person) => inspectAccess(system(), person),
		writes: () => aws.journal.writes.map(({ path }) => path.split('/').at(-1)!).filter((action) => !/^(AssumeRole|GetCallerIdentity|GenerateCredentialReport)$/.test(action)),
		stop: async () => {
			await ledger.close();
			companyClock.stop();
			await aws.stop();
		},
	};
};

export const nobodyYet: Person = { id: '900', name: 'Nia Okoro', workEmail: 'nia.okoro@kestrel.example', title: 'Analyst', department: 'Finance & Legal', location: 'Berlin', timeZone: null, manager: null, startDate: '2026-12-01', lastDay: null, workerType: 'Employee', clearance: null };

export const wishFor = (person: Partial<Person> = {}, wish: Partial<AwsWish> = {}): AwsWish => ({
	person: { ...nobodyYet, ...person },
	facts: ['title', 'department', 'location', 'workerType'],
	attributes: {},
	usable: true,
	join: [],
	leave: [],
	userName: null,
	path: '/staff/',
	boundary: null,
	...wish,
});
