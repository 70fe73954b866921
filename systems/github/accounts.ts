import type { AccountPages, ListedAccount } from '../../lifecycle/accounts';
import { asProblem } from '../../lifecycle/problem';
import { inWords, parseInvitation } from './account';
import { accountIn, type GitHub } from './client';
import { hasSingleSignOn, identityPages, memberPages, type ListedMember } from './identities';

/** Members, then outside collaborators, then whoever was invited and has not accepted. */
export const accounts = async function* (github: GitHub): AccountPages {
	const [names, withoutSecondFactor] = await Promise.all([namesById(github), idsWithoutSecondFactor(github)]);
	for await (const page of memberPages(github)) yield page.map((member) => listedMember(member, names.get(member.id) ?? null, withoutSecondFactor));
	for await (const page of github.pages('/orgs/{org}/outside_collaborators', {})) {
		yield page.map((row): ListedAccount => {
			const { id, login } = accountIn(row);
			return { ...unknown, id, label: login, status: 'outside collaborator', usable: true, kind: 'guest' };
		});
	}
	for await (const page of github.pages('/orgs/{org}/invitations', {})) {
		yield page.map(parseInvitation).map(({ id, login, email, role, createdAt }): ListedAccount => ({ ...unknown, id: `invitation ${id}`, label: login ?? email ?? `invitation ${id}`, email, status: `invited as ${inWords(role)}`, usable: false, kind: 'person', createdAt }));
	}
};

const unknown = { personId: null, email: null, name: null, masteredBy: null, createdAt: null, lastSignInAt: null } as const;

const listedMember = ({ id, login, role, name, createdAt, emails }: ListedMember, known: string | null, withoutSecondFactor: ReadonlySet<string> | null): ListedAccount => ({
	...unknown,
	id,
	label: login,
	email: known ?? emails[0] ?? null,
	name,
	status: `${inWords(role)}${withoutSecondFactor?.has(id) === true ? ', without two-factor authentication' : ''}`,
	usable: true,
	kind: 'person',
	createdAt,
});

/** How single sign-on knows them; a name of each is all that is kept of what was read. */
const namesById = async (github: GitHub): Promise<Map<string, string>> => {
	const names = new Map<string, string>();
	if (!(await hasSingleSignOn(github))) return names;
	for await (const page of identityPages(github)) {
		for (const { account, names: [name] } of page) if (account !== null && name?.includes('@') === true) names.set(account.id, name);
	}
	return names;
};

/** Shown to owners only; an app may be refused, and the list is as good without it. */
const idsWithoutSecondFactor = async (github: GitHub): Promise<Set<string> | null> => {
	try {
		const ids = new Set<string>();
		for await (const page of github.pages('/orgs/{org}/members', { query: { filter: '2fa_disabled' } })) for (const row of page) ids.add(accountIn(row).id);
		return ids;
	} catch (error) {
		const problem = asProblem(error);
		if (problem.code === 'forbidden' || problem.code === 'rejected') return null;
		throw problem;
	}
};
