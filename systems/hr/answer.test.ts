import { answerIn } from './answer';

const said = (given: unknown): unknown => {
	try {
		return answerIn(given, 'Rippling');
	} catch (error) {
		return (error as Error).message;
	}
};

describe('an answer with status and headers around it', () => {
	const headers = { 'content-type': 'text/html' };
	test.each([
		['a redirect to a sign-in page', { statusCode: 302, headers, data: '' }, /redirected instead of answering \(status 302\)/],
		['a sign-in page', { statusCode: 200, headers, data: '<html>Sign in</html>' }, /a web page, such as a sign-in page,/],
		['a refusal', { statusCode: 403, headers, data: '{"results":[]}' }, /status 403/],
		['a refusal with a body', { statusCode: 403, headers, body: { results: [] } }, /status 403/],
	])('%s is no answer', (_what, given, message) => {
		expect(said(given)).toMatch(message);
	});
	test('the data in it counts', () => {
		expect(said({ statusCode: 200, headers, data: '{"results":[1]}' })).toEqual({ results: [1] });
		expect(said({ statusCode: 200, headers, body: { results: [1] } })).toEqual({ results: [1] });
	});
});

test('a record that happens to have a status code of its own is taken as it is', () => {
	const record = { statusCode: 7, data: 'x' };
	expect(said(record)).toEqual(record);
});
