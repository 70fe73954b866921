// Written by `npm run docs` from the folders beside it.
import { startAws } from './aws';
import { startBambooHr } from './bamboohr';
import { startEntra } from './entra';
import { startFleet } from './fleet';
import { startGitHub } from './github';
import { startGoogle } from './google';
import { startIru } from './iru';
import { startJamf } from './jamf';
import { startJumpCloud } from './jumpcloud';
import { startN8n } from './n8n';
import { startOkta } from './okta';
import { startPersonio } from './personio';
import { startScim } from './scim';
import { startVault } from './vault';
import { startElastic } from './sinks/elastic';
import { startS3 } from './sinks/s3';
import { startSentinel } from './sinks/sentinel';
import { startSplunk } from './sinks/splunk';
import { startJira } from './telling/jira';
import { startServiceNow } from './telling/serviceNow';
import { startSlack } from './telling/slack';
import { startTeams } from './telling/teams';

/** The vendors the company uses, where it keeps its evidence, and where it tells people. */
export const doubles = {
	aws: startAws,
	bamboohr: startBambooHr,
	entra: startEntra,
	fleet: startFleet,
	github: startGitHub,
	google: startGoogle,
	iru: startIru,
	jamf: startJamf,
	jumpcloud: startJumpCloud,
	n8n: startN8n,
	okta: startOkta,
	personio: startPersonio,
	scim: startScim,
	vault: startVault,
	elastic: startElastic,
	s3: startS3,
	sentinel: startSentinel,
	splunk: startSplunk,
	jira: startJira,
	serviceNow: startServiceNow,
	slack: startSlack,
	teams: startTeams,
};

export type Doubles = { [Name in keyof typeof doubles]: Awaited<ReturnType<(typeof doubles)[Name]>> };
export type DoubleSettings = { [Name in keyof typeof doubles]?: NonNullable<Parameters<(typeof doubles)[Name]>[0]['settings']> };
export type DoubleName = keyof typeof doubles;
