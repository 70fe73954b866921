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
import { startEntra, type EntraDouble, type EntraOptions } from '../../sandbox/entra';
import { entraSteps, entraSystem } from '../../systems/entra';
import { appOf } from '../../systems/http/microsoft/app';
import { nothingOnPremises, type EntraSettings } from '../../systems/entra/client';
import type { EntraWish } from '../../systems/entra/giving/_entra';
import { mintSession, type Session } from '../../systems/http/microsoft/session';
import type { SendForm } from '../../systems/http/types';
import { createBudget } from '../../systems/http/budget';
import { patient } from '../../systems/http/patient';
import type { Http } from '../../systems/http/types';
import { impatientClock } from './leaverCase';
import { temporaryLedger } from './temporaryLedger';

const client = axios.create({ validateStatus: () => true, maxRedirects: 0, timeout: 1_500, proxy: false });

const lowerCased = (headers: object) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

export const sendForm: SendForm = async ({ url, form }) => {
	const response = await client.post(url, new URLSearchParams(form).toString(), { timeout: 20_000, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
	return { status: response.status, headers: lowerCased(response.headers), body: response.data };
};

export type Proof = 'clientSecret' | 'certificate';

/** What an administrator would type into the credential. */
export const fieldsOf = ({ loginUrl, graphUrl, tenantId, clientId, clientSecret, certificate }: EntraDouble['connection'], authentication: Proof = 'clientSecret') => ({
	cloud: 'global',
	loginUrl,
	graphUrl,
	tenantId,
	clientId,
	authentication,
	clientSecret,
	publicCertificate: certificate.pem,
	privateKey: certificate.privateKey,
});

/** The same port that n8n's request helper fills in a node, over axios. */
export const overApp = (entra: EntraDouble, proof: Proof = 'clientSecret'): Http => {
	const fields = fieldsOf(entra.connection, proof);
	let session: Promise<Session> | undefined;
	return async ({ method, path, query, body, headers }) => {
		const url = new URL(fields.graphUrl + path);
		for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, String(value));
		const { token } = await (session ??= mintSession(appOf('Entra ID', fields, new Date()), sendForm, () => new Date()));
		try {
			const response = await client.request({ method, url: url.href, data: body, headers: { accept: 'application/json', ...headers, authorization: `Bearer ${token}` } });
			return { status: response.status, headers: lowerCased(response.headers), body: response.data };
		} catch (error) {
			const code = axios.isAxiosError(error) ? (error.code ?? '') : '';
			throw code === 'ECONNABORTED' ? new Problem('timeout', 'Entra ID did not answer in time.') : new Problem('unreachable', `Entra ID could not be reached (${code}).`);
		}
	};
};

export const usualSettings = (entra: EntraDouble): EntraSettings => ({
	graphUrl: entra.connection.graphUrl,
	hrIdAttribute: 'employeeId',
	matchByEmail: true,
	autoReply: null,
	licencesWaitForMailbox: false,
	onPremises: nothingOnPremises,
});

export interface EntraChanges {
	steps?: readonly string[];
	settings?: Partial<EntraSettings>;
	proof?: Proof;
	work?: Partial<Work>;
	missingAccountIsFine?: boolean;
}

type Whom = { id: string; workEmail: string | null };

export interface EntraCase {
	entra: EntraDouble;
	ledger: Ledger;
	clock: ReturnType<typeof impatientClock>;
	/** What Entra ID itself goes by. */
	companyClock: ReturnType<typeof createClock>;
	system(changes?: EntraChanges): ReturnType<typeof entraSystem>;
	cut(person: Whom, changes?: EntraChanges): Promise<StepResult[]>;
	restore(person: Whom, changes?: EntraChanges): Promise<StepResult[]>;
	grant(wish: EntraWish, changes?: EntraChanges): Promise<StepResult[]>;
	change(wish: EntraWish, changes?: EntraChanges): Promise<StepResult[]>;
	inspect(person: Whom): Promise<{ inspected: Inspection } | { result: StepResult }>;
	/** What was sent to change something, token requests aside. */
	writes(): EntraDouble['journal']['entries'];
	stop(): Promise<void>;
}

export const usualEntraSteps: string[] = entraSteps.filter((step) => !('optional' in step)).map(({ id }) => id);

export const startEntraCase = async (options: Pick<EntraOptions, 'settings' | 'rateLimits'> = {}): Promise<EntraCase> => {
	const companyClock = createClock();
	const entra = await startEntra({ clock: companyClock, port: 0, latencyMs: 0, rateLimits: [], ...options });
	const clock = impatientClock();
	const ledger = await temporaryLedger(clock.now);

	const system: EntraCase['system'] = ({ settings, proof } = {}) =>
		entraSystem(patient(overApp(entra, proof), { system: 'Entra ID', clock, budget: createBudget(16), random: () => 0 }), { ...usualSettings(entra), ...settings });
	const workFor = (person: { id: string }, changes: EntraChanges): Work => ({
		ledger,
		clock,
		patience: { readBackMs: 60_000, proofMs: 20_000, tries: 4 },
		caseId: `hr_event_20261120_${person.id}`,
		run: 'run-1',
		node: 'Cut Entra ID',
		dryRun: false,
		worker: 'test',
		...changes.work,
	});

	return {
		entra,
		ledger,
		clock,
		companyClock,
		system,
		cut: (person, changes = {}) => cutAccess(system(changes), person, { steps: changes.steps ?? usualEntraSteps, missingAccountIsFine: changes.missingAccountIsFine ?? false }, workFor(person, changes)),
		restore: (person, changes = {}) => restoreAccess(system(changes), person, workFor(person, changes)),
		grant: (wish, changes = {}) => grantAccess(system(changes), wish, workFor(wish.person, changes)),
		change: (wish, changes = {}) => changeAccess(system(changes), wish, workFor(wish.person, changes)),
		inspect: (person) => inspectAccess(system(), person),
		writes: () => entra.journal.writes.filter(({ path }) => !path.endsWith('/oauth2/v2.0/token')),
		stop: async () => {
			await ledger.close();
			companyClock.stop();
			await entra.stop();
		},
	};
};

export const nobodyYet: Person = { id: '900', name: 'Nia Okoro', workEmail: 'nia.okoro@kestrel.example', title: 'Analyst', department: 'Finance', location: 'Berlin', timeZone: null, manager: null, startDate: '2026-12-01', lastDay: null, workerType: 'Employee', clearance: null };

export const wishFor = (person: Partial<Person> = {}, wish: Partial<EntraWish> = {}): EntraWish => ({
	person: { ...nobodyYet, ...person },
	facts: ['name', 'workEmail', 'title', 'department', 'location', 'manager', 'workerType', 'startDate'],
	attributes: {},
	usable: true,
	join: [],
	leave: [],
	userPrincipalName: null,
	usageLocation: 'DE',
	licences: [],
	pass: null,
	...wish,
});
