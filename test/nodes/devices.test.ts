import type { IDataObject, INode } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { cast } from '../../sandbox';
import type { DeviceManagement } from '../../sandbox/devices';
import { pressTest } from '../harness/credentialTest';
import { expectSentence } from '../harness/expectations';
import { closeCase, credentialsOf, leaverItem, openCase, startSite, type Site } from '../harness/site';
import { node } from '../harness/workflow';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

interface Kind {
	type: string;
	credential: string;
	management(): DeviceManagement;
}

const kinds: Kind[] = [
	{ type: 'fleetDevices', credential: 'jmlFleetApi', management: () => site.sandbox.fleet.management },
	{ type: 'intuneDevices', credential: 'jmlIntuneApi', management: () => site.sandbox.entra.intune },
	{ type: 'iruDevices', credential: 'jmlIruApi', management: () => site.sandbox.iru.management },
	{ type: 'jamfDevices', credential: 'jmlJamfApi', management: () => site.sandbox.jamf.management },
];

/** Waited for: what a test looks at is how it ended. */
const devices = ({ type, credential }: Kind, { options = {}, ...parameters }: INode['parameters'] = {}): INode =>
	node('Devices', type, { ...parameters, options: { othersWaitSeconds: 60, readBackSeconds: 5, ...(options as IDataObject) } as never }, { credentials: Object.fromEntries([credential, 'jmlVaultApi'].map((name) => [name, { id: name, name }])) });
const ledgerNode = (name: string, parameters: INode['parameters']): INode => node(name, 'evidenceLedger', { resource: 'device', ...parameters });
const stepsOf = (item: { [key: string]: unknown } | undefined) => item!['steps'] as StepResult[];
const leaver = () => leaverItem(cast.leaver.id);
const mine = ({ management }: Kind) => management().devices().filter(({ person }) => person === cast.leaver.workEmail);

describe.each(kinds.map((kind) => [kind.type, kind] as const))('%s', (_, kind) => {
	test('Secure Devices locks what is the company\'s and waits with the wipe; the case is complete, and no secret is kept', async () => {
		const ran = await site.n8n.run([openCase(), devices(kind, { escrow: 'vault' }), closeCase()], [leaver()]);
		const results = stepsOf(ran.items('Devices')[0]);
		expect(results.length).toBeGreaterThan(0);
		for (const { reason, outcome } of results) {
			expect(outcome).not.toBe('failed');
			expectSentence(reason.endsWith('.') ? reason : `${reason}.`);
		}
		const written = JSON.stringify(ran.run) + site.ledgerBytes();
		for (const { id } of mine(kind)) {
			expect(kind.management().commandsOf(id).filter(({ action }) => action === 'wipe')).toEqual([]);
			const pin = kind.management().pinOf(id);
			if (pin !== null) expect(written).not.toMatch(new RegExp(`"${pin}"`));
		}
	});

	test('Inspect says what may be done to each, and touches nothing', async () => {
		const { items } = await site.n8n.run([devices(kind, { operation: 'inspect' })], [leaver()]);
		const [found] = Object.values(items('Devices')[0]!['devices'] as IDataObject) as { person: string; devices: { id: string; owner: { because: string }; may: Record<string, string> }[] }[];
		// One that somebody else enrolled is not among the person's own.
		const ids = found!.devices.map(({ id }) => id);
		expect(ids.length).toBeGreaterThan(0);
		expect(mine(kind).map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
		for (const { may } of found!.devices) expect(Object.keys(may).sort()).toEqual(['lock', 'retire', 'wipe']);
		expect(await site.records()).toEqual([]);
	});

	test('List Devices gives every device, as many as are asked for', async () => {
		const all = await site.n8n.run([devices(kind, { resource: 'device', operation: 'list' })], [{}]);
		const ids = all.items('Devices').map(({ device }) => (device as IDataObject)['id']);
		for (const { id } of kind.management().devices()) expect(ids).toContain(id);
		expect((await site.n8n.run([devices(kind, { resource: 'device', operation: 'list', returnAll: false, limit: 2 })], [{}])).items('Devices')).toHaveLength(2);
	});

	test('the credential\'s Test says what can be done with it, and what is missing', async () => {
		const stored = credentialsOf(site.sandbox)[kind.credential]!;
		expect(await pressTest(site.n8n, kind.credential, stored)).toMatchObject({ status: 'OK' });
		const wrong = Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, /token|secret/i.test(name) ? 'wrong' : value]));
		const answer = await pressTest(site.n8n, kind.credential, wrong);
		expect(answer.status).toBe('Error');
		expectSentence(answer.message);
	});
});

const fleet = kinds[0]!;

test('a wipe for when it is back: listed as open, decided on by a named person, done by Follow Up, and the case is closed again', async () => {
	const id = site.sandbox.fleet.parts.leaversWindows;
	await site.n8n.run([openCase(), devices(fleet, { lockNow: false, wipe: 'onReturn' }), closeCase()], [leaver()]);
	const listed = (await site.n8n.run([ledgerNode('Open', { operation: 'listOpenDevices', show: 'each' })], [{}])).items('Open');
	const wipe = listed.find(({ device }) => (device as IDataObject)['deviceId'] === id)!;
	expect(wipe).toMatchObject({ device: { action: 'wipe', when: 'onReturn', line: expect.stringMatching(/^device_\w+: wipe of .* which Mateo Rivas had/) }, person: { id: cast.leaver.id } });

	const chosen = (await site.n8n.run([ledgerNode('Open', { operation: 'listOpenDevices', show: 'these', devices: String((wipe['device'] as IDataObject)['id']) })], [{}])).items('Open')[0]!;
	const user = { id: 'u-1', email: 'jane@kestrel.example', firstName: 'Jane', lastName: 'Doe' };
	const decided = (await site.n8n.run([ledgerNode('Decide', { operation: 'recordDeviceDecision', decision: 'It is back', reason: 'on my desk' })], [{ ...chosen, user }])).items('Decide')[0]!;
	expect(decided).toMatchObject({ summary: expect.stringMatching(/is back\..*Jane Doe: on my desk/) });

	const due = (await site.n8n.run([ledgerNode('Due', { operation: 'listOpenDevices', show: 'due' })], [{}])).items('Due');
	expect(due).toContainEqual(expect.objectContaining({ management: 'fleet', case: expect.objectContaining({ kind: 'terminate' }) }));
	const followed = await site.n8n.run([devices(fleet, { resource: 'case', operation: 'followUp' }), ledgerNode('Check', { operation: 'checkDevices' }), closeCase()], [due[0]!]);
	expect(site.sandbox.fleet.management.stateOf(id).wiped).toBe(true);
	expect(followed.items('Check')[0]).toMatchObject({ devicesSettled: false, devicesOpen: expect.stringContaining('wipe of') });
});

test('E08: a step that gives up what devices need is held until they have answered', async () => {
	site.sandbox.entra.operate('share', cast.leaver.workEmail);
	site.sandbox.fleet.management.online(site.sandbox.fleet.parts.leaversWindows, false);
	const entra = node('Entra', 'entraAccess', { operation: 'cut', steps: ['blockSignIn', 'removeLicences'], options: { othersWaitSeconds: 60 } as never }, { credentials: { jmlEntraApi: { id: 'jmlEntraApi', name: 'jmlEntraApi' } } });
	const ran = await site.n8n.run([openCase(), devices(fleet, { operation: 'wipe', when: 'atOnce' }), entra, closeCase()], [leaver()]);
	const results = stepsOf(ran.items('Entra')[0]).filter(({ system }) => system === 'entra');
	expect(results.find(({ step }) => step === 'blockSignIn')).toMatchObject({ outcome: 'done' });
	expect(results.find(({ step }) => step === 'removeLicences')).toMatchObject({ outcome: 'held', reason: expect.stringMatching(/not every device has answered.*waive/) });
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Incomplete' } });
});

test.each<[string, INode['parameters'], RegExp]>([
	['a moment that is none', { wipe: '={{ $json.nothing }}' }, /When to wipe.*no device was touched/],
	['days that are none', { wipe: 'afterDays', days: '={{ "soon" }}' }, /Days.*whole number/],
	['a switch that says neither', { lockNow: '={{ "maybe" }}' }, /Lock Company Devices at Once.*true or false/],
])('%s: nothing is guessed', async (_, parameters, message) => {
	const { error } = await site.n8n.run([openCase(), devices(fleet, parameters)], [leaver()]);
	expect(error).toMatch(message);
	expect(mine(fleet).flatMap(({ id }) => site.sandbox.fleet.management.commandsOf(id))).toEqual([]);
});
