/** One rule of a store. */
export interface StoreTest {
  /** The rule, as a sentence. */
  name: string;
  /** @throws Error where the store breaks it, saying what it did and what it should have done */
  run(): Promise<void>;
}
