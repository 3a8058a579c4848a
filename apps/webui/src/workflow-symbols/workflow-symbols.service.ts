import { Inject, Injectable } from '@nestjs/common';
import type { Repository } from 'typeorm';
import { notFound, Refusal } from '../http/refusal';
import { wireTime } from '../storage/timestamp';
import { WebuiDatabase } from '../storage/webui-database';
import { WorkflowLink, WorkflowSymbol } from '../storage/workflow-symbol.entity';
import { RUN_TRIGGER, type RunTrigger } from '../run-trigger/run-trigger';
import { symbolName } from './symbol-name';
import { workflowLinks } from './workflow-links';
import type { CreateWorkflowSymbol, PatchWorkflowSymbol } from './workflow-symbol.dto';

const ORDER = { priority: 'DESC', symbol: 'ASC', workflows: { priority: 'ASC' } } as const;

@Injectable()
export class WorkflowSymbolsService {
  private readonly symbols: Repository<WorkflowSymbol>;

  constructor(
    private readonly database: WebuiDatabase,
    @Inject(RUN_TRIGGER) private readonly trigger: RunTrigger,
  ) {
    this.symbols = database.rows(WorkflowSymbol);
  }

  /** Priority descending, then by name. */
  list(enabledOnly: boolean): Promise<WorkflowSymbol[]> {
    const where = enabledOnly ? { enabled: true } : {};
    return this.symbols.find({ where, order: ORDER, relations: { workflows: true } });
  }

  /** Throws 400 for what no symbol can be, 404 for an unknown one. */
  async get(text: string): Promise<WorkflowSymbol> {
    const symbol = symbolName(text);
    const row = await this.symbols.findOne({ where: { symbol }, order: ORDER, relations: { workflows: true } });
    if (row === null) throw notFound(`Symbol ${symbol}`);
    return row;
  }

  /** Throws 400 for what no symbol can be, 409 for one that exists. */
  async create(input: CreateWorkflowSymbol): Promise<WorkflowSymbol> {
    const created = await this.add(input);
    await this.trigger.symbolCreated(created);
    return created;
  }

  /** As `create`, for who requests its run himself. */
  async add(input: CreateWorkflowSymbol): Promise<WorkflowSymbol> {
    const symbol = symbolName(input.symbol);
    const workflows = workflowLinks(input.workflows);
    await this.database.dataSource.transaction(async (manager) => {
      const { name = null, enabled = true, priority = 0, conid = null } = input;
      const row = { symbol, name, enabled, priority, conid };
      const inserted = await manager
        .createQueryBuilder()
        .insert()
        .into(WorkflowSymbol)
        .values(row)
        .orIgnore()
        .execute();
      const id = (inserted.raw as { id: number }[])[0]?.id;
      if (id === undefined) throw new Refusal(409, `Symbol ${symbol} already exists`);
      await manager.insert(
        WorkflowLink,
        workflows.map((link) => ({ ...link, workflow_symbol: { id } })),
      );
    });
    return this.get(symbol);
  }

  async patch(text: string, { workflows, ...changes }: PatchWorkflowSymbol): Promise<WorkflowSymbol> {
    const { id, symbol } = await this.get(text);
    if (workflows?.length === 0) throw new Refusal(400, 'At least one workflow must be selected');
    const links = workflows ? workflowLinks(workflows) : undefined;
    if (Object.keys(changes).length === 0 && links === undefined) return this.get(symbol);
    await this.database.dataSource.transaction(async (manager) => {
      await manager.update(WorkflowSymbol, { id }, { ...changes, updated_at: wireTime(new Date()) });
      if (links === undefined) return;
      await manager.delete(WorkflowLink, { workflow_symbol: { id } });
      await manager.insert(
        WorkflowLink,
        links.map((link) => ({ ...link, workflow_symbol: { id } })),
      );
    });
    return this.get(symbol);
  }

  async remove(text: string): Promise<void> {
    const { id } = await this.get(text);
    await this.symbols.delete({ id });
  }
}
