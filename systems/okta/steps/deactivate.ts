import { change, impossible, satisfied, underway, type Plan } from '../../../lifecycle/step';
import { parse, type Okta } from '../client';
import { usersPath } from '../find';
import { readStatus, type UserStatus } from '../user';
import { deactivateUser, planReturn } from './blockSignIn';
import { oktaStep, ownAccountsInApps } from './_okta';

type App = { id: string; label: string };
type StatusAndApps = UserStatus & { directApps: App[] };

/** Only what was assigned to the person directly is lost for good; what came through a group comes back with it. */
const readDirectApps = async (okta: Okta, userId: string): Promise<App[]> => {
	const apps = await okta.list('/api/v1/apps', { filter: `user.id eq "${userId}"`, expand: `user/${userId}`, limit: 200 });
	return apps
		.filter((app) => (app['_embedded'] as { user?: { scope?: unknown } } | undefined)?.user?.scope === 'USER')
		.map((app) => ({ id: parse.text(app['id'], 'app.id'), label: parse.optionalText(app['label'], 'app.label') ?? '' }));
};

export const deactivate = oktaStep<StatusAndApps>({
	id: 'deactivate',
	label: 'Deactivate Account',
	danger:
		'Removes every app assignment, the password and the factors, and may delete data in apps that Okta provisions. Restore Access can activate the account again, but not bring back app profiles.',
	needs: ['okta.users.read', 'okta.users.manage', 'okta.apps.read'],
	readBackFrom: 'status of the account',
	givenBack: 'the account; lost app assignments are listed',
	closes: 'entitlements',
	remains: [ownAccountsInApps],
	stage: 'clean-up',
	afterDevices: true,
	optional: true,
	erases: true,

	read: async (okta, { id }) => {
		const [status, directApps] = await Promise.all([readStatus(okta, id), readDirectApps(okta, id)]);
		return { ...status, directApps };
	},
	since: ({ statusChanged }) => statusChanged,

	plan: ({ status, transitioningTo }) => {
		if (transitioningTo === 'DEPROVISIONED') return underway(`${status} → DEPROVISIONED`);
		if (status === 'DEPROVISIONED' && transitioningTo === null) return satisfied('The account is DEPROVISIONED');
		return change(`${status} → DEPROVISIONED`);
	},

	apply: (okta, { id }) => deactivateUser(okta, id),

	undo: {
		plan: (now, before): Plan => {
			// A suspended account is given back last, by Block Sign-In, when everything else is in place again.
			const activation = now.status === 'SUSPENDED' ? satisfied('The account was not deactivated') : planReturn(now, before);
			if (activation.kind !== 'satisfied') return activation;
			const lost = before.directApps.filter((app) => !now.directApps.some(({ id }) => id === app.id));
			return lost.length === 0
				? activation
				: impossible(`Assign these apps again, their profiles are gone: ${lost.map(({ label, id }) => label || id).join(', ')}`, 'pending');
		},
		apply: async (okta, { id }) => {
			await okta.send('POST', `${usersPath(id)}/lifecycle/activate`, { query: { sendEmail: false } });
		},
	},
});
