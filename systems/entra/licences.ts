import { parse, type Entra } from './client';

/** What the company has bought: Microsoft's names (`SPE_E3`) by id. */
export const licenceNames = async (entra: Entra): Promise<Map<string, string>> => {
	const skus = await entra.list('/v1.0/subscribedSkus', { $select: 'skuId,skuPartNumber' });
	return new Map(skus.map((sku) => [parse.text(sku['skuId'], 'sku.skuId'), parse.text(sku['skuPartNumber'], 'sku.skuPartNumber')]));
};
