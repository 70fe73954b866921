import { join } from 'node:path';
import { openLedger, type Ledger } from '../../ledger';
import { openCase } from '../../lifecycle/caseRecords';
import { closeCase } from '../../lifecycle/closing';
import { registerException } from '../../lifecycle/exceptions/register';
import { recordResult, resultOf } from '../../lifecycle/journal';
import { takeIn } from '../../lifecycle/inbox';
import { noteRead } from '../../lifecycle/sources';
import type { NodeJson } from '../../scripts/n8n';
import { goLive, setStage, type Stage } from '../../scripts/stage';
import { attachmentIn } from '../../scripts/stage/evidence';
import type { Person } from '../../sandbox';
import { announced } from '../support/guarded';
import { brokenLedger } from './support/brokenLedger';
import { everybodyMet } from './support/everybodyMet';
import { oktaRefuses } from './support/oktaRefuses';

jest.setTimeout(240_000);

let stage: Stage;
beforeAll(async () => {
	stage = await setStage({ sandbox: { settings: { okta: { asyncMs: 0 }, entra: { ruleLagMs: 0 } } } });
});
afterAll(() => stage?.stop());

const minute = 60_000;
const recorded = async (work: (ledger: Ledger) => Promise<unknown>): Promise<void> => {
	const ledger = await stage.openLedger();
	await work(ledger).finally(() => ledger.close());
};
/** Imported without its example, and started at one of its triggers. */
const started = async (file: string, trigger: string, patch?: (node: NodeJson) => void) => {
	const { id } = await stage.importTemplate(file, patch);
	const { api } = stage.n8n;
	const execution = await api.waitForExecution({ id: (await api.runManually(id, trigger))! });
	await api.deleteWorkflow(id);
	return execution;
};
const mailAbout = (pattern: RegExp) => stage.sandbox.mail.waitForMail(({ subject }) => pattern.test(subject));

/** The ledger's own clock says when: what lies further back has to be written first. */
const inTheLedgerSince = async (at: Date, work: (ledger: Ledger) => Promise<unknown>): Promise<void> => {
	const ledger = await openLedger({ directory: join(stage.n8n.userFolder, '.n8n', 'jml-ledger'), origin: 'n8n/jml-ledger', now: () => at });
	await work(ledger).finally(() => ledger.close());
};
const daysAgo = (count: number) => new Date(Date.now() - count * 24 * 60 * minute);

describe('exceptions', () => {
	const begun = daysAgo(40);
	/** They left long ago, an exception that is over since yesterday kept their groups in Okta, and they are in one. */
	const wasKept = ({ id, firstName, lastName, workEmail }: Person): Promise<void> => {
		const { cast, okta } = stage.sandbox;
		const expired = daysAgo(1);
		[...okta.state.groups.values()].find(({ name }) => name === 'VPN Users')!.members.add(okta.user(workEmail).id);
		return inTheLedgerSince(begun, async (ledger) => {
			const { id: exception } = await registerException(ledger, { type: 'exception', who: [workEmail], system: 'okta', step: 'removeFromGroups', owner: 'Jane', reason: 'handover', expiresAt: expired.toISOString(), registeredBy: 'IT' }, begun);
			const { person, event } = announced(id, { effectiveAt: begun.toISOString(), receivedAt: begun.toISOString() }, { name: `${firstName} ${lastName}`, workEmail, manager: { id: cast.leaverManager.id, name: null, email: cast.leaverManager.workEmail } });
			const { id: caseId } = await openCase(ledger, person, event, { dryRun: false, deadlineMinutes: 15, run: '1', workflow: 'leaver' });
			const held = { outcome: 'held', verified: false, reason: 'an exception keeps it', exception, requestedAt: null, effectiveAt: null, verifiedAt: null } as const;
			await recordResult(ledger, { caseId, run: '1', node: 'Cut Okta' }, 'cut', resultOf('okta', 'removeFromGroups', { id: okta.user(workEmail).id, label: workEmail }, held));
			await closeCase(ledger, caseId, '1');
		});
	};

	test('G14: what an exception held is cut the morning after its last day', async () => {
		const { cast: { partTimer: { workEmail } }, okta } = stage.sandbox;
		for (const one of [stage.sandbox.cast.partTimer, stage.sandbox.cast.honolulu]) await wasKept(one);
		const before = Number(okta.accessOf(workEmail)['groups']);
		const isHonolulus = okta.user(stage.sandbox.cast.honolulu.workEmail).id;
		const down = stage.sandbox.faults.okta.add({ path: `/users/${isHonolulus}`, effect: { kind: 'status', status: 503 } });
		expect((await started('exceptions.json', 'Every Morning', goLive)).status).toBe('success');
		down.remove();
		expect((await mailAbout(/^No longer held, Karin Lund: /)).subject).toContain('Complete');
		expect(okta.accessOf(workEmail)['status']).toBe('SUSPENDED');
		expect(okta.accessOf(workEmail)['groups']).toBeLessThan(before);

		const mail = await mailAbout(/^Urgent: No longer held, Kaleo Nakamura: Incomplete/);
		expect(mail.text).toMatch(/okta/);
	});
});

describe('the watchdog', () => {
	test('F07: a trigger that has stopped looking is mailed', async () => {
		const at = new Date(Date.now() - 40 * minute);
		await inTheLedgerSince(at, (ledger) => noteRead(ledger, { workflow: 'asleep', source: 'bamboohr/asleep' }, { latest: '', headcount: 75, people: 80 }, at, true));
		expect((await started('watchdog.json', 'Every 15 Minutes')).status).toBe('success');
		expect((await mailAbout(/Nobody is looking at bamboohr\/asleep/)).text).toContain('Workflow asleep does not do its work for bamboohr/asleep');
	});
});

test('a watchdog that cannot read the ledger fails, so that it shows', async () => {
	const failed = await started('watchdog.json', 'Every 15 Minutes', await brokenLedger(stage.n8n).then((breakLedgerOf) => (node: NodeJson) => void (node.name === 'Check Triggers' && breakLedgerOf(node))));
	expect(failed.status).toBe('error');
	expect(failed.data.resultData.error?.message).toMatch(/ledger/i);
});

describe('leave of absence', () => {
	const access = () => {
		const { okta, google, entra, cast } = stage.sandbox;
		const { workEmail } = cast.leaver;
		return [okta.accessOf(workEmail)['status'], google.accessOf(workEmail)['status'], entra.accessOf(workEmail)['enabled']];
	};
	const yesterday = () => new Date(Date.parse(stage.sandbox.bamboohr.today()) - 24 * 60 * minute).toISOString().slice(0, 10);

	test('HR says that somebody is on leave: sign-in is blocked, read back and told; back: it is as before', async () => {
		const { sandbox, n8n } = stage;
		const before = access();
		const { id } = await n8n.api.activate((await stage.importTemplate('leave.json', goLive)).id);
		await everybodyMet(stage, id);
		sandbox.bamboohr.setStatus(sandbox.cast.leaver.id, 'Leave of Absence', yesterday());
		expect((await mailAbout(/^On leave: Mateo Rivas: /)).subject).toMatch(/: Complete \(/);
		expect(access()).toEqual(['SUSPENDED', 'suspended', false]);

		sandbox.bamboohr.setStatus(sandbox.cast.leaver.id, 'Full-Time');
		expect((await mailAbout(/^Back from leave: Mateo Rivas: /)).subject).toMatch(/: Complete \(/);
		expect(access()).toEqual(before);
	});

	test('Okta does not answer: IT is told what is not blocked', async () => {
		const { sandbox } = stage;
		const refusal = oktaRefuses(sandbox);
		sandbox.bamboohr.setStatus(sandbox.cast.sydney.id, 'Leave of Absence', yesterday());
		const mail = await mailAbout(/^(?:Urgent: )?On leave: (?!Mateo)/);
		refusal.remove();
		expect(mail.subject).toContain('Incomplete');
		expect(mail.text).toMatch(/okta/);
	});
});

describe('contract end', () => {
	const boss = { id: '7', name: 'Mia Boss', email: 'mia@kestrel.example' };
	const inAWeek = () => new Date(new Date(Date.now() + 7 * 24 * 60 * minute).setUTCHours(23, 59, 0, 0)).toISOString();

	test('the manager is told once, HR and IT get a list', async () => {
		await recorded((ledger) => takeIn(ledger, { source: 'bamboohr/acme', workflow: 'leaver' }, announced('742', { kind: 'contract-end', effectiveAt: inAWeek() }, { manager: boss }), new Date()));
		expect((await started('contract-end.json', 'Every Morning')).status).toBe('success');
		const told = () => stage.sandbox.mail.messages.filter(({ subject }) => subject.includes('Person 742'));
		expect(told().flatMap(({ to }) => to).sort()).toEqual(['hr@example.com', 'it@example.com', 'mia@kestrel.example']);
	});

	test('nobody can be told: the execution fails, so that it shows', async () => {
		await recorded((ledger) => takeIn(ledger, { source: 'bamboohr/acme', workflow: 'leaver' }, announced('743', { kind: 'contract-end', effectiveAt: inAWeek() }), new Date()));
		const failed = await started('contract-end.json', 'Every Morning', (node) => {
			if (node.type === 'n8n-nodes-base.executeWorkflow') node.parameters['workflowId'] = { __rl: true, mode: 'list', value: 'jmlNobody0000001' };
		});
		expect(failed.status).toBe('error');
	});
});

describe('the audit', () => {
	test('the quarter goes to the auditor, as a page and tables', async () => {
		expect((await started('audit-quarter.json', 'By Hand')).status).toBe('success');
		const mail = await stage.sandbox.mail.waitForMail(({ to }) => to.includes('auditor@example.com'));
		expect(attachmentIn(mail)).toMatchObject({ fileName: expect.stringMatching(/\.(?:html|csv)$/), content: expect.any(Buffer) });
	});

	test('a ledger that cannot be verified is told to security', async () => {
		const { sandbox, n8n } = stage;
		const breakLedgerOf = await brokenLedger(n8n);
		await started('audit-quarter.json', 'Each Week', (node) => {
			if (node.name === 'Verify') breakLedgerOf(node);
		});
		expect((await sandbox.mail.waitForMail(({ to }) => to.includes('security@example.com'))).subject).toMatch(/^Urgent: /);
	});
});
