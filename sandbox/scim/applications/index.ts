import type { Application } from './application';
import { atlassian } from './atlassian';
import { awsIdentityCenter } from './awsIdentityCenter';
import { canva } from './canva';
import { entraStyle } from './entraStyle';
import { generic } from './generic';
import { githubEmu } from './githubEmu';
import { githubOrg } from './githubOrg';
import { jfrog } from './jfrog';
import { onePassword } from './onePassword';
import { pagerDuty } from './pagerDuty';
import { slack } from './slack';
import { zendesk } from './zendesk';

/** One file each; the next one is a file that looks like these, and a line here. */
export const applications = { generic, slack, githubEmu, githubOrg, atlassian, zendesk, onePassword, pagerDuty, awsIdentityCenter, jfrog, canva, entraStyle } satisfies Record<string, Application>;

export type AppName = keyof typeof applications;

/** Everything of an application is below its name. */
export const homeOf = (name: AppName) => `/${name}`;

export const basePathOf = (name: AppName) => `${homeOf(name)}${applications[name].scimPath}`;

export const appNames = Object.keys(applications) as AppName[];
