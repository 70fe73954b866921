import type { IDataObject, INode } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { switchOn } from '../../scripts/stage/systems';
import type { NodeJson } from '../../scripts/n8n/types';
import { cast } from '../../sandbox';
import { leaverItem, startSite, type Site } from '../harness/site';
import { importedFrom, templateIn, type Changes, type Template } from '../harness/template';
import { backToNow, days, travelTogether } from '../harness/time';

const leaver = templateIn('leaver.json');
const undo = templateIn('undo.json');
const email = cast.leaver.workEmail;

let site: Site;
beforeEach(async () => {
	site = await startSite({ settings: { google: { transferMs: 0, deviceSyncMs: 0 } } });
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

/** Places of one kind: two AWS accounts, two GitHub organisations. */
const places = (): Changes => {
	const { roleArn, externalId } = site.sandbox.connections.aws.otherAccount;
	const account = [{ roleArn, externalId }];
	const login = { options: { login: 'mateo-builds' } };
	return { 'Cut AWS IAM': { awsAccounts: { account } as never }, 'Restore AWS IAM': { awsAccounts: { account } as never }, 'Cut GitHub': login, 'Restore GitHub': login };
};
const standIns = (own: string): string => (['executeWorkflow', 'if', 'merge', 'set', 'switch'].includes(own) ? own : 'passOn');
const run = async (template: Template, start: string, item: IDataObject, changes: Changes) => {
	const nodes = importedFrom(template, { 'Open Case': { dryRun: false }, 'Let Through Once': { options: { settleSeconds: 0 } }, ...changes }, standIns) as INode[];
	// Devices are another story: what they were told already nobody can take back.
	for (const node of nodes) if (!node.name.startsWith('Secure')) switchOn(site.sandbox)(node as unknown as NodeJson);
	const workflow = site.n8n.workflow(nodes, template.connections);
	workflow.id = template.id;
	return site.n8n.runFrom(workflow, start, [[{ json: item }], []]);
};

type Access = { [what: string]: unknown };

/** By name, where counting would not show that something else came back. */
const named = () => {
	const { okta, entra } = site.sandbox;
	const ofOkta = okta.user(email)!;
	const ofEntra = entra.user(email)!;
	return {
		oktaGroups: [...okta.state.groups.values()].filter(({ members }) => members.has(ofOkta.id)).map(({ name }) => name).sort().join(', '),
		entraLicences: JSON.stringify(ofEntra.licences),
	};
};
const access = (): { [system: string]: Access } => {
	const { okta, google, entra, aws, github, scim } = site.sandbox;
	const githubId = github.ids.get(cast.leaver.id)!;
	return {
		okta: okta.accessOf(email),
		google: google.accessOf(email),
		entra: entra.accessOf(email),
		'aws:444455556666': aws.accessOf(aws.ids.get(cast.leaver.id)!, '444455556666'),
		'github:kestrel': github.accessOf(githubId, 'kestrel'),
		'github:kestrel-open': github.accessOf(githubId, 'kestrel-open'),
		'scim:kestrel-wiki': scim.accessOf('generic', email),
		named: named(),
	} as unknown as { [system: string]: Access };
};
const differences = (before: { [system: string]: Access }, after: { [system: string]: Access }): string[] =>
	Object.entries(before).flatMap(([system, one]) => Object.keys(one).filter((what) => JSON.stringify(one[what]) !== JSON.stringify(after[system]![what])).map((what) => `${system}/${what}`));

/** What only comes by signing in, and the step that says so of everything else. */
const bySigningIn = /\/(sessions|refreshTokens|accessTokens|tokens|suspendedTokens|consoleSessions|tokenSessions|roleSessions)$/;
const tellsOf: { [difference: string]: string } = {
	'okta/grants': 'revokeGrants',
	'okta/factors': 'resetFactors',
	'okta/apiTokens': 'revokeApiTokens',
	'google/grants': 'revokeTokens',
	'google/appPasswords': 'deleteAppPasswords',
	'google/backupCodes': 'invalidateBackupCodes',
	'google/secondSteps': 'turnOffTwoStep',
	'google/forwarding': 'stopForwarding',
	'google/forwardingFilters': 'stopForwarding',
	'google/mobileDevices': 'wipeMobileAccounts',
	'entra/methods': 'removeMethods',
	'aws:444455556666/consolePassword': 'deleteConsolePassword',
	'github:kestrel/membership': 'removeFromOrganisation',
	'github:kestrel/teams': 'removeFromOrganisation',
	'github:kestrel/role': 'removeFromOrganisation',
	'github:kestrel/privateForks': 'removeFromOrganisation',
	'github:kestrel/identity': 'removeFromOrganisation',
	'github:kestrel/collaborations': 'removeFromOrganisation',
	'github:kestrel/repositoryInvitations': 'removeFromOrganisation',
	'github:kestrel/ssoAuthorisations': 'revokeAuthorisations',
	'github:kestrel/fineGrainedTokens': 'revokeFineGrained',
	'github:kestrel/credentials': 'revokeAuthorisations',
	'github:kestrel-open/collaborations': 'removeCollaborations',
	'github:kestrel-open/credentials': 'removeCollaborations',
	'github:kestrel-open/repositoryInvitations': 'removeCollaborations',
};
const listed = (steps: readonly StepResult[], difference: string): boolean => {
	if (bySigningIn.test(difference)) return true;
	const [system] = difference.split('/');
	return steps.some((one) => one.system === system && one.step === tellsOf[difference] && one.outcome === 'pending');
};

it('B08: a termination is taken back the day after: accounts, groups, roles and licences are as before within five minutes, in every system and place, and what is not is listed', async () => {
	const before = access();
	const cut = await run(leaver, 'Somebody Leaves', leaverItem(cast.leaver.id), places());
	const taken = String((cut.items('Close Case')[0]!['case'] as IDataObject)['id']);
	const between = access();
	for (const system of Object.keys(before)) expect([system, differences({ [system]: before[system]! }, between).length > 0 || system === 'named']).toEqual([system, true]);

	travelTogether(site, days(1));
	const { person, event } = leaverItem(cast.leaver.id) as { person: IDataObject; event: IDataObject };
	const begun = Date.now();
	const ran = await run(undo, 'HR Takes It Back', { person, event: { ...event, kind: 'rescind', key: `${String(event['key'])}-rescind`, source: event['source'] } }, places());
	expect(Date.now() - begun).toBeLessThan(5 * 60_000);
	expect(ran.items('Open Case')[0]!['guard']).toMatchObject({ linkedTo: [taken] });

	const closed = ran.items('Close Case')[0] as unknown as { steps: StepResult[]; summary: string; case: { gaveBack: boolean; openSteps: StepResult[] } };
	expect(closed.case.gaveBack).toBe(true);
	expect(closed.steps.filter(({ outcome }) => ['failed', 'refused', 'not_found', 'ambiguous'].includes(outcome))).toEqual([]);
	const left = differences(before, access());
	expect(left.filter((one) => !listed(closed.steps, one))).toEqual([]);
	for (const back of ['okta/status', 'okta/groups', 'okta/roles', 'okta/devices', 'google/status', 'google/groups', 'google/roles', 'google/licences', 'entra/enabled', 'entra/groups', 'entra/roles', 'entra/licences', 'aws:444455556666/denied', 'aws:444455556666/accessKeys', 'scim:kestrel-wiki/active', 'scim:kestrel-wiki/groups', 'named/oktaGroups', 'named/entraLicences']) expect(left).not.toContain(back);
	for (const { system, step, reason } of closed.steps.filter(({ outcome }) => outcome === 'pending')) expect(closed.summary).toContain(`- ${system} / ${step}: pending. ${reason}`);

	const requested = closed.steps.flatMap(({ requestedAt }) => requestedAt ?? []).sort();
	const verified = closed.steps.flatMap(({ verifiedAt }) => verifiedAt ?? []).sort();
	expect(Date.parse(verified.at(-1)!) - Date.parse(requested[0]!)).toBeLessThan(5 * 60_000);
	expect([...new Set(closed.steps.map(({ system }) => system))].sort()).toEqual(['aws:444455556666', 'entra', 'github:kestrel', 'github:kestrel-open', 'google', 'okta', 'scim:kestrel-wiki']);
}, 180_000);

it('B08: one system that hangs does not hold up the others', async () => {
	await run(leaver, 'Somebody Leaves', leaverItem(cast.leaver.id), {});
	const { faults, journals } = site.sandbox;
	for (const journal of [journals.entra, journals.google]) journal.clear();
	const held = faults.okta.add({ method: 'POST', path: /lifecycle\/unsuspend/, effect: { kind: 'hold' } });
	const { person, event } = leaverItem(cast.leaver.id) as { person: IDataObject; event: IDataObject };
	const running = run(undo, 'HR Takes It Back', { person, event: { ...event, kind: 'rescind', key: `${String(event['key'])}-rescind` } }, {});
	await held.struck;
	await Promise.all([journals.entra.waitFor(({ method, path, body }) => method === 'PATCH' && /users\/[^/]+$/.test(path) && /"accountEnabled":true/.test(body)), journals.google.waitFor(({ method, body }) => method === 'PUT' && /"suspended":false/.test(body))]);
	expect(site.sandbox.entra.accessOf(email).enabled).toBe(true);
	expect(site.sandbox.google.accessOf(email).status).toBe('active');
	expect(site.sandbox.okta.accessOf(email).status).toBe('SUSPENDED');
	held.release();
	await running;
	expect(site.sandbox.okta.accessOf(email).status).toBe('ACTIVE');
}, 180_000);
