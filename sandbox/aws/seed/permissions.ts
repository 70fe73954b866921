const IAM = `AddUserToGroup AttachUserPolicy CreateLoginProfile CreateUser DeactivateMFADevice DeleteAccessKey DeleteLoginProfile DeleteRolePolicy
	DeleteSSHPublicKey DeleteServiceSpecificCredential DeleteSigningCertificate DeleteUser DeleteUserPermissionsBoundary DeleteUserPolicy DeleteVirtualMFADevice
	DetachUserPolicy EnableMFADevice GenerateCredentialReport GetAccessKeyLastUsed GetAccountAuthorizationDetails GetCredentialReport GetGroup GetLoginProfile
	GetPolicy GetRole GetRolePolicy GetUser GetUserPolicy ListAccessKeys ListAccountAliases ListAttachedRolePolicies ListAttachedUserPolicies ListGroups
	ListGroupsForUser ListMFADevices ListPolicies ListRolePolicies ListRoleTags ListRoles ListSSHPublicKeys ListServiceSpecificCredentials
	ListSigningCertificates ListUserPolicies ListUserTags ListUsers ListVirtualMFADevices PutRolePolicy PutUserPermissionsBoundary PutUserPolicy
	RemoveUserFromGroup SimulatePrincipalPolicy TagUser UntagUser UpdateAccessKey UpdateAssumeRolePolicy UpdateLoginProfile UpdateSSHPublicKey
	UpdateServiceSpecificCredential UpdateSigningCertificate`;

const STORE = `CreateGroupMembership CreateUser DeleteGroupMembership DeleteUser DescribeGroup DescribeGroupMembership DescribeUser GetGroupId GetGroupMembershipId
	GetUserId IsMemberInGroups ListGroupMemberships ListGroupMembershipsForMember ListGroups ListUsers UpdateUser`;

const SSO = `CreateAccountAssignment CreateApplicationAssignment DeleteAccountAssignment DeleteApplicationAssignment DeleteInlinePolicyFromPermissionSet
	DescribeAccountAssignmentCreationStatus DescribeAccountAssignmentDeletionStatus DescribeApplication DescribePermissionSet
	DescribePermissionSetProvisioningStatus GetInlinePolicyForPermissionSet ListAccountAssignments ListAccountAssignmentsForPrincipal
	ListAccountsForProvisionedPermissionSet ListApplicationAssignmentsForPrincipal ListApplications ListInstances ListManagedPoliciesInPermissionSet
	ListPermissionSets ProvisionPermissionSet PutInlinePolicyToPermissionSet`;

const named = (service: string, operations: string) => operations.split(/\s+/).map((operation) => `${service}:${operation}`);

/** What the automation may do in each account. */
export const IAM_PERMISSIONS: readonly string[] = named('iam', IAM);

/** What it may do in the management account besides. */
export const MANAGEMENT_PERMISSIONS: readonly string[] = ['sts:AssumeRole', 'organizations:ListAccounts', ...named('identitystore', STORE), ...named('sso', SSO)];
