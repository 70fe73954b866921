import './environment';
import { startSandbox, type JournalEntry, type Sandbox } from '../../../sandbox';
import type { OktaDouble } from '../../../sandbox/okta';
import type { OktaState, OktaUser } from '../../../sandbox/okta/state';
import type { OktaAccount } from '../../../systems/okta/find';
import { oursOverApiToken, oursOverServiceApp, type Ours } from './ours';
import { isTokenRequest, meant, type Meant } from './request';
import { sdkOverApiToken, sdkOverServiceApp, type Sdk } from './sdk';
import { tapWire, type Wire } from './wire';

export const credentials = ['apiToken', 'withDpop', 'withoutDpop'] as const;
export type Credential = (typeof credentials)[number];

/** One double, and everything that can be sent at it. */
export interface World {
	sandbox: Sandbox;
	okta: OktaDouble;
	wire: Wire;
	person: { id: string; workEmail: string };
	account: OktaAccount;
	user(): OktaUser;
	ours(credential: Credential): Ours;
	sdk(credential: Credential): Sdk;
	/** Back to how the company was when the world began; tokens stay. */
	rewind(): void;
	/** What the double was sent meanwhile, token requests aside. */
	during(work: () => Promise<unknown>): Promise<Meant[]>;
	tokenRequests(): JournalEntry[];
	stop(): Promise<void>;
}

const lasting: readonly (keyof OktaState)[] = ['accessTokens', 'seenProofs', 'nonces', 'settings', 'serviceApps'];

export const startWorld = async (): Promise<World> => {
	// What is done in the background would be over too late: the patience of these tests skips its waits.
	const sandbox = await startSandbox({ settings: { okta: { asyncMs: 0, ruleLagMs: 0 } } });
	const { okta } = sandbox;
	const { orgUrl, apiToken, serviceApps } = okta.connection;
	const { leaver } = sandbox.cast;
	const person = { id: leaver.id, workEmail: leaver.workEmail! };
	const { id } = okta.user(person.workEmail);
	const account = { id, label: person.workEmail };
	const wire = tapWire(okta.port);

	const began = structuredClone(Object.fromEntries(Object.entries(okta.state).filter(([part]) => !lasting.includes(part as keyof OktaState))));
	const made = { ours: new Map<Credential, Ours>(), sdk: new Map<Credential, Sdk>() };
	const kept = <T>(known: Map<Credential, T>, credential: Credential, make: () => T): T => {
		if (!known.has(credential)) known.set(credential, make());
		return known.get(credential)!;
	};

	return {
		sandbox,
		okta,
		wire,
		person,
		account,
		user: () => okta.user(id),
		ours: (credential) => kept(made.ours, credential, () => (credential === 'apiToken' ? oursOverApiToken({ orgUrl, apiToken }) : oursOverServiceApp({ orgUrl, ...serviceApps[credential] }))),
		sdk: (credential) => kept(made.sdk, credential, () => (credential === 'apiToken' ? sdkOverApiToken({ orgUrl, apiToken }) : sdkOverServiceApp({ orgUrl, ...serviceApps[credential] }))),
		rewind: () => void Object.assign(okta.state, structuredClone(began)),
		during: async (work) => {
			okta.journal.clear();
			wire.clear();
			await work();
			return okta.journal.entries.filter((entry) => !isTokenRequest(entry)).map(meant);
		},
		tokenRequests: () => okta.journal.entries.filter(isTokenRequest),
		stop: async () => {
			wire.stop();
			await sandbox.stop();
		},
	};
};
