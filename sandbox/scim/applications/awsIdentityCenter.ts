import { application, engineers } from './application';

/** Keeps who is a member of what to itself: `members eq "…"` is the only way to ask. */
export const awsIdentityCenter = application('AWS IAM Identity Center', '/tenant-1a2b3c/scim/v2', {
	knowsEmployeeIds: true,
	staff: engineers,
	tokens: [],
	settings: { filters: 'eq and', membersOnGroups: false, groupsOnUsers: false, membersPerPatch: 100, oneOperationPerAttribute: true },
});
