import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Fact, Wish } from '../../lifecycle/giving';
import type { Person } from '../../lifecycle/person';
import type { PersonRef } from '../../lifecycle/work';

/** What every system is asked for alike, as the node's fields say it. */
export const wishOf = (context: IExecuteFunctions, itemIndex: number, json: IDataObject, { id, workEmail }: PersonRef): Wish => {
	const granting = context.getNodeParameter('operation', itemIndex) === 'grant';
	return {
		person: { ...unknownPerson, ...(json['person'] as Partial<Person> | undefined), id, workEmail },
		facts: context.getNodeParameter('facts', itemIndex, []) as Fact[],
		attributes: attributesIn(context.getNodeParameter('attributes', itemIndex, {}) as { attribute?: { name: string; value: unknown }[] }),
		usable: granting ? mayUse(context.getNodeParameter('signIn', itemIndex) as SignIn, json) : null,
		join: listIn(context.getNodeParameter('join', itemIndex)),
		leave: listIn(context.getNodeParameter('leave', itemIndex, '')),
	};
};

type SignIn = 'atOnce' | 'fromFirstDay' | 'notYet';

const mayUse = (signIn: SignIn, json: IDataObject): boolean => signIn === 'atOnce' || (signIn === 'fromFirstDay' && (json['event'] as IDataObject | undefined)?.['kind'] !== 'hire');

const unknownPerson: Person = { id: '', name: '', workEmail: null, title: null, department: null, location: null, timeZone: null, manager: null, startDate: null, lastDay: null, workerType: null, clearance: null };

const attributesIn = ({ attribute = [] }: { attribute?: { name: string; value: unknown }[] }): Record<string, string> =>
	Object.fromEntries(attribute.map(({ name, value }) => [name.trim(), String(value ?? '')] as const).filter(([name]) => name !== ''));

/** Lines of a text, or what an expression gave. */
const listIn = (given: unknown): string[] => {
	const entries = Array.isArray(given) ? given : String(given ?? '').split(/\r?\n/);
	return [...new Set(entries.map((entry) => String(entry).trim()).filter((entry) => entry !== ''))];
};
