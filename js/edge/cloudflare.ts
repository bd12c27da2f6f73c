/** Cloudflare's bindings as far as the pipeline uses them, so that nothing depends on the types of workerd. */

/** An R2 bucket. */
export interface Bucket {
  head(key: string): Promise<BucketObject | null>;
  get(
    key: string,
    options?: { range?: { offset: number; length?: number } | { suffix: number }; onlyIf?: Headers },
  ): Promise<(BucketObject & { readonly body?: ReadableStream<Uint8Array> }) | null>;
  put(key: string, value: Uint8Array, options?: PutOptions): Promise<BucketObject | null>;
  createMultipartUpload(key: string, options?: PutOptions): Promise<MultipartUpload>;
  resumeMultipartUpload(key: string, uploadId: string): MultipartUpload;
}

interface PutOptions {
  httpMetadata?: { contentType?: string };
}

/** What is known of one object. */
export interface BucketObject {
  readonly size: number;
  readonly httpEtag: string;
  readonly uploaded: Date;
  readonly httpMetadata?: { contentType?: string };
  readonly range?: { offset?: number; length?: number; suffix?: number };
}

/** An upload in parts. */
export interface MultipartUpload {
  readonly uploadId: string;
  uploadPart(partNumber: number, value: Uint8Array): Promise<{ partNumber: number; etag: string }>;
  complete(parts: readonly { partNumber: number; etag: string }[]): Promise<BucketObject>;
  abort(): Promise<void>;
}

/** A queue to send to. */
export interface Queue {
  send(body: unknown): Promise<unknown>;
  sendBatch(messages: Iterable<{ body: unknown }>): Promise<unknown>;
}

/** The state of a Durable Object. */
export interface ObjectState {
  readonly storage: ObjectStorage;
  /** Ends this life of the object. */
  abort(reason?: string): void;
}

/** Its storage; writes of one turn without an `await` between them are one. */
export interface ObjectStorage {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<boolean>;
  deleteAll(): Promise<void>;
  getAlarm(): Promise<number | null>;
  setAlarm(time: number): Promise<void>;
  deleteAlarm(): Promise<void>;
  sync(): Promise<void>;
  transactionSync<T>(work: () => T): T;
  readonly sql: {
    exec(query: string, ...bindings: unknown[]): Iterable<Record<string, unknown>> & { readonly rowsWritten: number };
  };
}

/** A namespace of objects that answer `ask`. */
export interface ObjectNamespace {
  idFromName(name: string): unknown;
  get(id: unknown): { ask(message: string): Promise<string> };
}

/** Asks the object of that name, and reads its answer. */
export async function ask<Answer>(namespace: ObjectNamespace, name: string, message: object): Promise<Answer> {
  const stub = namespace.get(namespace.idFromName(name));
  return JSON.parse(await stub.ask(JSON.stringify(message))) as Answer;
}
