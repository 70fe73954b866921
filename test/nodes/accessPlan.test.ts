import type { IDataObject } from 'n8n-workflow';
import { expectSentence } from '../harness/expectations';
import { closeCase, oktaAccess, startSite, type Site } from '../harness/site';
import { backToNow } from '../harness/time';
import { node, type Ran } from '../harness/workflow';
import { accessPlan, roleCatalogue, runPlan, type Drawn } from '../support/planned';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

const operations = { department: 'Operations', system: 'Okta', right_name: 'Runbooks' };
const finance = { department: 'Finance', system: 'Okta', right_name: 'Ledger' };
const admins = { department: 'Operations', system: 'Okta', right_name: 'Admins', privileged: true, approver: 'ciso@kestrel.example' };
const rights = (...names: string[]) => ({ okta: { account: { id: '00u1', label: 'ada' }, rights: names.map((name) => ({ id: `id-${name}`, name, kind: 'group', byHand: true, why: null })) } });
const mover = (id = '7', more: IDataObject = {}, access: object = rights('Ledger')): IDataObject => ({
	person: { id, name: `Person ${id}`, workEmail: `p${id}@kestrel.example`, department: 'Operations', ...more },
	event: { kind: 'move', key: `hr/${id}/move/1`, source: 'hr', effectiveAt: new Date().toISOString(), receivedAt: new Date().toISOString() },
	access: access as IDataObject,
	ticket: `INC-${id}`,
});

const run = async (rows: readonly IDataObject[], items: readonly IDataObject[], drawn: Drawn = {}): Promise<Ran> => {
	const ran = await runPlan(site, rows, items, drawn);
	expect(ran.error).toBeUndefined();
	return ran;
};
const outletsOf = (ran: Ran) => (ran.outputs('Access Plan') ?? []).map((items) => items.map(({ json }) => json));
const planIn = (item: IDataObject | undefined) => item!['plan'] as IDataObject & { systems: { [system: string]: IDataObject } };
const verdictIn = (ran: Ran) => ran.items('Close Case').map((item) => (item['case'] as IDataObject)['verdict']);

test('everybody of one run is planned for by one reading of the catalogue, and each item keeps what it carried', async () => {
	const ran = await run([operations, finance], [mover('7'), mover('8', { department: 'Finance' }), mover('9', { department: 'Sales' })]);
	expect(ran.run.data.resultData.runData['Access Plan']).toHaveLength(1);
	const [proceed, approval, attention] = outletsOf(ran);
	expect(proceed!.map((item) => [item['ticket'], planIn(item).systems['okta']])).toEqual([
		['INC-7', { join: ['Runbooks'], leave: ['id-Ledger'] }],
		['INC-8', { join: [], leave: [] }],
	]);
	expect(approval).toEqual([]);
	expect(attention!.map((item) => [item['ticket'], planIn(item)['refused']])).toEqual([['INC-9', [expect.stringContaining('department "Sales"')]]]);
	for (const item of [...proceed!, ...attention!]) expectSentence(String(planIn(item)['text']).split('\n')[0]);
	expect(ran.outputs('Access Plan')![2]![0]!.pairedItem).toEqual({ item: 2 });
});

describe('an empty catalogue is said of everybody, and takes nothing away', () => {
	const nothing = roleCatalogue([]);
	test.each<[string, Drawn]>([
		['the table puts nothing out', { table: nothing }],
		['the table puts one empty item out', { table: roleCatalogue([], {}, { alwaysOutputData: true }) }],
		['there is no table', { table: null }],
	])('%s', async (_, drawn) => {
		const ran = await run([], [mover('7'), mover('8')], drawn);
		const [proceed, , attention] = outletsOf(ran);
		expect(proceed).toEqual([]);
		expect(attention!.map((item) => planIn(item)['refused'])).toEqual([[expect.stringMatching(/^The role catalogue is empty\./)], [expect.stringMatching(/^The role catalogue is empty\./)]]);
		expect(planIn(attention![0]).systems).toEqual({});
	});
});

test.each<[string, IDataObject]>([
	['what n8n says went wrong', { error: 'Data table with name "Role Catalogue" not found' }],
	['what came into it', mover('7')],
])('a table that could not be read puts out %s, and that is no catalogue', async (_, row) => {
	const [proceed, , attention] = outletsOf(await run([row], [mover('7')]));
	expect(proceed).toEqual([]);
	expect(planIn(attention![0])['refused']).toEqual([expect.stringMatching(/^The role catalogue could not be read.*Set-Up/)]);
});

test('a table that hands out as many rows as it may is not taken for the whole', async () => {
	const rows = Array.from({ length: 60 }, (_, index) => ({ ...operations, right_name: `R${index}` }));
	const refused = async (table: Drawn['table']) => planIn(outletsOf(await run(rows, [mover()], { ...(table === undefined ? {} : { table }) }))[2]![0])?.['refused'];
	expect(await refused(roleCatalogue(rows, { returnAll: false }))).toEqual([expect.stringMatching(/at most 50 rows, and 50 came.*Switch on Return All/)]);
	expect(outletsOf(await run(rows, [mover('8', {}, rights())], { table: roleCatalogue(rows, { returnAll: false, limit: 100 }) }))[0]).toHaveLength(1);
});

test('a table that runs once for each person has each row once', async () => {
	const ran = await run([operations], [mover('7', {}, rights()), mover('8', {}, rights())], { table: roleCatalogue([operations], {}, { executeOnce: false }) });
	expect(outletsOf(ran)[0]!.map((item) => planIn(item).systems['okta']!['join'])).toEqual([['Runbooks'], ['Runbooks']]);
});

test('a faulty row names row and column, for everybody', async () => {
	const [, , attention] = outletsOf(await run([operations, { ...finance, system: 'Okat' }], [mover()]));
	const [why] = planIn(attention![0])['refused'] as string[];
	expectSentence(why);
	expect(why).toMatch(/row 2, column system: "Okat".*Write one of: Active Directory, AWS IAM, aws:<account>, Entra ID, github:<organisation>, Google Workspace, AWS Identity Center, JumpCloud, n8n, Okta, scim:<application>/);
});

test('who approves gets the text, the hold and the addresses, and a copy that does nothing; what may go on goes on', async () => {
	const ran = await run([operations, admins], [mover('7', {}, rights())]);
	const [proceed, approval] = outletsOf(ran);
	expect(planIn(proceed![0]).systems['okta']).toEqual({ join: ['Runbooks'], leave: [] });
	expect(approval).toEqual([expect.objectContaining({ ticket: 'INC-7', approval: { hold: expect.stringMatching(/^hold_/), approvers: ['ciso@kestrel.example'], to: 'ciso@kestrel.example', text: expect.stringContaining('Okta: Admins would be added'), shownHash: expect.stringMatching(/^[0-9a-f]{64}$/), askedBefore: false } })]);
	expect(planIn(approval![0]).systems).toEqual({});
	// Told once: the case was closed since.
	expect(outletsOf(await run([operations, admins], [mover('7', {}, rights())]))[1]).toEqual([]);
	const held = (await site.n8n.run([node('List Held', 'evidenceLedger', { resource: 'decision', operation: 'listHeld' })], [{}])).items('List Held');
	expect(held).toEqual([expect.objectContaining({ shown: (approval![0]!['approval'] as IDataObject)['text'], held: [expect.objectContaining({ approvers: ['ciso@kestrel.example'], plan: expect.anything() })] })]);
});

test('too many removals: whoever is told, it is not the approvers of the catalogue', async () => {
	const rows = [finance, { ...finance, right_name: 'Drive' }, operations];
	const [proceed, approval] = outletsOf(await run(rows, [mover('7', {}, rights('Ledger', 'Drive'))], { plan: accessPlan({ mostRemovals: 1 }) }));
	expect(planIn(proceed![0]).systems['okta']).toEqual({ join: ['Runbooks'], leave: [] });
	expect(approval![0]!['approval']).toMatchObject({ approvers: null, to: 'it', text: expect.stringContaining('2 rights would be removed, and at most 1 are without a person\'s decision') });
});

test('verdicts: complete where nothing is open or only later, incomplete where something waits, dry run where it is one', async () => {
	expect(verdictIn(await run([operations], [mover('1', {}, rights())]))).toEqual(['Complete']);
	expect(verdictIn(await run([{ ...finance, overlap_days: 3 }, operations], [mover('2')]))).toEqual(['Complete']);
	expect(verdictIn(await run([operations, admins], [mover('3', {}, rights())]))).toEqual(['Incomplete']);
	const ran = await run([operations, admins, { ...finance, overlap_days: 3 }], [mover('4')], { dryRun: true });
	expect(verdictIn(ran)).toEqual(['Dry run']);
	expect(outletsOf(ran)[1]).toEqual([]);
	expect(await site.records({ caseId: String((ran.items('Close Case')[0]!['case'] as IDataObject)['id']), kinds: ['plan.held', 'plan.made', 'event.again'] })).toEqual([]);
});

describe('what nobody would carry out is not planned', () => {
	const change = (more: object) => oktaAccess({ operation: 'change', facts: [], join: '={{ $json.plan.systems.google?.join ?? [] }}' }, more);
	const rows = [{ ...operations, system: 'github:acme' }, { department: 'Operations', system: 'google', right_name: 'All' }];
	test.each<[string, Drawn['acting'], string[]]>([
		['no node reads the plan in its fields: it goes another way', [node('Else', 'harness.passOn')], ['github', 'github:acme', 'google']],
		['there is a node for the one, and that for the other is switched off', [change({ disabled: true }), node('Other', 'harness.filter', { conditions: { conditions: [{ leftValue: '={{ $json.plan.systems.github.join.length > 0 }}', rightValue: true }] } })], ['github', 'github:acme']],
	])('%s', async (_, acting, systems) => {
		const [proceed, , attention] = outletsOf(await run(rows, [mover('7', {}, { ...rights(), google: { outcome: 'not_found', reason: 'None.' }, 'github:acme': { account: null, rights: [] } })], acting === undefined ? {} : { acting }));
		const planned = Object.entries(planIn(proceed![0]).systems).filter(([, { join }]) => (join as string[]).length > 0).map(([system]) => system);
		expect(planned.sort()).toEqual(systems);
		expect(attention!.map((item) => planIn(item)['attention'])).toEqual(systems.includes('google') ? [] : [expect.stringMatching(/no node behind Access Plan reads plan\.systems\["google"\]/i)]);
	});
});

describe('what is wrong with the workflow is said, and nothing is planned', () => {
	const failing = async (item: IDataObject, drawn: Drawn = {}): Promise<string> => {
		const { error } = await runPlan(site, [operations], [item], drawn);
		expectSentence(error);
		return error!;
	};
	test.each<[string, IDataObject, Drawn, RegExp]>([
		['an event that ends access', { ...mover(), event: { ...(mover()['event'] as IDataObject), kind: 'terminate' } }, {}, /is "terminate", which is no reason to give access/],
		['a limit that is no number', mover(), { plan: accessPlan({ mostRemovals: '={{ "10" }}' }) }, /Most Removals of Access Plan is not a number/],
		['a patience that is none', mover(), { plan: accessPlan({ options: { escalateAfterHours: '={{ null }}' } }) }, /Ask Somebody Else After/],
		['a zone that is none', mover(), { plan: accessPlan({ options: { timeZone: 'Mars/Base' } }) }, /"Mars\/Base" is no time zone/],
	])('%s', async (_, item, drawn, message) => expect(await failing(item, drawn)).toMatch(message));

	test('an item without a case', async () => {
		const { error } = await site.n8n.run([accessPlan()], [mover()]);
		expect(error).toMatch(/carries no case/);
	});

	test('it goes on where the node is set to, by Needs Attention and never by Proceed, and the case is incomplete', async () => {
		const ran = await run([operations], [mover('7', {}, rights())], { plan: accessPlan({ mostRemovals: -1 }, { onError: 'continueRegularOutput' }), acting: [] });
		const [proceed, , attention] = outletsOf(ran);
		expect(proceed).toEqual([]);
		expect(attention).toEqual([expect.objectContaining({ ticket: 'INC-7', error: expect.stringMatching(/Most Removals/) })]);
		const closed = await site.n8n.run([closeCase()], attention!);
		expect(verdictIn(closed)).toEqual(['Incomplete']);
	});
});
