import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../common';
import { close, closeCaseFields } from './closeCase';
import { exportBundle, exportBundleFields } from './exportBundle';
import { listAhead, listAheadFields } from './listAhead';
import { listOpenCases, listOpenCasesFields } from './listOpenCases';
import { listCutCases, listCutCasesFields } from './listCutCases';
import { open, openCaseFields } from './openCase';
import { recordByHand, recordByHandFields } from './recordByHand';
import { recordDecision, recordDecisionFields } from './recordDecision';
import { recordFailure, recordFailureFields } from './recordFailure';
import { noteNotice, recordNoticeFields } from './recordNotice';
import { reportFields } from './report';
import { reportTimes } from './reportTimes';

export const caseProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'openCase',
		options: [
			{
				name: 'Close Case',
				value: 'closeCase',
				action: 'Close a case',
				description: 'Give the verdict from what was recorded, and sign the ledger as it stands',
			},
			{
				name: 'Export Bundle',
				value: 'exportBundle',
				action: 'Export a bundle',
				description: "One case's evidence as a file that can be checked offline",
			},
			{
				name: 'List Cut Cases',
				value: 'listCutCases',
				action: 'List cut cases',
				description: 'Whose access was cut when and where, to find the case that is to be taken back. Listing changes nothing.',
			},
			{
				name: 'List Open Cases',
				value: 'listOpenCases',
				action: 'List open cases',
				description: 'What was opened and is not over: how much time is left, what is open, and who goes on with it',
			},
			{
				name: 'List What Lies Ahead',
				value: 'listAhead',
				action: 'List what lies ahead',
				description: 'What HR has announced for a later day, such as contracts that end and people who start',
			},
			{
				name: 'Open Case',
				value: 'openCase',
				action: 'Open a case',
				description: 'Start the case of an HR event, or go on with it after an interruption',
			},
			{
				name: 'Record By Hand',
				value: 'recordByHand',
				action: 'Record what is done by hand',
				description: 'Keep what somebody has to do because nothing here reaches it, and put out what a ticket for each needs',
			},
			{
				name: 'Record Decision',
				value: 'recordDecision',
				action: 'Record a decision',
				description: 'Keep who approved or rejected what, with the very text that was shown',
			},
			{
				name: 'Record Failure',
				value: 'recordFailure',
				action: 'Record a failure',
				description: 'Keep that a workflow failed, and say what becomes of the cases it was working on',
			},
			{
				name: 'Record Notice',
				value: 'recordNotice',
				action: 'Record a notice',
				description: 'Keep that somebody was told how a case ended. A case that is over only then is taken up again until it is recorded.',
			},
			{
				name: 'Report',
				value: 'report',
				action: 'Report on many cases at once',
				description: 'Make one message of many cases that were closed together: how many are complete, who is not and why, and a table of all',
			},
			{
				name: 'Report Times',
				value: 'reportTimes',
				action: 'Report the times of a case',
				description: 'How many seconds it took in each system until everything was read back, and whether the deadline was kept',
			},
		],
		displayOptions: { show: { resource: ['case'] } },
	},
	...listCutCasesFields,
	...openCaseFields,
	{
		displayName: 'Case ID',
		name: 'caseId',
		type: 'string',
		default: '={{ $json.case.id }}',
		required: true,
		description: 'Comes from Open Case; leave the expression as it is',
		displayOptions: { show: { resource: ['case'] }, hide: { operation: ['listAhead', 'listCutCases', 'listOpenCases', 'openCase', 'recordFailure', 'recordNotice', 'report'] } },
	},
	...closeCaseFields,
	...exportBundleFields,
	...listAheadFields,
	...listOpenCasesFields,
	...recordByHandFields,
	...recordDecisionFields,
	...recordFailureFields,
	...recordNoticeFields,
	...reportFields,
];

export const caseOperations: Record<string, Operation> = { listCutCases, openCase: open, closeCase: close, exportBundle, listAhead, listOpenCases, recordByHand, recordDecision, recordFailure, recordNotice: noteNotice, reportTimes };
