import { freshUserFolder, ledgerFolder } from '../harness/environment';
import { openLedger } from '../../ledger';
import { noteRead } from '../../lifecycle/sources';
import { expectSentence } from '../harness/expectations';
import { importedFrom, nodeIn, templateIn } from '../harness/template';
import { minutes } from '../harness/time';
import { startInstance, type Instance } from '../harness/workflow';

const template = templateIn('watchdog.json');

let n8n: Instance;
beforeEach(async () => {
	freshUserFolder();
	n8n = await startInstance();
});

/** So long ago a trigger looked for the last time. */
const looked = async (agoMs: number): Promise<void> => {
	const at = new Date(Date.now() - agoMs);
	const ledger = await openLedger({ directory: ledgerFolder(), origin: 'n8n.kestrel.example/jml-ledger', now: () => at });
	await noteRead(ledger, { workflow: 'jmlLeaver0000001', source: 'bamboohr/kestrel' }, { latest: '', headcount: 75, people: 80 }, at, true);
	await ledger.close();
};
const run = async () => {
	const nodes = importedFrom(template, {}, (own) => (own === 'executeWorkflow' ? own : 'passOn'));
	const ran = await n8n.runFrom(n8n.workflow(nodes, template.connections), 'Every 15 Minutes', [[{ json: {} }]]);
	expect(ran.error).toBeUndefined();
	return ran.items('Tell IT');
};

test('nobody is mailed where nothing was set up yet, nor while the trigger looks', async () => {
	expect(await run()).toEqual([]);
	await looked(minutes(20));
	expect(await run()).toEqual([]);
});

test('F07: a trigger that has stopped looking is mailed, as long as that lasts', async () => {
	await looked(minutes(40));
	for (const [mail] of [await run(), await run()]) {
		expect(mail).toMatchObject({ subject: 'Nobody is looking at bamboohr/kestrel', text: expect.stringMatching(/^Workflow jmlLeaver0000001 does not do its work for bamboohr\/kestrel: the last sign of it was at/) });
		expectSentence(String(mail!['text']));
	}
	await looked(0);
	expect(await run()).toEqual([]);
});

test('as imported, nothing outside is told: the address has to be entered first', () => {
	expect(nodeIn(template, 'Tell the Outside')).toMatchObject({ disabled: true });
});
