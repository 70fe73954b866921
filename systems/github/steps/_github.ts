import { step } from '../../../lifecycle/step';
import type { GitHubAccount } from '../account';
import type { GitHub } from '../client';

/** Every file in this folder is one step; this is the shape they share. */
export const githubStep = step<GitHub, GitHubAccount>();

/** Said of every step they are true of, in the same words, so that they are told once. */
export const accountLivesOn = 'The personal account: it belongs to the person, keeps its keys and tokens, and goes on reaching whatever else they have on GitHub, for good';
export const clonesStay = 'Clones and downloads on their devices: GitHub reaches none of them, so they stay until the devices are wiped';
export const deployKeysGoOn = 'Deploy keys they added: these belong to a machine and go on working until somebody removes them from the repository';
export const managedUsers = 'An account that an enterprise manages (Enterprise Managed Users): it is suspended through SCIM of the enterprise, by a SCIM Access node, and not here';

export const enterpriseTeams = 'A team of the enterprise they are in: that membership outlives the one of the organisation, until an owner of the enterprise takes them out under Teams of the enterprise';

/** What finding the account and telling its membership takes. */
export const seeing = ['members:read', 'organization_administration:read'] as const;
