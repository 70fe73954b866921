import { change, satisfied, type Left } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import { path } from '../../http/path';
import { parse } from '../client';
import { each } from '../../http/gone';
import { parseId, usersPath } from '../../http/microsoft/user';
import { entraStep, sessionsOfApps } from './_entra';

type Assignment = { id: string; app: string; name: string; role: string; direct: boolean };
type Assignments = { assignments: Assignment[] };

const names = (assignments: readonly Assignment[]) => assignments.map(({ name }) => name).join(', ');
const left = ({ assignments }: Assignments): Left[] => assignments.filter(({ direct }) => !direct).map(({ name }) => ({ what: name, why: 'comes with a group; it goes with the membership' }));

export const removeAppRoles = entraStep<Assignments>({
	id: 'removeAppRoles',
	label: 'Remove App Assignments',
	danger: 'The person loses the apps and app roles assigned to them directly. Restore Access assigns them again.',
	needs: ['AppRoleAssignment.ReadWrite.All', 'Directory.Read.All'],
	readBackFrom: 'app role assignments of the account',
	givenBack: 'yes',
	closes: 'entitlements',
	remains: ['Accounts that apps keep themselves: a password, key or token of theirs works until the account in the app is deactivated', sessionsOfApps],
	stage: 'cut',

	read: async (entra, { id }) => {
		const rows = await entra.list(`${usersPath(id)}/appRoleAssignments`, { $top: 999 });
		return {
			assignments: rows.map((row) => {
				const app = parse.text(row['resourceId'], 'appRoleAssignment.resourceId');
				return {
					id: parseId(row['id'], 'appRoleAssignment.id'),
					app,
					name: parse.optionalText(row['resourceDisplayName'], 'appRoleAssignment.resourceDisplayName') ?? app,
					role: parse.text(row['appRoleId'], 'appRoleAssignment.appRoleId'),
					direct: parse.text(row['principalId'], 'appRoleAssignment.principalId') === id,
				};
			}),
		};
	},
	plan: (state) => {
		const mine = state.assignments.filter(({ direct }) => direct);
		return mine.length === 0 ? satisfied('No app is assigned to them directly', left(state)) : change(`Remove ${names(mine)}`, left(state));
	},
	apply: (entra, { id }, { assignments }) => each(assignments.filter(({ direct }) => direct), (one) => entra.send('DELETE', usersPath(id) + path`/appRoleAssignments/${one.id}`)),

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			return gone.length === 0 ? satisfied('The same apps as before') : change(`Assign ${names(gone)}`);
		},
		apply: (entra, { id }, now, before) => tryEach(missing(now, before), ({ app, role }) => entra.send('POST', `${usersPath(id)}/appRoleAssignments`, { principalId: id, resourceId: app, appRoleId: role })),
	},
});

const missing = (now: Assignments, before: Assignments): Assignment[] => before.assignments.filter((one) => one.direct && !now.assignments.some(({ app, role }) => app === one.app && role === one.role));
