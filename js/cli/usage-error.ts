/** A mistake in the arguments, in a sentence. */
export class UsageError extends Error {}
