import type { IDataObject } from 'n8n-workflow';
import { expectSentence } from '../harness/expectations';
import { closeCase, exportBundle, oktaAccess, openCase, startSite, type Site } from '../harness/site';
import { node } from '../harness/workflow';
import { recruits } from '../../sandbox';

let site: Site;
beforeEach(async () => {
	site = await startSite({ company: { extra: 8 } });
});
afterEach(() => site.stop());

const report = (parameters = {}, more = {}) => node('Report', 'evidenceLedger', { operation: 'report', ...parameters }, more);
const leaver = (index: number, more: IDataObject = {}): IDataObject => {
	const { id, firstName, lastName, workEmail } = recruits(8)[index]!;
	const now = new Date().toISOString();
	return { person: { id, name: `${firstName} ${lastName}`, workEmail, ...more }, event: { kind: 'terminate', key: `bamboohr/kestrel/${id}/terminate/x/${index}`, source: 'bamboohr', effectiveAt: now, receivedAt: now } };
};
const leavers = (count: number) => Array.from({ length: count }, (_, index) => leaver(index));
const carriedOut = (items: IDataObject[], parameters = {}) => site.n8n.run([openCase(), oktaAccess(), closeCase(), report(parameters), exportBundle()], items);
const tableIn = (ran: Awaited<ReturnType<typeof carriedOut>>) => Buffer.from(ran.outputs('Export Bundle')![0]![0]!.binary!['evidence']!.data, 'base64').toString('utf8');

test('up to five are passed on as they are, each with its bundle', async () => {
	const ran = await carriedOut(leavers(5));
	expect(ran.outputs('Report')![0]!.map(({ json }) => json)).toEqual(ran.items('Close Case'));
	expect(ran.outputs('Export Bundle')![0]!.map(({ binary }) => binary!['evidence']!.fileExtension)).toEqual(Array(5).fill('html'));
});

test('six become one, with a table and without bundles', async () => {
	const ran = await carriedOut(leavers(6));
	const ids = ran.items('Close Case').map((item) => (item['case'] as { id: string }).id);
	expect(ran.items('Export Bundle')).toMatchObject([{
		person: { name: '6 people' }, case: { id: expect.stringMatching(/^batch_\d{8}_6_/), verdict: 'Complete' }, cases: ids, report: { people: 6, complete: 6, incomplete: 0, late: 0 }, summary: expect.stringMatching(/^6 people: 6 complete\./),
	}]);
	expect(ran.items('Export Bundle')[0]!['people']).toHaveLength(6);
	const [head, ...rows] = tableIn(ran).trim().split('\r\n');
	expect(head).toBe('personId,name,verdict,verifiedAt,minutes,late,open,caseId');
	expect(rows.map((row) => row.split(',').at(-1))).toEqual(ids.map((id) => `"${id}"`));
	expect(Object.keys(ran.outputs('Export Bundle')![0]![0]!.binary!)).toEqual(['evidence']);
});

test('nobody who could be acted upon is in the item of a batch', async () => {
	const ran = await site.n8n.run([openCase(), oktaAccess(), closeCase(), report({ eachUpTo: 0 }), { ...oktaAccess(), name: 'By Mistake', onError: 'continueRegularOutput' }], leavers(1));
	expect(ran.items('Report')[0]!['person']).toEqual({ name: '1 person' });
	const before = site.sandbox.journals.okta.writes.length;
	expect(String(ran.items('By Mistake')[0]!['error'])).toMatch(/no known case|does not say whether/i);
	expect(site.sandbox.journals.okta.writes).toHaveLength(before);
});

test('who is not complete is named first, with what is open', async () => {
	const strange = { ...leaver(0), person: { ...(leaver(0)['person'] as IDataObject), id: '4711', name: 'Not There', workEmail: 'not.there@kestrel.example' } };
	const ran = await carriedOut([...leavers(6), strange]);
	const summary = String(ran.items('Export Bundle')[0]!['summary']);
	expect(ran.items('Export Bundle')[0]).toMatchObject({ case: { verdict: 'Incomplete' }, report: { people: 7, complete: 6, incomplete: 1 } });
	expect(summary).toMatch(/^7 people: 1 INCOMPLETE, 6 complete\.\n\nNeeds somebody:\n- Not There \(case hr_event_\d{8}_4711_\w+\)\n {2}- okta \/ findAccount: not found\. No Okta account was found/);
	expect(tableIn(ran)).toContain('"okta / findAccount: not found. No Okta account was found');
});

test('what was never closed is told of as well, and why', async () => {
	const ran = await site.n8n.run([report({ eachUpTo: 0 })], [{ ...leaver(0), error: 'The ledger could not be opened.' }, { ...leaver(1), case: { id: 'c2', verdict: 'Complete' } }, leaver(2)]);
	const [item] = ran.items('Report');
	expect(item).toMatchObject({ case: { verdict: 'Incomplete' }, cases: ['c2'], report: { people: 3, complete: 1, incomplete: 2 } });
	const [first, , third] = item!['people'] as { open: string }[];
	for (const { open } of [first!, third!]) expectSentence(open);
	expect(first!.open).toBe('The ledger could not be opened.');
});

test('a name that is a formula to a spreadsheet is none in the table', async () => {
	const ran = await carriedOut([leaver(0, { name: '=HYPERLINK("http://evil.example";"x")' })], { eachUpTo: 0 });
	expect(tableIn(ran)).toContain(`"'=HYPERLINK(""http://evil.example"";""x"")"`);
});

test('the same cases have the same number when they are run again', async () => {
	const items = leavers(6);
	const numberOf = (ran: Awaited<ReturnType<typeof carriedOut>>) => (ran.items('Report')[0]!['case'] as { id: string }).id;
	expect(numberOf(await carriedOut(items))).toBe(numberOf(await carriedOut([...items].reverse())));
});
