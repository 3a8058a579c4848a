import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { schemaOf } from '../http/open-api';
import { artifactId } from '../http/path-parameters';
import { bodyOf, queryOf } from '../http/validation';
import { type Artifact, ARTIFACT_TYPES } from '../storage/artifact.entity';
import { WEBUI_CONFIG, type WebuiConfig } from '../webui.config';
import { ArtifactQuery, CreateArtifact, ImageQuery, MarketDataQuery, PatchArtifact } from './artifact.dto';
import { type ArtifactList, ArtifactsService, type ArtifactStats } from './artifacts.service';
import { chartFile } from './chart-image';
import { marketDataOf, type MarketDataTable } from './market-data';
import { knownType, nameAndType } from './name-and-type';

/** An HTML chart has its scripts inside. They run, but as a page of nobody: without this one's cookie and API. */
const CHART_POLICY = 'sandbox allow-scripts';

const TextQuery = (name: string) => ApiQuery({ name, required: false, type: String });
const NumberQuery = (name: string) => ApiQuery({ name, required: false, type: Number });

@ApiTags('artifacts')
@Controller('api/artifacts')
export class ArtifactsController {
  constructor(
    private readonly artifacts: ArtifactsService,
    @Inject(WEBUI_CONFIG) private readonly config: WebuiConfig,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Artifacts, newest first' })
  @ApiQuery({ name: 'type', required: false, enum: ARTIFACT_TYPES })
  @TextQuery('symbol')
  @TextQuery('execution_id')
  @TextQuery('run_id')
  @TextQuery('step_name')
  @NumberQuery('limit')
  @NumberQuery('offset')
  @ApiQuery({ name: 'group_by', required: false, enum: ['execution_id'] })
  list(@Query(queryOf(ArtifactQuery)) query: ArtifactQuery): Promise<ArtifactList> {
    return this.artifacts.list(query);
  }

  @Get('stats/summary')
  @ApiOperation({ summary: 'How many artifacts there are' })
  stats(): Promise<ArtifactStats> {
    return this.artifacts.stats();
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Stores an artifact; the same one posted again is not stored twice' })
  @ApiBody({ schema: schemaOf(CreateArtifact) })
  create(@Body(nameAndType, bodyOf(CreateArtifact, { refuseUnknown: true })) body: CreateArtifact): Promise<Artifact> {
    return this.artifacts.create(body);
  }

  @Get(':id')
  @ApiOperation({ summary: "One artifact; a chart with its signal's verdict in metadata.llm_analysis" })
  @ApiParam({ name: 'id', type: Number })
  show(@Param('id', artifactId) id: number): Promise<Artifact> {
    return this.artifacts.show(id);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Changes fields; metadata is replaced, not merged' })
  @ApiParam({ name: 'id', type: Number })
  @ApiBody({ schema: schemaOf(PatchArtifact) })
  patch(
    @Param('id', artifactId) id: number,
    @Body(knownType, bodyOf(PatchArtifact)) body: PatchArtifact,
  ): Promise<Artifact> {
    return this.artifacts.patch(id, body);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Deletes an artifact' })
  @ApiParam({ name: 'id', type: Number })
  async remove(@Param('id', artifactId) id: number): Promise<{ message: string }> {
    await this.artifacts.remove(id);
    return { message: 'Artifact deleted successfully' };
  }

  @Get(':id/market-data')
  @ApiOperation({ summary: 'The bars that a chart was made of, the latest first' })
  @ApiParam({ name: 'id', type: Number })
  @NumberQuery('limit')
  async marketData(
    @Param('id', artifactId) id: number,
    @Query(queryOf(MarketDataQuery)) { limit }: MarketDataQuery,
  ): Promise<MarketDataTable> {
    return marketDataOf(await this.artifacts.get(id), limit);
  }

  @Get(':id/image')
  @ApiOperation({ summary: "A chart's image file, or its HTML neighbour" })
  @ApiParam({ name: 'id', type: Number })
  @ApiQuery({ name: 'format', required: false, enum: ['image', 'html'] })
  async image(
    @Param('id', artifactId) id: number,
    @Query(queryOf(ImageQuery)) { format }: ImageQuery,
    @Res() response: Response,
  ): Promise<void> {
    const file = await chartFile(await this.artifacts.get(id), format ?? 'image', this.config.chartsDir);
    response.setHeader('content-security-policy', CHART_POLICY);
    response.sendFile(file, { dotfiles: 'allow' });
  }

  @Get(':id/download')
  @Header('content-type', 'application/json')
  @ApiOperation({ summary: 'The row as a file' })
  @ApiParam({ name: 'id', type: Number })
  async download(@Param('id', artifactId) id: number, @Res({ passthrough: true }) response: Response): Promise<string> {
    const artifact = await this.artifacts.get(id);
    response.setHeader('content-disposition', `attachment; filename=artifact-${id}.json`);
    return JSON.stringify(artifact, null, 2);
  }
}
