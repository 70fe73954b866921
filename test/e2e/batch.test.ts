import { people, vendorLimits } from '../../sandbox';
import { itemsOf } from '../../scripts/n8n';
import { carryOutBatch, setStage, type BatchRun, type Stage } from '../../scripts/stage';
import { attachmentIn } from '../../scripts/stage/evidence';

/** A quiet machine needs half of it. */
jest.setTimeout(900_000);

/** Those of the template that a hundred and fifty people are put through in a few minutes of this machine. */
const cuts = ['Cut Okta', 'Cut Google Workspace'];
/** By the second, and as to a company that is let through more: a hundred and fifty people take ten minutes otherwise. */
const rateLimits = vendorLimits({ windowMs: 1_000, faster: { okta: 6, google: 2 } });

let stage: Stage;
let batch: BatchRun;
let before: unknown;
const bystanders = () => {
	const { okta, google } = stage.sandbox;
	return people.map(({ id }) => [okta.ids.get(id) && okta.accessOf(okta.ids.get(id)!), google.ids.get(id) && google.accessOf(google.ids.get(id)!)]);
};

beforeAll(async () => {
	stage = await setStage({ sandbox: { company: { extra: 150 }, rateLimits } });
	before = bystanders();
	batch = await carryOutBatch(stage, { people: 150, cuts, say: (line) => process.stderr.write(`${line}\n`) });
});
afterAll(() => stage?.stop());

test('C08: 150 people who leave on one day are all held, and approved as one plan', () => {
	expect(batch.held).toBe(150);
	expect(batch.plan).toMatch(/^150 events are decided on together\./);
});

test('C08: one execution of the published template carries the plan out, contractors among them, and all are complete', () => {
	const closed = itemsOf(batch.execution, 'Close Case').map((item) => item['case'] as { id: string; verdict: string });
	expect(batch.execution.status).toBe('success');
	expect(batch.execution.data.resultData.runData['Close Case']).toHaveLength(1);
	expect(new Set(closed.map(({ id }) => id)).size).toBe(150);
	expect(closed.filter(({ verdict }) => verdict !== 'Complete')).toEqual([]);
	for (const { workEmail } of batch.leavers) {
		expect(stage.sandbox.okta.accessOf(workEmail)).toMatchObject({ status: 'SUSPENDED', sessions: 0 });
		expect(stage.sandbox.google.accessOf(workEmail)).toMatchObject({ status: 'suspended', sessions: 0 });
	}
	expect(bystanders()).toEqual(before);
});

test('C08: what a vendor refused for being too much was taken later', () => {
	for (const name of ['okta', 'google'] as const) {
		const { entries } = stage.sandbox.journals[name];
		const refused = entries.filter(({ throttledUntil }) => throttledUntil !== undefined);
		expect(refused.length).toBeGreaterThan(0);
		const taken = new Set(entries.filter(({ throttledUntil }) => throttledUntil === undefined).map(({ method, path }) => `${method} ${path}`));
		expect(refused.filter(({ method, path }) => !taken.has(`${method} ${path}`))).toEqual([]);
	}
});

test('C08: one mail tells of it, with a table of all', () => {
	expect(batch.reports).toHaveLength(1);
	const [report] = batch.reports;
	expect(report!.subject).toMatch(/^Leaver 150 people: Complete \(batch_\d{8}_150_[0-9a-f]{10}\)$/);
	expect(report!.text).toMatch(/^150 people: 150 complete\./);
	const { fileName, content } = attachmentIn(report!);
	expect(fileName).toMatch(/^batch_\d{8}_150_[0-9a-f]{10}\.csv$/);
	expect(content.toString('utf8').trim().split('\r\n')).toHaveLength(151);
	expect(stage.sandbox.mail.messages.filter(({ subject }) => /^Leaver (?!needs)/.test(subject))).toHaveLength(1);
});
