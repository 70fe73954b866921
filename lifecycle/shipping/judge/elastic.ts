import { commonFault, isObject, quoted, saying, type Answer, type Verdict } from './answer';

/** Every document by itself: a bulk request that was answered with 200 may have kept none of them. */
export const judgeElastic = (ids: readonly string[], answer: Answer): Verdict => {
	const fault = commonFault('Elastic', answer);
	if (fault) return fault;
	const { status, body } = answer;
	if (status === 401 || status === 403) return { code: 'unauthorised', what: `Elastic refused the key (${status}${saying(body)})`, todo: 'The API key needs the privileges auto_configure and create_doc on the data stream, and no others' };
	if (status === 413) return { code: 'rejected', what: 'Elastic or a proxy before it takes no requests of this size (413)', todo: 'Let it take 1 MB, which no batch exceeds' };
	if (status !== 200) return { code: 'rejected', what: `Elastic answered ${status}${saying(body)}`, todo: 'Check the address: it is https://…/logs-jml.evidence-default/_bulk' };
	const items = isObject(body) ? body['items'] : undefined;
	if (!Array.isArray(items)) return { code: 'bad_answer', what: `what answered 200 is not Elastic's bulk endpoint${saying(body)}`, todo: 'Check the address: it is https://…/logs-jml.evidence-default/_bulk' };
	if (items.length !== ids.length) return { code: 'bad_answer', what: `Elastic answered for ${items.length} documents of ${ids.length}`, todo: 'Check what stands between n8n and Elastic' };
	return judgeDocuments(ids, items);
};

const judgeDocuments = (ids: readonly string[], items: readonly unknown[]): Verdict => {
	const refused: string[] = [];
	let throttled = false;
	let there = 0;
	for (const [index, item] of items.entries()) {
		const created = isObject(item) && isObject(item['create']) ? item['create'] : {};
		const { _id: id, status, error } = created;
		const mine = id === ids[index];
		if (mine && status === 409) there += 1;
		else if (!mine || status !== 201) refused.push(`${ids[index]} (${mine ? quoted(status) : 'not answered for'}${isObject(error) ? `, ${quoted(error['reason'] ?? error['type'])}` : ''})`);
		throttled ||= status === 429;
	}
	if (refused.length === 0) return { receipt: { created: ids.length - there, thereBefore: there } };
	const named = `${refused.slice(0, 3).join('; ')}${refused.length > 3 ? `; and ${refused.length - 3} more` : ''}`;
	return throttled
		? { code: 'throttled', what: `Elastic was too busy for ${refused.length} of ${ids.length} documents: ${named}`, todo: 'Nothing, if it goes away by itself' }
		: { code: 'rejected', what: `Elastic did not keep ${refused.length} of ${ids.length} documents: ${named}`, todo: 'Correct the mapping or the index template of the data stream; documents that are there already are not written twice' };
};
