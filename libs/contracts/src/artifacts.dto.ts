import { IsInt, IsString, Matches, Min } from 'class-validator';

/** Points at immutable bytes in the artifact store; readers check the sha256. */
export class ArtifactRef {
  /** `mlflow-artifacts:/<experiment>/<run>/artifacts/<path>` */
  @IsString() @Matches(/^mlflow-artifacts:\/.+/) uri: string;
  @Matches(/^[0-9a-f]{64}$/) sha256: string;
  @IsInt() @Min(0) bytes: number;
}
