import type { Clock } from '../clock';
import { accessOf, type Access } from './access';
import type { Scene } from './call';
import { authorize, reaches, revokeDue } from './credentials';
import { linkIdentity, identitiesOf } from './identities';
import { accept, invitationOf, removeMember } from './members';
import { ORGANIZATION } from './seed/names';
import type { Account, Credential, GitHubState, Installation, MemberRole, Organization } from './state';
import { accountCalled, gitHubTime, nextId, organizationCalled, repositoriesOf, teamsOf } from './state';

const DAY = 86_400_000;

export interface NewToken {
	/** Authorised by single sign-on for this organisation. */
	organization?: string;
	scopes?: readonly string[];
	/** It expires so many days ahead; otherwise never. */
	days?: number;
}

export interface GitHubAdmin {
	/** By number, login or verified address. */
	account(key: string | number): Account;
	organization(login?: string): Organization;
	/** In the organisation with single sign-on, unless another is named. */
	accessOf(key: string | number, organization?: string): Access;
	/** The person accepts what they were invited to, signing in where that is asked for. */
	accept(key: string | number, organization?: string): void;
	/** The person signs in at the identity provider, as who the company says they are or as somebody else. */
	signIn(key: string | number, nameId: string, organization?: string): void;
	/** The person makes a token, as after a cut that came too late. Fails where single sign-on does not let them. */
	newToken(key: string | number, options?: NewToken): Credential;
	/** Whether something of theirs opens anything private there. */
	reaches(credential: Credential, organization?: string): boolean;
	rename(key: string | number, login: string): void;
	/** A new account, in no organisation. */
	signUp(login: string, verifiedEmails?: readonly string[]): Account;
	/** What an owner does on the website. */
	addMember(key: string | number, role?: MemberRole, organization?: string): void;
	removeMember(key: string | number, organization?: string): void;
	/** Teams that the identity provider fills become what it says. */
	syncTeams(organization?: string): void;
	/** Where the pack's app is installed: `.permissions` go into its next token. */
	installation(organization?: string): Installation;
	/** So many more members nobody has ever heard of. */
	populate(count: number, organization?: string): void;
}

interface Frame {
	aboutToChange(): void;
	appId: number;
}

export const system: Scene['caller'] = { kind: 'console', actor: 'github' };

export function createAdmin(state: GitHubState, clock: Clock, { aboutToChange, appId }: Frame): GitHubAdmin {
	const scene: Scene = { state, clock, caller: { kind: 'console', actor: 'oskar-lindqvist' } };

	const account = (key: string | number): Account => {
		revokeDue(scene);
		const text = String(key).toLowerCase();
		const found = state.accounts.get(Number(key)) ?? accountCalled(state, text) ?? [...state.accounts.values()].find(({ verifiedEmails }) => verifiedEmails.includes(text)) ?? linked(text);
		if (found === undefined) throw new Error(`Nobody on GitHub is ${key}`);
		return found;
	};

	const linked = (nameId: string) => {
		const identity = [...state.identities.values()].find((candidate) => candidate.accountId !== null && candidate.nameId === nameId);
		return state.accounts.get(identity?.accountId ?? 0);
	};

	const organization = (login: string = ORGANIZATION): Organization => {
		const found = organizationCalled(state, login);
		if (found === undefined) throw new Error(`There is no organisation ${login}`);
		return found;
	};

	const changing = <Found>(found: Found): Found => {
		aboutToChange();
		return found;
	};

	const known = (place: Organization, { id, verifiedEmails }: Account) => identitiesOf(state, place.id).find(({ accountId }) => accountId === id)?.nameId ?? verifiedEmails.find((address) => place.verifiedDomains.includes(address.split('@')[1] ?? ''));

	return {
		account,
		organization,
		accessOf: (key, login) => accessOf(state, clock, organization(login), account(key)),
		accept: (key, login) => {
			const person = changing(account(key));
			const place = organization(login);
			const invitation = invitationOf(state, place.id, person.id) ?? [...state.invitations.values()].find(({ organizationId, email }) => organizationId === place.id && email !== null && person.verifiedEmails.includes(email));
			const invited = repositoriesOf(state, place.id).filter(({ invitations }) => invitations.some(({ accountId }) => accountId === person.id));
			if (invitation === undefined && invited.length === 0) throw new Error(`${person.login} was not invited to ${place.login}`);
			if (invitation !== undefined) {
				const identity = identitiesOf(state, place.id).find(({ invitationId }) => invitationId === invitation.id);
				const nameId = identity?.scim?.userName ?? known(place, person);
				accept(scene, place, person, invitation);
				if (place.saml !== null && nameId !== undefined) linkIdentity(scene, place, person, nameId);
			}
			for (const repository of invited) {
				for (const { accountId, permission } of repository.invitations) if (accountId === person.id) repository.collaborators.set(person.id, permission);
				repository.invitations = repository.invitations.filter(({ accountId }) => accountId !== person.id);
			}
		},
		signIn: (key, nameId, login) => {
			const person = changing(account(key));
			const place = organization(login);
			if (place.saml === null) throw new Error(`${place.login} has no single sign-on`);
			if (!place.members.has(person.id)) throw new Error(`${person.login} is not a member of ${place.login}`);
			linkIdentity(scene, place, person, nameId);
		},
		newToken: (key, { organization: login, scopes = ['repo'], days } = {}) => {
			const person = changing(account(key));
			const id = nextId(state);
			const credential: Credential = {
				id,
				accountId: person.id,
				kind: 'classic_pat',
				value: `ghp_KestrelSandboxMade${String(id).padStart(18, '0')}`,
				note: 'made just now',
				scopes: [...scopes],
				createdAt: gitHubTime(clock.now()),
				expiresAt: days === undefined ? null : gitHubTime(clock.now() + days * DAY),
				lastUsedAt: null,
			};
			if (login !== undefined) {
				const place = organization(login);
				if (!place.members.has(person.id)) throw new Error(`${person.login} is not a member of ${place.login}`);
				authorize(scene, place, credential);
			}
			state.credentials.set(id, credential);
			return credential;
		},
		reaches: ({ id }, login) => {
			revokeDue(scene);
			const credential = state.credentials.get(id);
			return credential !== undefined && reaches(state, clock.now(), organization(login), credential);
		},
		rename: (key, login) => {
			if (accountCalled(state, login) !== undefined || organizationCalled(state, login) !== undefined) throw new Error(`${login} is taken`);
			changing(account(key)).login = login;
		},
		signUp: (login, verifiedEmails = []) => {
			if (accountCalled(state, login) !== undefined) throw new Error(`${login} is taken`);
			aboutToChange();
			const at = gitHubTime(clock.now());
			const created: Account = { id: nextId(state), login, type: 'User', name: null, publicEmail: null, verifiedEmails: [...verifiedEmails], twoFactor: true, createdAt: at, updatedAt: at };
			state.accounts.set(created.id, created);
			return created;
		},
		addMember: (key, role = 'member', login) => {
			const person = changing(account(key));
			organization(login).members.set(person.id, { role, isPublic: false });
		},
		removeMember: (key, login) => removeMember(scene, organization(login), changing(account(key))),
		syncTeams: (login) => {
			aboutToChange();
			const place = organization(login);
			const identities = identitiesOf(state, place.id).filter(({ accountId }) => accountId !== null && place.members.has(accountId));
			for (const { idpGroup, members } of teamsOf(state, place.id)) {
				if (idpGroup === null) continue;
				members.clear();
				for (const { accountId, nameId } of identities) if (accountId !== null && idpGroup.nameIds.has(nameId ?? '')) members.set(accountId, 'member');
			}
		},
		installation: (login) => {
			const { id } = organization(login);
			const found = [...state.installations.values()].find((installation) => installation.appId === appId && installation.organizationId === id);
			if (found === undefined) throw new Error(`The app is not installed in ${login ?? ORGANIZATION}`);
			return found;
		},
		populate: (count, login) => {
			aboutToChange();
			const { members } = organization(login);
			const at = gitHubTime(clock.now());
			for (let number = 1; number <= count; number += 1) {
				const id = nextId(state);
				state.accounts.set(id, { id, login: `member-${id}`, type: 'User', name: null, publicEmail: null, verifiedEmails: [], twoFactor: true, createdAt: at, updatedAt: at });
				members.set(id, { role: 'member', isPublic: false });
			}
		},
	};
}
