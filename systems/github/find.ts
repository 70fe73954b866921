import type { Person } from '../../lifecycle/person';
import type { AccountRef, Finding } from '../../lifecycle/system';
import { accountRef, invitationIn, invitationRef, membershipOf, parseInvitation, profileCalled, profileOf, type GitHubAccount, type Invitation } from './account';
import { unlessGone } from '../http/gone';
import { accountIn, type GitHub } from './client';
import type { Elsewhere, Vouched } from './lookups';
import { identitiesCalled, identitiesOfAccount, isCalled, memberPages, same } from './identities';

type Whom = Pick<Person, 'id' | 'workEmail'>;
type Evidence = Vouched;

/**
 * Nobody carries an HR id on GitHub. The work e-mail tells who somebody is where a company vouches for it: as the name at the
 * identity provider, as an address in a domain the organisation proved to own, or as the one an invitation was sent to.
 * The login the node gives comes last, and never against what single sign-on says.
 */
export const findAccount = async (github: GitHub, person: Whom): Promise<Finding<GitHubAccount>> => {
	const { organisation, login } = github.settings;
	const vouchedHere = person.workEmail === null ? [] : await vouchedHereFor(github, person.workEmail);
	const { vouched, silent } = vouchedHere.length > 0 ? { vouched: vouchedHere, silent: [] } : await vouchedElsewhere(github, person);
	const named = login === null ? null : await byLogin(github, login, person);
	if (named?.kind === 'refused') return nobody(organisation, person, [named.why, ...unasked(silent)], true);

	const evidence = distinct([...vouched, ...(named?.kind === 'found' ? [named.evidence] : [])]);
	const [only, ...others] = evidence;
	if (only === undefined) return nobody(organisation, person, [named?.why ?? noLogin, ...unasked(silent)], false);
	if (others.length > 0) {
		const shown = evidence.map(({ account, because }) => `${account.label} (${account.id}: ${because})`).join(', ');
		return {
			kind: 'several',
			accounts: evidence.map(({ account }) => account),
			why: `Several GitHub accounts could belong to HR id ${person.id} in ${organisation}: ${shown}. Nothing was changed; take all but one out of the organisation, or correct the login in the node, then run the case again.`,
		};
	}
	return { kind: 'one', account: only.account };
};

const noLogin = 'No login was given either';

const unasked = (silent: readonly string[]): string[] => (silent.length === 0 ? [] : [`${silent.join(', ')} could not be asked whom it knows: repair that first, then run the case again`]);

const nobody = (organisation: string, { id, workEmail }: Whom, hints: readonly string[], inTheWay: boolean): Finding<GitHubAccount> => ({
	kind: 'none',
	why: `Nobody in ${organisation} could be told to be HR id ${id}: single sign-on, addresses in verified domains and invitations know nobody as ${workEmail ?? 'no work e-mail, which HR does not have'}. ${hints.join('. ')}. If the person never had access, tick "Having No Account Is Fine" in the node; otherwise give their login in GitHub Login of the Person and run the case again.`,
	...(inTheWay ? { inTheWay: `${hints.join('. ')}. Nobody was invited: correct GitHub Login of the Person in the node, then run the case again` } : {}),
});

const distinct = (evidence: readonly Evidence[]): Evidence[] => evidence.filter(({ account }, index) => evidence.findIndex((other) => other.account.id === account.id) === index);

const vouchedHereFor = (github: GitHub, workEmail: string): Promise<readonly Evidence[]> =>
	github.settings.lookups?.here(github, workEmail) ?? vouchedFor(github, workEmail);

/** By whatever the company vouches for; all of it, since an account that is overlooked stays open. */
export const vouchedFor = async (github: GitHub, workEmail: string): Promise<Evidence[]> => {
	const [bySignOn, byAddress, invitations] = await Promise.all([bySingleSignOn(github, workEmail), byVerifiedAddress(github, workEmail), invitationsTo(github, workEmail)]);
	const accounts = distinct([...bySignOn, ...byAddress]);
	if (accounts.length === 0) return distinct(await Promise.all(invitations.map((invitation) => invited(github, invitation))));
	// Whoever is in already and was invited to the same address again is one person, with a door more.
	const numbers = invitations.map(({ id }) => id);
	return numbers.length === 0 ? accounts : accounts.map((evidence) => ({ ...evidence, account: { ...evidence.account, invitations: numbers } }));
};

const bySingleSignOn = async (github: GitHub, workEmail: string): Promise<Evidence[]> =>
	(await identitiesCalled(github, workEmail)).flatMap(({ account }) => (account === null ? [] : [{ account: accountRef(account), because: 'single sign-on' }]));

const byVerifiedAddress = async (github: GitHub, workEmail: string): Promise<Evidence[]> => {
	const found: Evidence[] = [];
	for await (const page of memberPages(github)) {
		for (const member of page) if (member.emails.some((email) => same(email, workEmail))) found.push({ account: accountRef(member), because: 'verified address' });
	}
	return found;
};

type MailedTo = Invitation & { email: string };

const invitationsTo = async (github: GitHub, workEmail: string): Promise<MailedTo[]> => {
	const found: MailedTo[] = [];
	for await (const page of github.pages('/orgs/{org}/invitations', {})) {
		found.push(...page.map(parseInvitation).filter((invitation): invitation is MailedTo => invitation.email !== null && same(invitation.email, workEmail)));
	}
	return found;
};

const invited = async (github: GitHub, { id, email, login }: MailedTo): Promise<Evidence> => {
	const profile = login === null ? null : await profileCalled(github, login);
	return { account: profile === null ? invitationRef(id, email) : accountRef(profile), because: 'invited to the work e-mail' };
};

/** Whom another organisation of the company knows, and who is inside here, too. */
const vouchedElsewhere = async (github: GitHub, person: Whom): Promise<Elsewhere> => {
	const { lookups } = github.settings;
	if (lookups === undefined || person.workEmail === null) return { vouched: [], silent: [] };
	const { vouched, silent } = await lookups.elsewhere(person.workEmail);
	const inside: Evidence[] = [];
	for (const { account: { id, label }, because } of distinct(vouched)) {
		const account: GitHubAccount = { id, label };
		if (invitationIn(account) !== null || !(await isInside(github, account))) continue;
		if ((await othersName(github, { id, login: label }, person)) === null) inside.push({ account, because });
	}
	return { vouched: inside, silent };
};

type ByLogin = { kind: 'found'; evidence: Evidence; why?: undefined } | { kind: 'none'; why: string } | { kind: 'refused'; why: string };

const byLogin = async (github: GitHub, login: string, person: Whom): Promise<ByLogin> => {
	const profile = await profileCalled(github, login);
	if (profile === null) return { kind: 'none', why: `GitHub has no account called ${login}` };
	if (profile.isBot) return { kind: 'refused', why: `${login} is no person's account` };
	for (const asked of [github, ...(github.settings.lookups?.others ?? [])]) {
		const says = await othersName(asked, profile, person);
		if (says !== null) return { kind: 'refused', why: `The login ${login} was given, but single sign-on of ${asked.settings.organisation} says it is ${says}, so it was not touched` };
	}
	const account = accountRef(profile);
	if (!(await isInside(github, account))) return { kind: 'none', why: `The account ${login} is no member, not invited, and no outside collaborator` };
	return { kind: 'found', evidence: { account, because: 'the login in the node' } };
};

/** Who the account is according to single sign-on, where that is not this person. */
const othersName = async (github: GitHub, account: { id: string; login: string }, { workEmail }: Whom): Promise<string | null> => {
	const identities = (await identitiesOfAccount(github, account)).filter(({ names }) => names.length > 0);
	if (identities.length === 0 || (workEmail !== null && identities.some((identity) => isCalled(identity, workEmail)))) return null;
	return identities[0]!.names[0]!;
};

const isInside = async (github: GitHub, account: AccountRef): Promise<boolean> => (await membershipOf(github, account)).state !== 'none' || (await isOutsideCollaborator(github, account));

export const isOutsideCollaborator = async (github: GitHub, { id }: AccountRef): Promise<boolean> => {
	for await (const page of github.pages('/orgs/{org}/outside_collaborators', {})) if (page.some((row) => accountIn(row).id === id)) return true;
	return false;
};

/** After the cut no list shows them any more; the number is still theirs, whatever they are called now. */
export const revisitAccount = async (github: GitHub, person: Whom, known: AccountRef): Promise<GitHubAccount | null> => {
	if (invitationIn(known) !== null) return known;
	const profile = await unlessGone(() => profileOf(github, known));
	if (profile === null || (await othersName(github, profile, person)) !== null) return null;
	return accountRef(profile);
};
