import type { IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { Problem } from '../../lifecycle/problem';
import { textOf } from './common';

/** A file that can be written of what an operation exports. */
export interface FileFormat<Exported> {
	/** What follows the name of the output field. */
	field: string;
	/** What follows the name of the file. */
	suffix: string;
	mimeType: string;
	write(exported: Exported): string | Promise<string>;
}

/** By what can be chosen in Formats; one choice may give several files. */
export type Formats<Exported> = Readonly<Record<string, readonly FileFormat<Exported>[]>>;

/** What was chosen, each with the output field it goes into. */
export const filesAsked = <Exported>(context: IExecuteFunctions, itemIndex: number, formats: Formats<Exported>, operation: string): FileFormat<Exported>[] => {
	const asked: unknown = context.getNodeParameter('formats', itemIndex);
	const known = Array.isArray(asked) ? asked.filter((name): name is string => typeof name === 'string' && Object.hasOwn(formats, name)) : [];
	if (known.length === 0) throw new Problem('misconfigured', `No file was asked for, so none was written. Choose HTML, JSON or CSV in Formats of ${operation}.`);
	const property = textOf(context, 'binaryProperty', itemIndex);
	return known.flatMap((name) => formats[name]!).map((format) => ({ ...format, field: property + format.field }));
};

/** Beside the files that the item has already. */
export const writeFiles = async <Exported>(
	context: IExecuteFunctions,
	itemIndex: number,
	asked: readonly FileFormat<Exported>[],
	name: string,
	exported: Exported,
): Promise<{ binary: IBinaryKeyData; files: IDataObject[] }> => {
	const binary: IBinaryKeyData = { ...context.getInputData()[itemIndex]!.binary };
	const files: IDataObject[] = [];
	for (const { field, suffix, mimeType, write } of asked) {
		const fileName = `${name}${suffix}`;
		binary[field] = await context.helpers.prepareBinaryData(Buffer.from(await write(exported)), fileName, mimeType);
		files.push({ field, fileName });
	}
	return { binary, files };
};
