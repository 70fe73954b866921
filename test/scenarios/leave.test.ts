import type { IDataObject, INode } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { switchOn } from '../../scripts/stage/systems';
import type { NodeJson } from '../../scripts/n8n/types';
import { cast } from '../../sandbox';
import { leaverItem, startSite, type Site } from '../harness/site';
import { importedFrom, templateIn, type Changes, type Template } from '../harness/template';
import { backToNow, days, travelTogether } from '../harness/time';

const leave = templateIn('leave.json');
const leaver = templateIn('leaver.json');
const undo = templateIn('undo.json');
const email = cast.leaver.workEmail;

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

const standIns = (own: string): string => (['executeWorkflow', 'if', 'merge', 'set', 'switch'].includes(own) ? own : 'passOn');
const run = async (template: Template, start: string, item: IDataObject, on: readonly string[] = []) => {
	const { roleArn, externalId } = site.sandbox.connections.aws.otherAccount;
	const aws = { awsAccounts: { account: [{ roleArn, externalId }] } as never };
	const changes: Changes = { 'Open Case': { dryRun: false }, 'Let Through Once': { options: { settleSeconds: 0 } }, 'Cut AWS IAM': aws, 'Restore AWS IAM': aws };
	const nodes = importedFrom(template, changes, standIns) as INode[];
	for (const node of nodes) if (on.some((name) => node.name.endsWith(name))) switchOn(site.sandbox)(node as unknown as NodeJson);
	const workflow = site.n8n.workflow(nodes, template.connections);
	workflow.id = template.id;
	return site.n8n.runFrom(workflow, start, [[{ json: item }], []]);
};
const systems = ['AWS IAM', 'SCIM Application'];
const happens = (kind: string, row: string) => {
	const { person, event } = leaverItem(cast.leaver.id) as { person: IDataObject; event: IDataObject };
	return { person, event: { ...event, kind, source: 'bamboohr/kestrel', key: `bamboohr/kestrel/${cast.leaver.id}/${kind}/${row}` } };
};
const says = (kind: string, row: string) => run(leave, 'Somebody Goes on Leave or Is Back', happens(kind, row), systems);
const closed = (ran: Awaited<ReturnType<typeof run>>) => ran.items('Close Case')[0] as unknown as { summary: string; steps: StepResult[]; case: { id: string; verdict: string; gaveBack: boolean } };

const doors = () => ({
	okta: site.sandbox.okta.accessOf(email).status,
	google: site.sandbox.google.accessOf(email).status,
	entra: site.sandbox.entra.accessOf(email).enabled,
	aws: site.sandbox.aws.accessOf(site.sandbox.aws.ids.get(cast.leaver.id)!, '444455556666').denied,
	wiki: site.sandbox.scim.accessOf('generic', email).active,
});
const open = { okta: 'ACTIVE', google: 'active', entra: true, aws: false, wiki: true };
const shut = { okta: 'SUSPENDED', google: 'suspended', entra: false, aws: true, wiki: false };
const held = () => {
	const { okta, google, entra } = site.sandbox;
	const { groups, factors, roles, apiTokens } = okta.accessOf(email);
	const { licences, groups: googleGroups, delegates, appPasswords } = google.accessOf(email);
	const { methods, licences: entraLicences, devices, consents } = entra.accessOf(email);
	return { groups, factors, roles, apiTokens, licences, googleGroups, delegates, appPasswords, methods, entraLicences, devices, consents };
};

it('a leave of months shuts every door and takes nothing else, and the return opens them again', async () => {
	const before = held();
	expect(doors()).toEqual(open);
	const away = await says('leave', 'l1');
	expect(closed(away)).toMatchObject({ case: { verdict: 'Complete', gaveBack: false }, summary: expect.stringMatching(/^Complete: Mateo Rivas is cut off until the return from leave/) });
	expect(doors()).toEqual(shut);
	expect(held()).toEqual(before);

	travelTogether(site, days(120));
	const back = await says('return', 'r1');
	expect(closed(back)).toMatchObject({ case: { verdict: 'Complete', gaveBack: true }, summary: expect.stringMatching(/^Complete: Mateo Rivas has back what was taken/) });
	expect(closed(back).steps.filter(({ outcome }) => outcome !== 'done' && outcome !== 'already_done')).toEqual([]);
	expect(doors()).toEqual(open);
	expect(held()).toEqual(before);
}, 180_000);

it('the next leave is a case of its own, and the next return gives back that one', async () => {
	await says('leave', 'l1');
	await says('return', 'r1');
	travelTogether(site, days(30));
	const second = closed(await says('leave', 'l2')).case.id;
	const back = await says('return', 'r2');
	expect(back.items('Open Case')[0]!['guard']).toMatchObject({ linkedTo: [second] });
	expect(doors()).toEqual(open);
}, 180_000);

it('terminated on leave, then taken back, then back: each gives back what it took', async () => {
	const before = held();
	await says('leave', 'l1');
	await run(leaver, 'Somebody Leaves', happens('terminate', 't1'), systems);
	expect(held().groups).toBeLessThan(before.groups);

	expect((await says('return', 'r0')).outputs('Restore Okta')).toBeUndefined();
	expect(doors()).toEqual(shut);

	await run(undo, 'HR Takes It Back', happens('rescind', 'u1'), systems);
	expect(doors()).toEqual(shut);
	expect(held()).toMatchObject({ groups: before.groups, roles: before.roles, licences: before.licences });

	await says('return', 'r1');
	expect(doors()).toEqual(open);
}, 180_000);

it('what HR takes back of a leave while they are away is asked for like any other cut, and gives back the leave alone', async () => {
	const taken = closed(await says('leave', 'l1')).case.id;
	const form = { ...happens('rescind', 'u1'), event: { ...(happens('rescind', 'u1').event), source: 'form/undo', takesBack: taken } };
	await run(undo, 'HR Takes It Back', form, systems);
	expect(doors()).toEqual(open);
}, 180_000);

