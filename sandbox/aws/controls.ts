import type { Controls } from '../server/controls';
import { optionalText, text } from '../server/controls';
import type { AwsAdmin } from './admin';

export const controlsOf = ({ user, accessOf, signIn, createAccessKey, identityCenter }: AwsAdmin): Controls => ({
	commands: {
		'sign-in': (body) => void signIn(text(body, 'user'), optionalText(body, 'account')),
		'create-access-key': (body) => ({ id: createAccessKey(text(body, 'user'), optionalText(body, 'account')).id }),
		'center-sign-in': (body) => identityCenter.signIn(text(body, 'user')),
		'center-enable': (body) => identityCenter.setEnabled(text(body, 'user'), true),
		'center-disable': (body) => identityCenter.setEnabled(text(body, 'user'), false),
	},
	views: {
		user: (query) => {
			const { accessKeys, inline, ...shown } = user(text(query, 'user'), optionalText(query, 'account'));
			return { ...shown, inline: Object.fromEntries(inline), accessKeys: accessKeys.map(({ id, status, createdAt, lastUse }) => ({ id, status, createdAt, lastUse })) };
		},
		access: (query) => accessOf(text(query, 'user'), optionalText(query, 'account')),
		'center-user': (query) => identityCenter.user(text(query, 'user')),
		'center-access': (query) => identityCenter.accessOf(text(query, 'user')),
	},
});
