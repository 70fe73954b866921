import { isDictionary, suspect } from './fields';

/**
 * What the HR system really said, out of what an HTTP Request node made of it: with status and headers around it, as a
 * text, as the error of a failed request. Throws where it is no answer at all.
 */
export const answerIn = (given: unknown, vendor: string): unknown => {
	if (typeof given === 'string') return parsed(given, vendor);
	if (Array.isArray(given)) return given;
	if (!isDictionary(given)) throw suspect(`${vendor} gave no answer. Nothing was concluded from it. Look at the HTTP Request node in front of this one.`);
	if (typeof given['statusCode'] === 'number' && 'body' in given) return withStatus(given['statusCode'], given['body'], vendor);
	// n8n puts a text into `data`, also where status and headers are around it.
	if (typeof given['statusCode'] === 'number' && isDictionary(given['headers']) && 'data' in given) return withStatus(given['statusCode'], given['data'], vendor);
	const names = Object.keys(given);
	if (names.length === 0) throw suspect(`${vendor} answered with nothing at all. Nothing was concluded from it. Look at filters and permissions of the user n8n reads with.`);
	if ('error' in given && names.every((name) => ['error', 'message', 'details', 'employeeId'].includes(name))) {
		throw suspect(`${vendor} could not be read: the request in front of this node failed. Nothing was concluded from it. Look at the error of that node; the next reading tries again.`);
	}
	return names.length === 1 && typeof given['data'] === 'string' ? parsed(given['data'], vendor) : given;
};

const withStatus = (status: number, body: unknown, vendor: string): unknown => {
	if (status >= 300 && status < 400) throw suspect(`${vendor} redirected instead of answering (status ${status}), as it does to a sign-in page. Nothing was concluded from it. Look at the address and the credential of the HTTP Request node.`);
	if (status < 200 || status > 299) throw suspect(`${vendor} answered with status ${status}. Nothing was concluded from it. Look at the credential and the permissions of the HTTP Request node.`);
	return answerIn(body, vendor);
};

const parsed = (text: string, vendor: string): unknown => {
	let answer: unknown;
	try {
		answer = JSON.parse(text);
	} catch {
		const page = /^\s*</.test(text) ? 'a web page, such as a sign-in page,' : 'a text';
		throw suspect(`${vendor} answered with ${page} instead of data. Nothing was concluded from it. Look at the address and the credential of the HTTP Request node.`);
	}
	if (typeof answer === 'string') throw suspect(`${vendor} answered with a text instead of data. Nothing was concluded from it.`);
	return answerIn(answer, vendor);
};
