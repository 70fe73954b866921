import { change, satisfied, type Left } from '../../../lifecycle/step';
import { isOwn, principalOf } from '../assignment';
import { parse, type IdentityCenter } from '../client';
import { unlessGone } from '../../http/gone';
import { onlyTold } from '../../http/onlyTold';
import { tryInTurn } from '../../../lifecycle/tryAll';
import { identityCenterStep } from './_identityCenter';

type Application = { arn: string; name: string; own: boolean };
export type Applications = { applications: Application[] };

const own = ({ applications }: Applications) => applications.filter((one) => one.own);
const names = (applications: readonly Application[]) => applications.map(({ name }) => name).join(', ');
const missing = (now: Applications, before: Applications) => own(before).filter(({ arn }) => !own(now).some((held) => held.arn === arn));
const left = ({ applications }: Applications): Left[] => applications.filter((one) => !one.own).map(({ name }) => ({ what: name, why: 'comes with a group; it goes with the membership' }));

const assigning = (identityCenter: IdentityCenter, action: 'CreateApplicationAssignment' | 'DeleteApplicationAssignment', userId: string, { arn }: Application): Promise<unknown> =>
	identityCenter.application(action, { ApplicationArn: arn, PrincipalId: userId, PrincipalType: 'USER' });

/** Only for sentences, where its ARN says as well which one is meant. */
const nameOf = (identityCenter: IdentityCenter, arn: string): Promise<string> =>
	onlyTold(arn, async () => parse.optionalText((await identityCenter.application('DescribeApplication', { ApplicationArn: arn }))['Name'], 'application.Name') ?? arn);

const read = async (identityCenter: IdentityCenter, userId: string): Promise<Application[]> => {
	const asked = { type: 'USER', id: userId } as const;
	const rows = await identityCenter.adminList('ListApplicationAssignmentsForPrincipal', { PrincipalId: userId, PrincipalType: 'USER' }, 'ApplicationAssignments');
	return Promise.all(
		rows.map(async (row) => {
			const arn = parse.text(row['ApplicationArn'], 'application.ApplicationArn');
			return { arn, name: await nameOf(identityCenter, arn), own: isOwn(principalOf(row, asked), asked) };
		}),
	);
};

export const removeApplications = identityCenterStep<Applications>({
	id: 'removeApplications',
	label: 'Remove Application Assignments',
	danger: 'The person loses the applications behind Identity Center that are assigned to them directly. Restore Access assigns them again.',
	needs: ['sso:ListApplicationAssignmentsForPrincipal', 'sso:DescribeApplication', 'sso:DeleteApplicationAssignment', 'sso:CreateApplicationAssignment'],
	readBackFrom: 'application assignments of the user',
	givenBack: 'yes',
	closes: 'entitlements',
	remains: ['Accounts that applications keep themselves, and their sign-in cookies: a password, key or session of theirs works until it ends in the application'],
	stage: 'cut',
	// What comes with a group is gone by then.
	after: ['disableUser', 'removeFromGroups'],

	read: async (identityCenter, { id }) => ({ applications: await read(identityCenter, id) }),
	plan: (state) => (own(state).length === 0 ? satisfied('No application is assigned to them directly', left(state)) : change(`Remove ${names(own(state))}`, left(state))),
	apply: async (identityCenter, { id }, state) => {
		await tryInTurn(own(state), (one) => unlessGone(() => assigning(identityCenter, 'DeleteApplicationAssignment', id, one)));
	},

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			return gone.length === 0 ? satisfied('The same applications as before') : change(`Assign ${names(gone)}`);
		},
		apply: async (identityCenter, { id }, now, before) => {
			await tryInTurn(missing(now, before), (one) => assigning(identityCenter, 'CreateApplicationAssignment', id, one));
		},
	},
});
