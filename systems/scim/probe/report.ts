import type { Dialect } from '../kinds';
import { asChosen } from '../choices';
import type { Application } from '../application';

export interface Finding {
	about: string;
	found: string;
}

/** What was found out, in words; and what to choose in the node. */
export interface Report {
	say(about: string, found: string): void;
	choose(settings: Partial<Pick<Dialect, 'inactive' | 'patch' | 'removeMember' | 'memberships' | 'searches' | 'contentType'>>): void;
	leftBehind(what: string): void;
}

export interface ProbeResult {
	application: { system: string; label: string };
	findings: Finding[];
	/** By the names of the fields of the node. */
	settings: Record<string, string>;
	leftBehind: string[];
}

export const openReport = ({ id, label }: Application): Report & { result(): ProbeResult } => {
	const findings: Finding[] = [];
	const leftBehind: string[] = [];
	let settings: Parameters<Report['choose']>[0] = {};
	return {
		say: (about, found) => void findings.push({ about, found }),
		choose: (more) => void (settings = { ...settings, ...more }),
		leftBehind: (what) => void leftBehind.push(what),
		result: () => ({ application: { system: id, label }, findings, settings: asChosen(settings), leftBehind }),
	};
};
