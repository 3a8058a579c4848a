export {
  type ChatRequestBody,
  type RecordedCall,
  ScriptedModelServer,
  type ScriptedReply,
  type ScriptedStep,
} from './scripted-model-server';
