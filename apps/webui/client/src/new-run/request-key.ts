/** An id for a request, 32 hex digits. Not `randomUUID`: browsers have that on secure origins only. */
export function requestKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
