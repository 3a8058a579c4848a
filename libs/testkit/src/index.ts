export {
  type ChatRequestBody,
  type RecordedCall,
  ScriptedModelServer,
  type ScriptedReply,
  type ScriptedStep,
} from './scripted-model-server';
export * from './event-examples';
export * from './result-examples';
export * from './run-examples';
