import type { JsonObject } from '../types';
import { readable } from './page/labels';
import { defaultTargets } from './period/targets';
import { timedSteps, type TimedStep } from './period/timed';
import { duration, millisecondsBetween } from './time';
import type { CaseView } from './view';

/** How long it took in one system until nothing was left. A type, not an interface: it travels in an item. */
export type TargetTimes = {
	system: string;
	/** From the start of the case to the last change that was read back; null where none was. */
	seconds: number | null;
	passed: boolean;
	/** What was not read back, each with why. */
	unverified: string[];
	why: string;
};

export type CaseTimes = {
	targets: TargetTimes[];
	passed: boolean;
	/** Until the last of all of them. */
	seconds: number | null;
	deadlineSeconds: number | null;
	text: string;
};

/** What a case took, system by system, against its own deadline. */
export const caseTimes = (view: CaseView): CaseTimes => {
	const steps = timedSteps(view, defaultTargets);
	const { run, promise } = view;
	const dueBy = promise?.dueBy ?? null;
	const systems = [...new Set(run === null || run.dryRun ? [] : run.steps.filter(({ system }) => system !== 'workflow').map(({ system }) => system))];
	const targets = systems.map((system) => timesIn(view, system, steps.filter((step) => step.system === system), dueBy));
	const times = targets.flatMap(({ seconds }) => seconds ?? []);
	const figures = {
		targets,
		passed: targets.length > 0 && targets.every(({ passed }) => passed),
		seconds: times.length === 0 ? null : Math.max(...times),
		deadlineSeconds: promise === null || dueBy === null ? null : millisecondsBetween(promise.startAt, dueBy) / 1_000,
	};
	return { ...figures, text: textOf(view, figures) };
};

export const timesItem = (times: CaseTimes): JsonObject => ({ ...times, targets: times.targets.map((target) => ({ ...target })) });

const timesIn = (view: CaseView, system: string, steps: readonly TimedStep[], dueBy: string | null): TargetTimes => {
	const last = steps.flatMap(({ verifiedAt }) => verifiedAt ?? []).sort().at(-1) ?? null;
	const unread = steps.filter(({ verifiedAt }) => verifiedAt === null);
	const why = whyNot(view, system, steps, last, dueBy);
	return {
		system,
		seconds: last === null || view.promise === null ? null : Math.round(millisecondsBetween(view.promise.startAt, last) / 100) / 10,
		passed: why === null,
		unverified: unread.map(({ action, why: because }) => `${readable(action)}: ${because.replace(/[.\s]+$/, '')}`),
		why: why ?? 'Everything was read back within the deadline',
	};
};

const whyNot = (view: CaseView, system: string, steps: readonly TimedStep[], last: string | null, dueBy: string | null): string | null => {
	const open = steps.filter(({ standing }) => standing === 'not done' || standing === 'by exception');
	if (open.length > 0) return `${open.map(({ action }) => readable(action)).join(', ')} ${open.length === 1 ? 'was' : 'were'} not done: ${open[0]!.why.replace(/[.\s]+$/, '')}`;
	// What was so before shows that it can be read, and not that it can be done; what nobody can read shows neither.
	if (!wasChanged(view, system)) return 'Nothing was changed here, so nothing was shown: the person had no account, or it was closed before';
	if (last === null) return 'Nothing here can be read back, so no time can be given';
	return dueBy !== null && last > dueBy ? `It took ${duration(millisecondsBetween(dueBy, last))} longer than the deadline` : null;
};

const wasChanged = ({ runs }: CaseView, system: string): boolean => runs.some(({ dryRun, steps }) => !dryRun && steps.some((step) => step.system === system && step.outcome === 'done' && step.verification === 'read back'));

const seconds = (count: number | null): string => (count === null ? 'no time' : duration(count * 1_000));

const textOf = ({ event, person, run }: CaseView, { targets, passed, seconds: all, deadlineSeconds }: Omit<CaseTimes, 'text'>): string => {
	const what = `${event?.isDrill ? 'Drill with' : 'Case of'} ${person?.name ?? 'somebody'}`;
	if (run?.dryRun) return `${what}: it was a dry run, so nothing was changed and nothing can be timed. Switch Dry Run off in Open Case and run it again.`;
	if (targets.length === 0) return `${what}: no system was worked on, so nothing can be timed. Look whether the nodes between Open Case and Close Case are switched on.`;
	const failed = targets.filter((target) => !target.passed).length;
	const limit = deadlineSeconds === null ? '' : ` within ${duration(deadlineSeconds * 1_000)}`;
	const head = passed
		? `${what}: PASSED. Access in ${targets.length === 1 ? 'the one system' : `all ${targets.length} systems`} was cut and read back${limit}; the slowest took ${seconds(all)}.`
		: `${what}: FAILED in ${failed} of ${targets.length === 1 ? '1 system' : `${targets.length} systems`}. Access has to be cut and read back${limit}.`;
	const slowestFirst = [...targets].sort((one, other) => Number(one.passed) - Number(other.passed) || (other.seconds ?? Infinity) - (one.seconds ?? Infinity));
	const line = (target: TargetTimes): string => [`- ${readable(target.system)}: ${target.passed ? 'passed' : 'FAILED'}, ${seconds(target.seconds)}.`, target.passed ? '' : `${target.why}.`, ...target.unverified.map((one) => `Not read back: ${one}.`)].filter((part) => part !== '').join(' ');
	return [head, '', ...slowestFirst.map(line)].join('\n');
};
