export { createLogger, LOGGER } from './logger';
export { httpCheck, Readiness, READINESS_CHECKS, type ReadinessCheck, type ReadinessReport } from './readiness';
export { runService } from './run-service';
export { loadServiceConfig, ServiceConfig, ServiceEnvironment } from './service.config';
export { ServiceMetrics } from './service-metrics';
export { type RunningService, type ServiceOptions, startService, type Surroundings } from './start-service';
