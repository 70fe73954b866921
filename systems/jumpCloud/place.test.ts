import { keyHolderOf, organisationHeader, placeOf, serviceAccountOf } from './place';

describe('where the tenant is', () => {
	test.each([
		[{}, 'https://console.jumpcloud.com', 'https://api.jumpcloud.com'],
		[{ consoleUrl: ' https://console.jumpcloud.com/ ' }, 'https://console.jumpcloud.com', 'https://api.jumpcloud.com'],
		[{ consoleUrl: 'https://console.eu.jumpcloud.com/#/home' }, 'https://console.eu.jumpcloud.com', 'https://api.eu.jumpcloud.com'],
		[{ consoleUrl: 'https://jumpcloud.gateway.example' }, 'https://jumpcloud.gateway.example', 'https://jumpcloud.gateway.example'],
		[{ consoleUrl: 'https://console.eu.jumpcloud.com', insightsUrl: 'https://insights.example/' }, 'https://console.eu.jumpcloud.com', 'https://insights.example'],
	])('%j', (fields, consoleUrl, insightsUrl) => {
		expect(placeOf(fields)).toMatchObject({ consoleUrl, insightsUrl });
	});

	test.each([
		[{ consoleUrl: 'console' }, /console address.*is not an address/],
		[{ consoleUrl: 'http://console.jumpcloud.com' }, /must start with https/],
		[{ insightsUrl: 'http://api.jumpcloud.com' }, /Insights address.*must start with https/],
		[{ tokenUrl: 'ftp://x' }, /token address.*must start with https/],
	])('%j is refused', (fields, said) => {
		expect(() => placeOf(fields)).toThrow(said);
	});

	test('the organisation is named only where one is meant', () => {
		expect(organisationHeader(placeOf({ organisationId: ' 5f ' }))).toEqual({ 'x-org-id': '5f' });
		expect(organisationHeader(placeOf({ organisationId: ' ' }))).toEqual({});
	});
});

test.each([
	[() => keyHolderOf({ administratorEmail: 'a@b.example' }), /no API key/],
	[() => keyHolderOf({ apiKey: 'k' }), /no administrator's email/],
	[() => keyHolderOf({ apiKey: 'k', administratorEmail: 'somebody' }), /is not an e-mail address.*keep that person from being cut/],
	[() => serviceAccountOf({ clientId: 'c' }), /no client secret/],
])('what is missing in the credential is named (%#)', (read, said) => {
	expect(read).toThrow(said);
});
