import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class JmlActiveDirectoryApi implements ICredentialType {
	name = 'jmlActiveDirectoryApi';

	displayName = 'Active Directory (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:activedirectory.svg', dark: 'file:activedirectory.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/active-directory.md';

	/** Whoever holds this can lock out the company: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Domain Controller',
			name: 'host',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'dc1.corp.example',
			description: 'One domain controller by the name in its certificate, so that a change is read back where it was made',
		},
		{
			displayName: 'Encryption',
			name: 'encryption',
			type: 'options',
			default: 'ldaps',
			options: [
				{ name: 'LDAPS', value: 'ldaps', description: 'TLS from the first byte, on port 636' },
				{ name: 'StartTLS', value: 'startTls', description: 'TLS before the password is sent, on port 389' },
			],
		},
		{
			displayName: 'Port',
			name: 'port',
			type: 'number',
			default: 0,
			description: 'Leave at 0 for the usual one: 636 for LDAPS, 389 for StartTLS',
		},
		{
			displayName: 'CA Certificate',
			name: 'ca',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: '-----BEGIN CERTIFICATE-----',
			description: 'Of the authority that signed the certificate of the domain controller, as PEM. Empty: what Node.js trusts. The certificate is always checked.',
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'svc-jml@corp.example',
			description: 'As UPN, DOMAIN\\user or distinguished name. An account of its own, with no more than the delegated rights.',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Of the account n8n signs in with. Shown to nobody, and sent over TLS only.',
		},
	];
}
