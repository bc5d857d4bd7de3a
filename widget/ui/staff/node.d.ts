// The little of node that the unit tests use. Its own declarations would be a further package.

declare module 'node:test' {
  export function test(name: string, body: () => unknown): void;
}

declare module 'node:assert/strict' {
  export function equal(actual: unknown, expected: unknown, message?: string): void;
  export function deepEqual(actual: unknown, expected: unknown, message?: string): void;
  export function match(actual: string, pattern: RegExp, message?: string): void;
  export function ok(value: unknown, message?: string): asserts value;
  export function fail(message?: string): never;
}
