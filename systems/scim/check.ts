import type { Check } from '../../lifecycle/check';
import { asProblem } from '../../lifecycle/problem';
import type { Http } from '../http/types';
import { usualSettings, applicationOf } from './application';
import { configOnce, scimClient } from './client';

/** Reads what the application says of itself, and one line of what it holds. */
export const checkScim = async (http: Http): Promise<Check> => {
	const application = { ...applicationOf('SCIM', 'generic', usualSettings), label: 'The application' };
	const scim = scimClient(http, application, configOnce(http), () => {});
	const described = await http({ method: 'GET', path: '/ServiceProviderConfig', headers: { accept: 'application/scim+json, application/json' } }).then(
		({ status }) => status >= 200 && status <= 299,
		() => false,
	);
	try {
		await firstPage(scim.pages('/Users'));
	} catch (error) {
		const { code, message } = asProblem(error);
		const open = described && (code === 'unauthorised' || code === 'forbidden');
		return { ok: false, message: open ? `The address is right, but the token is not: the application shows /ServiceProviderConfig to everybody, and /Users only to who may. ${message}` : message };
	}
	const groups = await firstPage(scim.pages('/Groups')).then(
		() => 'users and groups can be read',
		() => 'users can be read; groups cannot, so untick what is about groups, or choose No Groups in Groups Found By',
	);
	return { ok: true, message: `Connected: ${groups}. SCIM does not tell whether the token may change anything, nor whether active: false deletes: run Probe in the node${described ? '' : '. The application does not describe itself under /ServiceProviderConfig'}` };
};

const firstPage = async (pages: AsyncIterable<unknown>): Promise<void> => {
	for await (const _ of pages) return;
};
