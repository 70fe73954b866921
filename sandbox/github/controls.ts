import type { Controls } from '../server/controls';
import { optionalText, text, type Arguments } from '../server/controls';
import type { GitHubAdmin } from './admin';

const place = (given: Arguments) => optionalText(given, 'organization');

export const controlsOf = (admin: GitHubAdmin): Controls => ({
	commands: {
		accept: (body) => admin.accept(text(body, 'user'), place(body)),
		'sign-in': (body) => admin.signIn(text(body, 'user'), text(body, 'nameId'), place(body)),
		'new-token': (body) => {
			const organization = place(body);
			return { made: admin.newToken(text(body, 'user'), organization === undefined ? {} : { organization }).id };
		},
		rename: (body) => admin.rename(text(body, 'user'), text(body, 'login')),
		'add-member': (body) => admin.addMember(text(body, 'user'), 'member', place(body)),
		'remove-member': (body) => admin.removeMember(text(body, 'user'), place(body)),
		'sync-teams': (body) => admin.syncTeams(place(body)),
	},
	views: {
		user: (query) => admin.account(text(query, 'user')),
		access: (query) => admin.accessOf(text(query, 'user'), place(query)),
	},
});
