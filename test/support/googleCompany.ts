import axios from 'axios';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../../ledger';
import type { Ledger } from '../../ledger/types';
import { cutAccess, type CutOptions } from '../../lifecycle/cut';
import { changeAccess, grantAccess } from '../../lifecycle/give';
import { facts } from '../../lifecycle/giving';
import type { StepResult } from '../../lifecycle/outcome';
import type { Person } from '../../lifecycle/person';
import { Problem } from '../../lifecycle/problem';
import { restoreAccess } from '../../lifecycle/restore';
import type { System } from '../../lifecycle/system';
import type { Work } from '../../lifecycle/work';
import { doorsTo, sendAs, type Send } from '../../nodes/GoogleWorkspaceAccess/connections';
import { tokensOf } from '../../nodes/GoogleWorkspaceAccess/sessions';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';
import { googleSteps, googleSystem, type GoogleWish } from '../../systems/google';
import { scopesToGrant } from '../../systems/google/check';
import type { GoogleConnections, GoogleSettings } from '../../systems/google/client';
import { isThrottled } from '../../systems/google/errors';
import { admin, serviceAccountOf } from '../../systems/google/serviceAccount';
import type { SendForm } from '../../systems/http/types';
import { usualSettings } from '../../systems/google/settings';
import { createBudget, type Budget } from '../../systems/http/budget';
import { patient } from '../../systems/http/patient';
import type { Http } from '../../systems/http/types';
import { impatientClock } from './leaverCase';

const client = axios.create({ validateStatus: () => true, maxRedirects: 0, proxy: false });

const postWithin =
	(timeout: number): SendForm =>
	async ({ url, form }) => {
		const { status, data } = await client.post(url, new URLSearchParams(form).toString(), { timeout, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
		return { status, headers: {}, body: data };
	};

/** The same port that n8n's request helper fills in a node, over axios. */
const sendWithin =
	(timeout: number) =>
	(token: string): Send =>
	async ({ method, url, headers, body }) => {
		try {
			const response = await client.request({ method, url, data: body, timeout, headers: { ...headers, authorization: `Bearer ${token}` } });
			return { statusCode: response.status, statusMessage: '', headers: response.headers as never, body: response.data };
		} catch (error) {
			const code = axios.isAxiosError(error) ? (error.code ?? '') : '';
			throw code === 'ECONNABORTED' ? new Problem('timeout', 'Google did not answer in time.') : new Problem('unreachable', `Google could not be reached (${code}).`);
		}
	};

export interface GoogleChanges {
	settings?: Partial<GoogleSettings>;
	options?: Partial<CutOptions>;
	work?: Partial<Work>;
	/** One admin's consent instead of a service account. */
	oauth?: boolean;
}

type Ref = { id: string; workEmail: string | null };

export interface GoogleCompany {
	sandbox: Sandbox;
	ledger: Ledger;
	clock: ReturnType<typeof impatientClock>;
	connections(oauth?: boolean): GoogleConnections;
	system(changes?: GoogleChanges): System;
	cut(person: Ref, changes?: GoogleChanges): Promise<StepResult[]>;
	restore(person: Ref, changes?: GoogleChanges): Promise<StepResult[]>;
	grant(person: Person, wish?: Partial<GoogleWish>, changes?: GoogleChanges): Promise<StepResult[]>;
	change(person: Person, wish?: Partial<GoogleWish>, changes?: GoogleChanges): Promise<StepResult[]>;
	/** Everything in Google as it was in the beginning, nothing that goes wrong, and another case. */
	rewind(): void;
	stop(): Promise<void>;
}

export const usualGoogleSteps: string[] = googleSteps.filter((step) => !('optional' in step && step.optional)).map(({ id }) => id);

export const startGoogleCompany = async (options: SandboxOptions = {}, { requestTimeoutMs = 1_500, requestsAtOnce = 16 } = {}): Promise<GoogleCompany> => {
	const [post, sendWith] = [postWithin(requestTimeoutMs), sendWithin(requestTimeoutMs)];
	const sandbox = await startSandbox(options);
	const directory = mkdtempSync(join(tmpdir(), 'jml-ledger-'));
	const clock = impatientClock();
	const ledger = await openLedger({ directory, origin: 'scenarios.test/jml', now: clock.now });
	const { google } = sandbox;
	const { baseUrl, adminEmail, serviceAccount } = google.connection;
	const account = serviceAccountOf({ serviceAccountEmail: serviceAccount.email, privateKey: serviceAccount.privateKey, adminEmail, scopes: scopesToGrant, apiUrl: baseUrl });
	const tokens = tokensOf(account, post);
	const budgets = new Map<string, Budget>();
	const budgetOf = (host: string) => budgets.get(host) ?? budgets.set(host, createBudget(requestsAtOnce)).get(host)!;
	const patience = (http: Http, host: string) => patient(http, { system: 'Google', clock, budget: budgetOf(host), random: () => 0, isThrottled });

	const lasting = ['accessTokens', 'settings'];
	const stateNow = () => structuredClone(Object.fromEntries(Object.entries(google.state).filter(([part]) => !lasting.includes(part))));
	const began = { state: stateNow(), settings: { ...google.settings } };
	let rewound = 0;

	const connections = (oauth = false): GoogleConnections => {
		if (oauth) return doorsTo(baseUrl, sendWith(google.tokenFor(adminEmail)), null, patience);
		return doorsTo(baseUrl, sendAs(account, tokens, admin(account), sendWith), (subject) => sendAs(account, tokens, subject, sendWith), patience);
	};
	const system = ({ settings, oauth }: GoogleChanges = {}): System =>
		googleSystem(connections(oauth), { ...usualSettings, adminEmail, newOwner: sandbox.cast.leaverManager.workEmail, licenceProducts: google.state.skus.map(({ productId }) => productId).filter((id, index, all) => all.indexOf(id) === index), cloudProjects: [google.connection.project], signsWith: oauth ? null : { email: serviceAccount.email, keyId: serviceAccount.keyId }, ...settings }) as unknown as System;
	const workFor = (person: { id: string }, changes: GoogleChanges): Work => ({
		ledger,
		clock,
		patience: { readBackMs: 60_000, proofMs: 20_000, tries: 4 },
		caseId: `hr_event_20261120_${person.id}${rewound === 0 ? '' : `_${rewound}`}`,
		run: 'run-1',
		node: 'Cut Google',
		dryRun: false,
		worker: 'test',
		...changes.work,
	});
	const wishFor = (person: Person, wish: Partial<GoogleWish>): GoogleWish => ({ person, facts: [...facts], attributes: {}, usable: true, join: [], leave: [], orgUnitPath: '', licence: null, ...wish });

	return {
		sandbox,
		ledger,
		clock,
		connections,
		system,
		cut: (person, changes = {}) => cutAccess(system(changes), person, { steps: usualGoogleSteps, missingAccountIsFine: false, ...changes.options }, workFor(person, changes)),
		restore: (person, changes = {}) => restoreAccess(system(changes), person, workFor(person, changes)),
		grant: (person, wish = {}, changes = {}) => grantAccess(system(changes), wishFor(person, wish), workFor(person, changes)),
		change: (person, wish = {}, changes = {}) => changeAccess(system(changes), wishFor(person, { usable: null, ...wish }), workFor(person, changes)),
		rewind: () => {
			Object.assign(google.state, structuredClone(began.state));
			Object.assign(google.settings, began.settings);
			sandbox.faults.google.clear();
			sandbox.journals.google.clear();
			rewound += 1;
		},
		stop: async () => {
			await ledger.close();
			await sandbox.stop();
			rmSync(directory, { recursive: true, force: true });
		},
	};
};
