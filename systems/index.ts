import { activeDirectorySteps } from './activeDirectory';
import { entraSteps } from './entra';
import { googleSteps } from './google';
import { oktaSteps } from './okta';

/** Every system there is, for whatever is derived from all of them. The next one is one line. */
export const systems = [
	{ id: 'okta', label: 'Okta', steps: oktaSteps },
	{ id: 'google', label: 'Google Workspace', steps: googleSteps },
	{ id: 'activeDirectory', label: 'Active Directory', steps: activeDirectorySteps },
	{ id: 'entra', label: 'Entra ID', steps: entraSteps },
] as const;
