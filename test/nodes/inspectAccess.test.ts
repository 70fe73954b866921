import type { IDataObject, INode } from 'n8n-workflow';
import { cast } from '../../sandbox';
import { leaverItem, oktaAccess, startSite, type Site } from '../harness/site';
import { node } from '../harness/workflow';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const goOn = { onError: 'continueRegularOutput' } as const;
const ours = { credentials: { jmlGitHubAppApi: { id: 'jmlGitHubAppApi', name: 'jmlGitHubAppApi' } } };
const github = (more: Partial<INode> = {}, login = ''): INode => node('GitHub', 'gitHubAccess', { operation: 'inspect', inspectWhat: 'rights', organisations: 'kestrel\nkestrel-open', login } as never, { ...ours, ...more });
const aws = (parameters: INode['parameters'] = {}): INode => node('AWS', 'awsIamAccess', { operation: 'inspect', inspectWhat: 'rights', ...parameters } as never, { credentials: { jmlAwsApi: { id: 'jmlAwsApi', name: 'jmlAwsApi' } } });
const okta = (more: Partial<INode> = {}, parameters: INode['parameters'] = {}): INode => oktaAccess({ operation: 'inspect', inspectWhat: 'rights', ...parameters }, more);
const mover = (): IDataObject => ({ ...leaverItem(cast.leaver.id), ticket: 'INC-7', access: { google: { rights: [] } } });

type Entry = { account?: IDataObject; rights?: { name: string; byHand: boolean }[]; rightsProblem?: string; findings?: IDataObject[]; outcome?: string; reason?: string };
const accessIn = (item: IDataObject | undefined) => item!['access'] as unknown as { [system: string]: Entry };
const namesOf = ({ rights }: Entry) => rights!.map(({ name }) => name).sort();

const expectUnharmed = (item: IDataObject | undefined) => {
	const { person, event } = mover();
	expect(item).toMatchObject({ person: person as object, event: { kind: (event as IDataObject)['kind'] }, ticket: 'INC-7', access: { google: { rights: [] } } });
};

test('each place has an entry of its own, beside what other systems showed', async () => {
	const ran = await site.n8n.run([okta(), github({}, 'mateo-builds'), aws(), { ...aws({ awsAccounts: { account: [{ roleArn: site.sandbox.aws.connection.otherAccount.roleArn, externalId: site.sandbox.aws.connection.otherAccount.externalId }] } } as never), name: 'AWS Data' }], [mover()]);
	expect(ran.error).toBeUndefined();
	const [item] = ran.items('AWS Data');
	expectUnharmed(item);
	const access = accessIn(item);
	expect(Object.keys(access).sort()).toEqual(['aws', `aws:${site.sandbox.aws.connection.otherAccount.accountId}`, 'github:kestrel', 'github:kestrel-open', 'google', 'okta']);
	expect(namesOf(access['okta']!)).toEqual(['AD Building Access', 'Dept Engineering', 'Everyone', 'On-call Rota', 'Release Managers', 'VPN Users']);
	expect(namesOf(access['github:kestrel']!)).toEqual(['Engineering', 'Every Engineer', 'Product', 'Releases']);
	// An outside collaborator there, who is in no team.
	expect(access['github:kestrel-open']).toMatchObject({ account: { label: 'mateo-builds' }, rights: [] });
	expect(namesOf(access['aws']!)).toContain('on-call');
});

test('one place that cannot be looked into hides none of the others, and the item goes on unharmed', async () => {
	const { id } = site.sandbox.github.installation('kestrel-open');
	site.sandbox.github.faults.add({ method: 'POST', path: new RegExp(`/app/installations/${id}/access_tokens`), effect: { kind: 'status', status: 403, body: { message: 'This installation is locked' } } });
	const ran = await site.n8n.run([github(goOn), okta()], [mover()]);
	expect(ran.error).toBeUndefined();
	const [item] = ran.items('Okta');
	expectUnharmed(item);
	expect(item!['error']).toMatch(/This installation is locked/);
	expect(accessIn(item)['github:kestrel-open']).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/This installation is locked/) });
	expect(accessIn(item)['github:kestrel-open']).not.toHaveProperty('rights');
	expect(accessIn(item)['github:kestrel']!.rights!.length).toBeGreaterThan(1);
	expect(accessIn(item)['okta']!.rights!.length).toBeGreaterThan(1);

	const stopped = await site.n8n.run([github()], [mover()]);
	expect(stopped.error).toMatch(/This installation is locked/);
});

test('a credential that is refused leaves the item as it came, and a sentence in the place of the rights', async () => {
	site.sandbox.faults.okta.add({ path: /\/api\/v1\/users/, effect: { kind: 'status', status: 401, body: { errorCode: 'E0000011', errorSummary: 'Invalid token provided' } } });
	const ran = await site.n8n.run([okta(goOn)], [mover(), mover()]);
	expect(ran.items('Okta')).toHaveLength(2);
	for (const item of ran.items('Okta')) {
		expectUnharmed(item);
		expect(accessIn(item)['okta']).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/did not accept the credential/) });
		expect(item['error']).toMatch(/did not accept the credential/);
	}
});

test('rights that may not be read are no error: the entry names what is missing', async () => {
	site.sandbox.faults.okta.add({ path: /\/groups\/rules/, effect: { kind: 'forbidden' } });
	const ran = await site.n8n.run([okta({}, { inspectWhat: 'everything' })], [mover()]);
	expect(ran.error).toBeUndefined();
	const entry = accessIn(ran.items('Okta')[0])['okta']!;
	expect(entry).toMatchObject({ account: { label: cast.leaver.workEmail }, rightsProblem: expect.stringMatching(/okta\.groups\.read/) });
	expect(entry).not.toHaveProperty('rights');
	expect(entry.findings!.length).toBeGreaterThan(5);
});

test('whoever has no account is not found, as before', async () => {
	const ran = await site.n8n.run([okta()], [{ ...leaverItem(cast.futureHire.id) }]);
	expect(accessIn(ran.items('Okta')[0])['okta']).toMatchObject({ outcome: 'not_found', reason: expect.any(String) });
});

test('reading groups and roles only sends a fraction of the requests, and reads everything where nothing was chosen', async () => {
	const requests = async (parameters: INode['parameters']) => {
		site.sandbox.journals.okta.clear();
		const ran = await site.n8n.run([oktaAccess({ operation: 'inspect', ...parameters })], [mover()]);
		return { entry: accessIn(ran.items('Okta')[0])['okta']!, sent: site.sandbox.journals.okta.reads.length };
	};
	const [all, few] = [await requests({}), await requests({ inspectWhat: 'rights' })];
	expect(few.sent).toBeLessThan(all.sent / 2);
	expect(few.entry).not.toHaveProperty('findings');
	expect(all.entry.findings!.length).toBeGreaterThan(5);
	expect(few.entry.rights).toEqual(all.entry.rights);
});
