/** The processes that make up the pipeline, in the order in which data passes them. */
export const SERVICES = ['webui', 'symbol-resolver', 'trainer', 'inferencer', 'reviewer', 'persister'] as const;
export type ServiceName = (typeof SERVICES)[number];
