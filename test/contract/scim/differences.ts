/** Where the double and the library differ, what each says, and why. */
export interface Difference {
	why: string;
	double: object;
	library: object;
}

const found = (totalResults: number) => ({ status: 200, body: { totalResults } });
const refused = (scimType: string) => ({ status: 400, body: { scimType } });
const unchanged = { why: 'RFC 7644 3.5.2 lets servers choose between 200 with the resource and 204; the library takes 204 where nothing changed', double: { status: 200 }, library: { status: 204, body: null } };

const lacking = { why: 'who lacks an attribute does not fit; the library fails as soon as anybody lacks it', double: found(1), library: refused('invalidValue') };

export const differences: Readonly<Record<string, Difference>> = {
	'finding by userName in other letters': { why: 'userName is not caseExact (RFC 7643 4.1.1); the library compares letter by letter', double: found(1), library: found(0) },
	'finding by a text with quotation marks in it': { why: 'texts are JSON strings (RFC 7644 3.4.2.2); the library cannot read an escaped quotation mark', double: found(1), library: refused('invalidFilter') },
	'finding by an attribute of the extension': { why: 'the library does not find attributes of extensions by their full name', double: found(1), library: found(0) },
	'finding by what there is': { why: 'the library fails on pr of an attribute with values', double: found(1), library: refused('invalidValue') },
	'finding by a value path': lacking,
	'finding by a sub-attribute': lacking,
	'finding by half a filter': { why: 'an operator needs a value; the library lets it pass and finds nobody', double: refused('invalidFilter'), library: found(0) },
	'a page behind the last': { why: 'there is nothing behind the last; the library begins anew there', double: { body: expect.not.objectContaining({ Resources: expect.anything() }) }, library: { body: { Resources: expect.any(Array) } } },
	'some attributes only': { why: 'schemas is in every representation (RFC 7643 3.1); the library leaves it out', double: { body: { schemas: expect.any(Array) } }, library: { body: expect.not.objectContaining({ schemas: expect.anything() }) } },
	'deactivating again': unchanged,
	'removing the same member again': unchanged,
	'taking away what is required': { why: 'RFC 7644 3.5.2.2 says mutability', double: refused('mutability'), library: refused('invalidValue') },
	'adding the same member again': { why: 'what is there already is not added (RFC 7644 3.5.2.1); the library adds it twice', double: { body: { members: [{}, {}] } }, library: { body: { members: [{}, {}, {}] } } },
	'reading the group with a member added twice': { why: 'the same', double: { body: { members: [{}, {}] } }, library: { body: { members: [{}, {}, {}] } } },
	'finding the groups of a member': { why: 'a complex attribute is compared by its value (RFC 7644 3.4.2.2); the library wants members.value', double: found(1), library: refused('invalidValue') },
};
