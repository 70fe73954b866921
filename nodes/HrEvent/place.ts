import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { JsonObject, Ledger } from '../../ledger/types';
import { systemClock } from '../../lifecycle/clock';
import type { Taker } from '../../lifecycle/inbox';
import { keep } from '../../lifecycle/keep';
import { openNodeLedger } from '../shared/ledger';
import { sourceNameOf, sourceOf } from './settings';
import { digestOf } from '../../systems/hr/signatures/compare';
import type { HrSource } from '../../systems/hr/source';

/** Where an item is worked on. */
export interface Place {
	context: IExecuteFunctions;
	index: number;
	ledger: Ledger;
	taker: Taker;
	source: HrSource;
	now: Date;
	/** A test in the editor takes nothing in: the published workflow must find the same thing untouched. */
	trying: boolean;
}

export interface Outputs {
	events: INodeExecutionData[];
	attention: INodeExecutionData[];
	replies: INodeExecutionData[];
	toRead: INodeExecutionData[];
}

export const noOutputs = (): Outputs => ({ events: [], attention: [], replies: [], toRead: [] });

export const placeOf = async (context: IExecuteFunctions, index: number): Promise<Place> => ({
	context,
	index,
	ledger: await openNodeLedger(context, context.getInputData()[index]?.json),
	taker: { source: sourceNameOf(context, index), workflow: String(context.getWorkflow().id) },
	source: sourceOf(context, index),
	now: systemClock.now(),
	trying: context.getMode() === 'manual',
});

export const itemOf = ({ index }: Place, json: IDataObject): INodeExecutionData => ({ json, pairedItem: { item: index } });

interface Telling {
	kind: 'event.quarantined' | 'source.suspect' | 'webhook.handshake';
	employeeId: string | null;
	/** Of whom a source was to tell that told nothing one could use. */
	asked?: string;
	problem: string;
	/** People are told once in that time: `2026-11-20` or `2026-11-20T14`. Empty: once and for all. */
	within: string;
	more?: IDataObject;
	/** What tells this problem from another one, where its words come from somebody who has proved nothing. */
	mark?: string;
}

export const markOfProblem = (problem: string): string => digestOf(problem).slice(0, 16);

/** The same is read again every few minutes; people are told now and then. */
export const tell = async (place: Place, { kind, employeeId, asked = '', problem, within, more = {}, mark = markOfProblem(problem) }: Telling): Promise<INodeExecutionData[]> => {
	const { ledger, taker, trying } = place;
	const item = itemOf(place, { source: taker.source, employeeId, problem, ...more });
	if (trying) return [item];
	const content: JsonObject = kind === 'event.quarantined' ? { workflow: taker.workflow, employeeId, why: problem } : { workflow: taker.workflow, source: taker.source, ...(asked === '' ? {} : { employeeId: asked }), why: problem };
	const { appended } = await keep(ledger, {
		kind,
		once: [kind, taker.source, taker.workflow, employeeId ?? '', within, mark].join('/'),
		...(employeeId === null ? {} : { subject: `${taker.source}/${employeeId}` }),
		content,
	});
	return appended ? [item] : [];
};

export const dayOf = (now: Date): string => now.toISOString().slice(0, 10);
export const hourOf = (now: Date): string => now.toISOString().slice(0, 13);
export const minuteOf = (now: Date): string => now.toISOString().slice(0, 16);
