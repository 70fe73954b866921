import { endsAccess, type Change } from '../../lifecycle/event';
import type { Known, Standing, Worker } from '../../lifecycle/known';
import type { Employment, Turn } from './employment';
import { changesIn, digest, moveTurn, type JobHistory } from './job';
import { dayMs } from './quality';

/** What is true of an employee now, beside what was known. */
export interface Now {
	employment: Employment;
	/** By the history, and by what BambooHR itself calls them: who has not been let in has not started. */
	standing: Standing;
	jobs: JobHistory | null;
	name: string;
	workEmail: string | null;
	lookBackDays: number;
	now: Date;
}

export const isHere = (standing: Standing | null): boolean => standing === 'working' || standing === 'onLeave';

const synthetic = (track: Turn['track'], kind: Turn['kind'], fact: string, at: Date, changes?: Change[]): Turn => ({ track, kind, at, date: '', fact, ...(changes ? { changes } : {}) });

/** What is different from what was known: the differences of the states, and not of the fields. */
export const newsSince = (known: Known, seen: Now): Turn[] => {
	const before = known.standing!;
	return [...presenceNews(known, before, seen), ...leaveNews(before, seen), ...contractNews(known, before, seen), ...jobNews(known, before, seen), ...renamed(known, seen)];
};

/** Of somebody seen for the first time: what lies further back is known, unless they are gone and may still have access. */
export const newsAtFirstSight = (fresh: boolean, { employment, standing, lookBackDays, now }: Now): Turn[] => {
	const { presence } = employment.current;
	const isRecent = (turn: Turn): boolean => now.getTime() - turn.at.getTime() <= lookBackDays * dayMs;
	if (standing === 'gone') return presence !== null && isRecent(presence) ? [presence] : [];
	if (!fresh) return [];
	const first = presence ?? employment.ahead.find(({ track }) => track === 'presence');
	if (first === undefined || !isRecent(first)) return [];
	if (first.kind !== 'start') return isHere(standing) ? [first] : [];
	return [synthetic('presence', 'hire', 'hire', now), ...(isHere(standing) ? [first, ...leaveOf(employment, standing)] : [])];
};

const leaveOf = ({ current }: Employment, standing: Standing): Turn[] => (standing === 'onLeave' && current.leave ? [current.leave] : []);

const presenceNews = (known: Known, before: Standing, { employment, standing, now }: Now): Turn[] => {
	const { presence } = employment.current;
	if (standing === 'gone') return before === 'gone' ? [] : [presence!];
	if (!isHere(standing) || isHere(before) || presence === null) return [];
	if (before === 'ahead') return [presence];
	const isNewRow = presence.kind === 'rehire' && !known.rows.employmentStatus.includes(presence.row ?? '');
	return [isNewRow ? presence : synthetic('presence', 'rescind', `${known.rows.employmentStatus.at(-1) ?? 'none'}-rescind`, now)];
};

const leaveNews = (before: Standing, { employment, standing, now }: Now): Turn[] => {
	if (!isHere(standing) || before === standing || (before !== 'onLeave' && standing === 'working')) return [];
	const kind = standing === 'onLeave' ? 'leave' : 'return';
	const { leave } = employment.current;
	return [leave?.kind === kind ? leave : synthetic('leave', kind, `${employment.row?.id ?? 'none'}-${kind}`, now)];
};

const contractNews = (known: Known, before: Standing, { employment, standing, now }: Now): Turn[] => {
	const { worker, current, row } = employment;
	if (!isHere(before) || !isHere(standing) || worker === null || known.worker === null || worker === known.worker) return [];
	const changes: Change[] = [{ field: 'contract', from: known.worker, to: worker satisfies Worker }];
	return [current.contract && current.contract.changes?.[0]?.to === worker ? { ...current.contract, changes } : synthetic('contract', 'conversion', `${row?.id ?? 'none'}-conversion`, now, changes)];
};

const jobNews = (known: Known, before: Standing, { jobs, standing, now }: Now): Turn[] => {
	if (!isHere(before) || !isHere(standing) || known.job === null || jobs === null || jobs.job === null || jobs.row === null) return [];
	const changes = changesIn(known.job, jobs.job);
	if (changes.length === 0) return [];
	const turn = currentMove(jobs)!;
	// A row that was there before was edited in its place, today and not on its day.
	return [{ ...turn, changes, ...(known.rows.jobInfo.includes(jobs.row.id) ? { at: now } : {}) }];
};

export const currentMove = ({ job, row, at }: JobHistory): Turn | null => (job === null || row === null ? null : moveTurn(row, job, at!, []));

const nameFact = (name: string, workEmail: string | null): string => `rename-${digest([name, workEmail])}`;

/** A first address is none that changed, and one that is missing may only be hidden. */
export const renamed = (known: Known, { name, workEmail, now, standing }: Pick<Now, 'name' | 'workEmail' | 'now' | 'standing'>): Turn[] => {
	if (standing === 'gone') return [];
	const changes: Change[] = [];
	if (name !== known.name) changes.push({ field: 'name', from: known.name, to: name });
	if (workEmail !== null && known.workEmail !== null && workEmail.toLowerCase() !== known.workEmail.toLowerCase()) changes.push({ field: 'workEmail', from: known.workEmail, to: workEmail });
	return changes.length === 0 ? [] : [synthetic('name', 'rename', nameFact(name, workEmail), now, changes)];
};

/** What HR says of now, whether it is news or not. */
export const saidNow = ({ employment, standing, jobs, name, workEmail, now }: Now): Turn[] => {
	const { presence, leave, contract } = employment.current;
	const gone = presence !== null && endsAccess(presence);
	const turns = gone ? [presence] : [presence, leave?.kind === 'leave' && standing === 'working' ? null : leave, contract, jobs && currentMove(jobs), synthetic('name', 'rename', nameFact(name, workEmail), now)];
	return turns.filter((turn) => turn !== null);
};

/** What is ahead, of a person who is there or will be: nobody moves who is gone. */
export const saidAhead = ({ employment, standing, jobs }: Now): Turn[] => {
	const start = employment.ahead.find(({ kind }) => kind === 'start');
	const moves = standing === 'gone' ? [] : (jobs?.ahead ?? []).filter(({ at }) => isHere(standing) || (start !== undefined && at > start.at));
	return [...employment.ahead, ...moves];
};
