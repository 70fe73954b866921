// Written by `npm run docs` from the folders beside it.
import { listing as activeDirectory } from './activeDirectory';
import { listing as aws } from './aws';
import { listing as entra } from './entra';
import { listing as fleet } from './fleet';
import { listing as github } from './github';
import { listing as google } from './google';
import { listing as identityCenter } from './identityCenter';
import { listing as intune } from './intune';
import { listing as iru } from './iru';
import { listing as jamf } from './jamf';
import { listing as jumpCloud } from './jumpCloud';
import { listing as n8n } from './n8n';
import { listing as okta } from './okta';
import { listing as scim } from './scim';

/** Every system there is, for whatever is derived from all of them. */
export const systems = [activeDirectory, aws, entra, fleet, github, google, identityCenter, intune, iru, jamf, jumpCloud, n8n, okta, scim] as const;
