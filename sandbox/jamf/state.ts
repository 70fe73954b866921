import type { JamfSettings } from './settings';

export type Kind = 'computer' | 'mobile';

/** What the inventory says of the person: text, and nobody checks it. */
export interface Assignee {
	username: string;
	realName: string;
	email: string;
}

export interface JamfDevice {
	kind: Kind;
	/** Computers and mobile devices are counted separately. */
	id: string;
	udid: string;
	/** What commands are addressed to. */
	managementId: string;
	serialNumber: string;
	name: string;
	model: string;
	osVersion: string;
	appleSilicon: boolean;
	owner: 'company' | 'personal' | 'unknown';
	supervised: boolean;
	assignee: Assignee | null;
	lastLoggedIn: string | null;
	managed: boolean;
	enrolledAt: string;
	lastContact: string;
	/** It talks to the server by itself. */
	online: boolean;
	/** It still sends its inventory, but hears of no command until it is pushed again. */
	pushLost: boolean;
	/** What it will say to the next command, whatever that is. */
	nextAnswer: 'ERROR' | 'NOT_NOW' | null;
	/** The PIN opens the lock screen of a Mac; mobile devices have their own passcode. */
	lock: { pin: string | null } | null;
	lostMode: boolean;
	/** What was last sent for its lock screen, whether it arrived or not. */
	keptPin: string | null;
	wiped: boolean;
	retired: boolean;
}

export type CommandState = 'PENDING' | 'NOT_NOW' | 'ACKNOWLEDGED' | 'ERROR';

export interface JamfCommand {
	uuid: string;
	number: number;
	kind: Kind;
	deviceId: string;
	managementId: string;
	type: string;
	state: CommandState;
	pin: string | null;
	dateSent: string;
	sentAtElapsed: number;
	dateCompleted: string | null;
	error: { errorCode: number; errorDomain: string; errorEnglishDescription: string } | null;
	/** An administrator has flushed it: the server knows of it no more. */
	flushed: boolean;
}

/** A client of the API, with what its roles let it do. */
export interface ApiClient {
	clientId: string;
	clientSecret: string;
	privileges: readonly string[];
}

export interface JamfState {
	devices: JamfDevice[];
	commands: JamfCommand[];
	clients: Map<string, ApiClient>;
	tokens: Map<string, { clientId: string; expiresAt: number }>;
	settings: JamfSettings;
}
