import type { Json } from './schemas.ts'

/** The parts of a document that the page shows. */
interface Shown {
  info: { title: string; version: string; summary: string; description: string }
  servers: { url: string }[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, ShownOperation>>
  components: { schemas: Record<string, ShownSchema>; parameters: Record<string, ShownParameter> }
}
interface ShownOperation {
  operationId: string
  summary: string
  tags: string[]
  parameters?: (ShownParameter & { $ref?: string })[]
  requestBody?: { content: Record<string, { example: unknown }> }
  security: Record<string, unknown>[]
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: ShownSchema; example: unknown }> }>
}
interface ShownParameter {
  name: string
  in: string
  required: boolean
  schema: ShownSchema
  description?: string
}
interface ShownSchema {
  $ref?: string
  type?: string | string[]
  format?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: ShownSchema[]
  items?: ShownSchema
  properties?: Record<string, ShownSchema>
  required?: string[]
}

/** The document as a page that needs no script: every operation with its fields, examples and failures, then the schemas. */
export function apiPage(document: Json): string {
  const shown = document as unknown as Shown
  const { info, tags, components } = shown
  const base = shown.servers[0]?.url ?? ''
  const operations = Object.entries(shown.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
  const groups = tags.map((tag) => ({
    ...tag,
    of: operations.filter(({ operation }) => operation.tags.includes(tag.name)),
  }))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(info.title)} API ${text(info.version)}</title>
<link rel="stylesheet" href="/api/docs/page.css">
</head>
<body>
<header><p><strong>${text(info.title)}</strong> API</p><p><a href="${base}/openapi.json">OpenAPI 3.1</a> · <a href="${base}/asyncapi.json">AsyncAPI 3.0</a></p></header>
<div class="sides">
<nav aria-label="Operations"><ul>${groups.map(({ name, of }) => `<li><a href="#${name}">${name}</a><ul>${of.map(({ operation }) => `<li><a href="#${operation.operationId}">${text(operation.summary)}</a></li>`).join('')}</ul></li>`).join('')}</ul></nav>
<main>
<h1>${text(info.title)} API, version ${text(info.version.slice(1))}</h1>
${info.description
  .split('\n\n')
  .map((each) => `<p>${marked(each)}</p>`)
  .join('\n')}
${groups.map(({ name, description, of }) => `<section aria-labelledby="${name}"><h2 id="${name}">${name}</h2><p>${text(description)}</p>${of.map((each) => operationPart(each, base, components.parameters)).join('\n')}</section>`).join('\n')}
<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>${Object.entries(components.schemas)
    .map(([name, schema]) => schemaPart(name, schema))
    .join('\n')}</section>
</main>
</div>
</body>
</html>
`
}

function operationPart(
  { method, path, operation }: { method: string; path: string; operation: ShownOperation },
  base: string,
  known: Record<string, ShownParameter>,
): string {
  const { operationId, summary, parameters = [], requestBody, responses, security } = operation
  const given = parameters.flatMap((each) => (each.$ref ? (known[nameIn(each.$ref)] ?? []) : each))
  const sent = Object.values(requestBody?.content ?? {})[0]
  const [status, answer] = Object.entries(responses).find(([code]) => code.startsWith('2')) ?? []
  const [type, told] = Object.entries(answer?.content ?? {})[0] ?? []
  const refused = Object.entries(responses).filter(([code]) => code >= '400')
  const who = security.map((scheme) => Object.keys(scheme)[0] ?? 'nobody known').join(', ')
  return `<article aria-labelledby="${operationId}">
<h3 id="${operationId}">${text(summary)}</h3>
<p class="line"><code class="method">${method}</code> <code>${text(base + path)}</code></p>
<p class="who">Callers: ${text(who)}</p>
${
  given.length > 0
    ? table(
        summary,
        ['Field', 'In', 'What'],
        given.map((each) => [
          `<code>${text(each.name)}</code>${each.required ? ' <strong>required</strong>' : ''}`,
          each.in,
          `${typeOf(each.schema)}${each.description ? `. ${text(each.description)}` : ''}`,
        ]),
      )
    : ''
}
${sent ? `<h4>Send</h4>${json(sent.example)}` : ''}
<h4>Answer ${text(status ?? '')}${told ? `: ${typeOf(told.schema)}` : ''}</h4>
${type === 'text/event-stream' ? `<pre tabindex="0"><code>${text(String(told?.example))}</code></pre>` : told ? json(told.example) : ''}
<details><summary>Failures</summary><ul>${refused
    .map(
      ([code, { $ref }]) =>
        `<li><code>${code}</code> ${text(
          nameIn($ref ?? '')
            .replace(/([a-z])([A-Z])/g, '$1 $2')
            .toLowerCase(),
        )}</li>`,
    )
    .join('')}</ul></details>
</article>`
}

const schemaPart = (name: string, schema: ShownSchema): string => {
  const fields = Object.entries(schema.properties ?? {})
  const body =
    fields.length > 0
      ? table(
          name,
          ['Field', 'What'],
          fields.map(([field, of]) => [
            `<code>${text(field)}</code>${schema.required?.includes(field) ? '' : ' may be left out'}`,
            typeOf(of),
          ]),
        )
      : `<p>${typeOf(schema)}</p>`
  return `<article aria-labelledby="schema-${name}"><h3 id="schema-${name}">${name}</h3>${body}</article>`
}

const table = (of: string, heads: readonly string[], rows: readonly (readonly string[])[]) =>
  `<div class="wide" tabindex="0" role="region" aria-label="Fields of ${text(of)}"><table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</tbody></table></div>`

/** A schema in a few words, with links to the named ones. */
function typeOf(schema: ShownSchema): string {
  if (schema.$ref) return `<a href="#schema-${nameIn(schema.$ref)}">${nameIn(schema.$ref)}</a>`
  if (schema.const !== undefined) return `<code>${text(JSON.stringify(schema.const))}</code>`
  if (schema.enum) return schema.enum.map((one) => `<code>${text(JSON.stringify(one))}</code>`).join(' or ')
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ')
  if (schema.items) return `list of ${typeOf(schema.items)}`
  const words: Record<string, string> = { string: 'text', integer: 'whole number', boolean: 'true or false' }
  const types = schema.type === undefined ? ['anything'] : [schema.type].flat()
  return text(schema.format ?? types.map((type) => words[type] ?? type).join(' or '))
}

const json = (value: unknown) => `<pre tabindex="0"><code>${text(JSON.stringify(value, null, 2) ?? '')}</code></pre>`
const nameIn = (ref: string) => ref.split('/').at(-1) ?? ''
const marked = (words: string) => text(words).replace(/`([^`]+)`/g, '<code>$1</code>')
const text = (value: string) => value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
