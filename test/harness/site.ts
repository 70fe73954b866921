import { freshUserFolder, ledgerFolder } from './environment';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, IDataObject, INode } from 'n8n-workflow';
import { openLedger } from '../../ledger';
import type { Ledger, LedgerRecord, RecordQuery } from '../../ledger/types';
import { companyCredentials, type OktaCredential } from '../../scripts/stage/credentials';
import { personById, startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';
import { node, startInstance, type Instance, type InstanceOptions } from './workflow';

/** The simulated company, an n8n beside it, and a ledger of their own. */
export interface Site {
	sandbox: Sandbox;
	n8n: Instance;
	/** Another n8n with the same credentials, at another address. */
	instance(options?: InstanceOptions): Promise<Instance>;
	records(query?: RecordQuery): Promise<LedgerRecord[]>;
	withLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T>;
	/** Every byte the ledger wrote to disk, its key left out. */
	ledgerBytes(): string;
	/** Until nobody has asked the company anything for a moment: what runs beside a failure may still be asking. */
	quiet(): Promise<void>;
	stop(): Promise<void>;
}

/** Of the types of this package: the harness has no node that would take another. */
export const credentialsOf = (sandbox: Pick<Sandbox, 'connections'>, okta?: OktaCredential): { [type: string]: ICredentialDataDecryptedObject } =>
	Object.fromEntries(Object.entries(companyCredentials(sandbox, okta)).flatMap(([type, { data }]) => (type.startsWith('jml') ? [[type, data]] : [])));

export const startSite = async (options: SandboxOptions & { okta?: OktaCredential } = {}): Promise<Site> => {
	freshUserFolder();
	const sandbox = await startSandbox(options);
	const instance = (more: InstanceOptions = {}) => startInstance({ stored: credentialsOf(sandbox, options.okta), ...more });
	const n8n = await instance().catch(async (error: unknown) => {
		await sandbox.stop();
		throw error;
	});
	const withLedger: Site['withLedger'] = async (work) => {
		const ledger = await openLedger({ directory: ledgerFolder(), origin: 'harness.test/jml', now: () => new Date() });
		try {
			return await work(ledger);
		} finally {
			await ledger.close();
		}
	};
	return {
		sandbox,
		n8n,
		instance,
		withLedger,
		records: (query = {}) => withLedger((ledger) => ledger.records(query)),
		ledgerBytes: () =>
			readdirSync(ledgerFolder())
				.filter((name) => name.startsWith('ledger.sqlite'))
				.map((name) => readFileSync(join(ledgerFolder(), name), 'latin1'))
				.join(''),
		quiet: async () => {
			const asked = () => sandbox.journals.okta.entries.length + sandbox.journals.bamboohr.entries.length;
			for (let before = -1; before !== asked(); ) {
				before = asked();
				await new Promise((resolve) => setTimeout(resolve, 100));
			}
		},
		stop: () => sandbox.stop(),
	};
};

const credential = (type: string) => ({ [type]: { id: type, name: type } });

export const openCase = (parameters: INode['parameters'] = {}, more: Partial<INode> = {}): INode => node('Open Case', 'evidenceLedger', { operation: 'openCase', dryRun: false, ...parameters }, more);
export const closeCase = (parameters: INode['parameters'] = {}, more: Partial<INode> = {}): INode => node('Close Case', 'evidenceLedger', { operation: 'closeCase', ...parameters }, more);
export const exportBundle = (parameters: INode['parameters'] = {}): INode => node('Export Bundle', 'evidenceLedger', { operation: 'exportBundle', ...parameters });
export const registerException = (parameters: INode['parameters'] = {}): INode =>
	node('Register Exception', 'evidenceLedger', { resource: 'exception', operation: 'registerException', type: 'protected', owner: 'CISO', reason: 'break-glass account', registeredBy: 'IT Admin', ...parameters });
export const oktaAccess = (parameters: INode['parameters'] = {}, more: Partial<INode> = {}): INode =>
	node('Okta', 'oktaAccess', parameters, { credentials: credential(parameters['authentication'] === 'apiToken' ? 'jmlOktaApi' : 'jmlOktaServiceAppApi'), ...more });
export const bambooTrigger = (parameters: INode['parameters'] = {}, more: Partial<INode> = {}): INode =>
	node('Somebody Leaves', 'bambooHrLifecycleTrigger', { dateMeaning: 'firstDayGone', timeZone: 'UTC', ...parameters }, { credentials: credential('jmlBambooHrApi'), webhookId: '6a6d6c00-1ea4-4e12-8000-000000000011', ...more });

/** What the trigger would have put out for somebody of the company who leaves today. */
export const leaverItem = (employeeId: string): IDataObject => {
	const { id, firstName, lastName, workEmail, managerId } = personById(employeeId);
	const manager = managerId === undefined ? null : personById(managerId);
	const now = new Date();
	return {
		person: { id, name: `${firstName} ${lastName}`, workEmail, manager: manager && { id: manager.id, name: `${manager.firstName} ${manager.lastName}`, email: manager.workEmail } },
		event: { kind: 'terminate', key: `bamboohr/kestrel/${id}/terminate/${now.toISOString().slice(0, 10)}/9${id}`, source: 'bamboohr', effectiveAt: now.toISOString(), receivedAt: now.toISOString() },
	};
};
