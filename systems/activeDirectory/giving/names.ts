/** The part of an address before the @. */
export const localPart = (address: string): string => address.split('@')[0]!;

/** The name people signed in with before there were UPNs: at most 20 letters, and none that Windows refuses. */
export const samFor = (address: string): string =>
	localPart(address)
		.replace(/["/\\[\]:;|=,+*?<>\s]/g, '')
		.slice(0, 20)
		.replace(/\.+$/, '');

/** Two people of one name cannot be in one unit under it. */
export const commonNames = (name: string, personId: string): readonly [string, string] => [name.slice(0, 64), `${name.slice(0, 60 - personId.length)} (${personId})`];
