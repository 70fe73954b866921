import type { GoogleSettings } from './client';

/** What holds where the node says nothing else. */
export const usualSettings: GoogleSettings = {
	adminEmail: '',
	hrIdType: 'organization',
	matchByEmail: true,
	newOwner: '',
	fallbackOwner: '',
	autoReply: { subject: '', text: '' },
	leaversOrgUnit: '',
	licenceProducts: ['Google-Apps'],
	cloudProjects: [],
	cloudServiceAccounts: [],
	signsWith: null,
};
