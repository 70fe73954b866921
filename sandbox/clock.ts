import { performance } from 'node:perf_hooks';

/**
 * The company's time. `now` is the wall clock everybody at the company reads: it can be moved and frozen.
 * `elapsed` never stops, so that lags and rate-limit windows still pass while the wall clock is frozen.
 */
export interface Clock {
	now(): number;
	iso(): string;
	elapsed(): number;
	move(milliseconds: number): void;
	set(instant: number | string | Date): void;
	freeze(): void;
	unfreeze(): void;
	readonly frozen: boolean;
	schedule(due: number, job: () => void): () => void;
	stop(): void;
}

export interface ClockOptions {
	start?: number | string | Date;
	frozen?: boolean;
	/** Company seconds per real second. */
	speed?: number;
}

interface Job {
	due: number;
	run: () => void;
}

const LONGEST_TIMER = 2 ** 31 - 1;

export function createClock({ start = Date.now(), frozen = false, speed = 1 }: ClockOptions = {}): Clock {
	let wall = new Date(start).getTime();
	let real = performance.now();
	let movedForward = 0;
	let jobs: Job[] = [];
	let timer: NodeJS.Timeout | undefined;

	const now = () => (frozen ? wall : wall + (performance.now() - real) * speed);

	const anchor = (instant: number) => {
		wall = instant;
		real = performance.now();
	};

	const nextDue = (limit: number) => {
		const [first] = [...jobs].sort((a, b) => a.due - b.due);
		return first !== undefined && first.due <= limit ? first : undefined;
	};

	/** Jobs run at the instant they were due, so what they record carries that instant and not the end of the jump. */
	const runDue = (target: number) => {
		for (let job = nextDue(target); job !== undefined; job = nextDue(target)) {
			const done = job;
			jobs = jobs.filter((other) => other !== done);
			anchor(Math.max(job.due, Math.min(now(), target)));
			job.run();
		}
	};

	const arm = () => {
		clearTimeout(timer);
		const [first] = [...jobs].sort((a, b) => a.due - b.due);
		if (frozen || first === undefined) return;
		const wait = Math.min(Math.max(0, Math.ceil((first.due - now()) / speed)), LONGEST_TIMER);
		timer = setTimeout(() => {
			runDue(now());
			arm();
		}, wait);
		timer.unref();
	};

	const jump = (target: number) => {
		movedForward += Math.max(0, target - now());
		anchor(Math.min(now(), target));
		runDue(target);
		anchor(target);
		arm();
	};

	return {
		now,
		iso: () => new Date(now()).toISOString(),
		elapsed: () => performance.now() + movedForward,
		move: (milliseconds) => jump(now() + milliseconds),
		set: (instant) => jump(new Date(instant).getTime()),
		freeze: () => {
			anchor(now());
			frozen = true;
			arm();
		},
		unfreeze: () => {
			anchor(now());
			frozen = false;
			arm();
		},
		get frozen() {
			return frozen;
		},
		schedule: (due, run) => {
			const job = { due, run };
			jobs.push(job);
			arm();
			return () => {
				jobs = jobs.filter((other) => other !== job);
				arm();
			};
		},
		stop: () => {
			jobs = [];
			clearTimeout(timer);
		},
	};
}
