export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export interface Attribute {
	name: string;
	type: 'string' | 'boolean' | 'dateTime' | 'complex';
	multiValued: boolean;
	required: boolean;
	caseExact: boolean;
	mutability: 'readWrite' | 'readOnly' | 'writeOnly' | 'immutable';
	subAttributes: readonly Attribute[];
}

export interface Schema {
	id: string;
	name: string;
	attributes: readonly Attribute[];
}

export interface ResourceType {
	name: 'User' | 'Group';
	endpoint: '/Users' | '/Groups';
	core: Schema;
	extensions: readonly Schema[];
}

const attribute = (name: string, details: Partial<Attribute> = {}): Attribute => ({
	name,
	type: 'string',
	multiValued: false,
	required: false,
	caseExact: false,
	mutability: 'readWrite',
	subAttributes: [],
	...details,
});

const texts = (...names: string[]) => names.map((name) => attribute(name));
const complex = (name: string, subAttributes: readonly Attribute[], details: Partial<Attribute> = {}) => attribute(name, { type: 'complex', subAttributes, ...details });
const flag = (name: string) => attribute(name, { type: 'boolean' });
const reference = (name: string, details: Partial<Attribute> = {}) => attribute(name, { caseExact: true, ...details });

/** Values that come in several: of a type, one of them primary. */
const several = (name: string, ...more: readonly Attribute[]) => complex(name, [...texts('value', 'display', 'type'), flag('primary'), ...more], { multiValued: true });

/** On every resource, whatever its schema. */
const COMMON: readonly Attribute[] = [
	attribute('id', { caseExact: true, mutability: 'readOnly' }),
	attribute('externalId', { caseExact: true }),
	complex(
		'meta',
		[reference('resourceType'), attribute('created', { type: 'dateTime' }), attribute('lastModified', { type: 'dateTime' }), reference('location'), reference('version')],
		{ mutability: 'readOnly' },
	),
];

const address = complex('addresses', [...texts('formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country', 'type'), flag('primary')], { multiValued: true });

const user: Schema = {
	id: USER,
	name: 'User',
	attributes: [
		attribute('userName', { required: true }),
		complex('name', texts('formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix')),
		...texts('displayName', 'nickName'),
		reference('profileUrl'),
		...texts('title', 'userType', 'preferredLanguage', 'locale', 'timezone'),
		flag('active'),
		attribute('password', { mutability: 'writeOnly' }),
		...['emails', 'phoneNumbers', 'ims', 'photos', 'entitlements', 'roles', 'x509Certificates'].map((name) => several(name)),
		address,
		complex('groups', [attribute('value', { caseExact: true }), reference('$ref'), ...texts('display', 'type')], { multiValued: true, mutability: 'readOnly' }),
	],
};

const enterprise: Schema = {
	id: ENTERPRISE,
	name: 'Enterprise User',
	attributes: [
		...texts('employeeNumber', 'costCenter', 'organization', 'division', 'department'),
		complex('manager', [attribute('value', { caseExact: true }), reference('$ref'), attribute('displayName', { mutability: 'readOnly' })]),
	],
};

const group: Schema = {
	id: GROUP,
	name: 'Group',
	attributes: [
		attribute('displayName', { required: true }),
		complex('members', [attribute('value', { caseExact: true, mutability: 'immutable' }), reference('$ref', { mutability: 'immutable' }), attribute('type', { mutability: 'immutable' }), attribute('display', { mutability: 'readOnly' })], {
			multiValued: true,
		}),
	],
};

export const userType: ResourceType = { name: 'User', endpoint: '/Users', core: user, extensions: [enterprise] };
export const groupType: ResourceType = { name: 'Group', endpoint: '/Groups', core: group, extensions: [] };
export const resourceTypes: readonly ResourceType[] = [userType, groupType];
export const schemas: readonly Schema[] = [user, enterprise, group];

const named = (attributes: readonly Attribute[], name: string) => attributes.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());

export interface Place {
	/** The extension the attribute is in; null: it is at the top. */
	extension: string | null;
	attribute: Attribute;
	sub: Attribute | null;
}

const placed = (extension: string | null, attributes: readonly Attribute[], path: string): Place | undefined => {
	const [name = '', subName, ...tooDeep] = path.split('.');
	const attribute = named(attributes, name);
	if (attribute === undefined || tooDeep.length > 0) return undefined;
	if (subName === undefined) return { extension, attribute, sub: null };
	const sub = named(attribute.subAttributes, subName);
	return sub === undefined ? undefined : { extension, attribute, sub };
};

/** Where an attribute such as `name.familyName` or `urn:…:User:department` is; names are known in any case. */
export function place({ core, extensions }: ResourceType, path: string): Place | undefined {
	const under = (id: string) => path.toLowerCase().startsWith(`${id.toLowerCase()}:`);
	const extension = extensions.find(({ id }) => under(id));
	if (extension !== undefined) return placed(extension.id, extension.attributes, path.slice(extension.id.length + 1));
	return placed(null, [...COMMON, ...core.attributes], under(core.id) ? path.slice(core.id.length + 1) : path);
}

export const extensionNamed = ({ extensions }: ResourceType, name: string) => extensions.find(({ id }) => id.toLowerCase() === name.toLowerCase());

export const attributesOf = ({ core }: ResourceType): readonly Attribute[] => [...COMMON, ...core.attributes];

export const subNamed = (attribute: Attribute, name: string) => named(attribute.subAttributes, name);
