import { createClock } from '../../sandbox/clock';
import { startEntra, type EntraDouble } from '../../sandbox/entra';
import { appOf } from '../http/microsoft/app';
import { mintSession } from '../http/microsoft/session';
import type { SendForm } from '../http/types';
import { checkEntra, permissionsNeeded } from './check';
import { isGranted } from './permissions';

const headersOf = ({ headers }: Response): Record<string, string> => {
	const all: Record<string, string> = {};
	headers.forEach((value, name) => (all[name] = value));
	return all;
};

describe('with the simulated tenant', () => {
	let entra: EntraDouble;
	const clock = createClock();
	beforeAll(async () => {
		entra = await startEntra({ clock, port: 0, latencyMs: 0, rateLimits: [] });
	});
	afterAll(async () => {
		clock.stop();
		await entra.stop();
	});

	const certified = () => {
		const { loginUrl, graphUrl, tenantId, clientId, certificate } = entra.connection;
		return { loginUrl, graphUrl, tenantId, clientId, authentication: 'certificate', publicCertificate: certificate.pem, privateKey: certificate.privateKey };
	};
	const send: SendForm = async ({ url, form }) => {
		const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
		return { status: response.status, headers: headersOf(response), body: await response.json() };
	};

	const check = async () => {
		const app = appOf('Entra ID', certified(), new Date());
		const { token, permissions } = await mintSession(app, send, () => new Date());
		return checkEntra(
			async ({ method, path }) => {
				const response = await fetch(app.addresses.graph + path, { method, headers: { authorization: `Bearer ${token}` } });
				return { status: response.status, headers: headersOf(response), body: await response.json() };
			},
			permissions,
		);
	};

	test('Test is content where everything is granted', async () => {
		expect(await check()).toMatchObject({ ok: true });
	});

	test.each(permissionsNeeded.map((permission) => [permission]))('Test names %s where it is all that is missing', async (permission) => {
		const app = entra.app();
		const all = app.permissions;
		app.permissions = all.filter((name) => !isGranted(permission, [name]));
		try {
			const { ok, message } = await check();
			expect(ok).toBe(false);
			expect(message).toContain(`${permission} (`);
		} finally {
			app.permissions = all;
		}
	});
});
