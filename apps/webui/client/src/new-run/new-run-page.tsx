import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { RequestForm } from '../../../src/page/contract';
import { ApiError } from '../api/http';
import { pageApi } from '../api/page-api';
import { queries } from '../api/queries';
import { ForeignText } from '../elements/foreign-text';
import { Loaded } from '../elements/loaded';
import { navigate } from '../navigation/navigate';
import { requestPath } from '../navigation/route';
import { SampleButton } from '../overview/sample-button';
import { FieldInput } from './field-input';
import { complaintsByField, defaultAt, type Entries, nameOf, readEntries } from './request-body';
import { requestKey } from './request-key';
import { type FieldGroup, fieldGroups } from './schema-fields';
import './new-run.css';

/** What people ask for; the other fields of a request are for machines. */
const FIRST = ['symbol', 'mode', 'as_of'];

export function NewRunPage() {
  const form = useQuery(queries.requestForm());
  return (
    <>
      <h1>New run</h1>
      <Loaded query={form} what="the form">
        {(data) => <NewRunForm form={data} />}
      </Loaded>
      <section className="panel" aria-labelledby="sample-title">
        <h2 id="sample-title">Just looking?</h2>
        <p>The sample is a simulated instrument: it needs no network and less than a minute.</p>
        <SampleButton />
      </section>
    </>
  );
}

function NewRunForm({ form }: { form: RequestForm }) {
  const groups = useMemo(() => fieldGroups(form.schema, { config: form.config_schema }), [form]);
  const fields = useMemo(() => groups.flatMap((group) => group.fields), [groups]);
  const [entries, setEntries] = useState<Entries>({});
  const [unreadable, setUnreadable] = useState<Record<string, string>>({});
  // The same key until something is changed: a request that was sent twice is one.
  const key = useRef(requestKey());
  const post = useMutation({
    mutationFn: (body: Record<string, unknown>) => pageApi.request(body, key.current),
    onSuccess: ({ request_id }) => navigate(requestPath(request_id)),
  });
  const refused = refusalBy(post.error, fields);
  const complaints = { ...refused.byField, ...unreadable };
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (post.isError) summary.current?.focus();
  }, [post.isError, post.submittedAt]);

  const change = (name: string, value: string) => {
    setEntries({ ...entries, [name]: value });
    key.current = requestKey();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readEntries(fields, entries);
    setUnreadable('complaints' in read ? read.complaints : {});
    if ('body' in read) post.mutate(read.body);
  };
  const shown = (group: FieldGroup, wanted: (name: string) => boolean) =>
    group.fields
      .filter(({ path }) => wanted(nameOf(path)))
      .map((field) => {
        const name = nameOf(field.path);
        return (
          <FieldInput
            key={name}
            field={field}
            value={entries[name] ?? ''}
            fallback={defaultAt(form.defaults, field.path)}
            complaint={complaints[name]}
            onChange={(value) => change(name, value)}
          />
        );
      });

  const [own, ...others] = groups;
  return (
    <form aria-label="New run" className="panel" onSubmit={submit} noValidate>
      {(post.isError || Object.keys(unreadable).length > 0) && (
        <div ref={summary} role="alert" tabIndex={-1} className="problem">
          <p>
            The request was refused.{Object.keys(complaints).length > 0 && ' See the fields that are marked below.'}
          </p>
          {refused.rest.map((message) => (
            <p key={message}>
              <ForeignText text={message} />
            </p>
          ))}
        </div>
      )}
      <p className="muted">What is left empty has the value that stands in it in grey.</p>
      {own !== undefined && <div className="fields">{shown(own, (name) => FIRST.includes(name))}</div>}
      {others.map((group) => (
        <details
          key={group.label}
          className="group"
          open={group.fields.some(({ path }) => complaints[nameOf(path)] !== undefined) || undefined}
        >
          <summary>{group.label}</summary>
          <fieldset>
            <legend className="hidden">{group.label}</legend>
            <div className="fields">{shown(group, () => true)}</div>
          </fieldset>
        </details>
      ))}
      {own !== undefined && (
        <details className="group">
          <summary>More</summary>
          <fieldset>
            <legend className="hidden">More</legend>
            <div className="fields">{shown(own, (name) => !FIRST.includes(name))}</div>
          </fieldset>
        </details>
      )}
      <button type="submit" className="primary" disabled={post.isPending}>
        Start run
      </button>
    </form>
  );
}

function refusalBy(error: Error | null, fields: Parameters<typeof complaintsByField>[1]) {
  if (error === null) return { byField: {}, rest: [] };
  if (error instanceof ApiError && error.complaints.length > 0) return complaintsByField(error.complaints, fields);
  return { byField: {}, rest: [error.message] };
}
