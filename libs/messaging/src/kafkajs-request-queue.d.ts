/** A part of kafkajs that it has no types for: the requests of one connection that are not answered or not sent yet. */
declare module 'kafkajs/src/network/requestQueue' {
  class RequestQueue {
    constructor(options: {
      maxInFlightRequests: number | null;
      requestTimeout: number;
      enforceRequestTimeout: boolean;
      clientId: string;
      broker: string;
      logger: { debug: (message: string) => void };
    });
    readonly pending: unknown[];
    maybeThrottle(milliseconds: number): void;
    push(request: { entry: { correlationId: number }; expectResponse: boolean; sendRequest: () => void }): void;
    scheduleCheckPendingRequests: (this: RequestQueue) => void;
    checkPendingRequests(): void;
    destroy(): void;
  }
  export = RequestQueue;
}
