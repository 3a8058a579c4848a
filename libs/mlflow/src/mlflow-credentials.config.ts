import { authorization, readEnvironment, Variable } from '@trademaster/environment';
import { IsOptional, IsString } from 'class-validator';

/** How a client shows MLflow who it is: as MLflow's own clients do. */
export class MlflowCredentialsEnvironment {
  @Variable('MLflow: user name, for a server with basic auth', { otherwise: 'none' })
  @IsOptional()
  @IsString()
  MLFLOW_TRACKING_USERNAME?: string;

  @Variable('MLflow: password of that user', { otherwise: 'none', secret: true })
  @IsOptional()
  @IsString()
  MLFLOW_TRACKING_PASSWORD?: string;

  @Variable('MLflow: bearer token, instead of user name and password', { otherwise: 'none', secret: true })
  @IsOptional()
  @IsString()
  MLFLOW_TRACKING_TOKEN?: string;
}

/** The headers of every call of MLflow. Errors: `environment_invalid` naming the variable. */
export function mlflowHeaders(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const given = readEnvironment(MlflowCredentialsEnvironment, environment);
  return authorization('MLFLOW_TRACKING', {
    username: given.MLFLOW_TRACKING_USERNAME,
    password: given.MLFLOW_TRACKING_PASSWORD,
    token: given.MLFLOW_TRACKING_TOKEN,
  });
}
