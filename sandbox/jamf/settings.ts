export type InventoryVersion = 'v4' | 'v3' | 'v1';

export interface JamfSettings {
	/** The newest `computers-inventory` this server has; older ones are there as well, newer ones are 404. */
	version: InventoryVersion;
	/** Whether the token endpoint has only the spelling it had first. */
	oldTokenPathOnly: boolean;
	tokenSeconds: number;
	/** Whether inventories pay attention to `filter` where they are said to. */
	filters: boolean;
	/** Whether a command is called by a short number in the answer to whoever sent it; it is still found by its uuid only. */
	shortCommandIds: boolean;
	/** Until a command that was sent is found, as on another node of the cluster. */
	commandLagMs: number;
	/** Until a device that is online has done what it was told. */
	answersAfterMs: number;
	/** What an unknown `managementId`, or that of a device that is not managed, is answered with; unconfirmed at the vendor. */
	unknownClient: 400 | 500;
	/** Whether a Mac at its lock screen still does what it is told; widely reported not to be so, and not documented. */
	lockedMacsListen: boolean;
}

export const defaultSettings: JamfSettings = {
	version: 'v4',
	oldTokenPathOnly: false,
	tokenSeconds: 299,
	filters: true,
	shortCommandIds: false,
	commandLagMs: 0,
	answersAfterMs: 60,
	unknownClient: 400,
	lockedMacsListen: false,
};
