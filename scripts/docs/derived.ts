/** A file that follows from others, as it is and as it has to be. */
export interface Derived {
	file: string;
	before: string;
	text: string;
}
