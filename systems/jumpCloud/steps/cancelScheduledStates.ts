import { change, impossible, satisfied, type Plan } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import { each } from '../../http/gone';
import type { Dictionary } from '../../http/parse';
import { path } from '../../http/path';
import { parse } from '../client';
import { jumpCloudStep } from './_jumpCloud';

/** `shared` with other users: a job is cancelled as a whole. */
type Scheduled = { id: string; state: string; date: string; shared: boolean };
type State = { scheduled: Scheduled[] };

/** A suspension on a later day takes nothing back. */
const letsIn = ({ state }: Scheduled): boolean => state !== 'SUSPENDED';
const toCancel = ({ scheduled }: State): Scheduled[] => scheduled.filter((job) => letsIn(job) && !job.shared);

const words = (scheduled: readonly Scheduled[]): string => scheduled.map(({ state, date }) => `${state} on ${date}`).join(', ');

const missing = (now: State, before: State): Scheduled[] => before.scheduled.filter((job) => letsIn(job) && !now.scheduled.some(({ state, date }) => state === job.state && Date.parse(date) === Date.parse(job.date)));

const ofUser = (row: Dictionary): string => parse.text(row['systemUserId'] ?? row['system_user_id'], 'userstate.systemUserId');

const jobOf = (row: Dictionary): string => parse.text(row['scheduledJobId'] ?? row['scheduled_job_id'] ?? row['id'], 'userstate.scheduledJobId');

const parseJob = (row: Dictionary, others: readonly Dictionary[]): Scheduled => ({
	id: jobOf(row),
	shared: others.some((other) => jobOf(other) === jobOf(row)),
	state: parse.text(row['state'], 'userstate.state'),
	date: parse.text(row['scheduledDate'] ?? row['scheduled_date'] ?? row['start_date'], 'userstate.scheduledDate'),
});

export const cancelScheduledStates = jumpCloudStep<State>({
	id: 'cancelScheduledStates',
	label: 'Cancel Scheduled Activation',
	danger: 'A day on which JumpCloud would activate the person again is cancelled. A scheduled suspension stays. Restore Access schedules the same day again, if it is still to come.',
	needs: ['scheduled user states (read)', 'scheduled user states (write)'],
	readBackFrom: 'scheduled states of the user',
	givenBack: 'yes, for days that are still to come',
	closes: 'sign-in',
	stage: 'cut',

	read: async (jumpCloud, { id }) => {
		const rows = await jumpCloud.list('/api/v2/bulk/userstates');
		const others = rows.filter((row) => ofUser(row) !== id);
		return { scheduled: rows.filter((row) => ofUser(row) === id).map((row) => parseJob(row, others)) };
	},
	plan: (now): Plan => {
		const ours = toCancel(now);
		if (ours.length > 0) return change(`Cancel ${words(ours)}`);
		const shared = now.scheduled.filter(letsIn);
		if (shared.length === 0) return satisfied('Nothing is scheduled that would let them in again');
		return impossible(`${words(shared)} is scheduled in one job with other users, who would lose their day with it, so it was not cancelled. Take the person out of it in the JumpCloud admin portal, then run the case again`, 'pending');
	},
	apply: (jumpCloud, _account, now) => each(toCancel(now), (job) => jumpCloud.send('DELETE', path`/api/v2/bulk/userstates/${job.id}`)),

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			return gone.length === 0 ? satisfied('The same days are scheduled as before') : change(`Schedule ${words(gone)}`);
		},
		apply: (jumpCloud, { id }, now, before) => tryEach(missing(now, before), ({ state, date }) => jumpCloud.send('POST', '/api/v2/bulk/userstates', { user_ids: [id], state, start_date: date })),
	},
});
