import { CredentialTestContext, ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type ICredentialTestFunction,
	type ICredentialTestRequest,
	type INodeCredentialTestResult,
	type INodeType,
} from 'n8n-workflow';
import { credentialTypeOf, loadPack } from './pack';
import { node, type Instance } from './workflow';

/** What happens when somebody presses Test in a credential; after `credentials-tester.service` of n8n 2.41. */
export const pressTest = async (n8n: Instance, type: string, entered: ICredentialDataDecryptedObject): Promise<INodeCredentialTestResult> => {
	const pack = await loadPack();
	const { properties, test } = credentialTypeOf(pack, type);
	const data = NodeHelpers.getNodeParameters(properties, entered as never, true, false, null, null) as ICredentialDataDecryptedObject;
	const credential: ICredentialsDecrypted = { id: '1', name: type, type, data };
	if (test) return await byRequest(n8n, test, credential);
	for (const name of pack.known.credentials[type]?.supportedNodes ?? []) {
		const { description, methods } = pack.getNode(name).type as INodeType;
		const testedBy = description.credentials!.find((wanted) => wanted.name === type)!.testedBy as string;
		const run = methods!.credentialTest![testedBy] as ICredentialTestFunction;
		return await run.call(new CredentialTestContext(n8n.additionalData()) as never, credential);
	}
	throw new Error(`Nothing tests ${type}.`);
};

/** n8n makes a node of the request and runs it; what comes back as an error is shown by its status or by a rule. */
const byRequest = async (n8n: Instance, { request, rules = [] }: ICredentialTestRequest, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> => {
	const temporary = node('Temp-Node', 'harness.passOn', {}, { id: 'temp', credentials: { [credential.type]: { id: '1', name: credential.name } } });
	const nodeType = {
		description: {
			...n8n.workflow([node('a', 'harness.passOn')]).nodeTypes.getByNameAndVersion('harness.passOn').description,
			credentials: [{ name: credential.type, required: true }],
			properties: [{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request }, default: '' }],
		},
	} as INodeType;
	const workflow = new Workflow({ nodes: [temporary], connections: {}, active: false, nodeTypes: { getByName: () => nodeType, getByNameAndVersion: () => nodeType, getKnownTypes: () => ({}) } });
	const context = new ExecuteContext(workflow, temporary, n8n.additionalData({ currentNodeParameters: {} }), 'internal', createEmptyRunExecutionData(), 0, [], { main: [[{ json: {} }]] }, { node: temporary, data: {}, source: null }, []);
	try {
		await new RoutingNode(context, nodeType, credential).runNode();
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		const { message, cause } = error as { message: string; cause?: { code?: string; response?: { status: number; statusText: string } } };
		if (!cause?.response) return { status: 'Error', message: cause?.code ?? message };
		const { status, statusText } = cause.response;
		const rule = rules.find((one) => one.type === 'responseCode' && one.properties.value === status);
		return { status: 'Error', message: rule?.properties.message ?? (statusText || `Received HTTP status code: ${status}`) };
	}
};
