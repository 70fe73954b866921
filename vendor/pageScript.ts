/** The script of the page that checks itself, and the version of the pack it belongs to. */
export interface PageScript {
	version: string;
	text: string;
}

/** In the sources it is bundled when asked for; the build puts a file with the finished text in this one's place. */
export const pageScript = async (): Promise<PageScript> => {
	const { bundlePageScript } = require('../scripts/build/pageScript.js') as { bundlePageScript: () => Promise<PageScript> };
	const { version, text } = await bundlePageScript();
	return { version, text };
};
