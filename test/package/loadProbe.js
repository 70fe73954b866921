/** Requires the files it is given in a fresh process and makes an instance of each, as n8n does at its start; tells what that has loaded. */
const Module = require('node:module');
const path = require('node:path');

const [packageFolder, ...files] = process.argv.slice(2);
const inside = (file) => file !== undefined && file.startsWith(packageFolder + path.sep);
const asked = new Set();
const load = Module._load;
Module._load = function (request, parent, ...rest) {
	if (inside(parent?.filename) && !request.startsWith('.')) asked.add(request);
	return load.call(this, request, parent, ...rest);
};

const made = files.map((file) => {
	// n8n looks for the class by the name of the file.
	const [className] = path.basename(file).split('.');
	const Class = require(path.join(packageFolder, file))[className];
	if (!Class) return { file, missing: className };
	const { description, name, icon } = new Class();
	return { file, isNode: description !== undefined, name: description?.name ?? name, icon: description?.icon ?? icon };
});
const loaded = Object.keys(require.cache).filter(inside).map((file) => path.relative(packageFolder, file).split(path.sep).join('/'));
process.stdout.write(JSON.stringify({ asked: [...asked], loaded, made }));
