// Written by `npm run docs` from the folders beside it.
import { listing as activeDirectory } from './activeDirectory';
import { listing as entra } from './entra';
import { listing as google } from './google';
import { listing as okta } from './okta';

/** Every system there is, for whatever is derived from all of them. */
export const systems = [activeDirectory, entra, google, okta] as const;
