import { goodElastic, goodS3, goodSentinel, goodSplunk } from '../../../test/support/sinkAnswers';
import { sha256 } from '../sink';
import { answerIn, type Fault, type Verdict } from './answer';
import { judgeElastic } from './elastic';
import { judgeS3, type Lock } from './s3';
import { judgeSentinel } from './sentinel';
import { judgeSplunk } from './splunk';

const body = '{"format":"jml-segment/1"}';
const s3 = (item: unknown, bytes: string | null = body, lock: Lock = 'compliance') => judgeS3({ sha256: sha256(body), lock, now: new Date('2026-11-20T09:00:00Z') }, answerIn(item, bytes === null ? null : Buffer.from(bytes)));
const splunk = (item: unknown) => judgeSplunk(answerIn(item, null));
const sentinel = (item: unknown) => judgeSentinel(answerIn(item, null));
const ids = ['n8n.test/jml/5', 'n8n.test/jml/6', 'n8n.test/jml/checkpoint/7'];
const elastic = (item: unknown) => judgeElastic(ids, answerIn(item, null));
const documents = goodElastic({ from: 5, to: 7 }, 'n8n.test/jml').body.items;
const answered = (items: unknown, more: object = {}) => ({ statusCode: 200, headers: {}, body: { errors: false, items, ...more } });
const but = (index: number, create: object) => documents.map((document, at) => (at === index ? { create: { ...document.create, ...create } } : document));

const faultIn = (verdict: Verdict): Fault => {
	if ('receipt' in verdict) throw new Error(`It was believed: ${JSON.stringify(verdict)}`);
	return verdict;
};
const html = '<!DOCTYPE html><html><body>Please sign in</body></html>';

describe('what is believed', () => {
	test('S3: the bytes that are there are the bytes that were sent, under a lock that lasts', () => {
		expect(s3(goodS3())).toEqual({ receipt: { readBack: true, sha256: sha256(body), bytes: 26, versionId: '3sL4kqtJlcpXroDTDmJ', etag: '"9a0364b9e99bb480dd25e1f0284c8555-1"', lockMode: 'COMPLIANCE', retainUntil: '2033-11-20T00:00:00Z' } });
		expect(s3(goodS3({ 'x-amz-object-lock-mode': 'GOVERNANCE' }), body, 'governance')).toHaveProperty('receipt');
		expect(s3({ statusCode: 200, headers: {} }, body, 'none')).toEqual({ receipt: { readBack: true, sha256: sha256(body), bytes: 26, versionId: null, etag: null, lockMode: null, retainUntil: null } });
	});

	test('Splunk: accepted is not indexed, and is not called so', () => {
		expect(splunk(goodSplunk())).toEqual({ receipt: { accepted: true, indexed: 'unknown' } });
		expect(splunk(goodSplunk({ ackId: 7 }))).toEqual({ receipt: { accepted: true, indexed: 'unknown', ackId: 7 } });
		expect(splunk(goodSplunk({ ackId: 1e300 }))).toEqual({ receipt: { accepted: true, indexed: 'unknown' } });
		expect(splunk({ statusCode: 200, headers: {}, body: { acks: { 7: true } } })).toEqual({ receipt: { accepted: true, indexed: true, ackId: 7 } });
	});

	test('Elastic: each document by itself, and one that is there already is there', () => {
		expect(elastic(answered(documents))).toEqual({ receipt: { created: 3, thereBefore: 0 } });
		expect(elastic(answered(but(1, { status: 409, error: { type: 'version_conflict_engine_exception' } }), { errors: true }))).toEqual({ receipt: { created: 2, thereBefore: 1 } });
	});

	test('Sentinel: 204, and that is all it says', () => {
		expect(sentinel(goodSentinel)).toEqual({ receipt: { accepted: true, indexed: 'unknown', requestId: '0a1b' } });
	});
});

const always: [string, unknown, RegExp][] = [
	['nothing', undefined, /is no answer of a sink/],
	['an item that is no answer', { body: 'x' }, /is no answer of a sink/],
	['a status that is a text', { statusCode: '200', headers: {}, body: { code: 0 } }, /is no answer of a sink/],
	['a redirect to a sign-in page', { statusCode: 302, headers: { location: '/login' }, data: html }, /looks like a sign-in page/],
	['a busy server', { statusCode: 503, headers: {}, body: { text: 'Server is busy', code: 9 } }, /failed \(503.*Server is busy/],
	['a proxy’s page', { statusCode: 502, headers: {}, data: html }, /failed \(502: <!DOCTYPE html>/],
	['too many requests', { statusCode: 429, headers: { 'Retry-After': '30' }, body: {} }, /429, again after 30 s/],
];

describe.each([['S3', (item: unknown) => s3(item)], ['Splunk', splunk], ['Elastic', elastic], ['Sentinel', sentinel]] as const)('not believed, whichever sink: %s', (_, judge) => {
	test.each(always)('%s', (__, item, what) => {
		expect(faultIn(judge(item)).what).toMatch(what);
	});

	test('no answer at all, in n8n’s words', () => {
		expect(faultIn(judge({ error: { message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' } })).what).toMatch(/connect ECONNREFUSED/);
		expect(faultIn(judge({ error: 'Request timed out' })).what).toMatch(/Request timed out/);
		expect(faultIn(judge({ error: {} })).what).toMatch(/no reason given/);
	});

	test('a failure to which n8n has added the answer before it', () => {
		const good = { ...goodS3(), body: { code: 0, items: documents } };
		for (const statusCode of [200, 204, 404]) expect(faultIn(judge({ ...good, statusCode, error: 'Bad request - please check your parameters' })).what).toMatch(/\(Bad request - please check your parameters\)/);
	});

	test('a secret in what came back is not repeated, nor a book', () => {
		const { what } = faultIn(judge({ statusCode: 500, headers: {}, data: `Authorization: Bearer abcDEF0123456789abcDEF0123456789 ${'x'.repeat(5_000)}` }));
		expect(what).not.toContain('abcDEF0123456789');
		expect(what.length).toBeLessThan(500);
	});

	test('every fault says what to do', () => {
		for (const [, item] of always) expect(faultIn(judge(item)).todo).toMatch(/^[A-Z].{10,}[^.]$/);
	});
});

test.each<[string, ReturnType<typeof faultIn>, RegExp]>([
	['other bytes', faultIn(s3(goodS3(), `${body} `)), /something else under this key \(27 bytes/],
	['no bytes', faultIn(s3(goodS3(), null)), /its bytes did not reach/],
	['an empty file', faultIn(s3(goodS3(), '')), /something else under this key \(0 bytes/],
	['nothing under the key', faultIn(s3({ statusCode: 404, headers: {} }, '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>')), /does not have it \(404 NoSuchKey: The specified key does not exist\.\)/],
	['no right to read', faultIn(s3({ statusCode: 403, headers: {} }, '<Error><Code>AccessDenied</Code></Error>')), /403 AccessDenied/],
	['a delete marker', faultIn(s3({ statusCode: 405, headers: {} }, null)), /answered 405/],
	['no lock', faultIn(s3({ statusCode: 200, headers: {} })), /does not show a lock/],
	['a lock people can lift', faultIn(s3(goodS3({ 'x-amz-object-lock-mode': 'GOVERNANCE' }))), /governance mode/],
	['a lock that has ended', faultIn(s3(goodS3({ 'x-amz-object-lock-retain-until-date': '2026-11-20T08:59:59Z' }))), /does not last/],
	['a lock without an end', faultIn(s3(goodS3({ 'x-amz-object-lock-retain-until-date': 'for ever' }))), /does not last/],
	['a lock of an unknown kind', faultIn(s3(goodS3({ 'x-amz-object-lock-mode': 'WISHFUL' }))), /does not show a lock/],
])('S3: %s', (_, { what }, expected) => {
	expect(what).toMatch(expected);
});

test.each<[string, unknown, RegExp, RegExp]>([
	['an unknown token', { statusCode: 403, headers: {}, body: { text: 'Invalid token', code: 4 } }, /Splunk answered 403/, /does not know the token/],
	['no token', { statusCode: 401, headers: {}, body: { text: 'Token is required', code: 2 } }, /401/, /"Splunk " and the token/],
	['a wrong index', { statusCode: 400, headers: {}, body: { text: 'Incorrect index', code: 7, 'invalid-event-number': 0 } }, /Incorrect index/, /Allow the index/],
	['a code nobody knows', { statusCode: 400, headers: {}, body: { text: 'Huh', code: 77 } }, /Huh/, /Look at the token/],
	['success in the status, failure in the code', goodSplunk({ code: 6 }), /200 and yet code 6/, /Look at/],
	['a sign-in page with 200', { statusCode: 200, headers: {}, data: html }, /not Splunk's collector/, /8088|collector's port/],
	['a code that is a text', goodSplunk({ code: '0' }), /not Splunk's collector/, /address/],
	['a broken body', { statusCode: 200, headers: {}, body: {} }, /not Splunk's collector/, /address/],
	['a list', { statusCode: 200, headers: {}, body: [{ code: 0 }] }, /not Splunk's collector/, /address/],
	['not indexed yet', { statusCode: 200, headers: {}, body: { acks: { 7: false } } }, /has not indexed it yet \(acknowledgement 7\)/, /Wait longer/],
	['acknowledgements of others beside ours', { statusCode: 200, headers: {}, body: { acks: { 7: true, 8: true } } }, /not Splunk's/, /address/],
	['no acknowledgement at all', { statusCode: 200, headers: {}, body: { acks: {} } }, /not Splunk's/, /address/],
	['an acknowledgement that is no number', { statusCode: 200, headers: {}, body: { acks: { all: true } } }, /not Splunk's/, /address/],
])('Splunk: %s', (_, item, what, todo) => {
	const fault = faultIn(splunk(item));
	expect(fault.what).toMatch(what);
	expect(fault.todo).toMatch(todo);
});

test.each<[string, unknown, RegExp]>([
	['a document the mapping refused', answered(but(1, { status: 400, error: { type: 'document_parsing_exception', reason: 'failed to parse field [event.sequence]' } }), { errors: true }), /did not keep 1 of 3 documents: n8n\.test\/jml\/6 \(400, failed to parse field/],
	['errors: false, and one of them failed', answered(but(0, { status: 500 })), /n8n\.test\/jml\/5 \(500\)/],
	['some that were too many', answered(but(2, { status: 429, error: { type: 'es_rejected_execution_exception' } })), /too busy for 1 of 3 documents/],
	['all of them', answered(documents.map(({ create }) => ({ create: { ...create, status: 400 } }))), /did not keep 3 of 3/],
	['one too few', answered(documents.slice(1)), /answered for 2 documents of 3/],
	['one too many', answered([...documents, documents[0]]), /answered for 4 documents of 3/],
	['none', answered([]), /answered for 0 documents of 3/],
	['documents of somebody else', answered(but(0, { _id: 'another' })), /not answered for/],
	['them in another order', answered([...documents].reverse()), /not answered for/],
	['index instead of create', answered(documents.map(({ create }) => ({ index: create }))), /not answered for/],
	['items that are no objects', answered([null, 'x', 3]), /not answered for/],
	['a status that is a text', answered(but(0, { status: '201' })), /n8n\.test\/jml\/5 \(201\)/],
	['items that are no list', answered({ 0: documents[0] }), /not Elastic's bulk endpoint/],
	['a sign-in page with 200', { statusCode: 200, headers: {}, data: html }, /not Elastic's bulk endpoint/],
	['a refused key', { statusCode: 401, headers: {}, body: { error: { type: 'security_exception' } } }, /refused the key/],
	['too big', { statusCode: 413, headers: {}, data: '' }, /no requests of this size/],
	['no such endpoint', { statusCode: 404, headers: {}, body: { error: 'no handler found' } }, /answered 404/],
])('Elastic: %s', (_, item, what) => {
	expect(faultIn(elastic(item)).what).toMatch(what);
});

test.each<[string, unknown, RegExp]>([
	['200 is not 204', { statusCode: 200, headers: {}, data: html }, /answered 200, not 204/],
	['a role that is missing', { statusCode: 403, headers: {}, body: { error: { code: 'OperationFailed', message: 'The authentication token provided does not have access' } } }, /403.*does not have access/],
	['a wrong stream', { statusCode: 404, headers: {}, body: { error: { code: 'NotFound' } } }, /404/],
	['too much', { statusCode: 413, headers: {}, body: {} }, /413/],
	['a wrong shape', { statusCode: 400, headers: {}, body: { error: { code: 'InvalidPayload' } } }, /InvalidPayload/],
])('Sentinel: %s', (_, item, what) => {
	expect(faultIn(sentinel(item)).what).toMatch(what);
});
