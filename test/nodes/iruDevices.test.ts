import type { INode } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { cast } from '../../sandbox';
import { leaverItem, openCase, startSite, type Site } from '../harness/site';
import { node } from '../harness/workflow';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const type = 'jmlIruApi';
const devices = (parameters: INode['parameters']): INode =>
	node('Devices', 'iruDevices', { ...parameters, options: { othersWaitSeconds: 60, readBackSeconds: 5 } as never }, { credentials: { [type]: { id: type, name: type } } });
const double = () => site.sandbox.iru;
const mine = () => double().management.devices().filter(({ person }) => person === cast.leaver.workEmail);
const locked = async () => {
	const { items } = await site.n8n.run([openCase(), devices({ operation: 'lock' })], [leaverItem(cast.leaver.id)]);
	return items('Devices')[0]!['steps'] as StepResult[];
};

test('each device of the leaver is locked once, and the PIN that Iru answers with is in nothing that n8n or the ledger keeps', async () => {
	const steps = await locked();
	expect(steps.map(({ outcome }) => outcome)).toEqual(mine().map(() => 'done'));
	const pins = mine().map(({ id }) => double().management.pinOf(id)).filter((pin) => pin !== null);
	expect(pins).toHaveLength(1);
	for (const pin of pins) expect(JSON.stringify(steps) + site.ledgerBytes()).not.toContain(pin);
});

test('a refusal that is nothing but a text is read as Iru\'s words', async () => {
	double().faults.add({ method: 'POST', path: /\/action\//, effect: { kind: 'status', status: 400, headers: { 'content-type': 'application/json' }, body: '"Command is not allowed for current device"' } });
	for (const { outcome, reason } of await locked()) expect([outcome, reason]).toEqual(['failed', expect.stringMatching(/: Command is not allowed for current device\. Look at the device in Iru/)]);
});
