import { aws } from './aws';
import { entra } from './entra';
import { github } from './github';
import { google } from './google';
import { identityCenter } from './identityCenter';
import { jumpCloud } from './jumpCloud';
import { n8n } from './n8n';
import { okta } from './okta';
import { scim } from './scim';

export type { Holding } from './holding';

/** Every system in which somebody can hold something; Active Directory is tested where there is a real one. */
export const holdings = { aws, entra, github, google, identityCenter, jumpCloud, n8n, okta, scim } as const;
