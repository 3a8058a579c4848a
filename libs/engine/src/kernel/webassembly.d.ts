/** What the kernel's host uses of WebAssembly: neither TypeScript's ES library nor Node's types declare it. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, (...args: number[]) => void>>);
    readonly exports: unknown;
  }
}
