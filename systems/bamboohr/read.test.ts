import { employee, firstJob, hired, job, kindsIn, knownAfter, look, now, readIn, status, type Looking, type Said } from '../../test/support/bambooReading';
import type { Meaning } from './rules';
import { rules } from '../../test/support/bambooReading';
import type { Known } from '../../lifecycle/known';

const inactive = (more = {}) => employee({ status: 'Inactive', ...more });
const gone = (date = '2026-11-19', id = '2') => status(id, date, 'Terminated', { terminationTypeId: 'Resignation (Voluntary)' });
const working = (): Known => knownAfter({});
const left = (said: Said = { employee: inactive(), employmentStatus: [hired, gone()] }): Known => readIn(look(said, { known: working() })).known;
const ahead: Said = { employee: inactive({ hireDate: '2026-12-01' }), employmentStatus: [status('1', '2026-12-01', 'Full-Time')], jobInfo: [job('1', '2026-12-01')] };
const onLeave: Said = { employmentStatus: [hired, status('2', '2026-11-01', 'Parental Leave')] };
const labelled = (label: string, meaning: Meaning) => ({ labels: new Map([...rules.labels, [label.toLowerCase(), meaning]]) });
const problemIn = (said: Said, looking: Looking = {}): string => {
	const reading = look(said, looking);
	if (reading.kind === 'read') throw new Error('read');
	return reading.problem;
};
const only = (said: Said, looking: Looking = {}) => {
	const [first, ...others] = readIn(look(said, looking)).news;
	expect(others).toEqual([]);
	return first!;
};

describe('what is news of somebody known', () => {
	test.each<[string, Known, Said, string[]]>([
		['nothing changed', working(), {}, []],
		['terminated yesterday', working(), { employee: inactive(), employmentStatus: [gone(), hired] }, ['terminate']],
		['terminated, in another order of the rows', working(), { employee: inactive(), employmentStatus: [hired, gone()] }, ['terminate']],
		['a contract ran out', working(), { employee: inactive(), employmentStatus: [hired, status('2', '2026-11-19', 'Contract Over')] }, ['contract-end']],
		['B05: terminated later', working(), { employmentStatus: [hired, gone('2026-12-31')] }, ['terminate']],
		['gone as before', left(), { employee: inactive(), employmentStatus: [hired, gone()] }, []],
		['a second row says the same', left(), { employee: inactive(), employmentStatus: [hired, gone(), gone('2026-11-20', '3')] }, []],
		['the termination was deleted', left(), {}, ['rescind']],
		['the termination became another status in its place', left(), { employmentStatus: [hired, status('2', '2026-11-19', 'Full-Time')] }, ['rescind']],
		['the termination was moved ahead after it had taken effect', left(), { employmentStatus: [hired, gone('2026-12-31')] }, ['rescind', 'terminate']],
		['back after a termination', left(), { employmentStatus: [hired, gone(), status('3', '2026-11-20', 'Part-Time')] }, ['rehire']],
		['will be back after a termination', left(), { employee: inactive(), employmentStatus: [hired, gone(), status('3', '2026-12-20', 'Part-Time')] }, ['rehire']],
		['terminated and back again before anybody looked', working(), { employmentStatus: [hired, gone('2026-11-10'), status('3', '2026-11-18', 'Full-Time')] }, []],
		['terminated and taken back on one day: the row entered last counts', working(), { employmentStatus: [hired, gone('2026-11-20', '2'), status('3', '2026-11-20', 'Full-Time')] }, []],
		['taken back and terminated on one day: the row entered last counts', working(), { employee: inactive(), employmentStatus: [gone('2026-11-20', '3'), status('2', '2026-11-20', 'Full-Time'), hired] }, ['terminate']],
		['on leave', working(), onLeave, ['leave']],
		['back from leave', knownAfter(onLeave), { employmentStatus: [...onLeave.employmentStatus!, status('3', '2026-11-20', 'Full-Time')] }, ['return']],
		['the leave was deleted', knownAfter(onLeave), {}, ['return']],
		['terminated while on leave', knownAfter(onLeave), { employee: inactive(), employmentStatus: [...onLeave.employmentStatus!, gone()] }, ['terminate']],
		['a leave ahead, and the return from it', working(), { employmentStatus: [hired, status('2', '2026-12-01', 'Parental Leave'), status('3', '2027-03-01', 'Full-Time')] }, ['leave', 'return']],
		['employed instead of contracted', knownAfter({ employmentStatus: [status('1', '2020-01-01', 'Contractor')] }), { employmentStatus: [status('1', '2020-01-01', 'Contractor'), status('2', '2026-11-20', 'Full-Time')] }, ['conversion']],
		['contracted instead of employed, by an edit of the row', working(), { employmentStatus: [status('1', '2020-01-01', 'Contractor')] }, ['conversion']],
		['part-time instead of full-time', working(), { employmentStatus: [hired, status('2', '2026-11-20', 'Part-Time')] }, []],
		['another department', working(), { jobInfo: [firstJob, job('2', '2026-11-20', { department: 'Sales' })] }, ['move']],
		['another department, by an edit of the row', working(), { jobInfo: [job('1', '2020-01-01', { department: 'Sales' })] }, ['move']],
		['another department later', working(), { jobInfo: [firstJob, job('2', '2026-12-01', { department: 'Sales' })] }, ['move']],
		['a row that changes nothing', working(), { jobInfo: [firstJob, job('2', '2026-11-20')] }, []],
		['A05: another surname and address', working(), { employee: employee({ lastName: 'Marsh', workEmail: 'j.marsh@acme.test' }) }, ['rename']],
		['a first address', knownAfter({ employee: employee({ workEmail: null }) }), {}, []],
		['an address that is hidden now', working(), { employee: employee({ workEmail: undefined }) }, []],
		['another spelling of the address only', working(), { employee: employee({ workEmail: 'J.Lee2@ACME.test' }) }, []],
		['another name of somebody who has left', left(), { employee: inactive({ lastName: 'Marsh' }), employmentStatus: [hired, gone()] }, []],
		['moved and terminated at once: only the end counts', working(), { employee: inactive(), employmentStatus: [hired, gone()], jobInfo: [firstJob, job('2', '2026-11-20', { department: 'Sales' })] }, ['terminate']],
		['renamed and moved at once', working(), { employee: employee({ lastName: 'Marsh' }), jobInfo: [firstJob, job('2', '2026-11-20', { title: 'x', jobTitle: 'Lead' })] }, ['move', 'rename']],
		['the first day has come', knownAfter(ahead), { employee: employee({ hireDate: '2026-11-20' }), employmentStatus: [status('1', '2026-11-20', 'Full-Time')] }, ['start']],
		['a hire that HR withdraws', knownAfter(ahead), { employee: inactive({ hireDate: '2026-11-10' }), employmentStatus: [status('1', '2026-11-10', 'Full-Time'), gone('2026-11-20')] }, ['terminate']],
		['columns that are hidden now are no move', working(), { jobInfo: [{ id: '1', employeeId: '42', date: '2020-01-01', jobTitle: 'Engineer' }] }, []],
	])('%s', (_, known, said, expected) => {
		expect(kindsIn(look(said, { known }))).toEqual(expected);
	});

	test('told once: after it is known it is no news', () => {
		for (const said of [{ employee: inactive(), employmentStatus: [hired, gone()] }, onLeave, { jobInfo: [firstJob, job('2', '2026-11-20', { department: 'Sales' })] }, { employee: employee({ lastName: 'Marsh' }) }] as Said[]) {
			const { known, news } = readIn(look(said, { known: working() }));
			expect(news).toHaveLength(1);
			expect(kindsIn(look(said, { known }))).toEqual([]);
		}
	});

	test('a move says from what to what', () => {
		const moved = { jobInfo: [firstJob, job('2', '2026-11-20', { department: 'Sales', reportsTo: 'Max Planck' })] };
		expect(only(moved, { known: working() }).event).toMatchObject({ effectiveAt: '2026-11-19T23:00:00.000Z', changes: [{ field: 'department', from: 'Research', to: 'Sales' }, { field: 'manager', from: 'Ada Byron', to: 'Max Planck' }] });
		expect(only(moved, { known: working() }).person).toMatchObject({ department: 'Sales' });
	});

	test('A05: a rename says from what to what, of the same person', () => {
		const { person, event } = only({ employee: employee({ lastName: 'Marsh', workEmail: 'j.marsh@acme.test' }) }, { known: working() });
		expect(person.id).toBe('42');
		expect(event.changes).toEqual([{ field: 'name', from: 'Jamie Lee', to: 'Jamie Marsh' }, { field: 'workEmail', from: 'j.lee2@acme.test', to: 'j.marsh@acme.test' }]);
	});

	test('B09: a back-dated termination is in effect from the day HR wrote', () => {
		expect(only({ employee: inactive(), employmentStatus: [hired, gone('2026-11-11')] }, { known: working() }).event).toMatchObject({ kind: 'terminate', effectiveAt: '2026-11-10T23:00:00.000Z', receivedAt: now.toISOString() });
	});

	test('only the kinds that were chosen come out', () => {
		const said = { employee: employee({ lastName: 'Marsh' }), employmentStatus: [hired, gone('2026-12-31')] };
		expect(kindsIn(look(said, { known: working(), by: { kinds: new Set(['terminate']) } }))).toEqual(['terminate']);
	});
});

describe('somebody who is seen for the first time', () => {
	const fresh: Said = { employee: employee({ hireDate: '2026-11-20' }), employmentStatus: [status('1', '2026-11-20', 'Full-Time')], jobInfo: [job('1', '2026-11-20')] };
	test.each<[string, Said, string[], string[]]>([
		// what was seen; when everybody is; when everybody else was before
		['works for years', {}, [], []],
		['starts today', fresh, [], ['hire', 'start']],
		['B12: was entered two weeks after the first day', { ...fresh, employee: employee({ hireDate: '2026-11-06' }), employmentStatus: [status('1', '2026-11-06', 'Full-Time')] }, [], ['hire', 'start']],
		['starts later', ahead, ['start'], ['hire', 'start']],
		['starts later, without a history yet', { employee: inactive({ hireDate: '2026-12-01' }), employmentStatus: [], jobInfo: [] }, ['start'], ['hire', 'start']],
		['left nine days ago', { employee: inactive(), employmentStatus: [hired, gone('2026-11-11')] }, ['terminate'], ['terminate']],
		['left long ago', { employee: inactive(), employmentStatus: [hired, gone('2026-01-31')] }, [], []],
		['leaves later', { employmentStatus: [hired, gone('2026-12-31')] }, ['terminate'], ['terminate']],
		['was renamed, moved and on leave long ago', { employmentStatus: [hired, status('2', '2021-01-01', 'Parental Leave'), status('3', '2022-01-01', 'Full-Time')], jobInfo: [firstJob, job('2', '2023-01-01', { department: 'Sales' })] }, [], []],
		['came back long ago', { employmentStatus: [hired, gone('2022-01-01'), status('3', '2023-01-01', 'Full-Time')] }, [], []],
	])('%s', (_, said, first, later) => {
		expect(kindsIn(look(said, { baselined: false }))).toEqual(first);
		expect(kindsIn(look(said, { baselined: true }))).toEqual(later);
	});

	test('the first day of somebody new has their title, department and worker type, which BambooHR does not show yet', () => {
		const said = { ...ahead, employee: inactive({ hireDate: '2026-12-01', jobTitle: null, department: null, location: null, employmentHistoryStatus: null }) };
		expect(readIn(look(said)).news.map(({ person }) => [person.department, person.workerType])).toEqual([['Research', 'Full-Time'], ['Research', 'Full-Time']]);
	});

	test.each<[string, Said, string]>([
		['somebody who has left', { employee: inactive({ employmentHistoryStatus: 'Terminated' }), employmentStatus: [hired, status('2', '2024-01-01', 'Contractor'), gone()] }, 'Contractor'],
		['somebody on leave', { employee: employee({ employmentHistoryStatus: 'Parental Leave' }), employmentStatus: [hired, status('2', '2026-11-20', 'Parental Leave')] }, 'Full-Time'],
	])('the kind of worker of %s is the one they worked as', (_, said, kind) => {
		expect(only(said, { known: working() }).person.workerType).toBe(kind);
	});
});

describe('what HR takes back and says again', () => {
	const again = { employee: inactive(), employmentStatus: [hired, gone()] };
	const keyOf = (known: Known) => only(again, { known }).event.key;

	test('is another event, also by the same row', () => {
		const first = keyOf(working());
		const rescinded = readIn(look({}, { known: left() })).known;
		const second = keyOf(rescinded);
		expect(first).toBe('bamboohr/acme/42/terminate/2026-11-19/2');
		expect(second).toBe('bamboohr/acme/42/terminate/2026-11-19/2.2');
	});

	test('is still said under its new key at the moment it is looked at again', () => {
		const rescinded = readIn(look({}, { known: left() })).known;
		const { event } = only(again, { known: rescinded });
		const { known } = readIn(look(again, { known: rescinded }));
		expect(readIn(look(again, { known })).says(event)).toBe('yes');
	});

	test('is another event where the row that brought somebody back is deleted', () => {
		const back = readIn(look({ employmentStatus: [hired, gone(), status('3', '2026-11-20', 'Full-Time')] }, { known: left() })).known;
		expect(keyOf(back)).toMatch(/2\.2$/);
	});
});

describe('at the moment something falls due', () => {
	const scheduled = only({ employmentStatus: [hired, gone('2026-12-31')] }, { known: working() }).event;
	const then = new Date('2026-12-31T12:00:00.000Z');
	const asked = (said: Said, when = then) => readIn(look(said, { known: working(), when })).says(scheduled);

	test.each<[string, Said, 'yes' | 'no']>([
		['HR still says so', { employee: inactive(), employmentStatus: [hired, gone('2026-12-31')] }, 'yes'],
		['B07: HR deleted it', {}, 'no'],
		['HR moved it', { employmentStatus: [hired, gone('2027-01-31')] }, 'no'],
		['HR entered another row', { employee: inactive(), employmentStatus: [hired, gone('2026-12-31', '9')] }, 'no'],
	])('%s', (_, said, expected) => {
		expect(asked(said)).toBe(expected);
	});

	test('B11: a first day on which nobody was let in is neither begun nor given up, and told of a day later', () => {
		const known = knownAfter(ahead);
		const { event } = readIn(look(ahead, { known })).news[0]!;
		const sameDay = readIn(look(ahead, { known, when: new Date('2026-12-01T12:00:00.000Z') }));
		expect([sameDay.says(event), kindsIn(sameDay), sameDay.warnings]).toEqual(['not yet', [], []]);
		const later = readIn(look(ahead, { known, when: new Date('2026-12-02T12:00:00.000Z') }));
		expect([later.says(event), kindsIn(later)]).toEqual(['not yet', []]);
		expect(later.warnings).toEqual([expect.stringMatching(/was to start on 2026-12-01.*account stays as it is/)]);
		expect([sameDay.missed, later.missed]).toEqual([null, later.warnings[0]]);
		const came = look({ ...ahead, employee: employee({ hireDate: '2026-12-01' }) }, { known, when: new Date('2026-12-03T12:00:00.000Z') });
		expect(kindsIn(came)).toEqual(['start']);
	});

	test('a label that means "not started yet" holds the first day back as well', () => {
		const said: Said = { employee: employee({ hireDate: '2026-11-20' }), employmentStatus: [status('1', '2026-11-01', 'Pre-Hire')] };
		expect(kindsIn(look(said))).toEqual(['hire']);
	});

	test('a move is neither begun nor given up while the history of jobs is hidden', () => {
		const { event } = only({ jobInfo: [firstJob, job('2', '2026-12-01', { department: 'Sales' })] }, { known: working() });
		expect(readIn(look({ jobInfo: null }, { known: working(), when: new Date('2026-12-01T12:00:00.000Z') })).says(event)).toBe('not yet');
	});
});

describe('what has begun', () => {
	const begun = (said: Said, known = working()) => only(said, { known }).event;
	const holds = (event: ReturnType<typeof begun>, said: Said, known = working()) => readIn(look(said, { known })).holds(event);

	test.each<[string, Said, Said, boolean]>([
		['a termination, while they are gone by another row', { employee: inactive(), employmentStatus: [hired, gone()] }, { employee: inactive(), employmentStatus: [hired, gone('2026-11-18', '7')] }, true],
		['a termination that was taken back', { employee: inactive(), employmentStatus: [hired, gone()] }, {}, false],
		['a leave, while it lasts', onLeave, onLeave, true],
		['a leave that is over', onLeave, {}, false],
		['a move, while they work there', { jobInfo: [job('1', '2020-01-01', { department: 'Sales' })] }, { jobInfo: [job('1', '2020-01-01', { department: 'Sales' })] }, true],
		['a move somewhere else again', { jobInfo: [job('1', '2020-01-01', { department: 'Sales' })] }, {}, false],
		['a rename, while it is the name', { employee: employee({ lastName: 'Marsh' }) }, { employee: employee({ lastName: 'Marsh' }) }, true],
		['a rename of somebody who has left since', { employee: employee({ lastName: 'Marsh' }) }, { employee: inactive({ lastName: 'Marsh' }), employmentStatus: [hired, gone()] }, false],
	])('%s: %#', (_, first, since, expected) => {
		expect(holds(begun(first), since)).toBe(expected);
	});
});

describe('nobody is acted upon', () => {
	test.each<[string, Said, RegExp]>([
		['C10: under a label nobody mapped', { employee: inactive(), employmentStatus: [hired, status('2', '2026-11-19', 'Ausgeschieden')] }, /nobody has said what the employment status "Ausgeschieden" means.*"Status Labels"/],
		['C10: under an unmapped label, though BambooHR calls them Active', { employmentStatus: [hired, status('2', '2026-11-19', 'Sabbatical')] }, /"Sabbatical"/],
		['active, and terminated since long', { employmentStatus: [hired, gone('2026-11-10')] }, /make the two agree/],
		['inactive, under a label that means that they work', { employee: inactive() }, /Inactive.*"Full-Time" means that they work/],
		['with a row without a date', { employmentStatus: [hired, status('2', '', 'Terminated')] }, /\(employmentStatus\) has no date/],
		['with a row of the year 0000', { employmentStatus: [hired, status('2', '0000-12-31', 'Terminated')] }, /date that cannot be meant/],
		['with a row of the year 9999', { employmentStatus: [hired, status('2', '9999-12-31', 'Terminated')] }, /date that cannot be meant/],
		['with a row of a day that does not exist', { employmentStatus: [hired, status('2', '2026-02-30', 'Terminated')] }, /date that cannot be meant/],
		['with a row whose status is empty', { employmentStatus: [hired, status('2', '2026-11-19', ' ')] }, /names no status/],
		['with a hire date that cannot be meant', { employee: employee({ hireDate: '9999-12-31' }) }, /hire date in BambooHR cannot be meant/],
		['A08: whose hire date was moved ahead while they work', { employee: inactive({ hireDate: '2027-01-19' }) }, /they work already.*2027-01-19.*access was left as it is/],
		['A08: whose hire date was moved ahead, and BambooHR calls them Active', { employee: employee({ hireDate: '2027-01-19' }) }, /they work already/],
		['with two rows of one day and ids that have no order', { employee: inactive(), employmentStatus: [status('x', '2026-11-20', 'Full-Time'), gone('2026-11-20', '1')] }, /two rows of its history in BambooHR \(employmentStatus\) are both of 2026-11-20.*remove one of them/],
		['with two rows of one day and one id', { employee: inactive(), employmentStatus: [gone('2026-11-20', '1'), status('1', '2026-11-20', 'Full-Time')] }, /do not tell which was entered last/],
		['whose history begins in the future all of a sudden', { employmentStatus: [status('1', '2026-12-31', 'Full-Time')] }, /they work already/],
	])('%s', (_, said, why) => {
		const problem = problemIn(said, { known: working() });
		expect(problem).toMatch(why);
		expect(problem).toMatch(/^Jamie Lee \(employee 42\) was not acted upon: .*\.$/);
		expect(look(said, { known: working() })).toMatchObject({ known: { standing: 'working', troubled: true } });
	});

	test.each<[string, Said, RegExp]>([
		['inactive, without any history', { employee: inactive(), employmentStatus: [] }, /no employment status history/],
		['hired after they leave', { employee: inactive({ hireDate: '2026-12-31' }), employmentStatus: [status('1', '2026-11-10', 'Full-Time'), gone('2026-12-01')] }, /hire date 2026-12-31 lies after the termination date 2026-12-01/],
	])('who is seen for the first time and is %s', (_, said, why) => {
		expect(problemIn(said)).toMatch(why);
	});

	test('who shares a work e-mail address with somebody who is there', () => {
		const other = { employeeId: '17', known: { ...working(), name: 'Jo Lee' } };
		expect(problemIn({}, { sharing: () => [other] })).toMatch(/employee 17 \(Jo Lee\) has the same work e-mail address/);
		expect(look({}, { sharing: () => [{ ...other, known: { ...other.known, standing: 'gone' } }] }).kind).toBe('read');
	});

	test('C10: and once the label is mapped, it is news', () => {
		const said: Said = { employee: inactive(), employmentStatus: [hired, status('2', '2026-11-19', 'Ausgeschieden')] };
		const { known } = look(said, { known: working() }) as { known: Known };
		expect(kindsIn(look(said, { known, by: labelled('Ausgeschieden', 'terminated') }))).toEqual(['terminate']);
	});

	test('a new employee who could not be read at first is news afterwards', () => {
		const said: Said = { employee: employee({ hireDate: '2026-11-20' }), employmentStatus: [status('1', '2026-11-20', 'Trainee')] };
		const { known } = look(said) as { known: Known };
		expect(kindsIn(look(said, { known, by: labelled('Trainee', 'employee') }))).toEqual(['hire', 'start']);
	});
});

describe('nothing is held up by', () => {
	const warned = (said: Said, looking: Looking = {}) => readIn(look(said, { known: working(), ...looking })).warnings;
	const leaver: Said = { employee: inactive({ supervisorEId: null, supervisor: null }), employmentStatus: [hired, gone()] };

	test('A11: a missing manager, of which somebody is told', () => {
		expect(kindsIn(look(leaver, { known: working() }))).toEqual(['terminate']);
		expect(warned(leaver)).toEqual([expect.stringMatching(/has no manager in BambooHR\. Nothing is held up by that/)]);
	});

	test('a location without a time zone', () => {
		const by = { zones: new Map([['sydney', 'Australia/Sydney']]) };
		const said: Said = { employee: inactive(), employmentStatus: [hired, gone()] };
		expect(only(said, { known: working(), by }).person.timeZone).toBe('Europe/Berlin');
		expect(warned(said, { by })).toEqual([expect.stringMatching(/location "Berlin", which is not in "Time Zones by Location".*Europe\/Berlin/)]);
	});

	test('odd dates of somebody who is gone by status and history', () => {
		const said: Said = { employee: inactive({ hireDate: '2026-12-24' }), employmentStatus: [hired, gone()] };
		expect(kindsIn(look(said, { known: working() }))).toEqual(['terminate']);
		expect(warned(said)).toEqual([expect.stringMatching(/hire date 2026-12-24 lies after the termination date 2026-11-19/)]);
	});

	test('a history of jobs that is hidden, broken, or empty all of a sudden', () => {
		for (const jobInfo of [null, [job('1', 'soon')], []]) expect(kindsIn(look({ employee: inactive(), employmentStatus: [hired, gone()], jobInfo }, { known: working() }))).toEqual(['terminate']);
	});

	test('the same employee number twice', () => {
		const other = { employeeId: '17', known: { ...working(), workEmail: null } };
		expect(warned({ employee: inactive(), employmentStatus: [hired, gone()] }, { sharing: () => [other] })).toEqual([expect.stringMatching(/Employee 17 .*same employee number/)]);
	});
});

describe('nothing is concluded from', () => {
	test.each<[string, Said]>([
		['C02: a history that was there and is empty', { employee: inactive(), employmentStatus: [] }],
		['an answer about somebody else', { employee: employee({ id: '43' }) }],
		['rows of somebody else', { employmentStatus: [{ ...gone(), employeeId: '43' }] }],
		['a status that is hidden', { employee: employee({ status: undefined }) }],
		['a row without an id', { employmentStatus: [hired, { ...gone(), id: undefined }] }],
	])('%s', (_, said) => {
		expect(() => look(said, { known: working() })).toThrow(expect.objectContaining({ code: 'bad_answer' }));
	});
});

describe('the moment', () => {
	const leaves = { employmentStatus: [hired, gone('2026-12-31')] };
	const effective = (by: Looking['by'], said: Said = leaves) => only(said, { known: knownAfter({ ...said, employmentStatus: [hired] }), by }).event.effectiveAt;

	test.each([
		['B01', 'Sydney', 'Australia/Sydney', '2026-12-31T12:59:00.000Z'],
		['B02', 'Honolulu', 'Pacific/Honolulu', '2027-01-01T09:59:00.000Z'],
	])('%s: is that of the location (%s)', (_, location, zone, expected) => {
		const by = { zones: new Map([[location.toLowerCase(), zone]]), meaning: 'lastDayWorked' as const, atTime: '23:59' };
		expect(effective(by, { ...leaves, employee: employee({ location }), jobInfo: [job('1', '2020-01-01', { location })] })).toBe(expected);
	});

	test.each(['42', 'J.Lee2@acme.test', 'engineer', 'customVip=Yes'])('is earlier for somebody privileged by %s', (who) => {
		const by = { privileged: ['17', who], privilegedMinutes: 90 };
		expect(effective(by, { ...leaves, employee: employee({ customVip: 'yes' }) })).toBe('2026-12-30T21:30:00.000Z');
	});

	test('is that of everybody for who is not privileged', () => {
		expect(effective({ privileged: ['17', 'Lead', 'customVip=No', 'customVip'], privilegedMinutes: 90 }, { ...leaves, employee: employee({ customVip: 'yes' }) })).toBe('2026-12-30T23:00:00.000Z');
	});
});

describe('a confidential termination', () => {
	const leaves: Said = { employee: employee({ terminationDate: '2026-12-31', supervisorEId: null, lastName: 'Marsh' }), employmentStatus: [hired, gone('2026-12-31')] };
	test.each([
		['by its type', { confidentialTypes: ['resignation (voluntary)'] }],
		['by the person', { confidentialEmployees: ['42'] }],
	])('%s is marked as such, and shows in nothing else', (_, by) => {
		const { news } = readIn(look(leaves, { known: working(), by }));
		expect(news.map(({ event }) => [event.kind, event.confidential])).toEqual([['rename', undefined], ['terminate', true]]);
		expect(news[0]!.person.lastDay).toBeNull();
		expect(news[1]!.person.lastDay).toBe('2026-12-31');
	});

	test('is not given away by what is missing', () => {
		const quiet = { ...leaves, employee: employee({ supervisorEId: null }) };
		expect(readIn(look(quiet, { known: working(), by: { confidentialEmployees: ['42'] } })).warnings).toEqual([]);
		expect(readIn(look(quiet, { known: working() })).warnings).toHaveLength(1);
	});
});

test('the clearance is what stands in the field that is named for it', () => {
	const said = { employee: employee({ customClearance: ' Privileged ' }) };
	const clearanceBy = (by: object) => readIn(look(said, { by })).person.clearance;
	expect([clearanceBy({}), clearanceBy({ clearanceField: 'customClearance' }), clearanceBy({ clearanceField: 'customOther' })]).toEqual([null, 'Privileged', null]);
});

test('gates are passed on: passed, not passed, or not shown', () => {
	const by = { gates: [{ name: 'background check', field: 'customCheck', passed: 'Cleared' }, { name: 'NDA', field: 'customNda', passed: 'Signed' }, { name: 'device', field: 'customDevice', passed: 'Yes' }] };
	const said: Said = { ...ahead, employee: inactive({ hireDate: '2026-12-01', customCheck: 'cleared ', customNda: null }) };
	expect(readIn(look(said, { by })).person.gates).toEqual({ 'background check': true, NDA: false, device: null });
});
