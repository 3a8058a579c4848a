import { Body, Controller, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { contractSchemas, DEFAULT_MODE, DEFAULT_RUN_CONFIG, RunRequested, topicOf } from '@trademaster/contracts';
import { schemaOf } from '../../http/open-api';
import { notFound } from '../../http/refusal';
import type { Requested, RequestForm, RequestView, RetryRequested } from '../contract';
import { runId } from '../runs/run-id';
import { checkedRequest } from './checked-request';
import { requestKey } from './idempotency-key';
import { RequestsService } from './requests.service';

const IdempotencyKey = () =>
  ApiHeader({ name: 'Idempotency-Key', required: false, description: 'A second post with it is the same request' });
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

@ApiTags('page: requests')
@Controller('api/page')
export class RequestsController {
  constructor(private readonly requests: RequestsService) {}

  @Get('request-form')
  @ApiOperation({ summary: 'JSON Schemas of a request and of its configuration, and the defaults' })
  form(): RequestForm {
    const schemas = contractSchemas();
    const [schema, config_schema] = [`${topicOf('run.requested')}.json`, 'trademaster.run-config.json'].map(
      (name) => schemas.get(name) as object,
    ) as [object, object];
    return { schema, config_schema, defaults: { mode: DEFAULT_MODE, config: DEFAULT_RUN_CONFIG } };
  }

  @Post('requests')
  @HttpCode(202)
  @ApiOperation({ summary: 'Asks for decisions: of one symbol, or of all that are assigned' })
  @IdempotencyKey()
  @ApiBody({ schema: schemaOf(RunRequested) })
  request(@Headers('idempotency-key') key: string | undefined, @Body() body: unknown): Promise<Requested> {
    return this.requests.request(requestKey(key), checkedRequest(body));
  }

  @Post('sample')
  @HttpCode(202)
  @ApiOperation({ summary: 'Asks for the run that npm start shows' })
  @IdempotencyKey()
  sample(@Headers('idempotency-key') key: string | undefined): Promise<Requested> {
    return this.requests.sample(requestKey(key));
  }

  @Get('requests/:request_id')
  @ApiOperation({ summary: 'How far a request is, with its runs' })
  view(@Param('request_id') requestId: string): Promise<RequestView> {
    if (!UUID.test(requestId)) throw notFound('Request');
    return this.requests.view(requestId);
  }

  @Post('runs/:run_id/retry')
  @HttpCode(202)
  @ApiOperation({ summary: 'Takes a failed run up from the stage that failed' })
  retry(@Param('run_id', runId) id: string): Promise<RetryRequested> {
    return this.requests.retry(id);
  }
}
