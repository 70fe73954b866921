/** What the vendor does not say, or what differs between tenants. */
export interface IruSettings {
	/** Whether the list of devices pays attention to its filters; a filter without a value is never paid attention to. */
	filters: boolean;
	/** How a device of nobody shows its `user`. */
	nobody: '' | null;
	/** What a token gets for an endpoint that was not ticked for it. */
	missingPermission: 401 | 403;
	/** The one key of an error's body. */
	errorKey: 'detail' | 'error';
	/** Whether commands to Windows and Android are in the list of commands; unconfirmed at the vendor. */
	otherCommands: 'listed' | 'empty';
	/** Whether a PC takes `lock`; the vendor speaks of Macs, iPhones and Android only. */
	windowsLock: boolean;
	/** Whether a Mac is erased without a PIN; unconfirmed. */
	eraseWithoutPin: boolean;
	/** Until a device that is online has answered a command. */
	answersAfterMs: number;
	/** Whether a Mac at its lock screen still does what it is told; widely reported not to be so, and not documented. */
	lockedMacsListen: boolean;
}

export const defaultSettings: IruSettings = {
	filters: true,
	nobody: '',
	missingPermission: 403,
	errorKey: 'detail',
	otherCommands: 'listed',
	windowsLock: false,
	eraseWithoutPin: false,
	answersAfterMs: 60,
	lockedMacsListen: true,
};
