import { createHash } from 'node:crypto';
import { temporaryLedger } from '../../../test/support/temporaryLedger';
import type { Bundle, JsonObject } from '../../types';
import { comparePage, evidencePage, pageScript, recognise, verifierPage, type PageScript } from '../index';

const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(1)>" onload="\u202e<!--';

let script: PageScript;
beforeAll(async () => {
	script = await pageScript();
});

const bundleOf = async (...contents: [kind: string, content: JsonObject][]): Promise<string> => {
	let time = Date.parse('2026-11-20T09:00:00.000Z');
	const ledger = await temporaryLedger(() => new Date((time += 1000)));
	try {
		for (const [kind, content] of contents) await ledger.append({ kind, caseId: 'c', content });
		return JSON.stringify(await ledger.exportCase('c'));
	} finally {
		await ledger.close();
	}
};
const opened = (person: string): [string, JsonObject] => ['case.opened', { case: { run: '1', dryRun: false, dueBy: '2026-11-20T09:15:00.000Z' }, person: { id: '30', name: person }, event: { kind: 'terminate', source: 'bamboohr', effectiveAt: '2026-11-20T09:00:00.000Z', receivedAt: '2026-11-20T09:00:00.000Z' } }];

const usual = (): Promise<string> => bundleOf(opened('Mateo Rivas'), ['step.settled', { run: '1', system: 'okta', step: 'blockSignIn', outcome: 'done', verified: true, reason: 'Suspended.' }]);
const shownIn = (page: string): string => page.slice(page.indexOf('<body>'), page.indexOf('<script type="application/json"'));

it('is the same for the same bundle, byte for byte', async () => {
	const bundle = await usual();
	expect(evidencePage(bundle, script)).toBe(evidencePage(bundle, script));
	expect(comparePage(evidencePage(bundle, script), bundle, script)).toEqual({ is: 'faithful' });
	expect(comparePage(evidencePage(bundle, script), await usual(), script)).toEqual({ is: 'changed' });
	expect(comparePage(evidencePage(bundle, { ...script, version: '0.0.9' }), bundle, script)).toEqual({ is: 'of another version', by: 'n8n-nodes-joiner-mover-leaver 0.0.9' });
	expect(comparePage('<!doctype html>', bundle, script)).toMatchObject({ is: 'of another version' });
});

it('carries the bundle, which can be taken out again', async () => {
	const bundle = await bundleOf(opened(hostile));
	const taken = recognise(evidencePage(bundle, script));
	expect(taken.kind).toBe('page');
	expect(JSON.parse(taken.text) as Bundle).toEqual(JSON.parse(bundle));
});

it('can be read without scripts, and says that nothing was checked', async () => {
	const shown = shownIn(evidencePage(await usual(), script));
	for (const text of ['Nothing has been checked yet.', 'Mateo Rivas', 'Termination', 'Okta: Block sign in', 'Done, read back', 'On the word of the HR system', 'NCA ECC-2:2024', 'Open</p>', 'The case was not closed']) expect(shown).toContain(text);
	expect(shown).not.toContain('The evidence holds');
});

it('lets nothing load, and nothing run but its own script', async () => {
	for (const page of [evidencePage(await usual(), script), verifierPage(script)]) {
		const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page)!;
		const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
		const [, style] = /<style>([^<]*)<\/style>/.exec(page)!;
		const [, own] = /<script>([^]*)<\/script>\n<\/body>/.exec(page)!;
		expect(policy).toBe(`default-src 'none'; script-src ${hashOf(own!)}; style-src ${hashOf(style!)}; base-uri 'none'; form-action 'none'`);
		const markup = page.replace(script.text, () => '');
		expect(markup.match(/<script/g)).toHaveLength(markup.includes('id="bundle"') ? 2 : 1);
		expect(markup).not.toMatch(/<(?:link|img|iframe|object|embed|audio|video|source|base)\b| (?:src|srcset|style|on\w+)="| href="(?!#)/);
		expect(style).not.toMatch(/url\((?!#)|@import/);
	}
});

it('shows what records hold as text, whatever they hold', async () => {
	const step: JsonObject = { run: hostile, system: hostile, step: hostile, account: { id: '1', label: hostile }, outcome: hostile, verified: true, reason: hostile, remains: [hostile], before: { [hostile]: hostile }, after: {}, calls: [{ method: hostile, path: hostile, requestId: hostile }, { problem: hostile }] };
	const page = evidencePage(await bundleOf(opened(hostile), ['decision.recorded', { decision: hostile, by: { name: hostile }, reason: hostile, what: hostile }], ['step.settled', step], ['case.closed', { run: hostile, verdict: hostile }]), script);
	expect(shownIn(page)).not.toMatch(/<img|<script|\u202e|<!--/);
	expect(page.replace(script.text, () => '').match(/<script/g)).toHaveLength(2);
});

it('says that access came back, that it was in time at first, and shows the requests of every run', async () => {
	const step = (run: string, minute: string, requestId: string): [string, JsonObject] => ['step.settled', { run, operation: 'cut', system: 'okta', step: 'blockSignIn', account: { id: '00u1', label: 'm' }, outcome: 'done', verified: true, reason: 'Suspended.', requestedAt: `2026-11-20T09:${minute}:01.000Z`, verifiedAt: `2026-11-20T09:${minute}:03.000Z`, calls: [{ method: 'POST', path: '/x', status: 200, requestId }] }];
	const closed = (run: string, minute: string, more: JsonObject = {}): [string, JsonObject] => ['case.closed', { run, verdict: 'Complete', dryRun: false, dueBy: '2026-11-20T09:15:00.000Z', verifiedAt: `2026-11-20T09:${minute}:03.000Z`, withinDeadline: minute < '15', open: [], ...more }];
	const again: [string, JsonObject] = ['case.resumed', { case: { run: '2', dryRun: false, dueBy: '2026-11-20T09:15:00.000Z' } }];
	const shown = shownIn(evidencePage(await bundleOf(opened('Mateo Rivas'), step('1', '01', 'first-request'), closed('1', '01'), again, step('2', '20', 'second-request'), closed('2', '20', { cameBack: [{ system: 'okta', step: 'blockSignIn' }] })), script)).replace(/<\/?bdi>/g, '');
	for (const text of ['Deadline kept, with 13 min 57 s to spare.', 'Access had come back after that, as was found on', 'Okta: Block sign in, and was taken once more', 'first-request', 'second-request', 'Looked at last']) expect(shown).toContain(text);
	expect(shown).not.toContain('Deadline missed');
});

it('of evidence that does not hold it shows no report, and marks the first bad record', async () => {
	const shown = shownIn(evidencePage((await usual()).replace('Suspended.', 'Suspender'), script));
	expect(shown).toContain('Evidence that does not hold');
	expect(shown).toMatch(/<tr role="row" id="record-2" class="first-bad">/);
	expect(shown).not.toContain('Open points');
	for (const junk of ['', 'null', '[]', '{"records":7}', '{"records":[null,{"entry":"x"}]}', '<p>']) expect(() => evidencePage(junk, script)).not.toThrow();
	expect(evidencePage('<p>', script)).not.toContain('<p>\n');
});

it.each([
	['{"format":"jml-bundle/1"}', 'bundle'],
	['\ufeff <!doctype html><p>', 'bundle'],
	['c2sp.org/tlog-proof@v1\nindex 0\n\n', 'proof'],
	['evidence.example.com/jml+c2d03c71+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea\n', 'key'],
	['evidence.example.com/jml\n3\nx\n\n— a b\n', 'checkpoint'],
	['evidence.example.com/jml\r\n3\r\nx\r\n\r\n— a b\r\n', 'checkpoint'],
	['', 'bundle'],
])('tells what it is given: %j', (text, kind) => {
	expect(recognise(text).kind).toBe(kind);
});
