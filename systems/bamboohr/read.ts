import { scrub } from '../../ledger/secrets';
import { endsAccess, type HrEvent } from '../../lifecycle/event';
import type { Announcement } from '../../lifecycle/inbox';
import type { Known, KnownPerson } from '../../lifecycle/known';
import type { Person } from '../../lifecycle/person';
import { asProblem } from '../../lifecycle/problem';
import type { Dictionary } from '../http/parse';
import { parse, type BambooHr } from './client';
import { employeeFields, isActive, isPrivileged, managerFields, toPerson } from './employee';
import { employmentOf, type Turn } from './employment';
import { factOf, keyOf } from './facts';
import { presentManager } from './manager';
import { jobHistoryOf, type JobHistory } from './job';
import { isHere, newsAtFirstSight, newsSince, saidAhead, saidNow, type Now } from './news';
import { dayMs, doubts, sameAddress, sameNumber, whyUnclear, type Case } from './quality';
import { day, historyOf, text } from './rows';
import { fieldsIn, zoneOf, type Rules } from './rules';

/** What was known before this look. */
export interface Sight {
	known: Known | undefined;
	/** Everybody had been seen once, so that an employee who is not known is a new one. */
	baselined: boolean;
	/** Others with the same address or number. */
	sharing(marks: Pick<Known, 'workEmail' | 'employeeNumber'>): KnownPerson[];
}

export interface Answers {
	employee: Dictionary;
	employmentStatus: Dictionary[];
	/** null where the key's user may not see it. */
	jobInfo: Dictionary[] | null;
}

export interface Read {
	kind: 'read';
	employeeId: string;
	person: Person;
	/** What was not known: in effect now, or ahead. */
	news: Announcement[];
	/** Whether HR says so, word for word. It cannot always be told yet. */
	says(event: HrEvent): 'yes' | 'no' | 'not yet';
	/** Whether that which has begun is still as HR wants it, by whatever row. */
	holds(event: HrEvent): boolean;
	/** Nothing is held up by these, but somebody should mend them. */
	warnings: string[];
	/** Which of them says that somebody did not turn up; null where nobody is missed. */
	missed: string | null;
	known: Known;
}

export type Reading =
	| Read
	/** Nothing is done about somebody until it was mended. */
	| { kind: 'problem'; employeeId: string; person: Person; problem: string; known: Known }
	| { kind: 'unknown'; employeeId: string; problem: string };

/** What is true of one employee now, whatever brought us to ask. Throws when BambooHR could not be asked, or cannot be believed. */
export const readEvents = async (bamboo: BambooHr, company: string, employeeId: string, rules: Rules, sight: Sight, now: Date): Promise<Reading> => {
	const fields = [...new Set([...employeeFields, ...fieldsIn(rules)])];
	try {
		const [employee, employmentStatus, jobInfo] = await Promise.all([
			bamboo.employee(employeeId, fields),
			bamboo.table(employeeId, 'employmentStatus'),
			// What somebody works as may be hidden; that they leave may not wait for it.
			bamboo.table(employeeId, 'jobInfo').catch((error: unknown) => (asProblem(error).code === 'forbidden' ? null : Promise.reject(asProblem(error)))),
		]);
		const manager = hasManager(employee) || isActive(employee) ? {} : await managerAhead(bamboo, employeeId);
		const reading = classify({ employee: { ...employee, ...manager }, employmentStatus, jobInfo }, company, employeeId, rules, sight, now);
		return reading.kind === 'read' && isLeaving(reading) ? await withPresentManager(bamboo, reading, rules, now) : reading;
	} catch (error) {
		const found = asProblem(error);
		// Whatever somebody can mend and ask again is asked again, or a leaver would be lost to an expired key.
		if (found.code !== 'not_found') throw found;
		return {
			kind: 'unknown',
			employeeId,
			problem: `BambooHR announced a change of employee ${employeeId} but does not know that employee. Nobody was cut. If the record was deleted although the person has left, start the leaver by hand.`,
		};
	}
};

const isLeaving = ({ news, known }: Read): boolean => known.standing === 'gone' || news.some(({ event }) => endsAccess(event));

const withPresentManager = async (bamboo: BambooHr, reading: Read, rules: Rules, now: Date): Promise<Read> => {
	const { person, warnings } = reading;
	const manager = await presentManager(bamboo, person, now, rules.zone);
	if (manager?.id === person.manager?.id) return reading;
	const instead = manager === null ? 'nobody above them is there either, so whatever is handed over needs somebody else' : `${manager.name ?? `employee ${manager.id}`} stands in for them, as the next one up who is there`;
	return {
		...reading,
		person: { ...person, manager },
		news: reading.news.map((one) => ({ ...one, person: { ...one.person, manager } })),
		warnings: [...warnings, `${person.name} (employee ${person.id}): their manager ${person.manager?.name ?? ''} has left, too; ${instead}. Nothing is held up by that. Enter another manager in BambooHR.`],
	};
};

const hasManager = (employee: Dictionary): boolean => text(employee['supervisorEId']) !== null;

/** Somebody who has not started has a manager from the first day only. */
const managerAhead = async (bamboo: BambooHr, employeeId: string): Promise<Dictionary> => {
	const then = await bamboo.employee(employeeId, managerFields, 'ahead');
	return Object.fromEntries(managerFields.flatMap((field) => (text(then[field]) === null ? [] : [[field, then[field]]])));
};

/** The same from answers that are there already. */
export const classify = ({ employee, employmentStatus, jobInfo }: Answers, company: string, employeeId: string, rules: Rules, sight: Sight, now: Date): Reading => {
	const { known, baselined } = sight;
	const told = toPerson(employee, employeeId, rules);
	const active = isActive(employee);
	const marks = scrub({ name: told.name, workEmail: told.workEmail, employeeNumber: text(employee['employeeNumber']) }) as Pick<Known, 'name' | 'workEmail' | 'employeeNumber'>;
	const problem = (why: string): Reading => ({ kind: 'problem', employeeId, person: told, problem: `${told.name} (employee ${employeeId}) was not acted upon: ${why}.`, known: { ...(known ?? stranger(marks, baselined)), troubled: true } });

	if (employmentStatus.length === 0 && (known?.rows.employmentStatus.length ?? 0) > 0) parse.refuse('employmentStatus', `the history it had of employee ${employeeId}, which is empty now`);
	const history = historyOf(employmentStatus, 'employmentStatus', employeeId);
	if ('why' in history) return problem(history.why);

	const warnings: string[] = [];
	const jobRows = jobRowsOf(jobInfo, employeeId, known, (why) => warnings.push(`${told.name} (employee ${employeeId}): ${why}. Nothing is held up by that, but a change of title, department, location or manager is not noticed until then.`));
	const location = told.location ?? (jobRows === null || jobRows.length === 0 ? null : text(jobRows[0]!.columns['location']));
	const zone = zoneOf(rules, location);
	const jobs = jobRows && jobHistoryOf(jobRows, zone.name, now);
	const privileged = isPrivileged(employee, told, rules);
	const employment = employmentOf(history.rows, { employeeId, rules, zone: zone.name, privileged, hired: day(employee['hireDate']), now });

	const { presence } = employment.current;
	const looked: Case = { employee, employment, known, alike: sight.sharing(marks), zone: zone.name, lookBackDays: rules.lookBackDays, now };
	const unclear = whyUnclear(looked) ?? sameAddress(looked, told.workEmail);
	if (unclear !== null) return problem(unclear);
	const odd = doubts(looked);
	const isPlainlyGone = employment.standing === 'gone' && !active;
	if (odd.length > 0 && !isPlainlyGone) return problem(odd.join('; and '));
	const who = `${told.name} (employee ${employeeId})`;
	warnings.push(...odd.map((why) => `${who} has left all the same, and was acted upon: ${why}.`));

	// BambooHR has not let them in, by its own clock or because nobody came.
	const notIn = employment.standing !== 'gone' && presence !== null && (!active || employment.meaning === 'notStarted');
	const standing = notIn ? (known?.standing ?? 'ahead') : employment.standing === 'ahead' && presence !== null ? 'working' : employment.standing;
	const seen: Now = { employment, standing, jobs, name: marks.name, workEmail: marks.workEmail, lookBackDays: rules.lookBackDays, now };
	const missed = notIn && now.getTime() - presence.at.getTime() > dayMs ? absent(who, presence, told) : null;
	if (missed !== null) warnings.push(missed);

	const isFirst = known === undefined || known.standing === null;
	const inEffect = isFirst ? newsAtFirstSight(known?.fresh ?? baselined, seen) : newsSince(known, seen);
	const current = saidNow(seen);
	const ahead = saidAhead(seen);

	const timesTold = (turn: Turn): number => known?.told[factOf(turn)] ?? 0;
	const keyFor = (turn: Turn, times = timesTold(turn)): string => keyOf(company, employeeId, factOf(turn), times);
	const eventOf = (turn: Turn): HrEvent => ({
		kind: turn.kind,
		key: keyFor(turn),
		source: `bamboohr/${company}`,
		effectiveAt: turn.at.toISOString(),
		receivedAt: now.toISOString(),
		...(turn.confidential ? { confidential: true } : {}),
		...(turn.changes && turn.changes.length > 0 ? { changes: turn.changes } : {}),
	});
	const newKeys = new Set([...inEffect, ...ahead].map((turn) => keyFor(turn)));
	const waitingKey = notIn ? keyFor(presence) : null;
	const toldKeys = new Set(current.map((turn) => keyFor(turn, Math.max(0, timesTold(turn) - 1))));

	const secret = ahead.some(({ confidential }) => confidential === true);
	const person: Person = { ...told, ...jobOf(jobs, employment.standing === 'ahead'), workerType: employment.worksAs ?? told.workerType, timeZone: zone.name, ...(secret ? { lastDay: null } : {}) };
	const personFor = (turn: Turn): Person => ({ ...person, ...(endsAccess(turn) ? { lastDay: turn.date } : {}), ...(turn.kind === 'start' ? { startDate: turn.date } : {}) });
	const news = [...inEffect, ...ahead].filter(({ kind }) => rules.kinds.has(kind));

	for (const label of employment.unmapped) warnings.push(`${who} gets the employment status "${label}" later, and nobody has said what it means. Add it to "Status Labels" of the trigger before that day, or correct it in BambooHR.`);
	if (news.some((turn) => turn.at <= now || turn.confidential !== true)) warnings.push(...gaps(who, person, zone.gap, news, looked, marks.employeeNumber));

	return {
		kind: 'read',
		employeeId,
		person,
		news: news.map((turn) => ({ person: personFor(turn), event: eventOf(turn) })),
		says: ({ key, kind }) => {
			if (kind === 'move' && jobs === null) return 'not yet';
			if (key === waitingKey) return 'not yet';
			return newKeys.has(key) || toldKeys.has(key) ? 'yes' : 'no';
		},
		holds: (event) => holdsNow(event, seen, person),
		warnings,
		missed,
		known: {
			...marks,
			workEmail: marks.workEmail ?? known?.workEmail ?? null,
			standing,
			worker: employment.worker ?? known?.worker ?? null,
			job: jobs?.job ? scrub({ ...known?.job, ...jobs.job }) as Known['job'] : (known?.job ?? null),
			rows: {
				employmentStatus: notIn && known ? known.rows.employmentStatus : employment.past.map(({ id }) => id),
				jobInfo: jobs?.past.map(({ id }) => id) ?? known?.rows.jobInfo ?? [],
			},
			told: { ...known?.told, ...Object.fromEntries(inEffect.map((turn) => [factOf(turn), timesTold(turn) + 1])) },
			fresh: false,
			troubled: false,
		},
	};
};

const stranger = (marks: Pick<Known, 'name' | 'workEmail' | 'employeeNumber'>, fresh: boolean): Known => ({ ...marks, standing: null, worker: null, job: null, rows: { employmentStatus: [], jobInfo: [] }, told: {}, fresh, troubled: true });

/** Nothing follows from a history that is hidden, broken, or suddenly empty. */
const jobRowsOf = (jobInfo: Dictionary[] | null, employeeId: string, known: Known | undefined, warn: (why: string) => void) => {
	if (jobInfo === null) return null;
	const history = historyOf(jobInfo, 'jobInfo', employeeId);
	if ('why' in history) {
		warn(history.why);
		return null;
	}
	return history.rows.length === 0 && (known?.rows.jobInfo.length ?? 0) > 0 ? null : history.rows;
};

/** As the history has it for the person's own day; BambooHR's own values turn by the company's clock. */
const jobOf = (jobs: JobHistory | null, isAhead: boolean): Partial<Pick<Person, 'title' | 'department' | 'location'>> => {
	const { manager: _, ...job } = jobs?.job ?? (isAhead ? jobs?.first : null) ?? {};
	return job;
};

const holdsNow = ({ kind, changes = [] }: HrEvent, { employment, standing, jobs, name, workEmail }: Now, person: Person): boolean => {
	switch (kind) {
		case 'terminate':
		case 'contract-end':
			return standing === 'gone';
		case 'hire':
			return standing !== 'gone';
		case 'start':
		case 'rehire':
		case 'rescind':
			return isHere(standing);
		case 'leave':
			return standing === 'onLeave';
		case 'return':
			return standing === 'working';
		case 'conversion':
			return isHere(standing) && changes.every(({ to }) => to === employment.worker);
		case 'move':
			return isHere(standing) && (!jobs?.job || changes.every(({ field, to }) => (jobs.job as { [field: string]: unknown })[field] === to));
		case 'rename':
			return person !== null && standing !== 'gone' && changes.every(({ field, to }) => to === (field === 'name' ? name : workEmail));
	}
};

const absent = (who: string, { date, kind }: Turn, { manager }: Person): string =>
	`${who} was to ${kind === 'rehire' ? 'come back' : 'start'} on ${date}, and BambooHR still does not call them Active. Nothing was started, and their account stays as it is. Ask ${manager?.name ? `their manager ${manager.name}` : 'their manager'}: if they came, let HR say so in BambooHR; if not, let HR take the hire back.`;

const needsManager: ReadonlySet<HrEvent['kind']> = new Set(['hire', 'start', 'rehire', 'terminate', 'contract-end']);

const gaps = (who: string, person: Person, gap: string | null, news: readonly Turn[], looked: Case, employeeNumber: string | null): string[] => {
	const found: string[] = [];
	if (person.manager === null && news.some(({ kind }) => needsManager.has(kind))) found.push(`${who} has no manager in BambooHR. Nothing is held up by that; whatever is handed over or told to the manager needs somebody else. Enter one in BambooHR.`);
	if (gap !== null) found.push(`${who} ${gap}. Days begin and end for them in ${person.timeZone}, and nothing is held up by that. Add the location if that is wrong.`);
	const number = sameNumber(looked, employeeNumber);
	if (number !== null) found.push(`${who}: ${number}`);
	return found;
};
