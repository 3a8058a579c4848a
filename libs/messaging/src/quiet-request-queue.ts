import RequestQueue from 'kafkajs/src/network/requestQueue';

const { scheduleCheckPendingRequests } = RequestQueue.prototype;

/**
 * Lets kafkajs look for requests that wait to be sent only while there are some. Version 2.2.4 does so a thousand times
 * a second from the first answer on (its issue 1704, open since 2024), which is 2 % of a core for every process
 * that is connected. Whatever has to wait later is looked for from then on: that is where `push` calls this, too.
 */
RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
  if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
};
