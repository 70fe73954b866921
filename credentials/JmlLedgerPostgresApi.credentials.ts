import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class JmlLedgerPostgresApi implements ICredentialType {
	name = 'jmlLedgerPostgresApi';

	displayName = 'Evidence Ledger in PostgreSQL (Joiner Mover Leaver) API';

	icon: Icon = { light: 'file:ledger.svg', dark: 'file:ledger.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-joiner-mover-leaver/n8n-nodes-joiner-mover-leaver/blob/main/docs/ledger.md#in-postgresql';

	/** Whoever holds this can sign a false history: no node outside this pack gets it. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Needed only where n8n runs on several machines (queue mode). Choose the same credential in every node of this package: with none, a node keeps its evidence in n8n\'s data folder.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{ displayName: 'Host', name: 'host', type: 'string', default: '', required: true, placeholder: 'db.example.com', description: 'The server PostgreSQL 12 or newer runs on' },
		{ displayName: 'Port', name: 'port', type: 'number', default: 5432, required: true, description: 'The port it listens on' },
		{ displayName: 'Database', name: 'database', type: 'string', default: '', required: true, placeholder: 'jml', description: 'A database with the encoding UTF8; the one n8n itself uses will do' },
		{ displayName: 'User', name: 'user', type: 'string', default: '', required: true, description: 'Best one of its own, that nobody else uses. It needs CREATE on the database the first time.' },
		{ displayName: 'Password', name: 'password', type: 'string', typeOptions: { password: true }, default: '', description: 'The password of that user' },
		{ displayName: 'Schema', name: 'schema', type: 'string', default: 'jml_ledger', required: true, description: 'Where the ledger keeps its tables. It is created if it is not there.' },
		{
			displayName: 'Encryption',
			name: 'tls',
			type: 'options',
			default: 'verified',
			options: [
				{ name: 'Encrypted, Server Not Checked', value: 'on', description: 'Protects from listening, and not from somebody who puts a server of their own in between' },
				{ name: 'Encrypted, Server Verified', value: 'verified', description: 'Recommended: the server has to prove who it is' },
				{ name: 'None', value: 'off', description: 'Only for a server on the same machine or in the same private network' },
			],
			description: 'How the connection to the server is protected',
		},
		{
			displayName: 'Certificate Authority',
			name: 'authority',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: '-----BEGIN CERTIFICATE-----',
			description: "Whose word is taken for the server's certificate. Needed where it was issued by your own authority.",
			displayOptions: { show: { tls: ['verified'] } },
		},
		{
			displayName: 'Ledger Name',
			name: 'ledgerName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'n8n.example.com/jml-ledger',
			description: 'Written like an address without https://, part of the key an auditor is given, and never changed again',
		},
		{
			displayName: 'Signing Key',
			name: 'signingKey',
			type: 'string',
			typeOptions: { password: true, rows: 4 },
			default: '',
			required: true,
			placeholder: '-----BEGIN PRIVATE KEY-----',
			description: 'An Ed25519 private key, which you make once with: openssl genpkey -algorithm ed25519. Keep a copy where you keep the keys of the company: without it the ledger cannot go on. It is not stored in the database, so that nobody who can write there can sign.',
		},
	];
}
