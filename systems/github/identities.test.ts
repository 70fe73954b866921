import { githubClient } from './client';
import { identitiesCalled } from './identities';

const identity = (guid: string, name: string, user: object | null) => ({ guid, samlIdentity: { nameId: name }, scimIdentity: null, user, organizationInvitation: null });
const waiting = identity('a', 'ana@acme.example', null);
const linked = identity('b', 'Ana@acme.example', { databaseId: 7, login: 'ana' });

/** Answers as GitHub does: what is asked for by name is compared with regard to upper and lower case. */
const among = (known: readonly ReturnType<typeof identity>[]) =>
	githubClient(
		async ({ body }) => {
			const { userName } = (body as { variables: { userName: string | null } }).variables;
			const nodes = known.filter(({ samlIdentity }) => userName === null || samlIdentity.nameId === userName);
			return { status: 200, headers: {}, body: { data: { organization: { samlIdentityProvider: { externalIdentities: { pageInfo: { hasNextPage: false }, nodes } } } } } };
		},
		{ organisation: 'acme', actsAs: 'app', login: null },
		() => {},
	);

test.each([
	['the only one', [linked], ['b']],
	['beside one that is spelt as asked and has no account yet', [waiting, linked], ['a', 'b']],
	['nobody has accepted yet', [waiting], ['a']],
])('whom single sign-on knows by another spelling is found: %s', async (_name, known, guids) => {
	expect((await identitiesCalled(among(known), 'ana@acme.example')).map(({ guid }) => guid)).toEqual(guids);
});
