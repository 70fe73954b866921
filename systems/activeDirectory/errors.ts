import { redact } from '../../ledger/secrets';
import { Problem, type ProblemCode } from '../../lifecycle/problem';

type Told = readonly [code: ProblemCode, what: string, next: string];

const look = 'Look at the account in Active Directory Users and Computers, then run the case again.';
const again = 'Nothing is wrong with the request; run the case again in a few minutes.';
const encrypt = 'Choose LDAPS or StartTLS in the credential, then test it.';

/** RFC 4511, as Active Directory uses it. */
export const ldapCodes: Readonly<Record<number, Told>> = {
	1: ['vendor_error', 'it could not carry the operation out in its present state', 'See the event log "Directory Service" of the domain controller, then run the case again.'],
	2: ['rejected', 'it did not understand the request', 'Make sure that the address in the credential is that of a domain controller.'],
	3: ['timeout', 'it ran into its own time limit', again],
	4: ['vendor_error', 'it gave only a part of a list', 'Raise MaxPageSize or MaxResultSetSize of its LDAP policies, then run the case again.'],
	7: ['misconfigured', 'it does not accept this way to sign in', 'Allow simple binds over TLS on the domain controller.'],
	8: ['misconfigured', 'it insists on an encrypted connection', encrypt],
	10: ['rejected', 'the object belongs to another domain', 'Use a credential for a domain controller of that domain.'],
	11: ['throttled', 'it ran into an administrative limit', again],
	12: ['misconfigured', 'it lacks an extension that is needed here', 'Make sure that the address in the credential is that of a domain controller.'],
	13: ['misconfigured', 'it insists on an encrypted connection', encrypt],
	14: ['misconfigured', 'it does not accept this way to sign in', 'Allow simple binds over TLS on the domain controller.'],
	16: ['rejected', 'the value that was to be removed is not there', look],
	17: ['misconfigured', 'its schema has no such attribute', 'Correct the name of the attribute in the node.'],
	18: ['misconfigured', 'the attribute cannot be searched this way', 'Correct the name of the attribute in the node.'],
	19: ['rejected', 'a value is not allowed', look],
	20: ['rejected', 'the value is there already', look],
	21: ['rejected', 'a value has the wrong form for its attribute', 'Correct the value in HR or in the node, then run the case again.'],
	32: ['not_found', 'there is no such object', 'It may have been deleted or moved, or n8n may not see it; check it in Active Directory Users and Computers, then run the case again.'],
	33: ['vendor_error', 'it could not resolve a name', look],
	34: ['misconfigured', 'a name is not a distinguished name', 'Enter organisational units like OU=People,DC=corp,DC=example in the node.'],
	36: ['vendor_error', 'it could not resolve a name', look],
	48: ['unauthorised', 'it does not accept this way to sign in for the account n8n uses', 'Enter its user name and password in the credential, and test it.'],
	49: ['unauthorised', 'it did not accept the user name and password', 'Correct them in the credential, and test it.'],
	50: ['forbidden', 'the account n8n uses lacks the right', 'Delegate it as docs/active-directory.md says; delegated rights never reach members of administrative groups (adminCount = 1).'],
	51: ['throttled', 'it is busy', again],
	52: ['vendor_error', 'it is not available', 'Check the domain controller, then run the case again.'],
	53: ['rejected', 'it is not willing to do that', look],
	54: ['vendor_error', 'it found a loop', look],
	64: ['rejected', 'an object cannot have this name here', look],
	65: ['rejected', 'the object would lack an attribute it must have, or have one it may not', look],
	66: ['rejected', 'the object has others below it', look],
	67: ['rejected', 'the name of an object is not changed this way', look],
	68: ['rejected', 'there is one already', look],
	69: ['rejected', 'the class of an object cannot be changed', look],
	71: ['rejected', 'the object would have to go to another domain', 'Choose an organisational unit of the same domain.'],
	80: ['vendor_error', 'it failed inside', 'See the event log "Directory Service" of the domain controller, then run the case again.'],
};

/** What Windows adds to code 49, in hexadecimal. */
export const bindCodes: Readonly<Record<string, readonly [what: string, next: string]>> = {
	'525': ['it knows no such user', 'Correct the user name in the credential.'],
	'52e': ['user name or password are wrong', 'Correct them in the credential.'],
	'530': ['the account may not sign in at this hour', 'Allow it all hours in its logon hours.'],
	'531': ['the account may not sign in from here', 'Take the restriction to workstations from it.'],
	'532': ['the password has expired', 'Set a new one, with "password never expires" or as a part of your rotation, and enter it in the credential.'],
	'533': ['the account is disabled', 'Enable it, or enter another one in the credential.'],
	'568': ['the account is in too many groups', 'Take it out of some.'],
	'701': ['the account has expired', 'Clear its expiry date, or enter another one in the credential.'],
	'773': ['the password must be changed first', 'Set a password without "must change at next logon", and enter it in the credential.'],
	'775': ['the account is locked', 'Unlock it, and find out who tries wrong passwords.'],
};

/** What Windows puts before its text, in hexadecimal; where it says more than the code of LDAP. */
export const windowsCodes: Readonly<Record<string, Told>> = {
	'0000052D': ['rejected', 'the password does not meet its policy', 'Compare the password policy of the domain (or the fine-grained one of this account) with docs/active-directory.md.'],
	'00000524': ['rejected', 'an account of this name exists already', 'Compare sAMAccountName in Active Directory, then run the case again.'],
	'00002071': ['rejected', 'an object of this name exists there already', 'Rename one of the two, then run the case again.'],
	'0000208D': ['not_found', 'there is no such object', 'It may have been deleted or moved, or n8n may not see it; check it in Active Directory Users and Computers, then run the case again.'],
	'000021C8': ['rejected', 'another account has this user principal name', 'Compare userPrincipalName in Active Directory, then run the case again.'],
	'000004DC': ['unauthorised', 'it lost sight of who is asking', 'Run the case again.'],
};

const untrusted = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_SIGNATURE_FAILURE', 'CERT_UNTRUSTED']);

/** What TLS and the network say, by their own codes. */
const connectionProblem = (code: string, where: string): Problem => {
	const evidence = { network: code };
	if (untrusted.has(code)) return new Problem('misconfigured', `The certificate of ${where} comes from an authority n8n does not know (${code}), so no password was sent. Enter the certificate of your authority (CA) in the credential; docs/active-directory.md says how to export it.`, evidence);
	if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return new Problem('misconfigured', `The certificate shown by ${where} is for another name, so no password was sent. Enter the domain controller in the credential by the name in its certificate, such as dc1.corp.example.`, evidence);
	if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return new Problem('misconfigured', `The certificate of ${where} is not valid today (${code}), so no password was sent. Renew it on the domain controller, and check the clocks.`, evidence);
	if (/^(ERR_SSL|ERR_TLS|EPROTO)/.test(code)) return new Problem('misconfigured', `Active Directory did not answer with TLS at ${where} (${code}). Check port and encryption in the credential: LDAPS is on 636, StartTLS on 389, and a domain controller speaks neither before it has a certificate.`, evidence);
	return new Problem('unreachable', `Active Directory could not be reached at ${where} (${code}). Check the address in the credential and that n8n may reach it through firewalls; a proxy of n8n is not used for LDAP. Then run the case again.`, evidence);
};

/** What failed, for sentences; nothing in it may be a secret. */
export interface Asked {
	/** `modify`, `search` … */
	operation: string;
	/** The account, group or place. */
	object: string;
}

const numeric = (error: unknown): number | null => {
	const { code } = Object(error) as { code?: unknown };
	return typeof code === 'number' ? code : null;
};

export const ldapProblem = (error: unknown, { operation, object }: Asked, where: string): Problem => {
	if (error instanceof Problem) return error;
	const code = numeric(error);
	const message = error instanceof Error ? error.message : String(error);
	if (code === null) {
		const { code: network } = Object(error) as { code?: unknown };
		return connectionProblem(typeof network === 'string' ? network : 'connection lost', where);
	}
	const sub = code === 49 ? (/\bdata ([0-9a-f]{3,4})\b/i.exec(message)?.[1]?.toLowerCase() ?? null) : null;
	const windows = /^([0-9A-F]{8}):/i.exec(message)?.[1]?.toUpperCase() ?? null;
	const evidence = { ldapCode: code, ...(sub === null ? {} : { data: sub }), ...(windows === null ? {} : { windowsCode: windows }) };
	const bind = sub === null ? undefined : bindCodes[sub];
	if (bind) return new Problem('unauthorised', `Active Directory did not let n8n in (code 49, data ${sub}): ${bind[0]}. ${bind[1]} Then test the credential and run the case again.`, evidence);
	const [problem, what, next] = (code === 49 ? undefined : windowsCodes[windows ?? '']) ?? ldapCodes[code] ?? (['rejected', 'it said no', look] as const);
	const said = redact(message).replace(/\s*Code: 0x[0-9a-f]+\s*$/i, '').replace(/\s+/g, ' ').trim().slice(0, 200);
	return new Problem(problem, `Active Directory refused "${operation}" on ${object} (code ${code}): ${what}${said === '' ? '' : ` (${said})`}. ${next}`, evidence);
};
