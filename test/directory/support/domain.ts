import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../../../ledger/types';
import type { SambaDomain } from '../../../scripts/stage/samba';
import { cutAccess } from '../../../lifecycle/cut';
import { changeAccess, grantAccess } from '../../../lifecycle/give';
import type { StepResult } from '../../../lifecycle/outcome';
import type { Person } from '../../../lifecycle/person';
import { restoreAccess } from '../../../lifecycle/restore';
import type { Work } from '../../../lifecycle/work';
import { activeDirectorySteps, activeDirectorySystem, type AdWish } from '../../../systems/activeDirectory';
import { activeDirectoryClient, type ActiveDirectory, type ActiveDirectorySettings } from '../../../systems/activeDirectory/client';
import { connectionTo, type Connection, type ConnectionTerms } from '../../../systems/activeDirectory/connection';
import { rdnValue } from '../../../systems/activeDirectory/dn';
import type { Entry } from '../../../systems/activeDirectory/entry';
import type { Server } from '../../../systems/activeDirectory/server';
import { idOf } from '../../../systems/activeDirectory/user';
import { createBudget } from '../../../systems/http/budget';
import { impatientClock } from '../../support/leaverCase';
import { temporaryLedger } from '../../support/temporaryLedger';

// A domain controller on a busy machine takes its time.
jest.setTimeout(60_000);

/** Skipped by name, with the reason, where there can be no Samba. */
export const withSamba = process.env['JML_SAMBA'] ? describe : (name: string, _tests: () => void) => describe.skip(`${name} (${process.env['JML_SAMBA_MISSING']})`, () => test('needs Samba', () => {}));

export const told = (): SambaDomain & { program: string } => JSON.parse(process.env['JML_SAMBA'] ?? '{}') as SambaDomain & { program: string };

export const serverFor = (domain: SambaDomain, own: Partial<Server> = {}): Server => ({ host: domain.host, port: domain.port, encryption: 'ldaps', ca: domain.caPem, user: domain.user, password: domain.password, ...own });

export const quickly: ConnectionTerms = { clock: impatientClock(), budget: createBudget(16) };

export const anybody: Person = { id: '', name: '', firstName: null, lastName: null, workEmail: null, title: null, department: null, location: null, timeZone: null, manager: null, startDate: null, lastDay: null, workerType: null, clearance: null };

/** Units of its own in the domain of all tests, and everything that can be done to people in them. */
export const startUnit = async (domain: SambaDomain = told(), own: Partial<ActiveDirectorySettings> = {}) => {
	const mark = `t${randomBytes(4).toString('hex')}`;
	const ledger = await temporaryLedger(() => new Date());
	const clock = impatientClock();
	const connections: Connection[] = [];
	const connect = (server: Partial<Server> = {}, terms: Partial<ConnectionTerms> = {}): Connection => {
		const connection = connectionTo(serverFor(domain, server), { clock, budget: createBudget(16), ...terms });
		connections.push(connection);
		return connection;
	};
	const root = `OU=${mark},${domain.baseDn}`;
	const ous = { people: `OU=People,${root}`, leavers: `OU=Leavers,${root}`, groups: `OU=Groups,${root}` };
	const settings: ActiveDirectorySettings = { hrIdAttribute: 'employeeID', matchByEmail: true, leaversOu: ous.leavers, searchBase: null, ...own };
	const admin = connect();
	const calls: JsonObject[] = [];
	const ad = activeDirectoryClient(admin, settings, (call) => calls.push(call));
	for (const dn of [root, ...Object.values(ous)]) await ad.add(dn, { objectClass: ['organizationalUnit'] });

	let made = 0;
	const unique = (name: string) => `${name}${++made}${mark.slice(1, 6)}`;
	const group = async (name: string, attributes: Record<string, string[]> = {}) => {
		const sam = unique(name);
		await ad.add(`CN=${sam},${ous.groups}`, { objectClass: ['top', 'group'], sAMAccountName: [sam], ...attributes });
		return { id: idOf((await ad.get(`CN=${sam},${ous.groups}`, ['objectGUID']))!), name: sam, dn: `CN=${sam},${ous.groups}` };
	};
	const user = async (attributes: Record<string, (string | Buffer)[]> = {}, name = unique('ada')) => {
		const sam = attributes['sAMAccountName']?.[0]?.toString() ?? name.replace(/\W/g, '').slice(0, 20);
		const email = `${sam}@acme.test`;
		const dn = `CN=${rdnValue(name)},${ous.people}`;
		const shown = { objectClass: ['top', 'person', 'organizationalPerson', 'user'], sAMAccountName: [sam], userPrincipalName: [email], mail: [email], employeeID: [`HR-${sam}`], unicodePwd: [Buffer.from('"Start-of-1st-day"', 'utf16le')], userAccountControl: ['512'], ...attributes };
		await ad.add(dn, Object.fromEntries(Object.entries(shown).filter(([, values]) => values.length > 0)));
		return { id: idOf((await ad.get(dn, ['objectGUID']))!), dn, sam, person: { id: `HR-${sam}`, workEmail: email } };
	};
	const member = (groupDn: string, dn: string) => ad.modify(groupDn, { operation: 'add', attribute: 'member', values: [dn] });

	const work = (changes: Partial<Work> = {}): Work => ({ ledger, clock, patience: { readBackMs: 60_000, proofMs: 20_000, tries: 4 }, caseId: 'case_1', run: '', node: 'Active Directory Access', dryRun: false, worker: 'test', ...changes });
	type Changes = { work?: Partial<Work>; steps?: readonly string[]; connection?: Connection };
	const systemOver = (connection = admin) => activeDirectorySystem(connection, settings) as never;
	return {
		mark, root, ous, settings, ad, calls, admin, connect, ledger, clock, unique, group, user, member, work,
		system: () => activeDirectorySystem(admin, settings),
		cut: (person: { id: string; workEmail: string | null }, { work: own, steps = everyStep, connection }: Changes = {}): Promise<StepResult[]> => cutAccess(systemOver(connection), person, { steps, missingAccountIsFine: false }, work(own)),
		restore: (person: { id: string; workEmail: string | null }, { work: own }: Changes = {}): Promise<StepResult[]> => restoreAccess(systemOver(), person, work(own)),
		grant: (wish: AdWish, { work: own }: Changes = {}): Promise<StepResult[]> => grantAccess(systemOver(), wish, work(own)),
		change: (wish: AdWish, { work: own }: Changes = {}): Promise<StepResult[]> => changeAccess(systemOver(), wish, work(own)),
		/** Whether the password opens the account, as the domain controller says it: `in`, or the sub-code of its refusal. */
		signInAs: async (user: string, password: string): Promise<string> => {
			const connection = connectionTo(serverFor(domain, { user, password }), quickly);
			try {
				return await connection.send({ operation: 'bind', object: user }, async () => 'in');
			} catch (error) {
				return String((error as { evidence?: { data?: unknown } }).evidence?.data);
			} finally {
				await connection.close();
			}
		},
		stop: async () => {
			await Promise.all(connections.map((connection) => connection.close()));
			await ledger.close();
		},
	};
};

export type Unit = Awaited<ReturnType<typeof startUnit>>;

/** Without those that need an Exchange. */
export const everyStep = activeDirectorySteps.map(({ id }) => id).filter((id) => id !== 'hideFromAddressLists');

export const outcomes = (results: StepResult[]): Record<string, string> => Object.fromEntries(results.filter(({ remainder }) => !remainder).map(({ step, outcome, verified }) => [step, `${outcome}/${String(verified)}`]));

/** Everything of an account that a cut may change. */
export const stateOf = async (ad: ActiveDirectory, id: string) => {
	const entry = (await ad.get(id, ['userAccountControl', 'accountExpires', 'memberOf', 'primaryGroupID', 'cn', 'mail', 'userPrincipalName', 'sAMAccountName', 'displayName', 'manager', 'title', 'pwdLastSet', 'employeeID'])) as Entry;
	const text = (name: string) => entry.text(name);
	return { dn: entry.dn, uac: entry.number('userAccountControl'), expires: text('accountExpires'), groups: entry.texts('memberOf').sort(), primary: text('primaryGroupID'), cn: text('cn'), mail: text('mail'), upn: text('userPrincipalName'), sam: text('sAMAccountName'), displayName: text('displayName'), manager: text('manager'), title: text('title'), pwdLastSet: text('pwdLastSet'), hrId: text('employeeID') };
};
