import { STAGES, type Stage } from '@trademaster/contracts';
import { aclsOf, type KafkaAcl } from '@trademaster/messaging';

/** The text of docs/kafka-acls.md. */
export function kafkaAclsPage(): string {
  return `# Kafka ACLs

Generated (\`npm run documents\`; npm test fails when this page differs). What each service has to be allowed on a cluster that
denies everything else (\`authorizer.class.name=…StandardAuthorizer\`), with its topics there already. A test runs the pipeline
with these rules and nothing else, and looks up in the broker's own log that each of them was needed
(\`npm run test:full\`, test/clusters). With \`kafka-acls.sh --bootstrap-server … --command-config …\`:

\`\`\`bash
${[...STAGES, 'webui' as const].map(commandsOf).join('\n\n')}
\`\`\`

Requesters (the command line, Airflow) write \`trademaster.run.requested.v1\` and \`trademaster.run.retry_requested.v1\`, and read
the other topics without a group.
`;
}

function commandsOf(service: Stage | 'webui'): string {
  return aclsOf(service)
    .map((acl) => `--add --allow-principal User:${service} ${optionsOf(acl)}`)
    .join('\n');
}

function optionsOf({ resource, name, operation }: KafkaAcl): string {
  return `--operation ${operation} --${resource} ${name}`;
}
