import { startBambooHr } from './bamboohr';
import { startOkta } from './okta';

/** The vendors the company uses. The next one is a folder that looks like these, and a line here. */
export const doubles = {
	bamboohr: startBambooHr,
	okta: startOkta,
};

export type Doubles = { [Name in keyof typeof doubles]: Awaited<ReturnType<(typeof doubles)[Name]>> };
export type DoubleSettings = { [Name in keyof typeof doubles]?: NonNullable<Parameters<(typeof doubles)[Name]>[0]['settings']> };
export type DoubleName = keyof typeof doubles;
