import type { IExecuteFunctions } from 'n8n-workflow';
import { systemClock } from '../../lifecycle/clock';
import { connectionTo, type Connection } from '../../systems/activeDirectory/connection';
import { serverOf } from '../../systems/activeDirectory/server';
import { budgetFor } from '../../systems/http/budget';

export const credential = 'jmlActiveDirectoryApi';

/** One connection for all items of an execution; it ends by itself when the last of them is done. */
export const connectionsOf = (context: IExecuteFunctions) => {
	let connection: Promise<Connection> | undefined;
	const open = async (itemIndex: number): Promise<Connection> => {
		const server = serverOf(await context.getCredentials(credential, itemIndex));
		const { requestsAtOnce = 16 } = context.getNodeParameter('options', itemIndex, {}) as { requestsAtOnce?: number };
		const signal = context.getExecutionCancelSignal();
		const credentialId = context.getNode().credentials?.[credential]?.id ?? `${server.host}:${server.port}`;
		return connectionTo(server, { clock: systemClock, budget: budgetFor(credentialId, requestsAtOnce), ...(signal ? { signal } : {}) });
	};
	return (itemIndex: number): Promise<Connection> => {
		connection ??= open(itemIndex);
		// What is wrong with the credential is said to every item anew.
		connection.catch(() => (connection = undefined));
		return connection;
	};
};
