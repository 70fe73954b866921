// Written by `npm run docs` from the folders beside it.
import { startBambooHr } from './bamboohr';
import { startEntra } from './entra';
import { startGoogle } from './google';
import { startOkta } from './okta';
import { startElastic } from './sinks/elastic';
import { startS3 } from './sinks/s3';
import { startSentinel } from './sinks/sentinel';
import { startSplunk } from './sinks/splunk';

/** The vendors the company uses, and where it keeps its evidence. */
export const doubles = {
	bamboohr: startBambooHr,
	entra: startEntra,
	google: startGoogle,
	okta: startOkta,
	elastic: startElastic,
	s3: startS3,
	sentinel: startSentinel,
	splunk: startSplunk,
};

export type Doubles = { [Name in keyof typeof doubles]: Awaited<ReturnType<(typeof doubles)[Name]>> };
export type DoubleSettings = { [Name in keyof typeof doubles]?: NonNullable<Parameters<(typeof doubles)[Name]>[0]['settings']> };
export type DoubleName = keyof typeof doubles;
