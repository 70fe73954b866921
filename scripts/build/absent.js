/** In place of what pg asks for only where somebody has installed it, and does without. */
module.exports = {};
