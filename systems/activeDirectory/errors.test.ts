import { bindCodes, ldapCodes, ldapProblem, windowsCodes } from './errors';

const answered = (code: number, message = '') => Object.assign(new Error(`${message} Code: 0x${code.toString(16)}`), { code });
const asked = { operation: 'modify', object: 'ada@corp.example' };
const problem = (error: unknown) => ldapProblem(error, asked, 'dc1.corp.example:636');
const isSentence = (text: string) => {
	expect(text).toMatch(/^[A-Z].{40,}[.)]$/s);
	expect(text).not.toMatch(/undefined|\[object|0x/);
};

test.each(Object.keys(ldapCodes).map(Number))('code %i is a sentence that names what was asked, of whom, and what to do', (code) => {
	const { message, evidence, code: kind } = problem(answered(code, 'said so'));
	isSentence(message);
	expect(message).toContain('"modify" on ada@corp.example');
	expect(message).toContain(`code ${code}`);
	expect(evidence).toEqual({ ldapCode: code });
	expect(kind).toBe(ldapCodes[code]![0]);
});

test.each(Object.keys(bindCodes))('data %s of a refused sign-in is a sentence', (data) => {
	const { message, evidence, code } = problem(answered(49, `80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data ${data}, v1db1`));
	isSentence(message);
	expect(code).toBe('unauthorised');
	expect(evidence).toEqual({ ldapCode: 49, data, windowsCode: '80090308' });
	expect(message).toContain(bindCodes[data]![0]);
});

test.each(Object.keys(windowsCodes))('code %s of Windows says more than the code of LDAP', (windows) => {
	const { message, evidence } = problem(answered(53, `${windows}: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0`));
	isSentence(message);
	expect(evidence['windowsCode']).toBe(windows);
	expect(message).toContain(windowsCodes[windows]![1]);
});

test.each([
	[8, 'misconfigured'],
	[16, 'rejected'],
	[19, 'rejected'],
	[32, 'not_found'],
	[49, 'unauthorised'],
	[50, 'forbidden'],
	[51, 'throttled'],
	[52, 'vendor_error'],
	[53, 'rejected'],
	[68, 'rejected'],
	[99, 'rejected'],
] as const)('code %i is %s', (code, kind) => expect(problem(answered(code)).code).toBe(kind));

test.each([
	['SELF_SIGNED_CERT_IN_CHAIN', 'misconfigured', /authority n8n does not know/],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'misconfigured', /authority n8n does not know/],
	['ERR_TLS_CERT_ALTNAME_INVALID', 'misconfigured', /for another name/],
	['CERT_HAS_EXPIRED', 'misconfigured', /not valid today/],
	['EPROTO', 'misconfigured', /LDAPS is on 636/],
	['ECONNREFUSED', 'unreachable', /proxy of n8n is not used/],
	['ENOTFOUND', 'unreachable', /could not be reached/],
] as const)('%s is %s', (network, kind, said) => {
	const told = problem(Object.assign(new Error('x'), { code: network }));
	isSentence(told.message);
	expect(told).toMatchObject({ code: kind, evidence: { network } });
	expect(told.message).toMatch(said);
});
