import type { INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { redact } from '../../ledger/secrets';

/** The one place where our errors become n8n's. Their text was written for administrators and is kept. */
export const atEdge = (node: INode, error: unknown, itemIndex?: number): NodeOperationError => {
	if (error instanceof NodeOperationError) return error;
	const message = redact(error instanceof Error ? error.message : String(error));
	const failure = new NodeOperationError(node, message, itemIndex === undefined ? {} : { itemIndex });
	// n8n replaces a text that mentions a network code by one of its own, which names neither the system nor what to do.
	failure.message = message;
	return failure;
};
