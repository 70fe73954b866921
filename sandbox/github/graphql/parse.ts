export type Value = string | number | boolean | null | { variable: string };

export interface Field {
	name: string;
	/** The name the answer goes by. */
	alias: string;
	given: Record<string, Value>;
	fields: Field[];
}

export interface Operation {
	fields: Field[];
	/** Variables and what they are where nothing is given. */
	defaults: Record<string, Value>;
}

export class SyntaxMistake extends Error {}

const TOKEN = /\s*(?:#[^\n]*\n\s*)*(?:,\s*)*(\.\.\.|[!$():=@[\]{|}]|[_A-Za-z]\w*|-?\d+(?:\.\d+)?|"(?:[^"\\\n]|\\.)*"|$)/y;

function tokensOf(text: string): string[] {
	const tokens: string[] = [];
	TOKEN.lastIndex = 0;
	while (TOKEN.lastIndex < text.length) {
		const at = TOKEN.lastIndex;
		const token = TOKEN.exec(text)?.[1];
		if (token === undefined) throw new SyntaxMistake(`Parse error on "${text.slice(at).trim().slice(0, 10)}"`);
		if (token === '') break;
		tokens.push(token);
	}
	return tokens;
}

/** One query, without fragments, directives and lists: what the fields of this schema can be asked for with. */
export function parse(text: string): Operation {
	const tokens = tokensOf(text);
	let at = 0;
	const peek = () => tokens[at] ?? '';
	const take = (wanted?: string): string => {
		const token = tokens[at];
		if (token === undefined || (wanted !== undefined && token !== wanted)) throw new SyntaxMistake(token === undefined ? 'Unexpected end of document' : `Parse error on "${token}": expected ${wanted ?? 'more'}`);
		at += 1;
		return token;
	};
	const name = (): string => {
		if (!/^[_A-Za-z]/.test(peek())) throw new SyntaxMistake(`Parse error on "${peek()}": expected a name`);
		return take();
	};

	const value = (): Value => {
		const token = take();
		if (token === '$') return { variable: name() };
		if (token.startsWith('"')) return JSON.parse(token) as string;
		if (token === 'true' || token === 'false') return token === 'true';
		if (token === 'null') return null;
		if (/^-?\d/.test(token)) return Number(token);
		throw new SyntaxMistake(`Parse error on "${token}": expected a value`);
	};

	const given = (): Record<string, Value> => {
		const found: Record<string, Value> = {};
		if (peek() !== '(') return found;
		take('(');
		while (peek() !== ')') {
			const argument = name();
			take(':');
			found[argument] = value();
		}
		take(')');
		return found;
	};

	const field = (): Field => {
		const first = name();
		const aliased = peek() === ':';
		if (aliased) take(':');
		const called = aliased ? name() : first;
		return { alias: first, name: called, given: given(), fields: peek() === '{' ? selection() : [] };
	};

	const selection = (): Field[] => {
		const fields: Field[] = [];
		take('{');
		while (peek() !== '}') fields.push(field());
		take('}');
		if (fields.length === 0) throw new SyntaxMistake('Parse error on "}": expected a field');
		return fields;
	};

	const defaults: Record<string, Value> = {};
	if (peek() !== '{') {
		if (name() !== 'query') throw new SyntaxMistake('Only queries are answered here');
		if (/^[_A-Za-z]/.test(peek())) name();
		if (peek() === '(') {
			take('(');
			while (peek() !== ')') {
				take('$');
				const variable = name();
				take(':');
				name();
				if (peek() === '!') take('!');
				defaults[variable] = null;
				if (peek() === '=') {
					take('=');
					defaults[variable] = value();
				}
			}
			take(')');
		}
	}
	const fields = selection();
	if (at < tokens.length) throw new SyntaxMistake(`Parse error on "${peek()}": expected the end of the document`);
	return { fields, defaults };
}
