import type { Mailbox } from './mailbox';

export interface Grant {
	clientId: string;
	displayText: string;
	scopes: string[];
	nativeApp: boolean;
	anonymous: boolean;
}

export interface AppPassword {
	codeId: number;
	name: string;
	creationTime: number;
	lastTimeUsed: number;
}

export interface Session {
	id: string;
	createdAt: string;
}

export interface GoogleUser {
	id: string;
	primaryEmail: string;
	name: { givenName: string; familyName: string };
	aliases: string[];
	suspended: boolean;
	suspensionReason?: 'ADMIN' | 'ABUSE';
	suspensionTime?: string;
	archived: boolean;
	changePasswordAtNextLogin: boolean;
	/** Counts the passwords there have been: the double keeps none. */
	passwords: number;
	orgUnitPath: string;
	/** Organizations, externalIds, relations and the like, as they were sent. */
	profile: Record<string, unknown>;
	creationTime: string;
	lastLoginTime: string;
	deletionTime?: string;
	/** Until then changes are answered with 412. */
	completeAtElapsed: number;
	mailboxAtElapsed: number;
	isEnrolledIn2Sv: boolean;
	isEnforcedIn2Sv: boolean;
	inAdvancedProtection: boolean;
	sessions: Session[];
	grants: Grant[];
	appPasswords: AppPassword[];
	backupCodes: string[];
	mailbox: Mailbox;
	/** What would be lost with the account, counted. */
	owns: { privateFiles: number; sharedFiles: number; calendars: number };
}
