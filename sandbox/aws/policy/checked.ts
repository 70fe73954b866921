import { refuse } from '../errors';
import { statementsOf } from './document';

export function checkDocument(document: string): string {
	try {
		statementsOf(document);
		return document;
	} catch {
		throw refuse('MalformedPolicyDocument', 'Syntax errors in policy.');
	}
}
