import type { LedgerRecord } from '../../ledger/types';
import { deniedIn } from './deniedBefore';

const set = (arn: string, reachable = true) => ({ arn, reachable });
const intended = { system: 'identityCenter', step: 'denySessions', operation: 'cut', account: { id: 'ada' }, before: { sets: [set('one'), set('two'), set('gone', false)] } };
const records = (...contents: object[]) => contents.map((content) => ({ content }) as unknown as LedgerRecord);

test('every permission set that a case meant to deny, once', () => {
	expect(deniedIn(records(intended, { ...intended, before: { sets: [set('two'), set('three')] } }), 'ada')).toEqual(['one', 'two', 'three']);
});

test.each([
	['of somebody else', { account: { id: 'ben' } }],
	['by another step', { step: 'disableUser' }],
	['in another system', { system: 'aws' }],
	['when it was given back', { operation: 'restore' }],
	['without a state', { before: undefined }],
])('nothing %s', (_name, more) => {
	expect(deniedIn(records({ ...intended, ...more }), 'ada')).toEqual([]);
});

test('a record whose content was erased says nothing', () => {
	expect(deniedIn([{ content: undefined } as unknown as LedgerRecord, { content: null } as unknown as LedgerRecord], 'ada')).toEqual([]);
});
