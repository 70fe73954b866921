import { cast } from '../../company';
import { deactivation } from '../settings';
import { application } from './application';

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

const gone = { ...deactivation, sessions: 'end', tokens: 'deleted', sparedTokens: ['installed app'] } as const;

/** Deleting only deactivates. Apps that somebody installed may go on working: unconfirmed, so they do here. */
export const slack = application('Slack', '/scim/v2', {
	idOf: (number) => `U${number.toString(36).toUpperCase().padStart(10, '0')}`,
	owners: [cast.superAdmin],
	tokens: ['user token', 'installed app'],
	settings: {
		contentTypes: ['application/json', 'application/scim+json'],
		answersAs: 'application/json',
		filterAliases: { email: 'emails.value' },
		ownersRefuse: 403,
		limits: [
			{ methods: ['GET'], perMinute: 300, burst: 300 },
			{ methods: WRITES, perMinute: 180, burst: 20 },
		],
		onDeactivate: gone,
		onDelete: gone,
	},
});
