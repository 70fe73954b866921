import type { Json } from '../../ledger/types';
import type { Finding } from '../../lifecycle/system';
import type { IdentityCenter } from './client';
import { unlessGone } from '../http/gone';
import { getUser, parseId, type IdentityCenterUser } from './user';

export interface IdentityCenterAccount {
	id: string;
	label: string;
}

const account = ({ id, userName }: IdentityCenterUser): IdentityCenterAccount => ({ id, label: userName });
const names = (users: readonly IdentityCenterUser[]) => users.map(({ userName, id, status }) => `${userName} (${id}${status === null ? '' : `, ${status}`})`).join(', ');
const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** The HR id a user carries, where users carry any. */
export const hrIdOf = ({ externalIds }: IdentityCenterUser, issuer: string | null): string | null => externalIds.find((external) => external.issuer === issuer)?.id ?? null;

/**
 * By the external id that is the HR id first, where there is an issuer of such; by the work e-mail only for users that
 * carry no HR id. A user that carries somebody else's HR id is somebody else's, whatever its address says.
 */
export const findAccount = async (identityCenter: IdentityCenter, person: { id: string; workEmail: string | null }, made?: Json): Promise<Finding<IdentityCenterAccount>> => {
	const { issuer, matchByEmail } = identityCenter.settings;
	if (person.id === '') return { kind: 'none', why: 'The item carries no HR id, so nobody was looked for in AWS Identity Center. Check that the node gets the person from the trigger.' };

	const [carrying, byEmail] = await Promise.all([
		issuer === null ? [] : usersBy(identityCenter, [{ ExternalId: { Issuer: issuer, Id: person.id } }], (user) => hrIdOf(user, issuer) === person.id),
		person.workEmail === null ? [] : usersByAddress(identityCenter, person.workEmail, made),
	]);
	const owned = [...carrying, ...byEmail.filter((user) => hrIdOf(user, issuer) === person.id && !carrying.some(({ id }) => id === user.id))];
	const unclaimed = byEmail.filter((user) => hrIdOf(user, issuer) === null);

	const several = (users: readonly IdentityCenterUser[], because: string): Finding<IdentityCenterAccount> => ({
		kind: 'several',
		accounts: users.map(account),
		why: `Several AWS Identity Center users could belong to HR id ${person.id}: ${names(users)}. ${because} Nothing was changed; correct all but one, then run the case again.`,
	});
	if (owned.length > 1) return several(owned, `They all carry it as external id of ${issuer}.`);
	if (owned.length === 1 && unclaimed.length > 0) return several([owned[0]!, ...unclaimed], `The first carries it as external id of ${issuer}, the others have the work e-mail and no HR id.`);
	if (owned.length === 1) return { kind: 'one', account: account(owned[0]!) };
	if (unclaimed.length > 1 && matchByEmail) return several(unclaimed, 'One has the work e-mail as its user name, another as its address.');
	if (unclaimed.length === 1 && matchByEmail) return { kind: 'one', account: account(unclaimed[0]!) };
	return nobody(person, identityCenter, byEmail);
};

const nobody = (person: { id: string; workEmail: string | null }, { settings: { issuer, region } }: IdentityCenter, byEmail: readonly IdentityCenterUser[]): Finding<IdentityCenterAccount> => {
	const holder = byEmail[0];
	const carried = holder && hrIdOf(holder, issuer);
	const hint = holder
		? carried === null
			? `${person.workEmail} exists as ${holder.userName} but carries no HR id, and matching by e-mail is switched off in the node.`
			: `${person.workEmail} exists as ${holder.userName} but carries HR id ${carried}, so it is somebody else's.`
		: `${issuer === null ? 'No' : `No external id of ${issuer} and no`} user name or address matches the work e-mail ${person.workEmail ?? '(HR has none)'}.`;
	return {
		kind: 'none',
		why: `No user was found in the AWS Identity Center of ${region} for HR id ${person.id}. ${hint} If the person never had one, tick "Having No Account Is Fine" in the node; otherwise correct the user, then run the case again.`,
		...(holder ? { inTheWay: `${hint} Nothing was made: correct that user, or give the person another work e-mail, then run the case again` } : {}),
	};
};

type Identifier = { ExternalId: { Issuer: string; Id: string } } | { UniqueAttribute: { AttributePath: string; AttributeValue: string } };

const usersByAddress = (identityCenter: IdentityCenter, address: string, made: Json | undefined): Promise<IdentityCenterUser[]> =>
	usersBy(
		identityCenter,
		['userName', 'emails.value'].map((path) => ({ UniqueAttribute: { AttributePath: path, AttributeValue: address } })),
		({ userName, emails }) => same(userName, address) || emails.some((email) => same(email, address)),
		idsIn(made),
	);

/** What the search names is read itself, and counts only where it is what was asked for. */
const usersBy = async (identityCenter: IdentityCenter, identifiers: readonly Identifier[], fits: (user: IdentityCenterUser) => boolean, known: readonly string[] = []): Promise<IdentityCenterUser[]> => {
	const hits = await Promise.all(identifiers.map((identifier) => unlessGone(async () => parseId((await identityCenter.store('GetUserId', { AlternateIdentifier: identifier }))['UserId'], 'GetUserId.UserId'))));
	const ids = new Set([...known, ...hits.filter((id) => id !== null)]);
	const users = await Promise.all([...ids].map((id) => unlessGone(() => getUser(identityCenter, id))));
	return users.filter((user): user is IdentityCenterUser => user !== null && fits(user));
};

const idsIn = (made: Json | undefined): string[] => (typeof made === 'object' && made !== null && 'id' in made ? [String(made['id'])] : []);
