import type { Ledger } from '../../ledger/types';
import { cutAccess } from '../../lifecycle/cut';
import { changeAccess, grantAccess } from '../../lifecycle/give';
import { inspectAccess, type Inspection } from '../../lifecycle/inspect';
import type { StepResult } from '../../lifecycle/outcome';
import type { Person } from '../../lifecycle/person';
import { restoreAccess } from '../../lifecycle/restore';
import type { Work } from '../../lifecycle/work';
import { createClock } from '../../sandbox/clock';
import { startScim, type AppName, type ScimDouble, type ScimOptions } from '../../sandbox/scim';
import { createBudget } from '../../systems/http/budget';
import { patient } from '../../systems/http/patient';
import type { Http } from '../../systems/http/types';
import { scimFacts, scimSteps, scimSystem, type ScimWish } from '../../systems/scim';
import { applicationOf, usualSettings, type Application, type ScimSettings } from '../../systems/scim/application';
import { kinds, type Dialect, type KindId } from '../../systems/scim/kinds';
import { probeApplication } from '../../systems/scim/probe';
import { impatientClock } from './leaverCase';
import { overScimToken } from './scimHttp';
import { temporaryLedger } from './temporaryLedger';

/** The kind in the node for each application of the company. */
export const kindOf: Record<AppName, KindId> = {
	generic: 'generic',
	entraStyle: 'generic',
	slack: 'slack',
	githubEmu: 'githubEnterprise',
	githubOrg: 'githubOrganization',
	atlassian: 'atlassian',
	zendesk: 'zendesk',
	onePassword: 'onePassword',
	pagerDuty: 'pagerDuty',
	awsIdentityCenter: 'awsIdentityCenter',
	jfrog: 'jfrog',
	canva: 'canva',
};

export interface ScimChanges {
	app?: AppName;
	kind?: KindId;
	dialect?: Partial<Dialect>;
	settings?: Partial<ScimSettings>;
	steps?: readonly string[];
	work?: Partial<Work>;
	http?: (http: Http) => Http;
}

type Whom = { id: string; workEmail: string | null };

export interface ScimCase {
	scim: ScimDouble;
	ledger: Ledger;
	clock: ReturnType<typeof impatientClock>;
	application(changes?: ScimChanges): Application;
	http(changes?: ScimChanges): Http;
	system(changes?: ScimChanges): ReturnType<typeof scimSystem>;
	cut(person: Whom, changes?: ScimChanges): Promise<StepResult[]>;
	restore(person: Whom, changes?: ScimChanges): Promise<StepResult[]>;
	grant(wish: ScimWish, changes?: ScimChanges): Promise<StepResult[]>;
	change(wish: ScimWish, changes?: ScimChanges): Promise<StepResult[]>;
	inspect(person: Whom, changes?: ScimChanges): Promise<{ inspected: Inspection } | { result: StepResult }>;
	probe(testAddress: string | null, changes?: ScimChanges): ReturnType<typeof probeApplication>;
	stop(): Promise<void>;
}

export const usualScimSteps: string[] = scimSteps.filter(({ optional }) => !optional).map(({ id }) => id);

export const startScimCase = async (options: Pick<ScimOptions, 'settings'> = {}): Promise<ScimCase> => {
	const companyClock = createClock();
	const scim = await startScim({ clock: companyClock, port: 0, latencyMs: 0, rateLimits: [], ...options });
	const clock = impatientClock();
	const ledger = await temporaryLedger(clock.now);

	/** What no preset knows as Probe would have it chosen, unless a test says otherwise. */
	const application: ScimCase['application'] = ({ app = 'generic', kind = kindOf[app], dialect = {}, settings = {} } = {}) =>
		applicationOf(app, kind, { ...usualSettings, ...settings }, { ...(kinds[kind].inactive === null ? { inactive: 'disables' } : {}), ...(kind === 'generic' ? { deletion: 'deletes' } : {}), ...dialect });
	const http: ScimCase['http'] = ({ app = 'generic', http: through = (same: Http) => same } = {}) => patient(through(overScimToken(scim.connection[app])), { system: app, clock, budget: createBudget(16), random: () => 0 });
	const system: ScimCase['system'] = (changes = {}) => scimSystem(http(changes), application(changes));
	const workFor = (person: { id: string }, changes: ScimChanges): Work => ({
		ledger,
		clock,
		patience: { readBackMs: 60_000, proofMs: 20_000, tries: 4 },
		caseId: `hr_event_20261120_${person.id}`,
		run: 'run-1',
		node: 'Cut SCIM',
		dryRun: false,
		worker: 'test',
		...changes.work,
	});

	return {
		scim,
		ledger,
		clock,
		application,
		http,
		system,
		cut: (person, changes = {}) => cutAccess(system(changes), person, { steps: changes.steps ?? usualScimSteps, missingAccountIsFine: false }, workFor(person, changes)),
		restore: (person, changes = {}) => restoreAccess(system(changes), person, workFor(person, changes)),
		grant: (wish, changes = {}) => grantAccess(system(changes), wish, workFor(wish.person, changes)),
		change: (wish, changes = {}) => changeAccess(system(changes), wish, workFor(wish.person, changes)),
		inspect: (person, changes = {}) => inspectAccess(system(changes), person),
		probe: (testAddress, changes = {}) => probeApplication(http(changes), application(changes), testAddress, clock),
		stop: async () => {
			await ledger.close();
			companyClock.stop();
			await scim.stop();
		},
	};
};

export const nobodyYet: Person = { id: '900', name: 'Nia Okoro', firstName: 'Nia', lastName: 'Okoro', workEmail: 'nia.okoro@kestrel.example', title: 'Analyst', department: 'Finance', location: 'Berlin', timeZone: null, manager: null, startDate: '2026-12-01', lastDay: null, workerType: 'Employee', clearance: null };

export const wishFor = (person: Partial<Person> = {}, wish: Partial<ScimWish> = {}): ScimWish => ({ person: { ...nobodyYet, ...person }, facts: scimFacts, attributes: {}, usable: true, join: [], leave: [], userName: null, ...wish });
