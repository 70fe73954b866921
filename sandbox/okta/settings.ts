export interface OktaSettings {
	searchLagMs: number;
	logLagMs: number;
	/** How long activation and `Prefer: respond-async` operations take. */
	asyncMs: number;
	ruleLagMs: number;
	/** Unconfirmed at the vendor: whether sessions, factors, roles of a DEPROVISIONED user can be cleared. */
	deprovisionedWrites: 'refuse' | 'accept';
	/** Whether SSWS tokens die after 30 days without use. Off by default: a test that jumps 30 days is not a silent integration. */
	tokensLapse: boolean;
	editDeactivatedProfiles: boolean;
	nonceSeconds: number;
}

export const defaultSettings: OktaSettings = {
	searchLagMs: 0,
	logLagMs: 0,
	asyncMs: 60,
	ruleLagMs: 60,
	deprovisionedWrites: 'refuse',
	tokensLapse: false,
	editDeactivatedProfiles: false,
	nonceSeconds: 86_400,
};
