import type { INodeProperties } from 'n8n-workflow';
import { workdayColumns, type WorkdayColumn } from '../../../systems/hr/workday';

const answer = { message: ['answer'] };

const columns: Record<WorkdayColumn, [displayName: string, description: string]> = {
	id: ['ID', 'The ID that never changes. Choose the Employee ID or the WID once, and never the other one later.'],
	employeeNumber: ['Employee Number', 'Column of the employee number'],
	name: ['Name', 'Column of the whole name; left empty, first and last name are put together'],
	firstName: ['First Name', 'Column of the first name'],
	lastName: ['Last Name', 'Column of the last name'],
	workEmail: ['Work Email', 'Column of the work email'],
	title: ['Title', 'Column of the job title'],
	department: ['Department', 'Column of the department, supervisory organisation or cost centre'],
	location: ['Location', 'Column of the location, which also decides the time zone'],
	managerId: ['Manager ID', 'Column of the ID of the manager, of the same kind as the ID of the person'],
	managerName: ['Manager Name', 'Column of the name of the manager'],
	managerEmail: ['Manager Email', 'Column of the work email of the manager'],
	workerType: ['Worker Type', 'Column that tells employees from contingent workers'],
	status: ['Status', 'Column of the status, with texts such as Active and Terminated, or 1 and 0'],
	firstDay: ['First Day', 'Column of the hire date'],
	lastDay: ['Last Day', 'Column of the termination date'],
};

const columnField = (name: WorkdayColumn, usual: string): INodeProperties => ({ displayName: columns[name][0], name, type: 'string', default: usual, description: columns[name][1] });

const columnFields: INodeProperties[] = (Object.keys(columns) as WorkdayColumn[])
	.map((name) => columnField(name, workdayColumns[name]))
	.sort((a, b) => a.displayName.localeCompare(b.displayName));

export const answerFields: INodeProperties[] = [
	{
		displayName:
			'An event is put out at every reading until the Lifecycle Guard of this workflow has taken it in, so put one behind "Event". Read everybody every few minutes as well: only that finds what a lost message was about. In the HTTP Request node switch on "Always Output Data" and "Include Response Headers and Status", so that an empty or a wrong answer is noticed.',
		name: 'answerNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: answer },
	},
	{
		displayName: 'Answer',
		name: 'answer',
		type: 'json',
		default: '={{ $json }}',
		required: true,
		description: 'What the HR system answered: one person, or a list. Leave the expression if an HTTP Request node is right in front of this one.',
		displayOptions: { show: { ...answer, source: ['gusto', 'hibob', 'rippling', 'workday'] } },
	},
	{
		displayName: 'Answer',
		name: 'answer',
		type: 'json',
		default: "={{ $('Read the Person').item.json }}",
		required: true,
		description: 'What /v2/persons/{ID} answered. Enter the name of the HTTP Request node that read it.',
		displayOptions: { show: { ...answer, source: ['personio'] } },
	},
	{
		displayName: 'Employments',
		name: 'employments',
		type: 'json',
		default: '={{ $json }}',
		required: true,
		description: 'What /v2/persons/{ID}/employments answered. Leave the expression if the HTTP Request node that reads it is right in front of this one.',
		displayOptions: { show: { ...answer, source: ['personio'] } },
	},
	{
		displayName: 'Access Ends With',
		name: 'endsWith',
		type: 'options',
		noDataExpression: true,
		default: 'terminationDate',
		options: [
			{ name: 'The Last Working Day', value: 'lastWorkingDay', description: 'Where HR has entered one; otherwise the termination date' },
			{ name: 'The Termination Date', value: 'terminationDate', description: 'The end of the contract, which may be after the last working day' },
		],
		description: 'Which of the two dates Personio has counts',
		displayOptions: { show: { ...answer, source: ['personio'] } },
	},
	{
		displayName: 'Columns of the Report',
		name: 'columns',
		type: 'collection',
		placeholder: 'Add column',
		default: {},
		options: columnFields,
		description: 'How the columns are called in your report. What is not added here has the name shown when it is added.',
		displayOptions: { show: { ...answer, source: ['workday'] } },
	},
	{
		displayName: 'Person Asked For',
		name: 'asked',
		type: 'string',
		default: '',
		placeholder: "={{ $('HR Event').item.json.employeeId }}",
		description: 'Where one person was read: their ID. An answer about somebody else is then refused.',
		displayOptions: { show: answer },
	},
	{
		displayName: 'The Answer Holds',
		name: 'holds',
		type: 'options',
		noDataExpression: true,
		default: 'some',
		options: [
			{ name: 'Everybody', value: 'everybody', description: 'All people, also those who have left. An answer that has become much shorter is then not believed.' },
			{ name: 'One Person or Some', value: 'some', description: 'What changed lately, one page of several, or one person' },
		],
		description: 'Whether it can be told that people are missing. Nobody who is missing is ever taken for a leaver.',
		displayOptions: { show: { ...answer, source: ['hibob', 'rippling', 'workday'] } },
	},
];
