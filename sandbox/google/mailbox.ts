export interface AutoForwarding {
	enabled: boolean;
	emailAddress?: string;
	disposition?: string;
}

export interface SendAs {
	sendAsEmail: string;
	displayName: string;
	replyToAddress: string;
	signature: string;
	isPrimary: boolean;
	isDefault: boolean;
	treatAsAlias: boolean;
	verificationStatus: 'accepted' | 'pending';
}

export interface Filter {
	id: string;
	criteria: Record<string, unknown>;
	action: { forward?: string } & Record<string, unknown>;
}

/** What a mailbox is set to do. */
export interface Mailbox {
	autoForwarding: AutoForwarding;
	/** Verification status by address. */
	forwardingAddresses: Map<string, 'accepted' | 'pending'>;
	/** Verification status by address. */
	delegates: Map<string, 'accepted' | 'pending'>;
	vacation: Record<string, unknown> & { enableAutoReply: boolean };
	sendAs: SendAs[];
	filters: Filter[];
	imap: Record<string, unknown> & { enabled: boolean };
	pop: Record<string, unknown> & { accessWindow: string };
}

export const newMailbox = (primaryEmail: string, displayName: string): Mailbox => ({
	autoForwarding: { enabled: false },
	forwardingAddresses: new Map(),
	delegates: new Map(),
	vacation: { enableAutoReply: false },
	sendAs: [{ sendAsEmail: primaryEmail, displayName, replyToAddress: '', signature: '', isPrimary: true, isDefault: true, treatAsAlias: false, verificationStatus: 'accepted' }],
	filters: [],
	imap: { enabled: true, autoExpunge: true, expungeBehavior: 'archive', maxFolderSize: 0 },
	pop: { accessWindow: 'disabled', disposition: 'leaveInInbox' },
});
