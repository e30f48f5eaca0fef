import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { z } from 'zod'

const Position = z.object({ line: z.number(), character: z.number() })
const Range = z.object({ start: Position, end: Position })
const Locations = z.union([
  z.array(z.object({ uri: z.string(), range: Range })),
  z.object({ uri: z.string(), range: Range }),
])
const Edits = z.object({ changes: z.record(z.string(), z.array(z.object({ range: Range }))) })

/** Where something stands: a file below the packages folder, its line (from 1) and the line's text. */
export interface Place {
  file: string
  line: number
  text: string
}

/** The compiler as an editor uses it (Language Server Protocol over stdio); disposing of it ends it. */
export async function startLanguageServer(root: string) {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  const server = spawn(process.execPath, [tsc, '--lsp', '--stdio'], { cwd: root })
  const request = speak(server)
  await request('initialize', { processId: process.pid, rootUri: pathToFileURL(root).href, capabilities: {} })
  request.notify('initialized', {})

  const at = (file: string, before: string, word: string) => {
    const lines = readFileSync(file, 'utf8').split('\n')
    const line = lines.findIndex((text) => text.includes(before + word))
    if (line < 0) throw new Error(`${file} does not contain ${before}${word}`)
    const character = (lines[line] ?? '').indexOf(before + word) + before.length
    return { textDocument: { uri: pathToFileURL(file).href }, position: { line, character } }
  }
  return {
    open(file: string) {
      const textDocument = {
        uri: pathToFileURL(file).href,
        languageId: 'typescript',
        version: 1,
        text: readFileSync(file, 'utf8'),
      }
      request.notify('textDocument/didOpen', { textDocument })
    },
    /** Where the word after `before` is defined. */
    async definition(file: string, before: string, word: string): Promise<Place[]> {
      const found = Locations.parse(await request('textDocument/definition', at(file, before, word)))
      return [found].flat().map(({ uri, range }) => placeOf(uri, range.start.line))
    },
    /** All places that renaming the word after `before` would edit. */
    async rename(file: string, before: string, word: string): Promise<Place[]> {
      const { changes } = Edits.parse(
        await request('textDocument/rename', { ...at(file, before, word), newName: 'renamed' }),
      )
      return Object.entries(changes).flatMap(([uri, edits]) => edits.map(({ range }) => placeOf(uri, range.start.line)))
    },
    async [Symbol.asyncDispose]() {
      server.kill()
    },
  }
}

function placeOf(uri: string, line: number): Place {
  const file = fileURLToPath(uri)
  const text = readFileSync(file, 'utf8').split('\n')[line] ?? ''
  return { file: file.slice(file.lastIndexOf('/packages/') + 1), line: line + 1, text: text.trim() }
}

const Message = z.object({
  id: z.union([z.number(), z.string()]).nullish(),
  method: z.string().optional(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
})

function speak(server: ChildProcessWithoutNullStreams) {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let lastId = 0
  let bytes = Buffer.alloc(0)
  const write = (message: object) => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }
  const take = (text: string) => {
    const { id, method, result, error } = Message.parse(JSON.parse(text))
    if (id === undefined || id === null) return
    // The server asks its client, too; it does without an answer to anything that it asks here.
    if (method !== undefined) return write({ id, result: null })
    const answer = waiting.get(Number(id))
    if (error) answer?.reject(new Error(JSON.stringify(error)))
    else answer?.resolve(result)
  }
  server.stdout.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk])
    for (;;) {
      const header = /^Content-Length: (\d+)\r\n\r\n/.exec(bytes.toString('latin1', 0, 100))
      const end = header ? header[0].length + Number(header[1]) : Number.POSITIVE_INFINITY
      if (!header || bytes.length < end) return
      take(bytes.toString('utf8', header[0].length, end))
      bytes = bytes.subarray(end)
    }
  })
  const request = (method: string, params: object) => {
    const answer = Promise.withResolvers<unknown>()
    waiting.set(++lastId, answer)
    write({ id: lastId, method, params })
    return answer.promise
  }
  return Object.assign(request, { notify: (method: string, params: object) => write({ method, params }) })
}
