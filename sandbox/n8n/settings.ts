export interface N8nSettings {
	/** Features of the licence: without `feat:projectRole:admin` no projects are shown, without `feat:advancedPermissions` no role is changed. */
	licence: string[];
	/** Whether roles come from an identity provider, and nobody changes them here. */
	rolesManagedElsewhere: boolean;
	/** Whether people sign in through an identity provider, and nobody is invited. */
	singleSignOn: boolean;
	/** Whether there is a mail server; without one, invitations are links that the answer shows. */
	mailServer: boolean;
}

export const everyFeature = ['feat:advancedPermissions', 'feat:projectRole:admin'];

export const defaultSettings: N8nSettings = { licence: everyFeature, rolesManagedElsewhere: false, singleSignOn: false, mailServer: true };
