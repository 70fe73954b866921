#!/usr/bin/env node
const usage = `jml: evidence and the simulated company of n8n-nodes-joiner-mover-leaver

  jml verify <file> [--key <vkey>] [--checkpoint <file>]   check evidence offline: a case, a period or segments, as
             [--entry <file>]                              page or JSON, or a record's .tlog-proof; exits 0 if it holds
  jml page [<bundle or period>]                            the page that checks itself: of evidence, or without any
  jml proofs <bundle> <folder>                             each record and its proof as files of their own
  jml sandbox                                              run the simulated company until Ctrl-C
`;

const io = {
	stdout: (line: string) => process.stdout.write(`${line}\n`),
	stderr: (line: string) => process.stderr.write(`${line}\n`),
};

const main = async ([command, ...args]: string[]): Promise<number> => {
	switch (command) {
		case 'verify':
			return (await import('./verify')).verifyCommand(args, io);
		case 'page':
			return (await import('./page')).pageCommand(args, io);
		case 'proofs':
			return (await import('./proofs')).proofsCommand(args, io);
		case 'sandbox':
			return (await import('./sandbox')).sandboxCommand(args, io);
		case undefined:
		case 'help':
		case '--help':
			io.stdout(usage);
			return 0;
		default:
			io.stderr(`There is no command "${command}".\n\n${usage}`);
			return 2;
	}
};

// Whoever pipes us into `head` has read enough; that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code !== 'EPIPE') throw error;
});

main(process.argv.slice(2)).then(
	(code) => (process.exitCode = code),
	(error: unknown) => {
		io.stderr(error instanceof Error ? error.message : String(error));
		process.exitCode = 1;
	},
);
