import { endsAccess } from '../event';
import { shown } from '../exceptions/exception';
import { namely, personNamed, sentence } from '../guard/words';
import type { OpenCase, OpenStep } from './openCases';

const count = (many: number, one: string): string => (many === 1 ? `one ${one}` : `${many} ${one}s`);

const minuteMs = 60_000;
/** `4 minutes`, `3 hours`, `2 days`: the largest unit of which there is one. */
export const lasting = (minutes: number): string => {
	if (minutes < 1) return 'less than a minute';
	if (minutes < 120) return count(minutes, 'minute');
	return minutes < 2 * 1_440 ? count(Math.floor(minutes / 60), 'hour') : count(Math.floor(minutes / 1_440), 'day');
};

const howItStands = (one: OpenCase, now: Date): string => {
	const { standing, since, minutesLeft, opened } = one;
	const what = namely(one);
	const due = `at ${shown(opened.dueBy)}`;
	const minutesFrom = (instant: string): number => Math.floor((now.getTime() - Date.parse(instant)) / minuteMs);
	const sinceThen = `since ${shown(since)}, for ${lasting(minutesFrom(since))}`;
	if (standing === 'takenUpAgain') return `${what} was complete, is being looked at again ${sinceThen}, and has not come to its end`;
	const missed = minutesLeft !== null && minutesLeft < 0;
	if (standing === 'closedIncomplete') return `${what} is Incomplete ${sinceThen}${missed ? `, past its deadline ${due}` : `, and was to be done ${due}`}`;
	return missed ? `${what} was to be done ${due}, which was missed ${lasting(minutesFrom(opened.dueBy))} ago` : `${what} is not done yet, and is due in ${lasting(minutesLeft ?? 0)}, ${due}`;
};

const atMost = 10;
const stepLine = ({ system, step, outcome, exception }: OpenStep): string => `${system} ${step} (${exception === undefined ? outcome.replaceAll('_', ' ') : `kept by ${exception}`})`;

const whatIsOpen = ({ open, standing }: OpenCase): string => {
	if (open.length > 0) return `Open: ${open.slice(0, atMost).map(stepLine).join(', ')}${open.length > atMost ? ` and ${count(open.length - atMost, 'other')}` : ''}.`;
	return standing === 'closedIncomplete' ? 'Nothing was done in it.' : 'Nothing that was recorded of it so far is open.';
};

const runAgain = 'Run the case again, as workflows/README.md says under "Running a case again"';

const whatComesNext = ({ isWorkedOn, comesAgainAt, keptBy, takenUp, standing }: OpenCase): string => {
	const before = takenUp === 0 ? '' : ` It was taken up again ${takenUp === 1 ? 'once' : `${takenUp} times`} already.`;
	if (isWorkedOn) return `It is being worked on at this moment.${before}`;
	if (standing !== 'closedIncomplete' && keptBy !== null) return `It is taken up again by itself once it has been silent for a while.${before}`;
	if (comesAgainAt !== null) return `It is tried again by itself at ${shown(comesAgainAt)}.${before}`;
	return standing === 'closedIncomplete' ? `Nothing more happens by itself: settle what is open by hand. Then: ${runAgain}.` : `Nobody takes it up by itself. ${runAgain}.`;
};

/** Everything somebody has to know of one case who is to do something about it. */
export const lineOf = (one: OpenCase, now: Date): string =>
	[sentence(howItStands(one, now)), ...(endsAccess(one.event) ? [`${one.person.name || personNamed(one.person)} may still have access.`] : []), whatIsOpen(one), whatComesNext(one), `Case ${one.caseId}, workflow ${one.workflow}.`].join(' ');

export const subjectOf = (one: OpenCase): string => {
	const { standing, minutesLeft } = one;
	const what = namely(one);
	if (standing === 'takenUpAgain') return `Not finished looking again: ${what}`;
	if (standing === 'closedIncomplete') return `Still incomplete: ${what}`;
	return minutesLeft !== null && minutesLeft < 0 ? `Deadline missed: ${what}` : `Due in ${lasting(minutesLeft ?? 0)}: ${what}`;
};
