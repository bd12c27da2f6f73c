/** A mistake in the arguments or the environment, in a sentence. */
export class UsageError extends Error {
  /** Whether the command's help has more to say. */
  readonly help: boolean;

  constructor(message: string, { help = true } = {}) {
    super(message);
    this.help = help;
  }
}
