/** What is asked of a server. */
export interface HttpRequest {
  readonly url: string;
  /** Milliseconds without a byte after which the server counts as silent. */
  readonly timeout: number;
  /** Bytes of body, as sent and as unpacked from a content encoding, beyond which the answer is refused. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** JSON that is sent (POST). Default: nothing is (GET). */
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** `Not Found`. */
  readonly statusText: string;
  readonly body: Uint8Array;
}

/** Why there is no answer: the server cannot be reached, falls silent, ends too early, sends too much, or redirects in circles. */
export class NetworkError extends Error {
  readonly reason: 'failed' | 'too large';

  constructor(message: string, reason: NetworkError['reason'] = 'failed') {
    super(message);
    this.name = 'NetworkError';
    this.reason = reason;
  }
}

/** HTTP as a port. */
export interface Network {
  /**
   * Asks an address (http or https), following redirects unless something is sent, through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`
   * name. Any status is an answer. Throws a `NetworkError` when there is none.
   */
  get(request: HttpRequest): Promise<HttpAnswer>;
}
