import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Ledger } from '../../ledger/types';
import { openNodeLedger } from '../shared/ledger';

/** One operation of the node on one item; a list gives several. */
export type Operation = (context: IExecuteFunctions, itemIndex: number) => Promise<INodeExecutionData | INodeExecutionData[]>;

export const ledgerOf = (context: IExecuteFunctions, itemIndex: number): Promise<Ledger> => openNodeLedger(context, itemOf(context, itemIndex));
export const itemOf = (context: IExecuteFunctions, itemIndex: number): IDataObject => context.getInputData()[itemIndex]!.json;
export const textOf = (context: IExecuteFunctions, name: string, itemIndex: number): string => String(context.getNodeParameter(name, itemIndex) ?? '').trim();
export const idsIn = (text: string): string[] => text.split(/[\s,;]+/).filter((id) => id !== '');
