/** The one door to class-transformer's `@Type` metadata; the package has types for it under another path only. */
declare module 'class-transformer/cjs/storage' {
  export { defaultMetadataStorage } from 'class-transformer/types/storage';
}
