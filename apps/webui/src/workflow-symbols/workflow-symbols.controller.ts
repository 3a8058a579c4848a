import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { schemaOf } from '../http/open-api';
import { bodyOf, queryOf } from '../http/validation';
import type { WorkflowSymbol } from '../storage/workflow-symbol.entity';
import { CreateWorkflowSymbol, PatchWorkflowSymbol, WorkflowSymbolQuery } from './workflow-symbol.dto';
import { WorkflowSymbolsService } from './workflow-symbols.service';

@ApiTags('workflow-symbols')
@Controller('api/workflow-symbols')
export class WorkflowSymbolsController {
  constructor(private readonly symbols: WorkflowSymbolsService) {}

  @Get()
  @ApiOperation({ summary: 'Symbols with all their workflows, inactive links too; highest priority first' })
  @ApiQuery({ name: 'enabled_only', required: false, type: Boolean })
  list(@Query(queryOf(WorkflowSymbolQuery)) query: WorkflowSymbolQuery): Promise<WorkflowSymbol[]> {
    return this.symbols.list(query.enabled_only);
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({ summary: 'Adds a symbol' })
  @ApiBody({ schema: schemaOf(CreateWorkflowSymbol) })
  create(@Body(bodyOf(CreateWorkflowSymbol)) body: CreateWorkflowSymbol): Promise<WorkflowSymbol> {
    return this.symbols.create(body);
  }

  @Get(':symbol')
  @ApiOperation({ summary: 'One symbol' })
  get(@Param('symbol') symbol: string): Promise<WorkflowSymbol> {
    return this.symbols.get(symbol);
  }

  @Patch(':symbol')
  @ApiOperation({ summary: 'Changes a symbol; workflows replaces the list' })
  @ApiBody({ schema: schemaOf(PatchWorkflowSymbol) })
  patch(
    @Param('symbol') symbol: string,
    @Body(bodyOf(PatchWorkflowSymbol)) body: PatchWorkflowSymbol,
  ): Promise<WorkflowSymbol> {
    return this.symbols.patch(symbol, body);
  }

  @Delete(':symbol')
  @HttpCode(204)
  @ApiOperation({ summary: 'Removes a symbol and its links' })
  async remove(@Param('symbol') symbol: string): Promise<void> {
    await this.symbols.remove(symbol);
  }
}
