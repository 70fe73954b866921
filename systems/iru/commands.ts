import type { Command } from '../../lifecycle/devices/command';
import type { Device } from '../../lifecycle/devices/device';
import { Problem } from '../../lifecycle/problem';
import type { Dictionary } from '../http/parse';
import { instantIn } from '../http/instant';
import { path } from '../http/path';
import { withoutPins } from '../http/withoutPins';
import { parse, type Iru } from './client';

/** 1 pending, 2 running, 5 "Not Now". A number nobody knows is not taken for an end. */
const ended: Readonly<Record<number, Command['state']>> = { 3: 'done', 4: 'failed' };
const words: Readonly<Record<number, string>> = { 1: 'pending', 2: 'running', 3: 'completed', 4: 'failed', 5: 'Not Now' };

const reasonIn = (errors: unknown): string => {
	const texts = (Array.isArray(errors) ? (errors as unknown[]) : []).flatMap((error) => {
		const { USEnglishDescription, LocalizedDescription } = (error ?? {}) as { USEnglishDescription?: unknown; LocalizedDescription?: unknown };
		return [USEnglishDescription, LocalizedDescription].filter((text) => typeof text === 'string' && text !== '').slice(0, 1) as string[];
	});
	return texts.length === 0 ? '' : `: ${withoutPins(texts.join(' ')).replace(/[.\s]+$/, '').slice(0, 300)}`;
};

const parseCommand = (row: Dictionary): Command => {
	const said = withoutPins(String(row['status'])).slice(0, 40);
	// Nothing that only looks like the number of an end is one.
	const status = typeof row['status'] === 'object' || !/^\d+$/.test(said) ? 0 : Number(said);
	const type = String(row['command_type'] ?? row['request_type'] ?? '');
	const at = instantIn(row['date_requested']);
	return {
		id: parse.text(row['uuid'], 'command.uuid'),
		state: ended[status] ?? 'queued',
		at,
		endedAt: ended[status] === undefined ? null : instantIn(row['date_completed']),
		said: `${type}, status ${said}${words[status] === undefined ? '' : ` ${words[status]}`}${reasonIn(row['error_chain'])}`,
	};
};

const listIn = (answer: unknown): Dictionary => parse.object(parse.object(answer, 'commands')['commands'], 'commands.commands');

const brokenOff = (id: string) => new Problem('bad_answer', `Iru's list of the commands of device ${id} breaks off before its end. Nothing can be concluded from it; run the case again.`);

/** Commands of these types, oldest first. */
export const commandsOf = async (iru: Iru, { id }: Pick<Device, 'id'>, types: readonly string[]): Promise<Command[]> => {
	const found = new Map<string, Command>();
	let last: Dictionary = {};
	let seen = 0;
	const resultsIn = (answer: unknown): unknown => (last = listIn(answer))['results'];
	for await (const page of iru.pages(path`/devices/${id}/commands`, resultsIn)) {
		seen += page.length;
		for (const row of page) {
			if (!types.includes(String(row['command_type'] ?? row['request_type'] ?? ''))) continue;
			const command = parseCommand(row);
			found.set(command.id!, command);
		}
	}
	// What is missing could be the erasure that was asked for already.
	if ((typeof last['count'] === 'number' && last['count'] > seen) || (typeof last['next'] === 'string' && last['next'] !== '')) throw brokenOff(id);
	return [...found.values()].sort((one, other) => (one.at ?? '').localeCompare(other.at ?? ''));
};

export const locks = ['DeviceLock', 'EnableLostMode'];
export const erasures = ['EraseDevice'];

/** The vendor documents the list for Apple's alone. */
export const listsCommandsOf = ({ platform }: Pick<Device, 'platform'>): boolean => platform === 'macos' || platform === 'ios';
