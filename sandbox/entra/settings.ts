export interface EntraSettings {
	/** How long a change takes to show in the index that advanced queries read. */
	indexLagMs: number;
	auditLagMs: number;
	/** How long a dynamic group takes to notice that somebody fits its rule, or no longer does. */
	ruleLagMs: number;
	/** Between two runs of directory synchronisation: 30 minutes for Connect Sync, 2 for Cloud Sync. */
	syncIntervalMs: number;
	tokenSeconds: number;
	/** Caps every page of every list, so that short lists page as well; null for the vendor's sizes. */
	pageSize: number | null;
	/** The next so many requests inside a $batch are throttled, each by itself. */
	batchItemsToThrottle: number;
	/** Whether, and for how many minutes, administrators may hand out temporary access passes. */
	temporaryAccessPass: { enabled: boolean; shortest: number; longest: number; usual: number };
	/** After how long a managed device checks in and obeys, unless the device is said to do otherwise; null: only when told to. */
	checkInMs: number | null;
	/** The record of a device that is wiped or retired stays until it checks in once more, so that `done` can be read. */
	recordsOutliveRemoval: boolean;
	/** How results name actions: as the action is called (`wipe`, `retire`), or as the audit log does (`factoryReset`, `removeCompanyData`). */
	actionNames: 'action' | 'audit';
	/** What becomes of an action the device cannot do: said when it checks in, or refused at once with 400. */
	unsupportedActions: 'notSupported' | 'failed' | 'refuse';
	/** Whether rotateBitLockerKeys is there outside /beta, too. */
	bitLockerRotationInV1: boolean;
	/** Whether lists of managed devices honour any filter at all. */
	managedDeviceFilters: boolean;
	wipesPerDay: number;
	retiresPerDay: number;
	deletesPerDay: number;
	/** The status of what goes beyond them: the vendor does not say. */
	dailyCapAnswers: 400 | 403 | 429;
	/** Whether an access policy protects wipe, retire and delete. */
	multiAdminApproval: boolean;
	/** The status of what was filed for approval: 403 is documented, 412 has been seen. */
	approvalFiledAnswers: 403 | 412;
	/** The status of what comes without a justification: both are reported. */
	unjustifiedAnswers: 403 | 400;
	/** Client ids of apps the policy leaves alone. */
	approvalExcludedApps: string[];
	/** After how long a request that was not carried out expires. */
	approvalMs: number;
	/** Sessions revoked: the vendor has been seen to answer either. */
	revokeAnswers: 200 | 204;
}

export const defaultSettings: EntraSettings = {
	indexLagMs: 0,
	auditLagMs: 0,
	ruleLagMs: 60,
	syncIntervalMs: 30 * 60_000,
	tokenSeconds: 3_599,
	pageSize: null,
	batchItemsToThrottle: 0,
	temporaryAccessPass: { enabled: true, shortest: 60, longest: 480, usual: 60 },
	checkInMs: null,
	recordsOutliveRemoval: false,
	actionNames: 'action',
	unsupportedActions: 'notSupported',
	bitLockerRotationInV1: false,
	managedDeviceFilters: true,
	wipesPerDay: 500,
	retiresPerDay: 1_000,
	deletesPerDay: 1_000,
	dailyCapAnswers: 429,
	multiAdminApproval: false,
	approvalFiledAnswers: 403,
	unjustifiedAnswers: 403,
	approvalExcludedApps: [],
	approvalMs: 3 * 24 * 60 * 60_000,
	revokeAnswers: 200,
};
