import type { Site } from './site';

/** What moves is the date alone: timers, and with them the network, go on in real time. */
const everythingBut = ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'requestAnimationFrame', 'cancelAnimationFrame', 'requestIdleCallback', 'cancelIdleCallback', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const;

let moved = 0;

export const backToNow = (): void => {
	jest.useRealTimers();
	moved = 0;
};

export const travel = (milliseconds: number): void => {
	jest.useRealTimers();
	moved += milliseconds;
	jest.useFakeTimers({ doNotFake: [...everythingBut], advanceTimers: true, now: Date.now() + moved });
};

/** Both n8n and the company live at the same time. */
export const travelTogether = ({ sandbox }: Site, milliseconds: number): void => {
	travel(milliseconds);
	sandbox.clock.move(milliseconds);
};

export const minutes = (count: number): number => count * 60_000;
export const days = (count: number): number => count * 86_400_000;
