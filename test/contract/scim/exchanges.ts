/** One request, the same for every server. `{name}` stands for an id that an earlier answer has given. */
export interface Exchange {
	what: string;
	method: string;
	path: string;
	body?: object;
	headers?: Record<string, string>;
	/** The name of the id in the answer. */
	as?: string;
}

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const operations = (...Operations: object[]) => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations });
const filter = (path: string, expression: string, more = '') => `${path}?filter=${encodeURIComponent(expression)}${more}`;

const ada = {
	schemas: [USER, ENTERPRISE],
	userName: 'contract-ada@example.com',
	externalId: 'contract-1',
	active: true,
	name: { givenName: 'Ada', familyName: 'Lovelace' },
	displayName: 'Ada Lovelace',
	emails: [
		{ value: 'contract-ada@example.com', type: 'work', primary: true },
		{ value: 'ada@home.example', type: 'home' },
	],
	[ENTERPRISE]: { employeeNumber: '1001', department: 'R&D' },
};
const grace = { schemas: [USER], userName: 'contract-grace@example.com', externalId: 'contract-2', active: true, displayName: 'Grace "Amazing" Hopper' };

const member = (value: string) => ({ value, type: 'User' });

const find = (what: string, expression: string): Exchange => ({ what: `finding by ${what}`, method: 'GET', path: filter('/Users', expression) });
const patchAda = (what: string, ...change: object[]): Exchange => ({ what, method: 'PATCH', path: '/Users/{ada}', body: operations(...change) });
const patchGroup = (what: string, ...change: object[]): Exchange => ({ what, method: 'PATCH', path: '/Groups/{team}', body: operations(...change) });
const readAda = (when: string): Exchange => ({ what: `reading the user ${when}`, method: 'GET', path: '/Users/{ada}' });
const readGroup = (when: string): Exchange => ({ what: `reading the group ${when}`, method: 'GET', path: '/Groups/{team}' });

export const exchanges: readonly Exchange[] = [
	{ what: 'creating a user', method: 'POST', path: '/Users', body: ada, as: 'ada' },
	{ what: 'creating another', method: 'POST', path: '/Users', body: grace, as: 'grace' },
	{ what: 'creating the same userName again', method: 'POST', path: '/Users', body: ada },
	{ what: 'creating nobody in particular', method: 'POST', path: '/Users', body: { schemas: [USER], displayName: 'Nobody' } },
	{ what: 'creating with a value of the wrong type', method: 'POST', path: '/Users', body: { ...grace, userName: 'contract-x', active: 'perhaps' } },
	readAda('once created'),
	{ what: 'reading nobody', method: 'GET', path: '/Users/nobody' },
	{ what: 'without a token', method: 'GET', path: '/Users/{ada}', headers: { authorization: '' } },
	{ what: 'with a wrong token', method: 'GET', path: '/Users/{ada}', headers: { authorization: 'Bearer wrong' } },

	find('userName', 'userName eq "contract-ada@example.com"'),
	find('userName in other letters', 'userName eq "Contract-ADA@example.com"'),
	find('an attribute and an operator in other letters', 'USERNAME Eq "contract-ada@example.com"'),
	find('externalId', 'externalId eq "contract-2"'),
	find('a text with quotation marks in it', 'displayName eq "Grace \\"Amazing\\" Hopper"'),
	find('what nobody has', 'userName eq "contract-nobody"'),
	find('the start', 'userName sw "contract-"'),
	find('two things at once', 'userName sw "contract-" and externalId eq "contract-1"'),
	find('one thing or another', 'externalId eq "contract-1" or externalId eq "contract-2"'),
	find('what precedes what', 'externalId eq "contract-2" or externalId eq "contract-1" and displayName eq "no"'),
	find('brackets', '(externalId eq "contract-2" or externalId eq "contract-1") and displayName co "Hopper"'),
	find('what is not so', 'userName sw "contract-" and not (externalId eq "contract-1")'),
	find('what there is', 'externalId sw "contract-" and emails pr'),
	find('a value path', 'externalId sw "contract-" and emails[type eq "home" and value ew "home.example"]'),
	find('a sub-attribute', 'externalId sw "contract-" and name.familyName eq "Lovelace"'),
	find('an attribute of the extension', `${ENTERPRISE}:employeeNumber eq "1001" and externalId sw "contract-"`),
	find('a boolean', 'externalId sw "contract-" and active eq true'),
	find('an attribute nobody has heard of', 'nonsense eq "x"'),
	find('an operator that is none', 'userName is "x"'),
	find('half a filter', 'userName eq'),
	{ what: 'the first page', method: 'GET', path: filter('/Users', 'externalId sw "contract-"', '&startIndex=1&count=1') },
	{ what: 'the second page', method: 'GET', path: filter('/Users', 'externalId sw "contract-"', '&startIndex=2&count=1') },
	{ what: 'a page behind the last', method: 'GET', path: filter('/Users', 'externalId sw "contract-"', '&startIndex=3&count=1') },
	{ what: 'some attributes only', method: 'GET', path: '/Users/{ada}?attributes=userName,name.familyName' },
	{ what: 'all attributes but some', method: 'GET', path: '/Users/{ada}?excludedAttributes=emails,name,displayName' },

	patchAda('deactivating', { op: 'replace', path: 'active', value: false }),
	readAda('once deactivated'),
	patchAda('deactivating again', { op: 'replace', path: 'active', value: false }),
	patchAda('activating without a path', { op: 'replace', value: { active: true } }),
	patchAda('an operation with a capital', { op: 'Replace', path: 'active', value: false }),
	patchAda('a boolean as a text', { op: 'replace', path: 'active', value: 'False' }),
	patchAda('one value of several', { op: 'replace', path: 'emails[type eq "home"].value', value: 'ada@new.example' }),
	patchAda('a value that is not there', { op: 'replace', path: 'emails[type eq "other"].value', value: 'x@example.com' }),
	patchAda('another value', { op: 'add', path: 'emails', value: [{ value: 'ada@third.example', type: 'other' }] }),
	patchAda('a sub-attribute', { op: 'replace', path: 'name.familyName', value: 'King' }),
	patchAda('an attribute of the extension', { op: 'replace', path: `${ENTERPRISE}:department`, value: 'Sales' }),
	patchAda('an extension without a path', { op: 'add', value: { [ENTERPRISE]: { costCenter: '42' } } }),
	patchAda('taking an attribute away', { op: 'remove', path: 'displayName' }),
	patchAda('taking one value of several away', { op: 'remove', path: 'emails[type eq "other"]' }),
	readAda('after all that'),
	patchAda('all or nothing', { op: 'replace', path: 'title', value: 'Countess' }, { op: 'replace', path: 'nonsense', value: 'x' }),
	readAda('after an operation that failed'),
	patchAda('an attribute nobody has heard of', { op: 'replace', path: 'nonsense', value: 'x' }),
	patchAda('what is the server’s to say', { op: 'replace', path: 'id', value: 'x' }),
	patchAda('taking away what is required', { op: 'remove', path: 'userName' }),
	patchAda('taking away nothing in particular', { op: 'remove' }),
	patchAda('an operation that is none', { op: 'shuffle', path: 'title', value: 'x' }),
	{ what: 'a PATCH without its schema', method: 'PATCH', path: '/Users/{ada}', body: { Operations: [{ op: 'replace', path: 'active', value: true }] } },
	{ what: 'changing nobody', method: 'PATCH', path: '/Users/nobody', body: operations({ op: 'replace', path: 'active', value: false }) },

	{ what: 'replacing the whole', method: 'PUT', path: '/Users/{ada}', body: { schemas: [USER], userName: 'contract-ada@example.com', externalId: 'contract-1', active: false } },
	readAda('once replaced'),
	{ what: 'replacing it without what is required', method: 'PUT', path: '/Users/{ada}', body: { schemas: [USER], active: true } },
	{ what: 'replacing nobody', method: 'PUT', path: '/Users/nobody', body: { schemas: [USER], userName: 'contract-z' } },
	{ what: 'taking over somebody else’s userName', method: 'PUT', path: '/Users/{ada}', body: { schemas: [USER], userName: 'contract-grace@example.com', active: false } },

	{ what: 'creating a group', method: 'POST', path: '/Groups', body: { schemas: [GROUP], displayName: 'contract-team', members: [member('{ada}')] }, as: 'team' },
	readGroup('once created'),
	{ what: 'finding a group', method: 'GET', path: filter('/Groups', 'displayName eq "contract-team"') },
	patchGroup('adding a member', { op: 'add', path: 'members', value: [member('{grace}')] }),
	readGroup('with another member'),
	patchGroup('adding the same member again', { op: 'add', path: 'members', value: [member('{grace}')] }),
	readGroup('with a member added twice'),
	patchGroup('putting both members in their place', { op: 'replace', path: 'members', value: [member('{ada}'), member('{grace}')] }),
	{ what: 'reading whose groups they are', method: 'GET', path: '/Users/{grace}' },
	{ what: 'finding the groups of a member', method: 'GET', path: filter('/Groups', 'members eq "{ada}"') },
	{ what: 'finding the groups of a member by value', method: 'GET', path: filter('/Groups', 'members.value eq "{ada}"') },
	{ what: 'a group without its members', method: 'GET', path: '/Groups/{team}?excludedAttributes=members' },
	patchGroup('removing a member by filter', { op: 'remove', path: 'members[value eq "{ada}"]' }),
	readGroup('with a member removed'),
	patchGroup('removing the same member again', { op: 'remove', path: 'members[value eq "{ada}"]' }),
	patchGroup('putting the member back', { op: 'add', path: 'members', value: [member('{ada}')] }),
	patchGroup('removing a member by value', { op: 'Remove', path: 'members', value: [member('{ada}')] }),
	readGroup('with a member removed by value'),
	patchGroup('removing all members', { op: 'remove', path: 'members' }),
	readGroup('with all members removed'),
	{ what: 'deleting the group', method: 'DELETE', path: '/Groups/{team}' },
	{ what: 'reading a group that is gone', method: 'GET', path: '/Groups/{team}' },

	{ what: 'deleting', method: 'DELETE', path: '/Users/{ada}' },
	{ what: 'deleting again', method: 'DELETE', path: '/Users/{ada}' },
	readAda('once deleted'),
	find('userName, when nobody is left', 'userName eq "contract-ada@example.com"'),
	{ what: 'who am I', method: 'GET', path: '/Me' },
];
