import 'reflect-metadata';

export { chainSha256 } from './chain';
export { lineageOf } from './lineage';
export { MANIFEST_PATH, MANIFEST_TAG, type Manifest, readManifest } from './manifest.dto';
export { prettyJson } from './pretty-json';
export { type DescribedRun, describeRun } from './describe-run';
