/** The tools of the server. `notes:read` opens the door; adding a note needs a scope of its own. */

import { McpServer, requireScopes } from '@modelcontextprotocol/server'
import * as z from 'zod'
import type { Notes } from './notes.ts'

/** What every request needs: the server asks for it when a client arrives without a token. */
export const READ = 'notes:read'
/** What adding needs: the server asks for it when a client calls that tool without it. */
const WRITE = 'notes:write'

/** As structured content. */
const NOTE = z.object({ id: z.string(), text: z.string(), created_at: z.string() })
const LONGEST_NOTE = 2_000

/** The server as one account sees it. */
export function notesServer(notes: Notes, subject: string): McpServer {
  const server = new McpServer({ name: 'notes', title: 'Notes', version: '0.1.0' })

  server.registerTool(
    'list_notes',
    {
      title: 'List notes',
      description: "The person's notes, the newest first.",
      outputSchema: z.object({ notes: z.array(NOTE) }),
      annotations: { readOnlyHint: true },
    },
    async () => answer({ notes: notes.list(subject) }),
  )

  server.registerTool(
    'search_notes',
    {
      title: 'Search notes',
      description:
        "Those of the person's notes that contain a text; upper and lower case are the same.",
      inputSchema: z.object({ text: z.string().min(1) }),
      outputSchema: z.object({ notes: z.array(NOTE) }),
      annotations: { readOnlyHint: true },
    },
    async ({ text }) => {
      const wanted = text.toLowerCase()
      const found = notes.list(subject).filter((note) => note.text.toLowerCase().includes(wanted))
      return answer({ notes: found })
    },
  )

  server.registerTool(
    'add_note',
    {
      title: 'Add a note',
      description: 'Adds a note for the person.',
      inputSchema: z.object({ text: z.string().trim().min(1).max(LONGEST_NOTE) }),
      outputSchema: NOTE,
      // 403 insufficient_scope, which names both: the client asks the person, and calls again.
      scopeChallenge: requireScopes(READ, WRITE),
    },
    async ({ text }) => answer(notes.add(subject, text)),
  )

  return server
}

/** Structured, and as text for clients that show text only. */
function answer(content: object) {
  const text = JSON.stringify(content)
  return { structuredContent: { ...content }, content: [{ type: 'text' as const, text }] }
}
